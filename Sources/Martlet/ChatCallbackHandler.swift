public import LanguageModels
public import MartletCore
import Foundation
import Synchronization

extension Chat {
    /// A callback handler that shows each run of a chain, model, tool or retriever as a step, with its tokens live.
    ///
    /// Chainlit: `cl.LangchainCallbackHandler()`. Make a new one for each call: it remembers where its answer began.
    ///
    /// - Parameters:
    ///   - streamFinalAnswer: Whether the final answer is also streamed as a message.
    ///   - forceStreamFinalAnswer: Whether everything is the final answer, without waiting for the prefix.
    ///   - answerPrefixTokens: The tokens after which the final answer begins.
    ///   - ignoring: Runs whose name contains one of these are not shown.
    ///   - keeping: Types of runs that are shown even below an ignored one.
    /// - Returns: The handler, to be given to a call's `callbacks`.
    public func callbackHandler(
        streamFinalAnswer: Bool = false,
        forceStreamFinalAnswer: Bool = false,
        answerPrefixTokens: [String] = ["Final", "Answer", ":"],
        ignoring: [String] = ["RunnableSequence", "RunnableParallel", "RunnableAssign", "RunnableLambda", "<lambda>"],
        keeping: Set<RunInfo.RunType> = [.retriever, .llm, .chain, .tool]
    ) -> ChatCallbackHandler {
        ChatCallbackHandler(
            chat: self,
            finalAnswer: streamFinalAnswer || forceStreamFinalAnswer
                ? FinalAnswerDetector(prefix: answerPrefixTokens, isReached: forceStreamFinalAnswer) : nil,
            ignoring: ignoring,
            keeping: keeping
        )
    }
}

/// Shows runs of chains and models as steps of a chat; made by ``MartletCore/Chat/callbackHandler(streamFinalAnswer:forceStreamFinalAnswer:answerPrefixTokens:ignoring:keeping:)``.
public final class ChatCallbackHandler: CallbackHandler {
    private struct TrackedRun {
        /// The run's step; nil for a run that is not shown.
        var step: Step?
        /// Where what lies under this run is shown.
        var chat: Chat
        var inputs: [String: ChainValue] = [:]
        /// What is known of a model's answer so far.
        var report = GenerationReport()
    }

    private struct State {
        var runs: [UUID: TrackedRun] = [:]
        var hasChain = false
        var finalAnswer: FinalAnswerDetector?
        var finalMessage: Message?
    }

    private let chat: Chat
    private let ignored: [String]
    private let kept: Set<RunInfo.RunType>
    private let state: Mutex<State>

    init(chat: Chat, finalAnswer: FinalAnswerDetector?, ignoring: [String], keeping: Set<RunInfo.RunType>) {
        self.chat = chat
        self.ignored = ignoring
        self.kept = keeping
        self.state = Mutex(State(finalAnswer: finalAnswer))
    }

    /// Tokens must be shown in their order, so this handler is called before those that run side by side.
    public var runsInline: Bool { true }

    /// Shows the chain as a step with its inputs.
    public func onChainStart(_ start: ChainStart, run: RunInfo) async throws {
        let isFirst = self.state.withLock { state in
            guard !self.isHidden(run, in: state) else { return false }
            defer { state.hasChain = true }
            return !state.hasChain
        }
        if isFirst { self.chat.showContext(start.promptMeasure) }
        self.begin(run, type: isFirst ? .run : .undefined, input: Self.json(start.inputs)) { $0.inputs = start.inputs }
    }

    /// Ends the chain's step with its outputs.
    public func onChainEnd(_ outputs: [String: ChainValue], run: RunInfo) async throws {
        await self.end(run) { step, _ in
            await step.end(output: Self.json(outputs), language: "json")
        }
    }

    /// Ends the chain's step with the error.
    public func onChainError(_ error: any Error, run: RunInfo) async throws {
        await self.end(run) { step, _ in await step.end(error: error) }
    }

    /// Shows the model's work as a step.
    public func onLLMStart(_ start: LLMStart, run: RunInfo) async throws {
        self.begin(run, type: .llm, input: "", showInput: .hidden) { tracked in
            tracked.report.model = start.model
            tracked.report.settings = start.invocationParameters
            tracked.report.prompt = start.prompt
        }
    }

    /// Shows below the chat what the model does: how long the queue is, and how far the prompt is read.
    public func onLLMActivity(_ activity: GenerationActivity, run: RunInfo) async throws {
        let (step, phase) = self.state.withLock { state in
            (state.runs[run.runID]?.step, state.runs[run.runID]?.report.take(activity))
        }
        if let step, let phase { self.chat.tell(phase, for: step.id) }
    }

