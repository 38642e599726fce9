/// Finds the calls of tools in an answer that comes in pieces.
///
/// Text that may begin a call is held back until that is clear. What turns out to be no call, or a malformed one, comes
/// out as the text that it is. But what is only begun when the answer ends after a call is markup that no reader wants,
/// such as the second call of an answer that reached its limit; it is left out.
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
    /// Whether there was a call.
    private var hasCalls = false
    /// Whether nothing but space was written since the latest call; without one it is not so.
    private var hasOnlyCall = false

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
            // At the end of an answer what ends a call may be begun, and is no text either.
            guard let rest = self.syntax.afterCall(self.pending, isEnd: false) else { return self.wait(isEnd: isEnd) }
            self.pending = rest
            if rest.isEmpty { return true }
            self.isAfterCall = false
        }
        // Right after a call the beginning of what begins a call is no text, also when nothing follows. Elsewhere it
        // may well be: a single letter begins a tool's name.
        let found = self.syntax.opener(
            in: self.pending,
            isAtStart: self.isAtStart,
            isEnd: isEnd && !self.hasOnlyCall
        )
        if isEnd, found.opener == nil, found.start < self.pending.endIndex { return self.wait(isEnd: true) }
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
        switch self.syntax.body(after: opener, self.pending, isEnd: isEnd && !self.hasCalls, &self.extent) {
        case .incomplete: return self.wait(isEnd: isEnd)
        case .calls(let calls, let end):
            output.calls += calls
            self.hasCalls = true
            self.hasOnlyCall = true
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

    /// Keeps what is held back for later, or lets go of it when there is no later.
    ///
    /// - Returns: That there is nothing more to do.
    private mutating func wait(isEnd: Bool) -> Bool {
        if isEnd { self.pending = "" }
        return true
    }

    private mutating func write(_ text: String, into output: inout Output) {
        guard !text.isEmpty else { return }
        output.text += text
        guard !text.allSatisfy(\.isWhitespace) else { return }
        self.isAtStart = false
        self.hasOnlyCall = false
    }
}

extension String {
    /// The space at the text's end.
    fileprivate var spaceAtEnd: String { String(self.reversed().prefix(while: \.isWhitespace).reversed()) }
}
