/// Reads server-sent events from bytes that arrive in any pieces.
///
/// As the HTML standard has it: lines end with CR, LF or both, comments and unknown fields are skipped, the lines of one
/// event's data are joined, and a mark at the very beginning is dropped. Beyond it, an event that the end of the stream
/// cuts off before its empty line counts, since some servers leave that line out.
struct ServerSentEvents {
    /// One event.
    struct Event: Hashable, Sendable {
        /// The event's type, empty where none is told.
        var name = ""
        /// The data, lines joined by LF.
        var data: [UInt8] = []
    }

    /// An event is longer than the limit.
    struct TooLong: Error {
        let limit: Int
    }

    private let limit: Int
    private var line: [UInt8] = []
    private var event = Event()
    private var hasData = false
    private var skipsLineFeed = false
    private var isAtStart = true

    /// Creates a reader.
    ///
    /// - Parameter limit: The most bytes of a line, and of an event's data.
    init(limit: Int = 4 << 20) {
        self.limit = limit
    }

    /// Takes the next bytes.
    ///
    /// - Parameter bytes: The bytes.
    /// - Returns: The events that are whole now.
    mutating func take(_ bytes: some Sequence<UInt8>) throws(TooLong) -> [Event] {
        var events: [Event] = []
        for byte in bytes {
            if self.skipsLineFeed {
                self.skipsLineFeed = false
                if byte == UInt8(ascii: "\n") { continue }
            }
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                self.skipsLineFeed = byte == UInt8(ascii: "\r")
                if let event = try self.endLine() { events.append(event) }
            } else {
                self.line.append(byte)
                guard self.line.count <= self.limit else { throw TooLong(limit: self.limit) }
            }
        }
        return events
    }

    /// Takes the end of the stream.
    ///
    /// - Returns: The event that its last lines make, if any.
    mutating func finish() throws(TooLong) -> Event? {
        if !self.line.isEmpty { _ = try self.endLine() }
        return self.endEvent()
    }

    private mutating func endLine() throws(TooLong) -> Event? {
        defer { self.line.removeAll(keepingCapacity: true) }
        if self.isAtStart {
            self.isAtStart = false
            if self.line.starts(with: [0xEF, 0xBB, 0xBF]) { self.line.removeFirst(3) }
        }
        guard !self.line.isEmpty else { return self.endEvent() }
        let colon = self.line.firstIndex(of: UInt8(ascii: ":"))
        let name = self.line[..<(colon ?? self.line.endIndex)]
        var value = self.line[(colon.map { $0 + 1 } ?? self.line.endIndex)...]
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        if name.elementsEqual("data".utf8) {
            if self.hasData { self.event.data.append(UInt8(ascii: "\n")) }
            self.hasData = true
            guard self.event.data.count + value.count <= self.limit else { throw TooLong(limit: self.limit) }
            self.event.data += value
        } else if name.elementsEqual("event".utf8) {
            self.event.name = String(decoding: value, as: UTF8.self)
        }
        return nil
    }

    private mutating func endEvent() -> Event? {
        defer {
            self.event = Event()
            self.hasData = false
        }
        return self.hasData ? self.event : nil
    }
}
