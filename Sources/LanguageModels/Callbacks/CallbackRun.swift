/// One run under way: what it tells its handlers, and what it hands on to the runs it starts.
///
/// LangChain: `AsyncCallbackManagerForChainRun` and its siblings.
public struct CallbackRun: Sendable {
    /// Which run it is.
    public let info: RunInfo

    private let manager: CallbackManager
    private let handlers: [any CallbackHandler]

    init(info: RunInfo, manager: CallbackManager) {
        self.info = info
        self.manager = manager
        self.handlers = manager.handlers
    }

    /// The manager for what this run starts.
    ///
    /// LangChain: `get_child`.
    ///
    /// - Parameter tag: A tag for the started runs alone.
    /// - Returns: The manager to hand on.
    public func child(tag: String? = nil) -> CallbackManager {
        self.manager.child(of: self.info.runID, tag: tag)
    }

    /// Shows a text.
    ///
    /// - Parameter text: The text and its caption.
    /// - Throws: What a handler threw that says ``CallbackHandler/raisesErrors``.
    public func text(_ text: CallbackText) async throws {
        try await self.send("onText") { try await $0.onText(text, run: self.info) }
    }

    /// Tells that the chain is done.
    ///
    /// - Parameter outputs: The chain's outputs alone.
    /// - Throws: What a handler threw that says ``CallbackHandler/raisesErrors``.
    public func chainEnd(_ outputs: [String: ChainValue]) async throws {
        try await self.send("onChainEnd", unlessIgnoring: .chain) { try await $0.onChainEnd(outputs, run: self.info) }
    }

    /// Tells that the chain failed; handlers hear of it even when the task was cancelled.
    ///
    /// - Parameter error: What went wrong.
    /// - Throws: What a handler threw that says ``CallbackHandler/raisesErrors``.
    public func chainError(_ error: any Error) async throws {
        try await self.sendShielded("onChainError", unlessIgnoring: .chain) {
            try await $0.onChainError(error, run: self.info)
        }
    }

    /// Tells what the model is doing.
    ///
    /// - Parameter activity: What it is doing.
    /// - Throws: What a handler threw that says ``CallbackHandler/raisesErrors``.
    public func llmActivity(_ activity: GenerationActivity) async throws {
        try await self.send("onLLMActivity", unlessIgnoring: .llm) {
            try await $0.onLLMActivity(activity, run: self.info)
        }
    }

    /// Tells that the model's answer grew.
    ///
    /// - Parameter chunk: The delta; one without text is not told.
    /// - Throws: What a handler threw that says ``CallbackHandler/raisesErrors``.
    public func llmNewToken(_ chunk: GenerationDelta) async throws {
        guard !chunk.text.isEmpty else { return }
        try await self.send("onLLMNewToken", unlessIgnoring: .llm) {
            try await $0.onLLMNewToken(chunk.text, chunk: chunk, run: self.info)
        }
    }

    /// Tells that the model's answer is whole.
    ///
    /// - Parameter result: The answer and all about it.
    /// - Throws: What a handler threw that says ``CallbackHandler/raisesErrors``.
    public func llmEnd(_ result: LLMResult) async throws {
        try await self.send("onLLMEnd", unlessIgnoring: .llm) { try await $0.onLLMEnd(result, run: self.info) }
    }

    /// Tells that the model failed; handlers hear of it even when the task was cancelled.
    ///
    /// - Parameter error: What went wrong.
    /// - Throws: What a handler threw that says ``CallbackHandler/raisesErrors``.
    public func llmError(_ error: any Error) async throws {
        try await self.sendShielded("onLLMError", unlessIgnoring: .llm) {
            try await $0.onLLMError(error, run: self.info)
        }
    }

    /// Tells that the tool is done.
    ///
    /// - Parameter output: What the tool returns.
    /// - Throws: What a handler threw that says ``CallbackHandler/raisesErrors``.
    public func toolEnd(_ output: ChainValue) async throws {
        try await self.send("onToolEnd", unlessIgnoring: .agent) { try await $0.onToolEnd(output, run: self.info) }
    }

    /// Tells that the tool failed; handlers hear of it even when the task was cancelled.
    ///
    /// - Parameter error: What went wrong.
    /// - Throws: What a handler threw that says ``CallbackHandler/raisesErrors``.
    public func toolError(_ error: any Error) async throws {
        try await self.sendShielded("onToolError", unlessIgnoring: .agent) {
            try await $0.onToolError(error, run: self.info)
        }
    }

    /// Tells that the agent decided to use a tool.
    ///
    /// - Parameter action: The tool and its input.
    /// - Throws: What a handler threw that says ``CallbackHandler/raisesErrors``.
    public func agentAction(_ action: AgentAction) async throws {
        try await self.send("onAgentAction", unlessIgnoring: .agent) {
            try await $0.onAgentAction(action, run: self.info)
        }
    }

    /// Tells that the agent is done.
    ///
    /// - Parameter finish: What the agent returns.
    /// - Throws: What a handler threw that says ``CallbackHandler/raisesErrors``.
    public func agentFinish(_ finish: AgentFinish) async throws {
        try await self.send("onAgentFinish", unlessIgnoring: .agent) {
            try await $0.onAgentFinish(finish, run: self.info)
        }
    }

    /// Tells that the retriever is done.
    ///
    /// - Parameter documents: What it found.
    /// - Throws: What a handler threw that says ``CallbackHandler/raisesErrors``.
    public func retrieverEnd(_ documents: [RetrievedDocument]) async throws {
        try await self.send("onRetrieverEnd", unlessIgnoring: .retriever) {
            try await $0.onRetrieverEnd(documents, run: self.info)
        }
    }

    /// Tells that the retriever failed; handlers hear of it even when the task was cancelled.
    ///
    /// - Parameter error: What went wrong.
    /// - Throws: What a handler threw that says ``CallbackHandler/raisesErrors``.
    public func retrieverError(_ error: any Error) async throws {
        try await self.sendShielded("onRetrieverError", unlessIgnoring: .retriever) {
            try await $0.onRetrieverError(error, run: self.info)
        }
    }

    /// Tells that something failed and is about to be tried again.
    ///
    /// - Parameter state: How often it failed, how, and how long to wait.
    /// - Throws: What a handler threw that says ``CallbackHandler/raisesErrors``.
    public func retry(_ state: RetryState) async throws {
        try await self.send("onRetry", unlessIgnoring: .retry) { try await $0.onRetry(state, run: self.info) }
    }

    func send(
        _ event: String,
        unlessIgnoring group: IgnoredEvents = [],
        _ deliver: @escaping @Sendable (any CallbackHandler) async throws -> Void
    ) async throws {
        guard !self.handlers.isEmpty else { return }
        try await CallbackDispatch.send(event, to: self.handlers, unlessIgnoring: group, deliver)
    }

    /// Sends an event outside the current task's cancellation, so that a handler can still say "stopped".
    private func sendShielded(
        _ event: String,
        unlessIgnoring group: IgnoredEvents,
        _ deliver: @escaping @Sendable (any CallbackHandler) async throws -> Void
    ) async throws {
        guard !self.handlers.isEmpty else { return }
        // Ends with the handlers; awaited on the spot.
        try await Task { try await self.send(event, unlessIgnoring: group, deliver) }.value
    }
}
