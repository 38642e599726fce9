/// What a session remembers, and whether it is answering; a value behind the session's lock.
struct SessionState {
    private(set) var transcript: Transcript
    /// How many entries there were before the turn that is being answered; nil when none is.
    private var turnStart: Int?
    /// How many entries there are with the latest results of tools in that turn; nil before the first ones.
    private var settledEnd: Int?

    init(_ transcript: Transcript) {
        self.transcript = transcript
    }

    /// Whether a prompt is being answered.
    var isResponding: Bool { self.turnStart != nil }

    /// Takes a prompt, unless the session is answering another one.
    ///
    /// - Parameter prompt: The prompt.
    /// - Returns: All messages for the model, the prompt last; nil when the session is busy.
    mutating func begin(_ prompt: String) -> [ChatMessage]? {
        guard self.turnStart == nil else { return nil }
        self.turnStart = self.transcript.count
        self.transcript.append(.prompt(Transcript.Prompt(content: prompt)))
        return self.transcript.messages
    }

    /// Takes calls of tools with their results; the answer goes on after them.
    ///
    /// - Parameters:
    ///   - calls: The calls.
    ///   - outputs: Their results.
    /// - Returns: All messages for the model.
    mutating func goOn(_ calls: Transcript.ToolCalls, _ outputs: [Transcript.ToolOutput]) -> [ChatMessage] {
        self.transcript.append(.toolCalls(calls))
        for output in outputs { self.transcript.append(.toolOutput(output)) }
        self.settledEnd = self.transcript.count
        return self.transcript.messages
    }

    /// Takes the end of the answer.
    ///
    /// - Parameters:
    ///   - answer: The answer, or what was said before the calls.
    ///   - calls: Calls of tools that the session does not have, for the caller to answer.
    /// - Returns: The entries of this turn: the prompt, calls and results, and the response.
    mutating func complete(_ answer: String, _ calls: [ToolCall] = []) -> ArraySlice<Transcript.Entry> {
        if calls.isEmpty {
            self.transcript.append(.response(Transcript.Response(content: answer)))
        } else {
            self.transcript.append(.toolCalls(Transcript.ToolCalls(content: answer, calls: calls)))
        }
        let start = self.turnStart ?? 0
        self.turnStart = nil
        self.settledEnd = nil
        return Array(self.transcript).dropFirst(start)
    }

    /// Ends a turn that has no whole answer.
    ///
    /// What tools have done is done: the prompt, the calls and their results stay in any case.
    ///
    /// - Parameter partialAnswer: What to keep of the answer after the last results of tools; nil forgets all that came
    ///   after these, or without any the whole turn.
    mutating func abandon(keeping partialAnswer: String?) {
        if let partialAnswer {
            self.transcript.append(.response(Transcript.Response(content: partialAnswer, isComplete: false)))
        } else if let start = self.turnStart {
            self.transcript.keepFirst(self.settledEnd ?? start)
        }
        self.turnStart = nil
        self.settledEnd = nil
    }
}