    /// Shows the token in the model's step, and in the final message once that has begun.
    public func onLLMNewToken(_ token: String, chunk: GenerationDelta, run: RunInfo) async throws {
        let (step, isAnswer, phase) = self.state.withLock { state -> (Step?, Bool, ModelActivity.Phase?) in
            let phase = state.runs[run.runID]?.report.meter.take(tokens: chunk.tokens.count)
            return (state.runs[run.runID]?.step, state.finalAnswer?.take(token) ?? false, phase)
        }
        try await step?.stream(token)
        if let step, let phase { self.chat.tell(phase, for: step.id) }
        guard isAnswer else { return }
        let message = self.state.withLock { state -> Message in
            let message = state.finalMessage ?? self.chat.message()
            state.finalMessage = message
            return message
        }
        try await message.stream(token)
    }

    /// Ends the model's step with the whole answer and what is known of its making.
    public func onLLMEnd(_ result: LLMResult, run: RunInfo) async throws {
        await self.end(run) { step, tracked in
            AnswerMetrics.shared.record(result.summary, model: tracked.report.model)
            await step.end(output: result.text, generation: self.generation(run, tracked, result: result))
        }
        try await self.state.withLock { $0.finalMessage }?.update()
    }

    /// Ends the model's step with the error.
    public func onLLMError(_ error: any Error, run: RunInfo) async throws {
        await self.end(run) { step, tracked in
            await step.end(error: error, generation: self.generation(run, tracked, error: error))
        }
        try await self.state.withLock { $0.finalMessage }?.update()
    }

    /// Shows the tool's work as a step.
    public func onToolStart(_ start: ToolStart, run: RunInfo) async throws {
        self.begin(run, type: .tool, input: Self.text(start.input))
    }

    /// Ends the tool's step with its output.
    public func onToolEnd(_ output: ChainValue, run: RunInfo) async throws {
        await self.end(run) { step, _ in await step.end(output: Self.text(output)) }
    }

    /// Ends the tool's step with the error.
    public func onToolError(_ error: any Error, run: RunInfo) async throws {
        await self.end(run) { step, _ in await step.end(error: error) }
    }

    /// Shows the search as a step.
    public func onRetrieverStart(_ start: RetrieverStart, run: RunInfo) async throws {
        self.begin(run, type: .tool, input: start.query, showInput: .shown)
    }

    /// Ends the search's step with what was found.
    public func onRetrieverEnd(_ documents: [RetrievedDocument], run: RunInfo) async throws {
        await self.end(run) { step, _ in
            await step.end(output: Self.json(documents), language: "json")
        }
    }

    /// Ends the search's step with the error.
    public func onRetrieverError(_ error: any Error, run: RunInfo) async throws {
        await self.end(run) { step, _ in await step.end(error: error) }
    }
}

extension ChatCallbackHandler {
    private func isHidden(_ run: RunInfo, in state: State) -> Bool {
        if self.ignored.contains(where: { run.name.contains($0) }) { return true }
        guard let parent = run.parentRunID.flatMap({ state.runs[$0] }) else { return false }
        return parent.step == nil && !self.kept.contains(run.type)
    }

    /// Takes up a run, and shows it under its nearest shown ancestor unless it is ignored.
    private func begin(
        _ run: RunInfo,
        type: StepType,
        input: String,
        showInput: InputDisplay = .code(language: "json"),
        note: (inout TrackedRun) -> Void = { _ in }
    ) {
        let (parent, isHidden) = self.state.withLock { state in
            (run.parentRunID.flatMap { state.runs[$0]?.chat } ?? self.chat, self.isHidden(run, in: state))
        }
        let step =
            isHidden
            ? nil
            : parent.beginStep(
                run.name,
                type: type,
                id: run.runID.uuidString.lowercased(),
                input: input,
                showInput: showInput
            )
        var tracked = TrackedRun(step: step, chat: step?.chat ?? parent)
        note(&tracked)
        self.state.withLock { $0.runs[run.runID] = tracked }
    }

    private func end(_ run: RunInfo, _ work: (Step, TrackedRun) async -> Void) async {
        // A chain's run stays known: what it started may still look for its inputs.
        let tracked = self.state.withLock { state in
            run.type == .chain ? state.runs[run.runID] : state.runs.removeValue(forKey: run.runID)
        }
        guard let tracked, let step = tracked.step else { return }
        await work(step, tracked)
    }

    /// What a language model did, in the members of Chainlit's completion generation.
    private func generation(
        _ run: RunInfo,
        _ tracked: TrackedRun,
        result: LLMResult? = nil,
        error: (any Error)? = nil
    ) -> JSONValue {
        var report = tracked.report
        report.variables = self.state.withLock { state in run.parentRunID.flatMap { state.runs[$0]?.inputs } } ?? [:]
        report.completion = result?.text
        report.summary = result?.summary
        report.error = error
        return report.json
    }

    private static func text(_ value: ChainValue) -> String {
        value.stringValue ?? Self.json(value)
    }

    private static func json(_ value: some Encodable) -> String {
        (try? PrettyJSON.text(of: value)) ?? ""
    }
}
