/// Values by identifier, in the order they came; replacing one keeps its place.
struct OrderedEntries<Value: Sendable>: Sendable {
    private var values: [Value?] = []
    private var positions: [String: Int] = [:]
    /// Everything before it is gone.
    private var start = 0

    var count: Int { self.positions.count }
    var all: [Value] { self.values[self.start...].compactMap { $0 } }
    var first: Value? { self.values[self.start...].lazy.compactMap { $0 }.first }

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
        while self.start < self.values.count, self.values[self.start] == nil { self.start += 1 }
        guard self.start > 64, self.start > self.values.count / 2 else { return }
        self.values.removeFirst(self.start)
        for id in self.positions.keys { self.positions[id]? -= self.start }
        self.start = 0
    }
}
