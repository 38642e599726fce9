/// Judges one way of guessing: how long guesses should be, whether they pay, and when to try again if they did not.
struct GuessRecord: Sendable {
    /// How many tokens or guesses are judged together.
    private static let window = 64.0
    /// Below this share of right tokens there are no guesses for a while.
    private static let leastAcceptance = 0.3
    /// How many tokens pass before guessing is tried again; doubled each time.
    private static let firstBreak = 128
    private static let longestBreak = 8192

    private let shortest: Int
    private let longest: Int
    /// How many tokens to guess next.
    private(set) var length: Int
    private var tries = 0.0
    private var drafted = 0.0
    private var accepted = 0.0
    /// What making the guesses took.
    private var seconds = 0.0
    private var nextTry = 0
    private var nextBreak = Self.firstBreak

    /// Creates a record that knows nothing.
    ///
    /// - Parameters:
    ///   - shortest: How many tokens to guess after a guess that was not wholly right.
    ///   - longest: How many tokens to guess after one that was.
    init(shortest: Int, longest: Int) {
        self.shortest = min(shortest, longest)
        self.longest = longest
        self.length = self.shortest
    }

    /// Whether guessing waits for better times.
    ///
    /// - Parameter count: How many tokens there are now.
    func isResting(at count: Int) -> Bool { count < self.nextTry }

    /// How many times as fast an answer is with guesses as without.
    ///
    /// - Parameter cost: Seconds of a step with so many tokens, where known.
    /// - Returns: The gain, below 1 for a loss; nil while too little is known.
    func gain(cost: (Int) -> Double?) -> Double? {
        guard self.drafted >= Self.window / 4 || self.tries >= Self.window / 4, self.tries > 0, let one = cost(1),
            let many = cost(1 + Int((self.drafted / self.tries).rounded(.up)))
        else { return nil }
        let spent = self.tries * many + self.seconds
        return spent > 0 ? (self.tries + self.accepted) * one / spent : nil
    }

    /// Whether to guess now, as far as is known; a loss begins a break.
    ///
    /// - Parameters:
    ///   - count: How many tokens there are now.
    ///   - cost: Seconds of a step with so many tokens, where known.
    mutating func pays(at count: Int, cost: (Int) -> Double?) -> Bool {
        guard !self.isResting(at: count) else { return false }
        guard let gain = self.gain(cost: cost), gain < 1 else { return true }
        self.rest(count)
        return false
    }

    /// Learns how a guess went.
    ///
    /// - Parameters:
    ///   - drafted: How many tokens were guessed; 0 if the try came to nothing.
    ///   - accepted: How many of them were right.
    ///   - seconds: What making the guess took.
    ///   - count: How many tokens there are now.
    mutating func note(drafted: Int, accepted: Int, seconds: Double = 0, count: Int) {
        self.tries += 1
        self.drafted += Double(drafted)
        self.accepted += Double(accepted)
        self.seconds += seconds
        if drafted > 0 { self.length = accepted == drafted ? self.longest : self.shortest }
        guard self.drafted >= Self.window || self.tries >= Self.window else { return }
        guard self.drafted > 0, self.accepted >= Self.leastAcceptance * self.drafted else { return self.rest(count) }
        self.nextBreak = Self.firstBreak
        self.tries /= 2
        self.drafted /= 2
        self.accepted /= 2
        self.seconds /= 2
    }

    private mutating func rest(_ count: Int) {
        self.nextTry = count + self.nextBreak
        self.nextBreak = min(self.nextBreak * 2, Self.longestBreak)
        self.length = self.shortest
        self.tries = 0
        self.drafted = 0
        self.accepted = 0
        self.seconds = 0
    }
}
