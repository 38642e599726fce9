extension LanguageModelSession {
    /// An answer.
    ///
    /// FoundationModels: `LanguageModelSession.Response`.
    public struct Response: Sendable {
        /// The whole text; that after the last results of tools, if tools were called.
        public let content: String
        /// Calls of tools that the session does not have, for the caller to answer.
        public let toolCalls: [ToolCall]
        /// How the generation went, where the model tells.
        public let summary: GenerationSummary?
        /// What this turn added to the transcript: the prompt, calls of tools with their results,
        /// and the response.
        public let transcriptEntries: ArraySlice<Transcript.Entry>
    }

    /// Answers a prompt.
    ///
    /// When the answer fails, the prompt is taken back, and can be tried again. Once tools have run for it, it stays in
    /// the transcript with their calls and results instead: ask the session to go on, which runs none of them twice.
    ///
    /// - Parameters:
    ///   - prompt: The prompt.
    ///   - options: How the model answers; the session's options if nil.
    /// - Returns: The answer.
    /// - Throws: A ``LanguageModelError``: `concurrentRequests` when the session is answering another prompt,
    ///   `contextOverflow` when the conversation no longer fits, or another of the model's; or `CancellationError`.
    @discardableResult
    public func respond(to prompt: String, options: GenerationOptions? = nil) async throws -> Response {
        try await self.streamResponse(to: prompt, options: options).collect()
    }

    /// Answers a prompt that is built of texts, one a line.
    ///
    /// - Parameters:
    ///   - options: How the model answers; the session's options if nil.
    ///   - prompt: The prompt's texts.
    /// - Returns: The answer.
    /// - Throws: What ``respond(to:options:)`` throws.
    @discardableResult
    public func respond(
        options: GenerationOptions? = nil,
        @PromptBuilder prompt: () throws -> String
    ) async throws -> Response {
        try await self.respond(to: try prompt(), options: options)
    }

    /// Answers a prompt as a stream.
    ///
    /// Nothing happens before the stream is read. Cancelling the reading task, or no longer reading, ends the answer.
    ///
    /// When the answer fails, the prompt is taken back, and can be tried again. Once tools have run for it, it stays in
    /// the transcript with their calls and results instead: ask the session to go on, which runs none of them twice.
    ///
    /// - Parameters:
    ///   - prompt: The prompt.
    ///   - options: How the model answers; the session's options if nil.
    /// - Returns: The answer's deltas, to be read once.
    public func streamResponse(to prompt: String, options: GenerationOptions? = nil) -> ResponseStream {
        ResponseStream(session: self, prompt: prompt, options: options ?? self.options)
    }

    /// Answers a prompt that is built of texts, one a line, as a stream.
    ///
    /// - Parameters:
    ///   - options: How the model answers; the session's options if nil.
    ///   - prompt: The prompt's texts.
    /// - Returns: The answer's deltas, to be read once.
    public func streamResponse(
        options: GenerationOptions? = nil,
        @PromptBuilder prompt: () throws -> String
    ) rethrows -> ResponseStream {
        self.streamResponse(to: try prompt(), options: options)
    }
}
