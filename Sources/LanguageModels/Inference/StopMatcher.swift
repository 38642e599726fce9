/// Looks for stop texts in a text that comes in pieces, and never lets a part of one through too early.
///
/// The earliest match wins, and of several at the same place the one that is listed first. While the end of the text
/// could be the beginning of a stop text it is held back.
struct StopMatcher: Hashable, Sendable {
    /// What became of a piece of text.
    struct Output: Hashable, Sendable {
        /// The bytes that are safe to show.
        var bytes: [UInt8] = []
        /// The stop text that was found; nothing may be appended after it.
        var stop: String?
    }

    private let stops: [(text: String, bytes: [UInt8])]
    private var pending: [UInt8] = []

    /// Creates a matcher.
    ///
    /// - Parameter stops: The stop texts; empty ones are ignored.
    init(_ stops: [String]) {
        self.stops = stops.filter { !$0.isEmpty }.map { ($0, Array($0.utf8)) }
    }

    /// Takes the next piece of text in.
    ///
    /// - Parameter bytes: The piece, whole characters in UTF-8.
    /// - Returns: What can be shown now, and whether a stop text was found.
    mutating func append(_ bytes: [UInt8]) -> Output {
        guard !self.stops.isEmpty else { return Output(bytes: bytes) }
        self.pending.append(contentsOf: bytes)
        for start in self.pending.indices {
            if let match = self.stops.first(where: { self.pending[start...].starts(with: $0.bytes) }) {
                defer { self.pending = [] }
                return Output(bytes: Array(self.pending[..<start]), stop: match.text)
            }
        }
        let safe = self.pending.indices.first { self.couldBegin(at: $0) } ?? self.pending.count
        defer { self.pending.removeFirst(safe) }
        return Output(bytes: Array(self.pending[..<safe]))
    }

    /// Ends the text.
    ///
    /// - Returns: What was held back and turned out to be no stop text.
    mutating func finish() -> [UInt8] {
        defer { self.pending = [] }
        return self.pending
    }

    /// Whether everything from here on is the beginning of a stop text.
    private func couldBegin(at start: Int) -> Bool {
        let tail = self.pending[start...]
        return self.stops.contains { $0.bytes.starts(with: tail) }
    }

    static func == (left: Self, right: Self) -> Bool {
        left.stops.map(\.text) == right.stops.map(\.text) && left.pending == right.pending
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(self.stops.map(\.text))
        hasher.combine(self.pending)
    }
}
