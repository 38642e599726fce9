import LanguageModels
import MartletCore

/// Follows one answer, and says a few times a second what there is to tell of it.
///
/// For most tokens it adds and compares two numbers and no more: it looks at the clock when, at the pace so far, a fifth
/// of a second is over, and after 16 tokens at the latest.
struct AnswerMeter {
    /// The shortest time between two tellings of the same kind.
    static let interval = Duration.milliseconds(200)
    private static let longestStride = 16.0

    /// When the request was made.
    let start: ContinuousClock.Instant
    /// When the first token came.
    private(set) var firstToken: ContinuousClock.Instant?
    /// How many tokens came.
    private(set) var count = 0
    private var firstCount = 0
    private var nextLook = 0
    private var toldCount = 0
    private var toldAt: ContinuousClock.Instant?
    private var readingAt: ContinuousClock.Instant?

    init(start: ContinuousClock.Instant = .now) {
        self.start = start
    }

    /// Takes text that arrived.
    ///
    /// - Parameters:
    ///   - tokens: How many tokens are behind it, as far as the model tells.
    ///   - now: The clock.
    /// - Returns: What to tell, if it is time to.
    mutating func take(
        tokens: Int,
        now: () -> ContinuousClock.Instant = { .now }
    ) -> ModelActivity.Phase? {
        self.count += max(1, tokens)
        guard self.count >= self.nextLook else { return nil }
        let present = now()
        guard let firstToken = self.firstToken, let toldAt = self.toldAt else {
            self.firstToken = present
            self.firstCount = self.count
            self.toldAt = present
            self.toldCount = self.count
            return .generating(tokens: self.count, perSecond: nil)
        }
        let passed = present - toldAt
        let isDue = passed >= Self.interval
        let pace = Double(self.count - self.toldCount) / max(passed.seconds, 1e-6)
        let rest = isDue ? Self.interval : Self.interval - passed
        self.nextLook = self.count + Int(max(1, min(pace * rest.seconds, Self.longestStride)))
        guard isDue else { return nil }
        self.toldAt = present
        self.toldCount = self.count
        let perSecond = Double(self.count - self.firstCount) / max((present - firstToken).seconds, 1e-6)
        return .generating(tokens: self.count, perSecond: perSecond)
    }

    /// Takes what the model tells of itself.
    ///
    /// - Parameters:
    ///   - activity: What it does.
    ///   - now: The clock.
    /// - Returns: What to tell; nil when the last telling of how far the prompt is read was a moment ago.
    mutating func take(
        _ activity: GenerationActivity,
        now: () -> ContinuousClock.Instant = { .now }
    ) -> ModelActivity.Phase? {
        switch activity {
        case .waiting(let position):
            self.readingAt = nil
            return .waiting(position: position)
        case .readingPrompt(let done, let total):
            let present = now()
            if let readingAt = self.readingAt, present - readingAt < Self.interval { return nil }
            self.readingAt = present
            return .readingPrompt(done: done, total: total)
        case .generating:
            return .generating(tokens: self.count, perSecond: nil)
        case .shortened:
            // Shown below the answer in the end.
            return nil
        }
    }
}

extension Duration {
    /// The duration in seconds.
    var seconds: Double {
        Double(self.components.seconds) + Double(self.components.attoseconds) / 1e18
    }
}
