/// Events that a ``CallbackHandler`` does not want to hear of.
///
/// LangChain: `ignore_llm`, `ignore_chain` and so on.
public struct IgnoredEvents: OptionSet, Hashable, Sendable {
    /// One bit for each group of events.
    public let rawValue: Int

    /// Creates a set from its bits.
    ///
    /// - Parameter rawValue: One bit for each group of events.
    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// A model's start on a text, its tokens, end and error.
    public static let llm = Self(rawValue: 1 << 0)
    /// A chain's start, end and error.
    public static let chain = Self(rawValue: 1 << 1)
    /// An agent's actions and finish, and a tool's start, end and error.
    public static let agent = Self(rawValue: 1 << 2)
    /// A retriever's start, end and error.
    public static let retriever = Self(rawValue: 1 << 3)
    /// A model's start on the messages of a chat.
    public static let chatModel = Self(rawValue: 1 << 4)
    /// Another attempt.
    public static let retry = Self(rawValue: 1 << 5)
}

/// Hears what chains and models do, event by event.
///
/// LangChain: `AsyncCallbackHandler`.
///
/// Every method has a default that does nothing, so a handler writes the ones it wants:
///
/// ```swift
/// struct TokenPrinter: CallbackHandler {
///     func onLLMNewToken(_ token: String, chunk: GenerationDelta, run: RunInfo) async { print(token) }
/// }
/// let result = try await chain.call("Why is the sky blue?", callbacks: [TokenPrinter()])
/// ```
///
/// The next event is sent only after all handlers have finished with the last one, so a slow handler slows the run.
/// What a handler throws is logged and forgotten, unless it says ``raisesErrors``.
public protocol CallbackHandler: Sendable {
    /// The events this handler does not want to hear of; default none.
    var ignores: IgnoredEvents { get }
    /// Whether what this handler throws ends the run; default false. LangChain: `raise_error`.
    var raisesErrors: Bool { get }
    /// Whether this handler runs before all others, in order, one at a time; default false. LangChain: `run_inline`.
    var runsInline: Bool { get }

    /// A chain begins.
    ///
    /// - Parameters:
    ///   - start: The chain and its inputs.
    ///   - run: Which run it is.
    /// - Throws: Anything; see ``raisesErrors``.
    func onChainStart(_ start: ChainStart, run: RunInfo) async throws

    /// A chain is done.
    ///
    /// - Parameters:
    ///   - outputs: The chain's outputs alone, by name.
    ///   - run: Which run it is.
    /// - Throws: Anything; see ``raisesErrors``.
    func onChainEnd(_ outputs: [String: ChainValue], run: RunInfo) async throws

    /// A chain failed, or was cancelled (`CancellationError`).
    ///
    /// - Parameters:
    ///   - error: What went wrong.
    ///   - run: Which run it is.
    /// - Throws: Anything; see ``raisesErrors``.
    func onChainError(_ error: any Error, run: RunInfo) async throws

    /// A model begins to answer a text.
    ///
    /// - Parameters:
    ///   - start: The model, the prompt and the options.
    ///   - run: Which run it is.
    /// - Throws: Anything; see ``raisesErrors``.
    func onLLMStart(_ start: LLMStart, run: RunInfo) async throws

    /// A model begins to answer the messages of a chat; by default told to ``onLLMStart(_:run:)``, unless ignored.
    ///
    /// - Parameters:
    ///   - start: The model, the messages and the options.
    ///   - run: Which run it is.
    /// - Throws: Anything; see ``raisesErrors``.
    func onChatModelStart(_ start: ChatModelStart, run: RunInfo) async throws

    /// A model tells what it is doing: that the request waits, how far its prompt is read, that it is answered.
    ///
    /// It is told a few times a second at most; not every model tells.
    ///
    /// - Parameters:
    ///   - activity: What the model is doing.
    ///   - run: Which run it is.
    /// - Throws: Anything; see ``raisesErrors``.
    func onLLMActivity(_ activity: GenerationActivity, run: RunInfo) async throws

