/// What each of a back end's sequences holds, and who uses it: a value that mirrors the cache.
///
/// Sequences of finished requests keep their tokens, so that the next prompt that begins alike is not evaluated anew.
struct SequenceTable: Hashable, Sendable {
    /// One sequence.
    struct Entry: Hashable, Sendable {
        /// The tokens that are evaluated and cached.
        var tokens: [Int32] = []
        /// The request that uses the sequence, or nil.
        var owner: Int?
        /// When it was used last, in steps of the table's own clock.
        var lastUse = 0
    }

    /// Where a request's tokens go, and what is already there.
    struct Placement: Hashable, Sendable {
        /// The sequence to use.
        var sequence: Int
        /// How many of the request's tokens are cached and can be kept.
        var kept: Int
        /// The other sequence that these come from, or nil if they lie in the sequence itself.
        var source: Int?
    }

    private(set) var entries: [Entry]
    private let canTruncate: Bool
    private var clock = 0

    /// Creates a table of empty sequences.
    ///
    /// - Parameters:
    ///   - count: How many sequences there are.
    ///   - canTruncate: Whether a part of a sequence can be forgotten.
    init(count: Int, canTruncate: Bool) {
        self.entries = Array(repeating: Entry(), count: count)
        self.canTruncate = canTruncate
    }

    /// How many tokens all sequences hold; what several share counts for each.
    var usedLength: Int { self.entries.reduce(0) { $0 + $1.tokens.count } }

    /// Sequences that nobody uses and that hold tokens, the one used longest ago first.
    var idle: [Int] {
        self.entries.indices
            .filter { self.entries[$0].owner == nil && !self.entries[$0].tokens.isEmpty }
            .sorted { self.entries[$0].lastUse < self.entries[$1].lastUse }
    }

    /// Finds the best sequence for a request; at least one token is always left to evaluate.
    ///
    /// A finished sequence is gone on with when that keeps most of what it holds. Otherwise its beginning is shared with
    /// an empty sequence, so that the rest stays there for whoever comes back to it.
    ///
    /// - Parameter tokens: The request's tokens.
    /// - Returns: The placement, or nil if all sequences are in use.
    func placement(for tokens: [Int32]) -> Placement? {
        let free = self.entries.indices.filter { self.entries[$0].owner == nil }
        guard let oldest = free.min(by: { self.entries[$0].lastUse < self.entries[$1].lastUse }) else { return nil }
        let kept = self.entries.indices.map { self.keepable(tokens, in: $0) }

        let best = free.max { (kept[$0], self.entries[$0].lastUse) < (kept[$1], self.entries[$1].lastUse) } ?? oldest
        let empty = free.first { self.entries[$0].tokens.isEmpty }
        if kept[best] > 0, kept[best] * 2 >= self.entries[best].tokens.count {
            return Placement(sequence: best, kept: kept[best])
        }
        if self.canTruncate, let source = self.entries.indices.max(by: { kept[$0] < kept[$1] }), kept[source] > 0 {
            if let destination = empty ?? free.filter({ $0 != source }).min(by: self.usedEarlier) {
                return Placement(sequence: destination, kept: kept[source], source: source)
            }
            return Placement(sequence: best, kept: kept[best])
        }
        return Placement(sequence: empty ?? oldest, kept: 0)
    }

    /// Gives a sequence to a request and notes what of its tokens is kept.
    mutating func occupy(_ placement: Placement, owner: Int, tokens: [Int32]) {
        self.entries[placement.sequence].tokens = Array(tokens[..<placement.kept])
        self.entries[placement.sequence].owner = owner
        self.touch(placement.sequence)
        if let source = placement.source { self.touch(source) }
    }

    /// Notes that a request does not use a sequence any more; its tokens stay.
    mutating func release(_ sequence: Int) {
        self.entries[sequence].owner = nil
        self.touch(sequence)
    }

    /// Notes that tokens were evaluated at a sequence's end.
    mutating func append(_ tokens: some Sequence<Int32>, to sequence: Int) {
        self.entries[sequence].tokens.append(contentsOf: tokens)
        self.touch(sequence)
    }

    /// Notes that a sequence holds only so many tokens now.
    mutating func truncate(_ sequence: Int, to count: Int) {
        let surplus = self.entries[sequence].tokens.count - count
        if surplus > 0 { self.entries[sequence].tokens.removeLast(surplus) }
    }

    private mutating func touch(_ sequence: Int) {
        self.clock += 1
        self.entries[sequence].lastUse = self.clock
    }

    private func usedEarlier(_ left: Int, _ right: Int) -> Bool {
        self.entries[left].lastUse < self.entries[right].lastUse
    }

    /// How many tokens a sequence and a request have in common at their beginning, and can be kept.
    private func keepable(_ tokens: [Int32], in sequence: Int) -> Int {
        let held = self.entries[sequence].tokens
        let common = zip(held, tokens.dropLast()).prefix { $0 == $1 }.count
        if !self.canTruncate, common < held.count { return 0 }
        return common
    }
}
