import Foundation

/// How a model is told of tools, of its own calls and of their results, by way of its chat template.
///
/// A template that knows tools, in a form that is known here, is given them as values, in the shapes of OpenAI's API
/// and transformers. For any other one they become text: the tools a part of the system message, a call what the model
/// wrote, a result a part of the next user message.
public struct ToolPrompting: Sendable {
    /// How the model writes its calls.
    public let format: ToolCallFormat
    /// Whether the template itself tells of tools.
    public let isNative: Bool
    let template: ChatTemplate

    /// Finds out what a template can do.
    ///
    /// - Parameter template: The model's chat template.
    public init(template: ChatTemplate) {
        self.template = template
        let format = ToolCallFormat.format(ofTemplate: template.source)
        self.format = format ?? .hermes
        self.isNative = format != nil
    }

    /// The values that the template is given as `tools`; none where the tools are told in text.
    ///
    /// - Parameter tools: The tools.
    /// - Returns: The values by name.
    /// - Throws: A ``LanguageModelError`` of code `invalidInput` when a schema cannot be read.
    public func values(for tools: [ToolDefinition]) throws(LanguageModelError) -> [String: TemplateValue] {
        guard self.isNative, !tools.isEmpty else { return [:] }
        var values: [TemplateValue] = []
        for tool in tools { values.append(try Self.value(of: tool)) }
        return ["tools": .array(values)]
    }

    /// The messages as the template takes them.
    ///
    /// - Parameters:
    ///   - messages: The chat.
    ///   - tools: The tools that the model is told of.
    /// - Returns: One object for each message.
    /// - Throws: A ``LanguageModelError`` of code `invalidInput` when a schema cannot be read.
    public func messages(
        _ messages: [ChatMessage],
        tools: [ToolDefinition] = []
    ) throws(LanguageModelError) -> [TemplateValue] {
        guard self.isNative else {
            let told = try self.telling(of: tools, in: Self.textual(messages))
            return told.map { ["role": .controlText($0.role.rawValue), "content": .string($0.content)] }
        }
        let names = Self.toolNames(messages)
        let isSingle = self.template.source.contains("single tool-call")
        let split = isSingle ? Self.splittingCalls(messages) : messages
        let turns = self.template.source.contains("must alternate") ? Self.takingTurns(split) : split
        return turns.map { message in
            var members: [TemplateValue.Member] = [
                .init("role", .controlText(message.role.rawValue)), .init("content", .string(message.content)),
            ]
            if !message.toolCalls.isEmpty {
                members.append(.init("tool_calls", .array(message.toolCalls.map(self.value))))
            }
            if message.role == .tool, let id = message.toolCallID {
                members.append(.init("tool_call_id", .string(self.format.templateID(id))))
                if let name = names[id] { members.append(.init("name", .string(name))) }
            }
            return .object(members)
        }
    }

    /// Checks that tools can be told apart and that a choice among them can be made.
    static func check(_ tools: [ToolDefinition], _ choice: ToolChoice) throws(LanguageModelError) {
        var names = Set<String>()
        for tool in tools {
            let isWord = tool.name.utf8.allSatisfy { byte in
                (48...57) ~= byte || (65...90) ~= byte || (97...122) ~= byte || byte == 45 || byte == 95
            }
            guard isWord, (1...64).contains(tool.name.utf8.count) else {
                throw LanguageModelError(
                    .invalidOption,
                    "A tool is named '\(tool.name.prefix(80))'; give 1 to 64 letters, digits, '_' and '-'."
                )
            }
            guard names.insert(tool.name).inserted else {
                throw LanguageModelError(
                    .invalidOption,
                    "Two tools are named '\(tool.name)'; give each a name of its own."
                )
            }
        }
        switch choice {
        case .required where tools.isEmpty:
            throw LanguageModelError(.invalidOption, "toolChoice is required, but there are no tools; give some.")
        case .tool(let name) where !names.contains(name):
            throw LanguageModelError(
                .invalidOption,
                "toolChoice asks for the tool '\(name)', which is not among the tools: "
                    + "\(names.sorted().joined(separator: ", "))."
            )
        default: break
        }
    }

    private static func value(of tool: ToolDefinition) throws(LanguageModelError) -> TemplateValue {
        var parameters = try TemplateValue(json: tool.parameters.text)
        // Templates look into the parameters' properties.
        if parameters["properties"] == nil {
            parameters = .object((parameters.members ?? [.init("type", "object")]) + [.init("properties", .object([]))])
        }
        return [
            "type": "function",
            "function": [
                "name": .string(tool.name), "description": .string(tool.description), "parameters": parameters,
            ],
        ]
    }

    private func value(of call: ToolCall) -> TemplateValue {
        let arguments = (try? TemplateValue(json: call.arguments)) ?? .string(call.arguments)
        return [
            "id": .string(self.format.templateID(call.id)), "type": "function",
            "function": ["name": .string(call.name), "arguments": arguments],
        ]
    }

    /// The tools' names by their calls' ids.
    private static func toolNames(_ messages: [ChatMessage]) -> [String: String] {
        messages.flatMap(\.toolCalls).reduce(into: [:]) { $0[$1.id] = $1.name }
    }

    /// The chat with an answer between results and the next prompt, for templates that refuse two prompts in a row.
    ///
    /// An answer that failed after its tools had run is not there. Some of these templates refuse an empty one, too.
    private static func takingTurns(_ messages: [ChatMessage]) -> [ChatMessage] {
        var result: [ChatMessage] = []
        for message in messages {
            if message.role == .user, result.last?.role == .tool {
                result.append(ChatMessage(role: .assistant, content: "…"))
            }
            result.append(message)
        }
        return result
    }

    /// The chat with one call a message, each followed by its result, for templates that refuse more.
    private static func splittingCalls(_ messages: [ChatMessage]) -> [ChatMessage] {
        var result: [ChatMessage] = []
        var index = 0
        while index < messages.count {
            let message = messages[index]
            index += 1
            guard message.toolCalls.count > 1 else {
                result.append(message)
                continue
            }
            let end = messages[index...].firstIndex { $0.role != .tool } ?? messages.count
            var results = Array(messages[index..<end])
            index = end
            for (position, call) in message.toolCalls.enumerated() {
                let content = position == 0 ? message.content : ""
                result.append(ChatMessage(role: .assistant, content: content, toolCalls: [call]))
                let isResult = { (message: ChatMessage) in message.toolCallID == call.id }
                result += results.filter(isResult)
                results.removeAll(where: isResult)
            }
            result += results
        }
        return result
    }
}
