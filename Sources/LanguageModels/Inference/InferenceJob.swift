/// One request on the engine's thread: its tokens, what chooses the next one, and the way to its reader.
///
/// Only the engine's thread touches it.
final class InferenceJob {
    let id: Int
    let options: GenerationOptions
    let seed: UInt32
    let promptCount: Int
    let channel: GenerationChannel
    let submittedAt: ContinuousClock.Instant
    /// The prompt and what was generated; the last one may not be evaluated yet.
    private(set) var tokens: [Int32]
    /// Where its tokens are cached while it runs.
    var sequence: Int?
    var sampler: (any TokenSampler)?
    /// How many of the prompt's tokens were found in the cache, at the first placement.
    var cachedCount: Int?
    private var assembler: TextAssembler
    private var firstTokenAt: ContinuousClock.Instant?
    /// Text and tokens that have not been sent.
    private var unsent = GenerationDelta(text: "")
    /// What the reader was told last of what happens before the answer.
    private var told: GenerationActivity?
    private var toldAt: ContinuousClock.Instant?

    init(id: Int, prompt: [Int32], options: GenerationOptions, seed: UInt32, channel: GenerationChannel) {
        self.id = id
        self.tokens = prompt
        self.promptCount = prompt.count
        self.options = options
        self.seed = seed
        self.channel = channel
        self.submittedAt = .now
        self.assembler = TextAssembler(stops: options.stop)
    }

    convenience init(_ submission: InferenceLoop.Submission) {
        self.init(
            id: submission.id,
            prompt: submission.prompt,
            options: submission.options,
            seed: submission.seed,
            channel: submission.channel
        )
    }

    /// How many tokens were generated.
    var newCount: Int { self.tokens.count - self.promptCount }

    /// How many cells the request may take in all, as far as can be told when it is let in.
    func reservedLength(limit: Int) -> Int {
        let ahead = min(self.options.maxNewTokens.map { $0 - self.newCount } ?? Self.reserve, Self.reserve)
        return min(self.tokens.count + max(ahead, 0), limit)
    }

    /// How often at most the reader is told what happens before the answer.
    static let activityInterval = Duration.milliseconds(200)
    /// Shorter prompts are read so fast that there is nothing to tell.
    private static let promptWorthTelling = 32

    /// Tells the reader where in the queue the request stands, from 1.
    func tell(position: Int) {
        self.tell(.waiting(position: position))
    }

    /// Tells the reader how many of its tokens are evaluated, unless it answers already or the rest is short.
    func tellProgress(evaluated: Int) {
        guard self.newCount == 0 else { return }
        guard self.told != nil || self.promptCount - evaluated > Self.promptWorthTelling else { return }
        self.tell(.readingPrompt(done: min(evaluated, self.promptCount), total: self.promptCount))
    }

    private func tell(_ activity: GenerationActivity) {
        guard activity != self.told else { return }
        let now = ContinuousClock.now
        // What is left out now is told at a later step, if it is still so.
        if let told = self.told, let toldAt = self.toldAt, told.isAlike(activity),
            now - toldAt < Self.activityInterval
        {
            return
        }
        self.told = activity
        self.toldAt = now
        self.channel.send(activity)
    }

    /// How far ahead of its present length a request is given room when it is let in.
    private static let reserve = 256

    /// Takes a generated token in and sends what can be shown.
    ///
    /// - Parameters:
    ///   - token: The token.
    ///   - bytes: Its bytes.
    ///   - limit: The most tokens that prompt and answer may have.
    /// - Returns: Why the answer ends here, or nil if it goes on.
    func accept(_ token: Int32, bytes: [UInt8], limit: Int) -> FinishReason? {
        if self.firstTokenAt == nil {
            self.firstTokenAt = .now
            // A reader that gets the answer whole would otherwise think that the prompt is still being read.
            if self.told != nil, !self.options.stream { self.channel.send(.generating) }
        }
        self.tokens.append(token)
        let (text, stop) = self.assembler.append(bytes)
        self.unsent.text += text
        self.unsent.tokens.append(token)
        if let stop { return .stopText(stop) }
        if let most = self.options.maxNewTokens, self.newCount >= most { return .maxNewTokens }
        if self.tokens.count >= limit { return .contextFull }
        if self.options.stream, !self.unsent.text.isEmpty {
            self.channel.send(self.unsent)
            self.unsent = GenerationDelta(text: "")
        }
        return nil
    }

    /// Sends what is left with the summary, and ends the answer.
    ///
    /// - Parameters:
    ///   - reason: Why the answer ends.
    ///   - limit: The most tokens that prompt and answer may have.
    func finish(_ reason: FinishReason, limit: Int) {
        if case .stopText = reason {} else { self.unsent.text += self.assembler.finish() }
        let end = ContinuousClock.now
        self.unsent.summary = GenerationSummary(
            finishReason: reason,
            promptTokens: self.promptCount,
            cachedTokens: self.cachedCount ?? 0,
            newTokens: self.newCount,
            contextLength: limit,
            seed: self.seed,
            timeToFirstToken: self.firstTokenAt.map { self.submittedAt.duration(to: $0).seconds },
            duration: self.submittedAt.duration(to: end).seconds
        )
        self.channel.send(self.unsent)
        self.channel.finish()
    }

    /// Ends the answer with an error.
    func fail(_ error: any Error) {
        self.channel.finish(.failure(error))
    }
}

extension GenerationActivity {
    /// Whether two activities differ in their numbers at most.
    fileprivate func isAlike(_ other: GenerationActivity) -> Bool {
        switch (self, other) {
        case (.waiting, .waiting), (.readingPrompt, .readingPrompt), (.generating, .generating): true
        default: false
        }
    }
}

extension Duration {
    /// The duration in seconds.
    var seconds: Double {
        Double(self.components.seconds) + Double(self.components.attoseconds) / 1e18
    }
}
