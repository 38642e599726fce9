/// Counts the attempts of one request and says how long to pause between them.
struct OpenAIRetry {
    private let settings: OpenAISettings.Retries
    private var failures = 0

    private static let longestOwnPause = Duration.seconds(8)

    init(_ settings: OpenAISettings.Retries) {
        self.settings = settings
    }

    /// Counts a failure.
    ///
    /// - Parameters:
    ///   - failure: What went wrong.
    ///   - chance: Moves the pause: from -1 to 1.
    /// - Returns: How long to pause before the next attempt, or nil to give up.
    mutating func pause(after failure: OpenAIFailure, chance: Double = .random(in: -1...1)) -> Duration? {
        self.failures += 1
        guard failure.isTemporary, self.failures <= self.settings.count else { return nil }
        let asked = failure.retryAfter ?? .zero
        guard asked <= self.settings.longestDelay else { return nil }
        let own = min(self.settings.baseDelay * (1 << min(self.failures - 1, 16)), Self.longestOwnPause)
        return max(own * (1 + chance / 4), asked)
    }
}
