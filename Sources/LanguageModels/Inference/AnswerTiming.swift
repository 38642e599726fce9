/// When things happened to one request, and how evenly its tokens came.
struct AnswerTiming: Sendable {
    /// How many intervals are kept for the percentiles; of more, a regular sample.
    private static let sampleLimit = 512

    private let submittedAt: ContinuousClock.Instant
    private var begunAt: ContinuousClock.Instant?
    private var firstTokenAt: ContinuousClock.Instant?
    private var lastTokenAt: ContinuousClock.Instant?
    private var intervals: [Double] = []
    private var stride = 1
    private var untilNext = 1

    init(submittedAt: ContinuousClock.Instant) {
        self.submittedAt = submittedAt
    }

    /// Notes that the request got its first turn.
    mutating func begin() {
        if self.begunAt == nil { self.begunAt = .now }
    }

    /// Notes that a token was generated.
    mutating func noteToken() {
        let now = ContinuousClock.now
        defer { self.lastTokenAt = now }
        guard let last = self.lastTokenAt else {
            self.firstTokenAt = now
            return
        }
        self.untilNext -= 1
        guard self.untilNext == 0 else { return }
        self.untilNext = self.stride
        self.intervals.append((now - last).seconds)
        guard self.intervals.count == Self.sampleLimit else { return }
        // Twice as rare from here on, in what is kept and in what comes.
        self.intervals = self.intervals.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
        self.stride *= 2
    }

    /// The summary's times, at the answer's end.
    func summary(_ reason: FinishReason, promptTokens: Int, newTokens: Int) -> GenerationSummary {
        let begun = self.begunAt ?? self.submittedAt
        var summary = GenerationSummary(
            finishReason: reason,
            promptTokens: promptTokens,
            newTokens: newTokens,
            timeToFirstToken: self.firstTokenAt.map { ($0 - self.submittedAt).seconds },
            duration: (ContinuousClock.now - self.submittedAt).seconds
        )
        summary.queueTime = (begun - self.submittedAt).seconds
        summary.promptTime = self.firstTokenAt.map { ($0 - begun).seconds }
        let sorted = self.intervals.sorted()
        if !sorted.isEmpty {
            summary.tokenIntervalMedian = sorted[sorted.count / 2]
            summary.tokenInterval95th = sorted[min(sorted.count * 95 / 100, sorted.count - 1)]
        }
        return summary
    }

    /// Seconds from the first turn to now.
    var secondsSinceBegin: Double { self.begunAt.map { (ContinuousClock.now - $0).seconds } ?? 0 }
}

extension Duration {
    /// The duration in seconds.
    var seconds: Double {
        Double(self.components.seconds) + Double(self.components.attoseconds) / 1e18
    }
}
