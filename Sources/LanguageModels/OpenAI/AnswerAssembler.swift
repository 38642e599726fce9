/// Turns what a server sends into deltas, and at the end into the summary.
struct AnswerAssembler {
    private let options: GenerationOptions
    private let contextLength: Int?
    private let seed: UInt32?
    private let start: ContinuousClock.Instant
    private var toolCalls = ToolCallAssembler()
    private var calledTools = false
    private var finishReason: String?
    private var stopText: String?
    private var usage: CompletionChunk.Usage?
    private var timings: CompletionChunk.Timings?
    private var lastActivity: GenerationActivity?
    private var times: [ContinuousClock.Instant] = []
    /// How many messages were left out of the request.
    var droppedMessages = 0

    init(
        options: GenerationOptions,
        contextLength: Int?,
        seed: UInt32?,
        start: ContinuousClock.Instant
    ) {
        self.options = options
        self.contextLength = contextLength
        self.seed = seed
        self.start = start
    }

    /// Whether no answer is wanted; servers that refuse 0 tokens were asked for one.
    private var readsPromptOnly: Bool { self.options.maxNewTokens == 0 }

    /// Whether the model said that its answer ends.
    var isFinished: Bool { self.finishReason != nil }

    /// Takes the next piece.
    ///
    /// - Returns: The deltas that come of it.
    mutating func take(
        _ chunk: CompletionChunk,
        now: ContinuousClock.Instant
    ) throws(OpenAIFailure) -> [GenerationDelta] {
        if let error = chunk.error { throw .brokenOff(error) }
        self.usage = chunk.usage ?? self.usage
        self.timings = chunk.timings ?? self.timings
        var deltas: [GenerationDelta] = []
        if let progress = chunk.progress, let total = progress.total, let done = progress.processed, self.times.isEmpty,
            total > 0
        {
            self.tell(.readingPrompt(done: min(max(done, 0), total), total: total), in: &deltas)
        }
        // Only one answer was asked for.
        for choice in chunk.choices ?? [] where (choice.index ?? 0) == 0 {
            if !self.readsPromptOnly { try self.take(choice, now: now, in: &deltas) }
            if let reason = choice.finishReason, !reason.isEmpty {
                self.finishReason = reason
                self.stopText = choice.stopReason?.text
            }
        }
        return deltas
    }

    private mutating func take(
        _ choice: CompletionChunk.Choice,
        now: ContinuousClock.Instant,
        in deltas: inout [GenerationDelta]
    ) throws(OpenAIFailure) {
        let message = choice.delta ?? choice.message
        for piece in message?.toolCalls ?? [] { try self.toolCalls.take(piece) }
        let thinks = message?.reasoningContent?.isEmpty == false || message?.reasoning?.isEmpty == false
        if thinks || !self.toolCalls.isEmpty { self.tell(.generating, in: &deltas) }
        let text = (choice.text ?? message?.content?.text ?? "") + (message?.refusal ?? "")
        if !text.isEmpty {
            self.times.append(now)
            deltas.append(GenerationDelta(text: text))
        }
    }

    /// Adds an activity unless it is the one told last, or text has told that the answer is generated.
    private mutating func tell(_ activity: GenerationActivity, in deltas: inout [GenerationDelta]) {
        guard activity != self.lastActivity, self.times.isEmpty else { return }
        self.lastActivity = activity
        deltas.append(GenerationDelta(text: "", activity: activity))
    }

    /// Takes the end of the answer.
    ///
    /// - Parameters:
    ///   - now: When it ended.
    ///   - isOutOfTime: Whether the request's time limit ended it.
    /// - Returns: The calls of tools, if there are any, and the summary.
    mutating func finish(
        now: ContinuousClock.Instant,
        isOutOfTime: Bool = false
    ) throws(OpenAIFailure) -> GenerationDelta {
        // What a limit cut off is no call.
        let isCutOff = self.finishReason == "length" || self.finishReason == "model_length"
        let calls = isOutOfTime ? [] : self.toolCalls.finish(isCutOff: isCutOff)
        self.calledTools = !calls.isEmpty
        var reason = isOutOfTime ? .timeLimit : try self.reason()
        if self.readsPromptOnly, !isOutOfTime { reason = .maxNewTokens }
        if !calls.isEmpty, self.times.isEmpty { self.times.append(now) }
        return GenerationDelta(text: "", toolCalls: calls, summary: self.summary(reason, now: now))
    }

    private func reason() throws(OpenAIFailure) -> FinishReason {
        switch self.finishReason {
        case "model_length": return .contextFull
        case "length":
            let limit = self.options.maxNewTokens
            let isFull = limit.map { (self.newTokens ?? $0) < $0 } ?? true
            return isFull ? .contextFull : .maxNewTokens
        case "tool_calls", "function_call": return .toolCalls
        case "stop", "eos", "eos_token", "stop_sequence", "end_turn":
            if self.calledTools { return .toolCalls }
            return self.stopText.map { .stopText($0) } ?? .endOfText
        case "content_filter": throw .brokenOff(.filtered)
        case .some(let other):
            // What nobody here knows is more likely a failure than an end.
            throw .brokenOff(WireError(message: "finish reason '\(other)'"))
        case nil: throw .brokenOff(WireError(message: "it gave no reason why the answer ends"))
        }
    }

    private var newTokens: Int? { self.usage?.completionTokens ?? self.timings?.newTokens }

    private func summary(_ reason: FinishReason, now: ContinuousClock.Instant) -> GenerationSummary {
        let cached = self.usage?.promptDetails?.cachedTokens ?? self.usage?.cacheHitTokens ?? self.timings?.cachedTokens
        let timed = self.timings.map { ($0.cachedTokens ?? 0) + ($0.promptTokens ?? 0) }
        var summary = GenerationSummary(
            finishReason: reason,
            promptTokens: max(self.usage?.promptTokens ?? timed ?? 0, 0),
            cachedTokens: max(cached ?? 0, 0),
            // Servers that count nothing send about a token in each piece.
            newTokens: self.readsPromptOnly ? 0 : max(self.newTokens ?? self.times.count, 0),
            contextLength: self.contextLength,
            seed: self.seed,
            timeToFirstToken: self.times.first.map { Self.seconds($0 - self.start) },
            duration: Self.seconds(now - self.start)
        )
        summary.promptTime = self.timings?.promptMilliseconds.map { $0 / 1000 }
        summary.draftedTokens = max(self.timings?.draftedTokens ?? 0, 0)
        summary.acceptedDraftTokens = max(self.timings?.acceptedDraftTokens ?? 0, 0)
        summary.droppedMessages = self.droppedMessages
        if self.options.stream {
            let gaps = zip(self.times.dropFirst(), self.times).map { Self.seconds($0 - $1) }.sorted()
            if !gaps.isEmpty {
                summary.tokenIntervalMedian = gaps[gaps.count / 2]
                summary.tokenInterval95th = gaps[min(gaps.count - 1, gaps.count * 95 / 100)]
            }
        }
        return summary
    }

    private static func seconds(_ duration: Duration) -> Double { duration / .seconds(1) }
}
