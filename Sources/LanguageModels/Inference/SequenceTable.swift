/// What each of a back end's sequences holds, and who uses it: a value that mirrors the cache.
///
/// Sequences of finished requests keep their tokens, so that the next prompt that begins alike is not evaluated anew.
struct SequenceTable: Hashable, Sendable {
    /// One sequence.
    struct Entry: Hashable, Sendable {
        /// The tokens that are evaluated and cached.
        fileprivate(set) var tokens: [Int32] = []
        /// The cells they lie in.
        fileprivate(set) var cells: [CellLedger.Cell] = []
        /// The request that uses the sequence, or nil.
        fileprivate(set) var owner: Int?
        /// When it was used last, in steps of the table's own clock.
        fileprivate(set) var lastUse = 0
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

    /// So many tokens are forgotten rather than kept for someone who may come back.
    private static let cheapLoss = 2

    private(set) var entries: [Entry]
    private(set) var ledger = CellLedger()
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

    /// How many cells all sequences take; what several share counts once.
    var usedLength: Int { self.ledger.usedCount }

    /// How many cells the sequences of running requests take.
    var activeLength: Int { self.ledger.activeCount }

    /// Sequences that nobody uses and that hold tokens, the one used longest ago first.
    var idle: [Int] {
        self.entries.indices
            .filter { self.entries[$0].owner == nil && !self.entries[$0].tokens.isEmpty }
            .sorted { self.entries[$0].lastUse < self.entries[$1].lastUse }
    }

    /// A sequence that holds nothing, or else the one that nobody has used for longest; nil if all are in use.
    var emptiest: Int? {
        let free = self.entries.indices.filter { self.entries[$0].owner == nil }
        return free.first { self.entries[$0].tokens.isEmpty } ?? free.min(by: self.usedEarlier)
    }

    /// Finds the best sequence for a request; at least one token is always left to evaluate.
    ///
    /// A finished sequence is gone on with when that keeps nearly all of what it holds. Otherwise its beginning is shared
    /// with an empty sequence, so that the rest stays there for whoever comes back to it; without an empty one it is
    /// gone on with when that keeps most of it.
    ///
    /// - Parameter tokens: The request's tokens.
    /// - Returns: The placement, or nil if all sequences are in use.
    func placement(for tokens: [Int32]) -> Placement? {
        let free = self.entries.indices.filter { self.entries[$0].owner == nil }
        guard let oldest = free.min(by: { self.entries[$0].lastUse < self.entries[$1].lastUse }) else { return nil }
        let kept = self.entries.indices.map { self.keepable(tokens, in: $0) }

        let best = free.max { (kept[$0], self.entries[$0].lastUse) < (kept[$1], self.entries[$1].lastUse) } ?? oldest
        let empty = free.first { self.entries[$0].tokens.isEmpty }
        let held = self.entries[best].tokens.count
        let mayLose = empty == nil || !self.canTruncate ? held / 2 : max(held / 16, Self.cheapLoss)
        if kept[best] > 0, held - kept[best] <= mayLose {
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

    /// How many of a request's tokens the best sequence holds, whoever uses it.
    func longestPrefix(of tokens: [Int32]) -> Int {
        self.entries.indices.reduce(0) { max($0, self.keepable(tokens, in: $1)) }
    }

    /// Gives a sequence to a request, with what of its tokens is kept.
    ///
    /// A sequence that takes its beginning from another one has to be empty.
    mutating func occupy(_ placement: Placement, owner: Int) {
        if let source = placement.source {
            let cells = self.entries[source].cells[..<placement.kept]
            self.entries[placement.sequence].tokens = Array(self.entries[source].tokens[..<placement.kept])
            self.entries[placement.sequence].cells = Array(cells)
            self.ledger.retain(cells, isActive: true)
            self.touch(source)
        } else {
            self.truncate(placement.sequence, to: placement.kept)
            self.ledger.activate(self.entries[placement.sequence].cells)
        }
        self.entries[placement.sequence].owner = owner
        self.touch(placement.sequence)
    }

    /// Notes that a request does not use a sequence any more; its tokens stay.
    mutating func release(_ sequence: Int) {
        if self.entries[sequence].owner != nil { self.ledger.deactivate(self.entries[sequence].cells) }
        self.entries[sequence].owner = nil
        self.touch(sequence)
    }

    /// Notes that tokens were evaluated at a sequence's end.
    mutating func append(_ tokens: some Sequence<Int32>, to sequence: Int) {
        let before = self.entries[sequence].tokens.count
        self.entries[sequence].tokens.append(contentsOf: tokens)
        let added = self.entries[sequence].tokens.count - before
        let isActive = self.entries[sequence].owner != nil
        self.entries[sequence].cells += self.ledger.take(added, isActive: isActive)
        self.touch(sequence)
    }

    /// Notes that a sequence holds only so many tokens now.
    mutating func truncate(_ sequence: Int, to count: Int) {
        self.remove(count..<max(count, self.entries[sequence].tokens.count), from: sequence)
    }

    /// Notes that tokens of a sequence were forgotten, and those after them moved up.
    mutating func remove(_ range: Range<Int>, from sequence: Int) {
        guard !range.isEmpty else { return }
        let isActive = self.entries[sequence].owner != nil
        self.ledger.release(self.entries[sequence].cells[range], isActive: isActive)
        self.entries[sequence].tokens.removeSubrange(range)
        self.entries[sequence].cells.removeSubrange(range)
    }

    /// How many cells a placement makes active that are not yet.
    func newlyActive(_ placement: Placement) -> Int {
        let source = placement.source ?? placement.sequence
        return self.ledger.inactiveCount(of: self.entries[source].cells.prefix(placement.kept))
    }

    /// Whether no other sequence shares what a sequence holds from a position on.
    func isExclusive(_ sequence: Int, from position: Int) -> Bool {
        self.ledger.isExclusive(self.entries[sequence].cells.dropFirst(position))
    }

    /// How many of a sequence's cells no other sequence shares.
    func exclusiveCount(of sequence: Int) -> Int {
        self.ledger.exclusiveCount(of: self.entries[sequence].cells)
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
        let common = TokenPrefix.commonLength(held, tokens, limit: tokens.count - 1)
        if !self.canTruncate, common < held.count { return 0 }
        return common
    }
}
