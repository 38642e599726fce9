/// What an ``InferenceEngine`` is asked: a prompt's tokens, and how to answer.
public struct EngineRequest: Hashable, Sendable {
    /// The prompt's tokens; at least one.
    public var prompt: [Int32]
    /// Sampling parameters and limits.
    public var options: GenerationOptions
    /// How many messages of a chat were left out of the prompt because they did not fit.
    public var droppedMessages: Int

    /// Creates a request.
    ///
    /// - Parameters:
    ///   - prompt: The prompt's tokens.
    ///   - options: Sampling parameters and limits.
    ///   - droppedMessages: How many messages of a chat were left out.
    public init(prompt: [Int32], options: GenerationOptions, droppedMessages: Int = 0) {
        self.prompt = prompt
        self.options = options
        self.droppedMessages = droppedMessages
    }

    /// Checks that the prompt and an answer of one token fit.
    func check(limit: Int) throws(LanguageModelError) {
        guard !self.prompt.isEmpty else {
            throw LanguageModelError(.invalidInput, "The prompt has no tokens; give at least one character.")
        }
        guard self.prompt.count < limit else {
            throw LanguageModelError(overflow: OverflowDetails(needed: self.prompt.count + 1, available: limit))
        }
        if case .shift(let keep) = self.options.overflow, keep < 0 || keep >= limit / 2 {
            throw LanguageModelError(
                .invalidOption,
                "overflow keeps \(keep) tokens of a context of \(limit); give a number from 0 to \(limit / 2 - 1)."
            )
        }
    }
}

/// Whom requests are for, so that a busy model is shared fairly among people and not among requests.
public enum RequestUser {
    /// The user of requests that name none, for all that a task does; chats set it by themselves.
    @TaskLocal public static var current: String?
}
