/// What calls look like in one format: what begins them, what they consist of, and what ends them.
struct ToolCallSyntax: Sendable {
    /// What stands where a call's body should be.
    enum Body {
        /// It may become a call.
        case incomplete
        /// Calls, up to this place.
        case calls([ToolCall], end: String.Index)
        /// No call.
        case none
    }

    let format: ToolCallFormat
    let toolNames: [String]
    /// What begins a call anywhere in an answer.
    private let openers: [String]
    /// What begins a call at an answer's beginning.
    private let startOpeners: [String]

    init(format: ToolCallFormat, toolNames: [String]) {
        self.format = format
        self.toolNames = toolNames
        switch format {
        case .hermes:
            self.openers = ["<tool_call>"]
            self.startOpeners = []
        case .llama:
            self.openers = ["<|python_tag|>"] + ToolCallFormat.llamaOpeners(toolNames)
            self.startOpeners = ["{"]
        case .mistralList:
            // Engines may not show the control token, which leaves the list alone.
            self.openers = ["[TOOL_CALLS]", "[{\"name\"", "[{\"arguments\""]
            self.startOpeners = []
        case .mistralArguments:
            self.openers = ["[TOOL_CALLS]"] + toolNames.map { "\($0)[ARGS]" }
            self.startOpeners = toolNames.map { "\($0){" }
        }
    }

    /// Looks for what begins a call.
    ///
    /// - Returns: Where it is, or where something is that may become it, or the text's end.
    func opener(in text: String, isAtStart: Bool, isEnd: Bool) -> (start: String.Index, opener: String?) {
        var isBlank = isAtStart
        for index in text.indices {
            let rest = text[index...]
            let candidates = isBlank ? self.openers + self.startOpeners : self.openers
            if let opener = candidates.first(where: { rest.hasPrefix($0) }) { return (index, opener) }
            if !isEnd, candidates.contains(where: { $0.hasPrefix(rest) }) { return (index, nil) }
            if !text[index].isWhitespace { isBlank = false }
        }
        return (text.endIndex, nil)
    }

    /// Reads what follows after the beginning of a call.
    ///
    /// - Parameter extent: How far the body's JSON was looked at before; new for each call.
    func body(after opener: String, _ text: String, isEnd: Bool, _ extent: inout JSONExtent) -> Body {
        switch self.format {
        case .hermes: return self.object("", text, isEnd: isEnd, mustBeKnown: false, &extent)
        case .llama:
            let isJSON = opener.hasPrefix("{")
            return self.object(isJSON ? opener : "", text, isEnd: isEnd, mustBeKnown: isJSON, &extent)
        case .mistralList, .mistralArguments:
            if opener != "[TOOL_CALLS]" {
                guard opener.hasPrefix("[{") else { return self.named(opener, text, isEnd: isEnd, &extent) }
                return self.object(opener, text, isEnd: isEnd, mustBeKnown: true, &extent)
            }
            guard let first = text.first(where: { !$0.isWhitespace }) else { return isEnd ? .none : .incomplete }
            if first == "[" || first == "{" {
                return self.object("", text, isEnd: isEnd, mustBeKnown: false, &extent)
            }
            return self.named("", text, isEnd: isEnd, &extent)
        }
    }

    /// Reads JSON that says everything of a call, or a list of such.
    private func object(
        _ begun: String,
        _ text: String,
        isEnd: Bool,
        mustBeKnown: Bool,
        _ extent: inout JSONExtent
    ) -> Body {
        switch extent.end(in: begun, text) {
        case .incomplete: return isEnd ? .none : .incomplete
        case .invalid: return .none
        case .end(let offset):
            guard let value = try? TemplateValue(json: Self.slice(0..<offset, begun, text)) else { return .none }
            let calls = (value.items ?? [value]).map(self.call)
            let known = calls.compactMap { $0 }.filter { !mustBeKnown || self.toolNames.contains($0.name) }
            guard !known.isEmpty, known.count == calls.count else { return .none }
            return .calls(known, end: Self.index(offset - begun.utf8.count, in: text))
        }
    }

    /// Reads a name and the JSON of its arguments.
    private func named(_ begun: String, _ text: String, isEnd: Bool, _ extent: inout JSONExtent) -> Body {
        guard let brace = Self.brace(begun, text) else {
            return isEnd || begun.utf8.count + text.utf8.count > Self.longestName ? .none : .incomplete
        }
        var head = Self.slice(0..<brace, begun, text)
        if head.hasSuffix("[ARGS]") { head.removeLast(6) }
        let parts = head.split(separator: "[CALL_ID]", omittingEmptySubsequences: false)
        let name = String(parts[0].drop(while: \.isWhitespace))
        guard !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "_" || $0 == "-" })
        else { return .none }
        extent.skip(to: brace)
        switch extent.end(in: begun, text) {
        case .incomplete: return isEnd ? .none : .incomplete
        case .invalid: return .none
        case .end(let offset):
            guard let arguments = try? TemplateValue(json: Self.slice(brace..<offset, begun, text)) else {
                return .none
            }
            let call = ToolCall(id: self.format.freshID(), name: name, arguments: arguments.json)
            return .calls([call], end: Self.index(offset - begun.utf8.count, in: text))
        }
    }

    /// So far away from a call's beginning its arguments may begin.
    private static let longestName = 200

    /// Where the arguments after a name begin, in bytes of both texts.
    private static func brace(_ begun: String, _ text: String) -> Int? {
        let bytes = Array(begun.utf8) + Array(text.utf8.prefix(self.longestName))
        return bytes.firstIndex(of: UInt8(ascii: "{"))
    }

    /// A range of two texts' bytes.
    private static func slice(_ range: Range<Int>, _ begun: String, _ text: String) -> String {
        let first = begun.utf8.dropFirst(range.lowerBound).prefix(range.count)
        let start = max(range.lowerBound - begun.utf8.count, 0)
        let second = text.utf8.dropFirst(start).prefix(range.count - first.count)
        return String(decoding: Array(first) + Array(second), as: UTF8.self)
    }

    private static func index(_ offset: Int, in text: String) -> String.Index {
        text.utf8.index(text.startIndex, offsetBy: offset)
    }

    private func call(_ value: TemplateValue) -> ToolCall? {
        guard let name = value["name"]?.text, !name.isEmpty else { return nil }
        let arguments = value["arguments"] ?? value["parameters"] ?? .object([])
        var text = arguments.json
        if let inner = arguments.text {
            // Some models write the arguments as text that is JSON.
            guard (try? TemplateValue(json: inner))?.members != nil else { return nil }
            text = inner
        } else if arguments.members == nil {
            return nil
        }
        return ToolCall(id: self.format.freshID(), name: name, arguments: text)
    }

    /// Takes away what ends a call.
    ///
    /// - Returns: The text after it; nil if that is not clear yet.
    func afterCall(_ text: String, isEnd: Bool) -> String? {
        var rest = text[...]
        while true {
            rest = rest.drop { $0.isWhitespace || self.format == .llama && ($0 == ";" || $0 == ",") }
            guard self.format == .hermes else { return String(rest) }
            let closer = "</tool_call>"
            if rest.hasPrefix(closer) {
                rest = rest.dropFirst(closer.count)
            } else if !isEnd, !rest.isEmpty, closer.hasPrefix(rest) {
                return nil
            } else {
                return String(rest)
            }
        }
    }
}
