extension CallbackHandler {
    /// None.
    public var ignores: IgnoredEvents { [] }
    /// False.
    public var raisesErrors: Bool { false }
    /// False.
    public var runsInline: Bool { false }

    /// Does nothing.
    public func onChainStart(_ start: ChainStart, run: RunInfo) async throws {}
    /// Does nothing.
    public func onChainEnd(_ outputs: [String: ChainValue], run: RunInfo) async throws {}
    /// Does nothing.
    public func onChainError(_ error: any Error, run: RunInfo) async throws {}
    /// Does nothing.
    public func onLLMStart(_ start: LLMStart, run: RunInfo) async throws {}
    /// Tells ``onLLMStart(_:run:)`` with the messages as one text, unless the handler ignores models.
    public func onChatModelStart(_ start: ChatModelStart, run: RunInfo) async throws {
        guard !self.ignores.contains(.llm) else { return }
        try await self.onLLMStart(start.asLLMStart, run: run)
    }
    /// Does nothing.
    public func onLLMActivity(_ activity: GenerationActivity, run: RunInfo) async throws {}
    /// Does nothing.
    public func onLLMNewToken(_ token: String, chunk: GenerationDelta, run: RunInfo) async throws {}
    /// Does nothing.
    public func onLLMEnd(_ result: LLMResult, run: RunInfo) async throws {}
    /// Does nothing.
    public func onLLMError(_ error: any Error, run: RunInfo) async throws {}
    /// Does nothing.
    public func onText(_ text: CallbackText, run: RunInfo) async throws {}
    /// Does nothing.
    public func onToolStart(_ start: ToolStart, run: RunInfo) async throws {}
    /// Does nothing.
    public func onToolEnd(_ output: ChainValue, run: RunInfo) async throws {}
    /// Does nothing.
    public func onToolError(_ error: any Error, run: RunInfo) async throws {}
    /// Does nothing.
    public func onAgentAction(_ action: AgentAction, run: RunInfo) async throws {}
    /// Does nothing.
    public func onAgentFinish(_ finish: AgentFinish, run: RunInfo) async throws {}
    /// Does nothing.
    public func onRetrieverStart(_ start: RetrieverStart, run: RunInfo) async throws {}
    /// Does nothing.
    public func onRetrieverEnd(_ documents: [RetrievedDocument], run: RunInfo) async throws {}
    /// Does nothing.
    public func onRetrieverError(_ error: any Error, run: RunInfo) async throws {}
    /// Does nothing.
    public func onRetry(_ state: RetryState, run: RunInfo) async throws {}
}
