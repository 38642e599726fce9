import MartletCore

/// The showing of a chat as it stands, a part at a time: a long chat is more than a client's buffer holds.
struct SnapshotReplay {
    /// What comes when.
    enum Part {
        /// What there is one of: settings, commands, modes.
        case head
        case record(StepRecord)
        case element(ElementRecord)
        case action(Action)
        /// What says that the chat is whole, and what waits for the person.
        case tail
    }

    let snapshot: ChatSnapshot
    /// What the client was shown and is no more; nil for a client that comes new.
    let outdated: ShownParts?
    private var index = 0
    /// Whether the beginning was all of it.
    private(set) var isWhole = false

    /// Begins a showing.
    ///
    /// - Parameters:
    ///   - snapshot: The chat.
    ///   - outdated: What a client that fell behind was shown and is no more.
    init(_ snapshot: ChatSnapshot, outdated: ShownParts? = nil) {
        self.snapshot = snapshot
        self.outdated = outdated
    }

    /// Whether the client knows a part of the chat, from which it fell behind.
    var isCatchingUp: Bool { self.outdated != nil }

    var isDone: Bool { self.index > self.tailIndex }

    private var tailIndex: Int {
        1 + self.snapshot.records.count + self.snapshot.elements.count + self.snapshot.actions.count
    }

    /// Takes the next part; nil at the end.
    mutating func next() -> Part? {
        guard !self.isDone else { return nil }
        defer { self.index += 1 }
        guard self.index > 0 else { return .head }
        var rest = self.index - 1
        if rest < self.snapshot.records.count { return .record(self.snapshot.records[rest]) }
        rest -= self.snapshot.records.count
        if rest < self.snapshot.elements.count { return .element(self.snapshot.elements[rest]) }
        rest -= self.snapshot.elements.count
        if rest < self.snapshot.actions.count { return .action(self.snapshot.actions[rest]) }
        return .tail
    }

    /// The next records that together have at most so many bytes of text, and at least one if there is any.
    mutating func takeRecords(bytes: Int) -> ArraySlice<StepRecord> {
        let records = self.snapshot.records
        let start = self.index - 1
        guard records.indices.contains(start) else { return [] }
        var end = start
        var taken = 0
        repeat {
            taken += records[end].textBytes + 512
            end += 1
        } while end < records.count && taken + records[end].textBytes < bytes
        self.index += end - start
        return records[start..<end]
    }

    /// Takes the elements and actions too, if all records have been taken and they are not many.
    mutating func takeRestIfFew() {
        guard self.index > self.snapshot.records.count,
            self.snapshot.elements.count + self.snapshot.actions.count <= 500
        else { return }
        self.index = self.tailIndex
        self.isWhole = true
    }
}

/// What a client has been shown of a chat, by identifier.
struct ShownParts: Equatable {
    var records: Set<String> = []
    var elements: Set<String> = []
    var actions: Set<String> = []

    init() {}

    /// All that a snapshot shows.
    init(_ snapshot: ChatSnapshot) {
        self.records = Set(snapshot.records.map(\.id))
        self.elements = Set(snapshot.elements.map(\.id))
        self.actions = Set(snapshot.actions.map(\.id))
    }

    /// Takes note of what an event shows or takes away.
    mutating func note(_ event: ChatEvent) {
        switch event {
        case .sent(let record), .streamStarted(let record), .received(let record, viewer: _):
            self.records.insert(record.id)
        case .removed(let record): self.records.remove(record.id)
        case .element(let element): self.elements.insert(element.id)
        case .elementRemoved(let element): self.elements.remove(element.id)
        case .action(let action): self.actions.insert(action.id)
        case .actionRemoved(let action): self.actions.remove(action.id)
        default: break
        }
    }

    /// What is here and not there.
    func subtracting(_ other: ShownParts) -> ShownParts {
        var rest = self
        rest.records.subtract(other.records)
        rest.elements.subtract(other.elements)
        rest.actions.subtract(other.actions)
        return rest
    }
}
