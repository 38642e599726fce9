/// One answer of a model and its events: started, grown delta by delta, then ended or failed.
struct ModelRun: Sendable {
    private let run: CallbackRun
    private let model: any LanguageModel
    private let prompt: ModelPrompt
    private let options: GenerationOptions
    private let invocationParameters: [String: ChainValue]
    /// The answer so far.
    private(set) var text = ""
    /// The tools that the model wants called.
    private(set) var toolCalls: [ToolCall] = []
    private var heldTokens: [Int32] = []
    private var summary: GenerationSummary?

    /// Begins the run and tells the handlers; nothing is generated yet.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - prompt: What it is asked.
    ///   - options: How it answers.
    ///   - manager: The handlers, and the run that starts this one.
    /// - Throws: What a handler threw that says ``CallbackHandler/raisesErrors``.
    init(
        _ model: any LanguageModel,
        _ prompt: ModelPrompt,
        _ options: GenerationOptions,
        _ manager: CallbackManager
    ) async throws {
        self.model = model
        self.prompt = prompt
        self.options = options
        self.invocationParameters = InvocationParameters.values(model.identity, options)
        let component = ComponentInfo(
            type: type(of: model),
            parameters: model.identity.parameters.mapValues(\.chainValue)
        )
        switch prompt {
        case .text(let text):
            self.run = try await manager.llmStart(
                LLMStart(
                    component: component,
                    model: model.identity,
                    prompt: text,
                    options: options,
                    invocationParameters: self.invocationParameters
                )
            )
        case .chat(let messages):
            self.run = try await manager.chatModelStart(
                ChatModelStart(
                    component: component,
                    model: model.identity,
                    messages: messages,
                    options: options,
                    invocationParameters: self.invocationParameters
                )
            )
        }
    }

    /// The answer's deltas.
    var deltas: GenerationStream { self.model.stream(self.prompt, options: self.options) }

    /// Takes a delta and tells the handlers; without streaming they hear of the whole answer at the end.
    ///
    /// - Parameter delta: The delta.
    /// - Throws: `CancellationError` when the task was cancelled, or what a handler threw.
    mutating func take(_ delta: GenerationDelta) async throws {
        if delta.summary == nil { try Task.checkCancellation() }
        if let activity = delta.activity { try await self.run.llmActivity(activity) }
        self.text += delta.text
        self.toolCalls += delta.toolCalls
        self.summary = delta.summary ?? self.summary
        if self.options.stream {
            try await self.run.llmNewToken(delta)
        } else {
            self.heldTokens += delta.tokens
        }
    }

    /// Takes the end of the deltas.
    ///
    /// - Returns: The result, to be told with ``end(_:)``.
    /// - Throws: `CancellationError` when the deltas ended because the task was cancelled, or what a handler threw.
    func finish() async throws -> LLMResult {
        // A cancelled stream may just end; only a whole answer has a summary.
        if self.summary == nil { try Task.checkCancellation() }
        if !self.options.stream {
            let whole = GenerationDelta(text: self.text, tokens: self.heldTokens, summary: self.summary)
            try await self.run.llmNewToken(whole)
        }
        return LLMResult(
            text: self.text,
            summary: self.summary,
            prompt: self.prompt,
            model: self.model.identity,
            options: self.options,
            invocationParameters: self.invocationParameters
        )
    }

    /// Tells the handlers that the answer is whole.
    ///
    /// - Parameter result: The result.
    /// - Throws: What a handler threw that says ``CallbackHandler/raisesErrors``.
    func end(_ result: LLMResult) async throws {
        try await self.run.llmEnd(result)
    }

    /// Tells the handlers that the answer failed.
    ///
    /// - Parameter error: What went wrong.
    /// - Throws: What a handler threw that says ``CallbackHandler/raisesErrors``.
    func fail(_ error: any Error) async throws {
        try await self.run.llmError(error)
    }

    /// Generates the whole answer.
    ///
    /// - Returns: The result.
    /// - Throws: What the model throws, `CancellationError`, or what a handler threw.
    mutating func complete() async throws -> LLMResult {
        let result: LLMResult
        do {
            for try await delta in self.deltas { try await self.take(delta) }
            result = try await self.finish()
        } catch {
            let reason: any Error = Task.isCancelled ? CancellationError() : error
            try await self.fail(reason)
            throw reason
        }
        try await self.end(result)
        return result
    }
}
