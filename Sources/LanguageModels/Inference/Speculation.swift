/// Guesses one request's next tokens from what it has said before, as long as that pays.
///
/// Texts repeat themselves: names, code, quoted passages. Where the last tokens occurred before, what followed them then
/// is evaluated together with the next token. The tokens that the sampler would have chosen anyway are kept, so the
/// answer is the same as without.
struct Speculation: Sendable {
    /// Where a guess comes from.
    enum Source: Sendable {
        /// What the request said before.
        case text
        /// The back end's drafter, and how long that took.
        case drafter(seconds: Double)
    }

    /// How many tokens have to have occurred before.
    private static let keyLength = 3

    /// Where each run of ``keyLength`` tokens was seen last: the position after it.
    private var positions: [Key: Int] = [:]
    private var indexed = 0
    /// How guesses from the text went.
    private(set) var record = Self.newRecord
    /// Where the guess comes from that is being checked.
    var source = Source.text
    /// How many tokens were guessed, from whatever source.
    private(set) var draftedCount = 0
    /// How many of them were right.
    private(set) var acceptedCount = 0

    private static var newRecord: GuessRecord { GuessRecord(shortest: 3, longest: 7) }

    private struct Key: Hashable {
        var first: Int32
        var second: Int32
        var third: Int32
    }

    /// Guesses what comes next.
    ///
    /// - Parameters:
    ///   - tokens: All tokens so far.
    ///   - limit: The most tokens to guess.
    ///   - cost: Seconds of a step with so many tokens, where known.
    /// - Returns: The guess, often none.
    mutating func draft(after tokens: [Int32], limit: Int, cost: (Int) -> Double?) -> [Int32] {
        guard !self.record.isResting(at: tokens.count), limit > 0 else { return [] }
        self.index(tokens)
        guard let key = Self.key(endingAt: tokens.count, in: tokens), let position = self.positions[key] else {
            return []
        }
        let length = min(self.record.length, limit, tokens.count - position)
        guard length > 0, self.record.pays(at: tokens.count, cost: cost) else { return [] }
        return Array(tokens[position..<position + length])
    }

    /// Learns how a guess from the text went.
    ///
    /// - Parameters:
    ///   - drafted: How many tokens were guessed.
    ///   - accepted: How many of them were right.
    ///   - count: How many tokens there are now.
    mutating func note(drafted: Int, accepted: Int, count: Int) {
        guard drafted > 0 else { return }
        self.count(drafted: drafted, accepted: accepted)
        self.record.note(drafted: drafted, accepted: accepted, count: count)
    }

    /// Counts a guess, from whatever source.
    mutating func count(drafted: Int, accepted: Int) {
        self.draftedCount += drafted
        self.acceptedCount += accepted
    }

    /// Begins anew, since positions have changed; what was guessed still counts.
    mutating func forgetPositions() {
        self.positions = [:]
        self.indexed = 0
        self.record = Self.newRecord
    }

    /// Notes where runs of tokens end; the last run, to be looked up, is not among them.
    private mutating func index(_ tokens: [Int32]) {
        let start = max(self.indexed, Self.keyLength)
        guard start < tokens.count else { return }
        for end in start..<tokens.count {
            if let key = Self.key(endingAt: end, in: tokens) { self.positions[key] = end }
        }
        self.indexed = tokens.count
    }

    private static func key(endingAt end: Int, in tokens: [Int32]) -> Key? {
        guard end >= self.keyLength else { return nil }
        return Key(first: tokens[end - 3], second: tokens[end - 2], third: tokens[end - 1])
    }
}