    /// A model's answer grew: by a delta when streaming, else by the whole answer at once.
    ///
    /// - Parameters:
    ///   - token: The new text, whole characters and never empty; not always one token of the model.
    ///   - chunk: The delta with its token ids.
    ///   - run: Which run it is.
    /// - Throws: Anything; see ``raisesErrors``.
    func onLLMNewToken(_ token: String, chunk: GenerationDelta, run: RunInfo) async throws

    /// A model's answer is whole.
    ///
    /// - Parameters:
    ///   - result: The answer and all about it.
    ///   - run: Which run it is.
    /// - Throws: Anything; see ``raisesErrors``.
    func onLLMEnd(_ result: LLMResult, run: RunInfo) async throws

    /// A model failed, or was cancelled (`CancellationError`).
    ///
    /// - Parameters:
    ///   - error: What went wrong.
    ///   - run: Which run it is.
    /// - Throws: Anything; see ``raisesErrors``.
    func onLLMError(_ error: any Error, run: RunInfo) async throws

    /// A run has a text to show, such as the formatted prompt.
    ///
    /// - Parameters:
    ///   - text: The text and its caption.
    ///   - run: Which run it is.
    /// - Throws: Anything; see ``raisesErrors``.
    func onText(_ text: CallbackText, run: RunInfo) async throws

    /// A tool begins.
    ///
    /// - Parameters:
    ///   - start: The tool and its input.
    ///   - run: Which run it is.
    /// - Throws: Anything; see ``raisesErrors``.
    func onToolStart(_ start: ToolStart, run: RunInfo) async throws

    /// A tool is done.
    ///
    /// - Parameters:
    ///   - output: What the tool returns.
    ///   - run: Which run it is.
    /// - Throws: Anything; see ``raisesErrors``.
    func onToolEnd(_ output: ChainValue, run: RunInfo) async throws

    /// A tool failed, or was cancelled (`CancellationError`).
    ///
    /// - Parameters:
    ///   - error: What went wrong.
    ///   - run: Which run it is.
    /// - Throws: Anything; see ``raisesErrors``.
    func onToolError(_ error: any Error, run: RunInfo) async throws

    /// An agent decided to use a tool.
    ///
    /// - Parameters:
    ///   - action: The tool and its input.
    ///   - run: Which run it is.
    /// - Throws: Anything; see ``raisesErrors``.
    func onAgentAction(_ action: AgentAction, run: RunInfo) async throws

    /// An agent is done.
    ///
    /// - Parameters:
    ///   - finish: What the agent returns.
    ///   - run: Which run it is.
    /// - Throws: Anything; see ``raisesErrors``.
    func onAgentFinish(_ finish: AgentFinish, run: RunInfo) async throws

    /// A retriever begins to look for documents.
    ///
    /// - Parameters:
    ///   - start: The retriever and the query.
    ///   - run: Which run it is.
    /// - Throws: Anything; see ``raisesErrors``.
    func onRetrieverStart(_ start: RetrieverStart, run: RunInfo) async throws

    /// A retriever is done.
    ///
    /// - Parameters:
    ///   - documents: What it found.
    ///   - run: Which run it is.
    /// - Throws: Anything; see ``raisesErrors``.
    func onRetrieverEnd(_ documents: [RetrievedDocument], run: RunInfo) async throws

    /// A retriever failed, or was cancelled (`CancellationError`).
    ///
    /// - Parameters:
    ///   - error: What went wrong.
    ///   - run: Which run it is.
    /// - Throws: Anything; see ``raisesErrors``.
    func onRetrieverError(_ error: any Error, run: RunInfo) async throws

    /// Something failed and is about to be tried again.
    ///
    /// - Parameters:
    ///   - state: How often it failed, how, and how long to wait.
    ///   - run: Which run it is.
    /// - Throws: Anything; see ``raisesErrors``.
    func onRetry(_ state: RetryState, run: RunInfo) async throws
}
