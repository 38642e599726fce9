/// Values by identifier, in the order they came; replacing one keeps its place.
struct OrderedEntries<Value: Sendable>: Sendable {
    private var values: [Value?] = []
    private var positions: [String: Int] = [:]
    /// Everything before it is gone.
    private var start = 0

    var count: Int { self.positions.count }
    var all: [Value] { self.values[self.start...].compactMap { $0 } }
    var first: Value? { self.first { _ in true } }
    var last: Value? { self.values.last { $0 != nil } ?? nil }

    /// The first that is so.
    func first(where isWanted: (Value) -> Bool) -> Value? {
        for case let value? in self.values[self.start...] where isWanted(value) { return value }
        return nil
    }

    /// Those that came after one.
    func all(after id: String) -> [Value] {
        guard let position = self.positions[id] else { return [] }
        return self.values[(position + 1)...].compactMap { $0 }
    }

    /// Those of some identifiers, in the order they came.
    func all(of ids: some Collection<String>) -> [Value] {
        ids.compactMap { self.positions[$0] }.sorted().compactMap { self.values[$0] }
    }

    subscript(id: String) -> Value? {
        get { self.positions[id].flatMap { self.values[$0] } }
        set {
            if let position = self.positions[id] {
                self.values[position] = newValue
                if newValue == nil {
                    self.positions[id] = nil
                    self.compact()
                }
            } else if let newValue {
                self.positions[id] = self.values.count
                self.values.append(newValue)
            }
        }
    }

    /// Changes a value in its place, without a copy of it.
    mutating func change<Result>(_ id: String, _ body: (inout Value) -> Result) -> Result? {
        // Taken out, so that nobody else holds the value while its text grows.
        guard let position = self.positions[id], var value = self.values[position].take() else { return nil }
        defer { self.values[position] = value }
        return body(&value)
    }

    private mutating func compact() {
        while let last = self.values.last, last == nil { self.values.removeLast() }
        self.start = min(self.start, self.values.count)
        while self.start < self.values.count, self.values[self.start] == nil { self.start += 1 }
        // Gaps at the front and within are closed when they are the larger part, so each removal costs little.
        guard self.values.count > 64, self.count < self.values.count / 2 else { return }
        var kept = [Value?]()
        var moved = [Int: Int]()
        for (position, value) in self.values.enumerated() where value != nil {
            moved[position] = kept.count
            kept.append(value)
        }
        self.values = kept
        self.positions = self.positions.compactMapValues { moved[$0] }
        self.start = 0
    }
}
