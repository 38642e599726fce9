extension LanguageModel {
    /// Answers a prompt and tells callback handlers what happens.
    ///
    /// LangChain: `agenerate`.
    ///
    /// Handlers hear of the start (`onLLMStart` for a text, `onChatModelStart` for a chat), each delta, and the end or
    /// the error, all under one fresh run id.
    ///
    /// - Parameters:
    ///   - prompt: A text to continue, or the messages of a chat.
    ///   - options: Sampling parameters and limits.
    ///   - callbacks: Handlers of this run.
    ///   - tags: Tags of this run.
    ///   - metadata: Metadata of this run.
    /// - Returns: The answer and all about it.
    /// - Throws: A ``LanguageModelError`` from the model, or `CancellationError` when the task was cancelled.
    public func generate(
        _ prompt: ModelPrompt,
        options: GenerationOptions = GenerationOptions(),
        callbacks: [any CallbackHandler] = [],
        tags: [String] = [],
        metadata: [String: ChainValue] = [:]
    ) async throws -> LLMResult {
        let manager = CallbackManager(handlers: callbacks, tags: tags, metadata: metadata)
        return try await self.generate(prompt, options: options, callbackManager: manager)
    }

    /// Answers a prompt as part of another run.
    ///
    /// - Parameters:
    ///   - prompt: A text to continue, or the messages of a chat.
    ///   - options: Sampling parameters and limits.
    ///   - callbackManager: The other run's ``CallbackRun/child(tag:)``.
    /// - Returns: The answer and all about it.
    /// - Throws: A ``LanguageModelError`` from the model, or `CancellationError` when the task was cancelled.
    public func generate(
        _ prompt: ModelPrompt,
        options: GenerationOptions,
        callbackManager: CallbackManager
    ) async throws -> LLMResult {
        var run = try await ModelRun(self, prompt, options, callbackManager)
        return try await run.complete()
    }
}
