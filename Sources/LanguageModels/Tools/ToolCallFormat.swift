/// How a model writes its calls of tools, as its chat template shows.
public enum ToolCallFormat: Hashable, Sendable, CaseIterable {
    /// `<tool_call>{"name": …, "arguments": …}</tool_call>`: Hermes, Qwen and many more, and models without a form of
    /// their own.
    case hermes
    /// `{"name": …, "parameters": …}` as the whole answer: Llama 3.1 to 3.3.
    case llama
    /// `[TOOL_CALLS][{"name": …, "arguments": …}]`: Mistral up to Nemo.
    case mistralList
    /// `[TOOL_CALLS]name[ARGS]{…}`: Mistral since 2025.
    case mistralArguments

    /// Finds the form that a chat template was written for.
    ///
    /// - Parameter template: The template's source.
    /// - Returns: The form, or nil when the template knows no tools or a form that is not known here.
    public static func format(ofTemplate template: String) -> ToolCallFormat? {
        guard template.contains("tools"), template.contains("tool_calls") else { return nil }
        if template.contains("[TOOL_CALLS]") {
            return template.contains("[ARGS]") ? .mistralArguments : .mistralList
        }
        // Others write names and values as tags inside the same tag.
        if template.contains("<tool_call>"), template.contains("arguments"), !template.contains("<function="),
            !template.contains("<arg_key>"), template.contains("\"name\"") || template.contains("\\\"name\\\"")
        {
            return .hermes
        }
        if template.contains("<|start_header_id|>"), template.contains("\"parameters\": ") { return .llama }
        return nil
    }

    /// Whether a model of this form calls only one tool at a time.
    var isSingle: Bool { self == .llama }

    /// A fresh id for a call; Mistral's templates take ids of nine letters and digits alone.
    func freshID() -> String {
        let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
        func random(_ count: Int) -> String { String((0..<count).map { _ in letters.randomElement() ?? "0" }) }
        switch self {
        case .hermes, .llama: return "call_" + random(24)
        case .mistralList, .mistralArguments: return random(9)
        }
    }

    /// An id as the model's template takes it.
    func templateID(_ id: String) -> String {
        switch self {
        case .hermes, .llama: return id
        case .mistralList, .mistralArguments:
            if id.utf8.count == 9, id.utf8.allSatisfy({ Character(Unicode.Scalar($0)).isLetter || (48...57) ~= $0 }) {
                return id
            }
            // The same id gives the same nine digits each time, so that call and result still meet.
            let hash = id.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
            let digits = String(hash, radix: 36)
            return String((String(repeating: "0", count: 9) + digits).suffix(9))
        }
    }
}
