/// Which cells of the cache are in use, and by how many sequences: a value that counts what the back end shares.
///
/// A cell that several sequences share is in use once. It is active while at least one of them belongs to a running
/// request, and can be taken back otherwise.
struct CellLedger: Hashable, Sendable {
    /// A cell's number; how the back end numbers its own does not matter.
    typealias Cell = Int32

    private var holders: [Int32] = []
    private var activeHolders: [Int32] = []
    private var free: [Cell] = []

    /// How many cells are in use.
    private(set) var usedCount = 0
    /// How many cells are in use by running requests.
    private(set) var activeCount = 0

    /// Takes free cells for one sequence.
    ///
    /// - Parameters:
    ///   - count: How many.
    ///   - isActive: Whether the sequence belongs to a running request.
    /// - Returns: The cells.
    mutating func take(_ count: Int, isActive: Bool) -> [Cell] {
        (0..<count).map { _ in
            let cell = self.free.popLast() ?? self.grow()
            self.holders[Int(cell)] = 1
            self.activeHolders[Int(cell)] = isActive ? 1 : 0
            self.usedCount += 1
            if isActive { self.activeCount += 1 }
            return cell
        }
    }

    /// Notes that one more sequence holds cells.
    mutating func retain(_ cells: some Sequence<Cell>, isActive: Bool) {
        for cell in cells { self.holders[Int(cell)] += 1 }
        if isActive { self.activate(cells) }
    }

    /// Notes that a sequence does not hold cells any more.
    mutating func release(_ cells: some Sequence<Cell>, isActive: Bool) {
        if isActive { self.deactivate(cells) }
        for cell in cells {
            self.holders[Int(cell)] -= 1
            if self.holders[Int(cell)] == 0 {
                self.usedCount -= 1
                self.free.append(cell)
            }
        }
    }

    /// Notes that a sequence's cells are now used by a running request.
    mutating func activate(_ cells: some Sequence<Cell>) {
        for cell in cells {
            if self.activeHolders[Int(cell)] == 0 { self.activeCount += 1 }
            self.activeHolders[Int(cell)] += 1
        }
    }

    /// Notes that a sequence's cells are no longer used by a running request.
    mutating func deactivate(_ cells: some Sequence<Cell>) {
        for cell in cells {
            self.activeHolders[Int(cell)] -= 1
            if self.activeHolders[Int(cell)] == 0 { self.activeCount -= 1 }
        }
    }

    /// How many of some cells no running request uses.
    func inactiveCount(of cells: some Sequence<Cell>) -> Int {
        cells.reduce(0) { $0 + (self.activeHolders[Int($1)] == 0 ? 1 : 0) }
    }

    /// Whether one sequence alone holds all of some cells.
    func isExclusive(_ cells: some Sequence<Cell>) -> Bool {
        cells.allSatisfy { self.holders[Int($0)] == 1 }
    }

    /// How many of some cells one sequence alone holds.
    func exclusiveCount(of cells: some Sequence<Cell>) -> Int {
        cells.reduce(0) { $0 + (self.holders[Int($1)] == 1 ? 1 : 0) }
    }

    private mutating func grow() -> Cell {
        self.holders.append(0)
        self.activeHolders.append(0)
        return Cell(self.holders.count - 1)
    }
}
