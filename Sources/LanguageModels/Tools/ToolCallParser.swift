/// Finds the calls of tools in an answer that comes in pieces.
///
/// Text that may begin a call is held back until that is clear. What turns out to be no call, or a malformed one, comes
/// out as the text that it is.
///
/// ```swift
/// var parser = ToolCallParser(format: .hermes, tools: tools)
/// let (text, calls) = parser.append("Let me look.\n<tool_call>\n{\"name\": …")
/// ```
public struct ToolCallParser: Sendable {
    /// What became of a piece of text.
    public struct Output: Hashable, Sendable {
        /// Text that belongs to no call.
        public var text = ""
        /// Calls that are whole.
        public var calls: [ToolCall] = []

        /// Creates an output without text and calls.
        public init() {}
    }

    private enum State {
        /// Outside of calls; `pending` is held back.
        case text
        /// Behind something that begins a call, and the space before it; `pending` is its body.
        case call(opener: String, space: String)
    }

    private let syntax: ToolCallSyntax
    private var state = State.text
    private var pending = ""
    /// How far the body of the present call was looked at.
    private var extent = JSONExtent()
    /// Whether nothing but space and calls was written.
    private var isAtStart = true
    /// Whether the latest thing written is a call.
    private var isAfterCall = false

    /// Creates a parser for one answer.
    ///
    /// - Parameters:
    ///   - format: How the model writes its calls.
    ///   - tools: The tools that it was told of.
    public init(format: ToolCallFormat, tools: [ToolDefinition]) {
        self.syntax = ToolCallSyntax(format: format, toolNames: tools.map(\.name))
    }

    /// Takes the next piece of the answer in.
    ///
    /// - Parameter text: The piece.
    /// - Returns: What is clear by now.
    public mutating func append(_ text: String) -> Output {
        self.pending += text
        var output = Output()
        self.advance(isEnd: false, into: &output)
        return output
    }

    /// Ends the answer.
    ///
    /// - Returns: What was held back.
    public mutating func finish() -> Output {
        var output = Output()
        self.advance(isEnd: true, into: &output)
        return output
    }

    private mutating func advance(isEnd: Bool, into output: inout Output) {
        while !self.pending.isEmpty || isEnd {
            let isDone =
                switch self.state {
                case .text: self.advanceText(isEnd: isEnd, into: &output)
                case .call(let opener, let space): self.advanceCall(opener, after: space, isEnd: isEnd, into: &output)
                }
            if isDone { return }
        }
    }

    /// Looks for what begins a call.
    ///
    /// - Returns: Whether there is nothing more to do with what is there.
    private mutating func advanceText(isEnd: Bool, into output: inout Output) -> Bool {
        if self.isAfterCall {
            guard let rest = self.syntax.afterCall(self.pending, isEnd: isEnd) else { return true }
            self.pending = rest
            if rest.isEmpty { return true }
            self.isAfterCall = false
        }
        let found = self.syntax.opener(in: self.pending, isAtStart: self.isAtStart, isEnd: isEnd)
        let text = String(self.pending[..<found.start])
        let rest = self.pending[found.start...]
        if let opener = found.opener {
            // Space before a call is the call's, if it is one.
            let space = text.spaceAtEnd
            self.write(String(text.dropLast(space.count)), into: &output)
            self.state = .call(opener: opener, space: space)
            self.extent = JSONExtent()
            self.pending = String(rest.dropFirst(opener.count))
            return false
        }
        let held = isEnd ? "" : text.spaceAtEnd
        self.write(String(text.dropLast(held.count)), into: &output)
        self.pending = held + rest
        return true
    }

    /// Reads a call's body.
    private mutating func advanceCall(
        _ opener: String,
        after space: String,
        isEnd: Bool,
        into output: inout Output
    ) -> Bool {
        switch self.syntax.body(after: opener, self.pending, isEnd: isEnd, &self.extent) {
        case .incomplete: return true
        case .calls(let calls, let end):
            output.calls += calls
            self.pending = String(self.pending[end...])
            self.state = .text
            self.isAfterCall = true
            return false
        case .none:
            self.state = .text
            self.write(space + opener, into: &output)
            return false
        }
    }

    private mutating func write(_ text: String, into output: inout Output) {
        guard !text.isEmpty else { return }
        output.text += text
        if !text.allSatisfy(\.isWhitespace) { self.isAtStart = false }
    }
}

extension String {
    /// The space at the text's end.
    fileprivate var spaceAtEnd: String { String(self.reversed().prefix(while: \.isWhitespace).reversed()) }
}
