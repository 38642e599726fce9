/// A piece of an answer.
public struct GenerationDelta: Hashable, Sendable {
    /// The new text; whole characters only, possibly empty.
    public var text: String
    /// The ids of the tokens behind the text, where the model tells them.
    public var tokens: [Int32]
    /// Tools that the model wants called, each whole.
    public var toolCalls: [ToolCall]
    /// What the model is doing; set now and then on deltas without text, where the model tells.
    public var activity: GenerationActivity?
    /// How the generation went; set on the last delta alone.
    public var summary: GenerationSummary?

    /// Creates a delta.
    ///
    /// - Parameters:
    ///   - text: The new text.
    ///   - tokens: The ids of the tokens behind it.
    ///   - toolCalls: Tools that the model wants called.
    ///   - activity: What the model is doing.
    ///   - summary: How the generation went, on the last delta.
    public init(
        text: String,
        tokens: [Int32] = [],
        toolCalls: [ToolCall] = [],
        activity: GenerationActivity? = nil,
        summary: GenerationSummary? = nil
    ) {
        self.text = text
        self.tokens = tokens
        self.toolCalls = toolCalls
        self.activity = activity
        self.summary = summary
    }
}

/// Why an answer ended.
public enum FinishReason: Hashable, Sendable {
    /// The model ended its answer.
    case endOfText
    /// One of the stop texts appeared.
    case stopText(String)
    /// The limit on new tokens was reached.
    case maxNewTokens
    /// The context is full.
    case contextFull
    /// The model wants tools called.
    case toolCalls
    /// The time limit was reached.
    case timeLimit

    /// The reason's name in records of a generation: `end_of_text`, `stop_text`, `max_new_tokens`, `context_full`,
    /// `tool_calls` or `time_limit`.
    public var name: String {
        switch self {
        case .endOfText: "end_of_text"
        case .stopText: "stop_text"
        case .maxNewTokens: "max_new_tokens"
        case .contextFull: "context_full"
        case .toolCalls: "tool_calls"
        case .timeLimit: "time_limit"
        }
    }
}

/// How a generation went.
public struct GenerationSummary: Hashable, Sendable {
    /// Why the answer ended.
    public var finishReason: FinishReason
    /// How many tokens the prompt has.
    public var promptTokens: Int
    /// How many of the prompt's tokens were already evaluated and were reused.
    public var cachedTokens: Int
    /// How many tokens were generated.
    public var newTokens: Int
    /// The most tokens that prompt and answer may have together, where the model tells.
    public var contextLength: Int?
    /// The seed that was used.
    public var seed: UInt32?
    /// Seconds from the request to the first new token, if there was one.
    public var timeToFirstToken: Double?
    /// Seconds from the request to the end.
    public var duration: Double
    /// Seconds the request waited for its turn.
    public var queueTime: Double?
    /// Seconds from its turn to the first new token: the time its prompt took.
    public var promptTime: Double?
    /// The middle time between two new tokens in seconds, where there were at least two.
    public var tokenIntervalMedian: Double?
    /// The time between two new tokens in seconds that 95 of 100 do not exceed.
    public var tokenInterval95th: Double?
    /// How many messages of the chat were left out because they did not fit, as the request's overflow policy asks.
    public var droppedMessages = 0
    /// How many tokens were forgotten while the answer grew past the context.
    public var shiftedTokens = 0
    /// How often the request gave its room up for others and had to be evaluated again.
    public var preemptions = 0
    /// How many tokens were guessed ahead.
    public var draftedTokens = 0
    /// How many of the guessed tokens were right.
    public var acceptedDraftTokens = 0

    /// Creates a summary.
    ///
    /// - Parameters:
    ///   - finishReason: Why the answer ended.
    ///   - promptTokens: How many tokens the prompt has.
    ///   - cachedTokens: How many of these were reused.
    ///   - newTokens: How many tokens were generated.
    ///   - contextLength: The most tokens that prompt and answer may have together.
    ///   - seed: The seed that was used.
    ///   - timeToFirstToken: Seconds to the first new token.
    ///   - duration: Seconds from the request to the end.
    public init(
        finishReason: FinishReason,
        promptTokens: Int,
        cachedTokens: Int = 0,
        newTokens: Int,
        contextLength: Int? = nil,
        seed: UInt32? = nil,
        timeToFirstToken: Double? = nil,
        duration: Double
    ) {
        self.finishReason = finishReason
        self.promptTokens = promptTokens
        self.cachedTokens = cachedTokens
        self.newTokens = newTokens
        self.contextLength = contextLength
        self.seed = seed
        self.timeToFirstToken = timeToFirstToken
        self.duration = duration
    }

    /// New tokens per second after the first one, or nil when there are too few to tell.
    public var tokensPerSecond: Double? {
        guard let timeToFirstToken = self.timeToFirstToken, self.newTokens > 1, self.duration > timeToFirstToken
        else { return nil }
        return Double(self.newTokens - 1) / (self.duration - timeToFirstToken)
    }
}

/// An answer as it is generated: an asynchronous sequence of deltas, the last of which carries the summary.
public struct GenerationStream: AsyncSequence, Sendable {
    /// The sequence's elements.
    public typealias Element = GenerationDelta
    /// What iterating throws.
    public typealias Failure = any Error

    private let base: any AsyncSequence<GenerationDelta, any Error> & Sendable

    /// Creates a stream from any sequence of deltas.
    ///
    /// - Parameter base: The deltas; the last one carries the summary.
    public init(_ base: some AsyncSequence<GenerationDelta, any Error> & Sendable) {
        self.base = base
    }

    /// Creates a stream that fails at once.
    ///
    /// - Parameter error: What iterating throws.
    public init(failing error: any Error) {
        self.init(AsyncThrowingStream { $0.finish(throwing: error) })
    }

    /// The stream's iterator; dropping it ends the generation.
    public struct AsyncIterator: AsyncIteratorProtocol {
        var base: any AsyncIteratorProtocol<GenerationDelta, any Error>

        /// Waits for the next delta.
        ///
        /// - Returns: The next delta, or nil at the end.
        /// - Throws: A ``LanguageModelError``, or `CancellationError` when the task was cancelled.
        public mutating func next() async throws -> GenerationDelta? {
            try await self.next(isolation: nil)
        }

        /// Waits for the next delta.
        ///
        /// - Parameter actor: The actor the caller is on.
        /// - Returns: The next delta, or nil at the end.
        /// - Throws: A ``LanguageModelError``, or `CancellationError` when the task was cancelled.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws -> GenerationDelta? {
            try await self.base.next(isolation: actor)
        }
    }

    /// Begins to iterate.
    ///
    /// - Returns: The iterator.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(base: self.base.makeAsyncIterator())
    }

    /// Iterates to the end.
    ///
    /// - Returns: The whole text and the summary.
    /// - Throws: What iterating throws.
    public func collect() async throws -> (text: String, summary: GenerationSummary?) {
        var text = ""
        var summary: GenerationSummary?
        for try await delta in self {
            text += delta.text
            summary = delta.summary ?? summary
        }
        return (text, summary)
    }
}
