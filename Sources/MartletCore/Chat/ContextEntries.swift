/// A chat's context in bounded memory: beyond it the oldest messages are let go.
struct ContextEntries: Sendable {
    /// How much is remembered.
    struct Limits {
        var messages = 20_000
        var bytes = 64 << 20
    }

    private struct Entry {
        let live: LiveRecord
        var bytes: Int
    }

    private let limits: Limits
    private var entries = OrderedEntries<Entry>()
    private var bytes = 0
    /// The messages that streamed when they were last measured, and have grown since.
    private(set) var growing: [LiveRecord] = []

    init(limits: Limits = Limits()) {
        self.limits = limits
    }

    var all: [LiveRecord] { self.entries.all.map(\.live) }
    var last: LiveRecord? { self.entries.last?.live }
    var count: Int { self.entries.count }

    subscript(id: String) -> LiveRecord? { self.entries[id]?.live }

    /// Adds a message; false when it is there already.
    mutating func append(_ live: LiveRecord, as record: StepRecord) -> Bool {
        guard self.entries[live.id] == nil else { return false }
        let bytes = record.footprint
        self.entries[live.id] = Entry(live: live, bytes: bytes)
        self.bytes += bytes
        if record.isStreaming { self.growing.append(live) }
        while self.count > self.limits.messages || self.bytes > self.limits.bytes, self.count > 1,
            let oldest = self.entries.first
        {
            self.remove(oldest.live.id)
        }
        return true
    }

    /// Takes note of how large streaming messages have become.
    mutating func measure(_ records: [StepRecord]) {
        for record in records {
            let bytes = record.footprint
            self.bytes +=
                self.entries.change(record.id) { entry in
                    defer { entry.bytes = bytes }
                    return bytes - entry.bytes
                } ?? 0
            if !record.isStreaming { self.growing.removeAll { $0.id == record.id } }
        }
    }

    mutating func remove(_ id: String) {
        guard let entry = self.entries[id] else { return }
        self.bytes -= entry.bytes
        self.entries[id] = nil
        self.growing.removeAll { $0.id == id }
    }

    mutating func removeAll() {
        self = ContextEntries(limits: self.limits)
    }

    /// Takes away what follows a message.
    mutating func cut(after id: String) -> [LiveRecord] {
        let later = self.entries.all(after: id).map(\.live)
        for live in later { self.remove(live.id) }
        return later
    }
}
