import NIOCore

/// Reads a stream of server-sent events, within limits.
struct EventStreamParser {
    /// One event.
    struct Event: Hashable {
        let name: String
        let data: [UInt8]
    }

    struct TooLarge: Error {}

    let limit: Int
    /// The id of the last event that had one.
    private(set) var lastEventID: String?
    /// How long the server wants its clients to wait before they connect again, in milliseconds.
    private(set) var retry: Int?

    private var line: [UInt8] = []
    private var name = ""
    private var data: [UInt8] = []
    private var hasData = false
    private var id: String?
    private var lastWasReturn = false
    private var isFirstLine = true

    private static let longestID = 1_024
    private static let longestRetry = 60_000

    init(limit: Int) {
        self.limit = limit
    }

    /// Takes bytes in and gives the events that they complete.
    mutating func push(_ bytes: ByteBuffer) throws(TooLarge) -> [Event] {
        var events: [Event] = []
        var rest = bytes.readableBytesView
        while !rest.isEmpty {
            if self.lastWasReturn {
                self.lastWasReturn = false
                // CR LF is one line break, also when the two arrive apart.
                if rest.first == 0x0A { rest = rest.dropFirst() }
                continue
            }
            guard let end = rest.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else {
                try self.append(rest)
                break
            }
            try self.append(rest[..<end])
            self.lastWasReturn = rest[end] == 0x0D
            if let event = try self.endLine() { events.append(event) }
            rest = rest[rest.index(after: end)...]
        }
        return events
    }

    private mutating func append(_ bytes: ByteBufferView) throws(TooLarge) {
        guard self.line.count + bytes.count <= self.limit else { throw TooLarge() }
        self.line.append(contentsOf: bytes)
    }

    private mutating func endLine() throws(TooLarge) -> Event? {
        defer { self.line.removeAll(keepingCapacity: self.line.count < 65_536) }
        var line = self.line[...]
        if self.isFirstLine {
            self.isFirstLine = false
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
        }
        if line.isEmpty { return self.endEvent() }
        let field = line.prefix { $0 != UInt8(ascii: ":") }
        var value = line[field.endIndex...].dropFirst()
        if value.first == 0x20 { value = value.dropFirst() }
        switch String(decoding: field, as: UTF8.self) {
        case "event":
            self.name = String(decoding: value.prefix(256), as: UTF8.self)
        case "data":
            guard self.data.count + value.count + 1 <= self.limit else { throw TooLarge() }
            if self.hasData { self.data.append(0x0A) }
            self.data.append(contentsOf: value)
            self.hasData = true
        case "id":
            // The id goes back in a header field, so it must be fit for one.
            if value.count <= Self.longestID, value.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) {
                self.id = String(decoding: value, as: UTF8.self)
            }
        case "retry":
            if let milliseconds = Int(String(decoding: value.prefix(20), as: UTF8.self)), milliseconds >= 0 {
                self.retry = min(milliseconds, Self.longestRetry)
            }
        default: break
        }
        return nil
    }

    private mutating func endEvent() -> Event? {
        defer {
            self.name = ""
            self.data = []
            self.hasData = false
            self.id = nil
        }
        if let id = self.id { self.lastEventID = id.isEmpty ? nil : id }
        guard !self.data.isEmpty else { return nil }
        return Event(name: self.name.isEmpty ? "message" : self.name, data: self.data)
    }
}
