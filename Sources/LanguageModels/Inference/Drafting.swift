/// What an engine knows of its back end's drafter: whether its guesses pay, and what reading takes.
///
/// All requests count together, since the time is the same for all of them.
struct Drafting {
    /// With so many unread tokens it guesses; more are read first, in pieces.
    private static let fewUnread = 16
    /// While nothing is known, this many tokens are read at once.
    private static let firstPiece = 64
    /// How much faster answers are taken to become before that is known, and at least.
    private static let hopedGain = 1.5
    private static let leastHope = 1.2
    /// An answer is taken to have so many tokens to come, or as many as it has.
    private static let usualRest = 256
    /// How much a new measurement counts against what is known.
    private static let weight = 0.25

    let drafter: any TokenDrafter
    private(set) var record: GuessRecord
    /// Seconds that reading a token takes, of many at once.
    private var secondsPerRead: Double?

    /// What is asked of the drafter for one request.
    struct Wish {
        var request: Int
        var tokens: [Int32]
        /// How many tokens of the answer there are, and how many there can still be.
        var newCount: Int
        var restCount: Int
        /// The most tokens to guess.
        var limit: Int
        /// How many seconds reading may take.
        var readSeconds: Double
    }

    init(_ drafter: any TokenDrafter) {
        self.drafter = drafter
        self.record = GuessRecord(shortest: 3, longest: max(drafter.longestDraft, 1))
    }

    /// Whether guesses are known to save more than those of another way.
    func isBetter(than other: GuessRecord, cost: (Int) -> Double?) -> Bool {
        guard let gain = self.record.gain(cost: cost), let otherGain = other.gain(cost: cost) else { return false }
        return gain > otherGain
    }

    /// Guesses what comes next, or reads a piece of what is unread, if that is likely to pay.
    ///
    /// - Parameters:
    ///   - wish: For which request.
    ///   - count: How many tokens were generated so far for all requests, by which breaks are counted.
    ///   - cost: Seconds of a step with so many tokens, where known.
    /// - Returns: The guess, often none, and how long making it took.
    mutating func draft(_ wish: Wish, at count: Int, cost: (Int) -> Double?) -> (tokens: [Int32], seconds: Double) {
        guard wish.limit > 0, self.record.pays(at: count, cost: cost),
            let unread = self.drafter.unreadCount(request: wish.request, tokens: wish.tokens)
        else { return ([], 0) }
        let start = ContinuousClock.now
        guard unread <= Self.fewUnread else {
            if self.isWorthReading(unread, wish, cost: cost) {
                let piece = min(self.piece(wish.readSeconds), unread - 1)
                self.drafter.read(request: wish.request, tokens: wish.tokens, limit: piece)
                self.learnRead(piece, seconds: (ContinuousClock.now - start).seconds)
            }
            return ([], 0)
        }
        let limit = min(wish.limit, self.record.length)
        // A drafter of somebody else's making may not count.
        let tokens = Array(self.drafter.draft(request: wish.request, tokens: wish.tokens, limit: limit).prefix(limit))
        let seconds = (ContinuousClock.now - start).seconds
        // One that came to something is noted once it has been checked.
        if tokens.isEmpty { self.note(drafted: 0, accepted: 0, seconds: seconds, at: count) }
        return (tokens, seconds)
    }

    /// Learns how a guess went.
    mutating func note(drafted: Int, accepted: Int, seconds: Double, at count: Int) {
        self.record.note(drafted: drafted, accepted: accepted, seconds: seconds, count: count)
    }

    /// Whether what is saved in the rest of an answer is likely to be more than what reading takes.
    private func isWorthReading(_ unread: Int, _ wish: Wish, cost: (Int) -> Double?) -> Bool {
        guard let perToken = self.secondsPerRead, let one = cost(1) else { return true }
        let gain = max(self.record.gain(cost: cost) ?? Self.hopedGain, Self.leastHope)
        let rest = min(wish.restCount, max(wish.newCount, Self.usualRest))
        return Double(unread) * perToken < one * (1 - 1 / gain) * Double(rest)
    }

    private func piece(_ seconds: Double) -> Int {
        guard let perToken = self.secondsPerRead, perToken > 0 else { return Self.firstPiece }
        return max(Int(min(seconds / perToken, 1e6)), Self.fewUnread)
    }

    private mutating func learnRead(_ count: Int, seconds: Double) {
        let perToken = seconds / Double(max(count, 1))
        self.secondsPerRead = self.secondsPerRead.map { $0 + (perToken - $0) * Self.weight } ?? perToken
    }
}
