/// What a session remembers, and whether it is answering; a value behind the session's lock.
struct SessionState {
    private(set) var transcript: Transcript
    private(set) var isResponding = false

    init(_ transcript: Transcript) {
        self.transcript = transcript
    }

    /// Takes a prompt, unless the session is answering another one.
    ///
    /// - Parameter prompt: The prompt.
    /// - Returns: All messages for the model, the prompt last; nil when the session is busy.
    mutating func begin(_ prompt: String) -> [ChatMessage]? {
        guard !self.isResponding else { return nil }
        self.isResponding = true
        self.transcript.append(.prompt(Transcript.Prompt(content: prompt)))
        return self.transcript.messages
    }

    /// Takes the whole answer.
    ///
    /// - Parameter answer: The answer.
    /// - Returns: The entries of this turn: the prompt and the response.
    mutating func complete(_ answer: String) -> ArraySlice<Transcript.Entry> {
        self.isResponding = false
        self.transcript.append(.response(Transcript.Response(content: answer)))
        return Array(self.transcript).suffix(2)
    }

    /// Ends a turn that has no whole answer.
    ///
    /// - Parameter partialAnswer: What to keep of the answer; nil forgets the prompt too.
    mutating func abandon(keeping partialAnswer: String?) {
        self.isResponding = false
        if let partialAnswer {
            self.transcript.append(.response(Transcript.Response(content: partialAnswer, isComplete: false)))
        } else {
            self.transcript.removeLast()
        }
    }
}
