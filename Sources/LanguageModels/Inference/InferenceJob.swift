/// One request on the engine's thread: its tokens, what chooses the next one, and the way to its reader.
///
/// Only the engine's thread touches it.
final class InferenceJob {
    let id: Int
    let options: GenerationOptions
    let seed: UInt32
    let promptCount: Int
    let channel: GenerationChannel
    /// Whom the request is for; a user of its own if nobody said.
    let user: String
    /// How many of the chat's messages were left out of the prompt.
    let droppedMessages: Int
    /// When the request must be over.
    let deadline: ContinuousClock.Instant?
    /// The prompt and what was generated; the last one may not be evaluated yet.
    private(set) var tokens: [Int32]
    /// How many tokens were generated.
    private(set) var newCount = 0
    /// Where its tokens are cached while it runs.
    var sequence: Int?
    var sampler: (any TokenSampler)?
    /// What the sampler comes from, if the asking task made it.
    var preparedSampler: (any PreparedSampler)?
    /// How many of the prompt's tokens were found in the cache, at the first placement.
    var cachedCount: Int?
    /// How often it gave its room up.
    var preemptions = 0
    /// When it was asked for.
    let submittedAt: ContinuousClock.Instant
    /// Since when it has been in the queue.
    var waitsSince = ContinuousClock.now
    /// When its reader's buffer was found full.
    var pausedAt: ContinuousClock.Instant?
    /// How many steps its prompt has been left out of.
    var stepsLeftOut = 0
    /// What is known of a copy that holds its beginning.
    var state = StateSearch.unknown
    /// Guesses its next tokens; nil before the first time.
    var speculation: Speculation?
    private(set) var timing: AnswerTiming
    private(set) var shiftedTokens = 0
    private var assembler: TextAssembler
    /// Text and tokens that have not been sent.
    private var unsent = GenerationDelta(text: "")
    /// What the reader was told last of what happens before the answer.
    var told: GenerationActivity?
    var toldAt: ContinuousClock.Instant?

    /// Whether a copy of the request's beginning is kept outside the cache.
    enum StateSearch {
        /// Nobody has looked.
        case unknown
        /// There is none.
        case none
        /// It is being read; past this time reading the prompt is as quick.
        case fetching(until: ContinuousClock.Instant)
        /// Here it is.
        case fetched(InferenceLoop.FetchedState)
    }

    init(_ submission: InferenceLoop.Submission) {
        self.id = submission.id
        self.tokens = submission.prompt
        self.promptCount = submission.prompt.count
        self.options = submission.options
        self.seed = submission.seed
        self.channel = submission.channel
        self.user = submission.options.user ?? "request \(submission.id)"
        self.droppedMessages = submission.droppedMessages
        self.preparedSampler = submission.sampler
        self.deadline = submission.options.timeLimit.map { submission.time + $0 }
        self.submittedAt = submission.time
        self.timing = AnswerTiming(submittedAt: submission.time)
        self.assembler = TextAssembler(stops: submission.options.stop)
    }

    /// How many cells the request may take in all, as far as can be told when it is let in.
    func reservedLength(limit: Int) -> Int {
        let ahead = min(self.options.maxNewTokens.map { $0 - self.newCount } ?? Self.reserve, Self.reserve)
        return min(self.tokens.count + max(ahead, 0), limit)
    }

    /// Whether next tokens may be guessed; not where each step must always be the same.
    var canGuess: Bool { !self.options.isStrict && self.newCount > 0 }

    /// Notes that the request got its turn.
    func begin() {
        self.timing.begin()
        if self.droppedMessages > 0, self.preemptions == 0 { self.tellLoss() }
    }

    /// Forgets tokens that the sequence gave up.
    func shift(_ range: Range<Int>) {
        self.tokens.removeSubrange(range)
        self.shiftedTokens += range.count
        self.tellLoss()
        // Positions have changed, and with them where guesses were found.
        self.speculation?.forgetPositions()
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
        self.timing.noteToken()
        // A reader that gets the answer whole would otherwise think that it still waits, or that the prompt is read.
        if self.told != nil, !self.options.stream {
            self.told = nil
            self.channel.send(.generating)
        }
        self.tokens.append(token)
        self.newCount += 1
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
        var summary = self.timing.summary(reason, promptTokens: self.promptCount, newTokens: self.newCount)
        summary.cachedTokens = self.cachedCount ?? 0
        summary.contextLength = limit
        summary.seed = self.seed
        summary.droppedMessages = self.droppedMessages
        summary.shiftedTokens = self.shiftedTokens
        summary.preemptions = self.preemptions
        summary.draftedTokens = self.speculation?.draftedCount ?? 0
        summary.acceptedDraftTokens = self.speculation?.acceptedCount ?? 0
        self.unsent.summary = summary
        self.channel.send(self.unsent)
        self.channel.finish()
    }

    /// Ends the answer with an error.
    func fail(_ error: any Error) {
        self.channel.finish(.failure(error))
    }
}
