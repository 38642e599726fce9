import DequeModule

/// A place in a chat's run log: everything up to it has been seen.
///
/// Positions grow by one for each event, and by the bytes of its text for each token. So tokens that follow each other
/// can be kept as one text, and a reader that stands inside of it still gets exactly the rest.
public struct LogPosition: Hashable, Comparable, Sendable {
    /// How far the log had come.
    public let value: UInt64

    /// Creates a position.
    ///
    /// - Parameter value: How far the log had come.
    public init(_ value: UInt64) {
        self.value = value
    }

    /// Whether the left position is the earlier one.
    public static func < (left: LogPosition, right: LogPosition) -> Bool {
        left.value < right.value
    }
}

/// One event as a reader of the log gets it.
public struct LoggedEvent: Sendable {
    /// What happened.
    public let event: ChatEvent
    /// Where the log stood after it.
    public let end: LogPosition

    /// Creates an event of a log.
    ///
    /// - Parameters:
    ///   - event: What happened.
    ///   - end: Where the log stood after it.
    public init(event: ChatEvent, end: LogPosition) {
        self.event = event
        self.end = end
    }
}

/// What a reader of the log gets.
public enum LogReading: Sendable {
    /// What happened after the position, as far as one reading goes; empty when there is nothing new.
    case events([LoggedEvent], next: LogPosition)
    /// The log no longer reaches back so far: the reader needs a snapshot.
    case gap
}

/// The newest part of a chat's events, in bounded memory.
struct EventWindow {
    /// How much is kept.
    struct Limits {
        /// The most events.
        var events = 4096
        /// The most bytes, estimated.
        var bytes = 1 << 20
        /// How many times as much is kept while somebody who reads has yet to see it.
        var unread = 8
    }

    fileprivate struct Entry {
        let start: UInt64
        /// The window's weight before it.
        let weight: Int
        var length: UInt64
        var bytes: Int
        /// The event, unless it is text.
        var event: ChatEvent?
        /// Text, with all that followed it for the same message.
        var token: StreamedToken?
    }

    /// The most text that is kept as one, and that one reading hands out at once.
    fileprivate static let longestText = 32 << 10
    private static let mostEvents = 256

    private let limits: Limits
    private var entries = Deque<Entry>()
    private var bytes = 0
    /// The position that the oldest kept event follows.
    private var first: UInt64 = 0
    private(set) var end = LogPosition(0)
    /// How much was ever appended: bytes, and ``eventWeight`` for each event.
    private(set) var weight = 0

    /// What an event weighs beside its bytes.
    static let eventWeight = 256

    init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Adds an event.
    ///
    /// - Parameters:
    ///   - event: What happened.
    ///   - floor: Where those stand who read and have yet to see what follows; asked only when there is much.
    mutating func append(_ event: ChatEvent, unreadAfter floor: () -> LogPosition? = { nil }) {
        if case .token(let token) = event {
            self.append(token)
        } else {
            self.append(self.entry(length: 1, bytes: event.footprint, event: event))
        }
        self.trim(unreadAfter: floor)
    }

    private func entry(length: UInt64, bytes: Int, event: ChatEvent? = nil, token: StreamedToken? = nil) -> Entry {
        Entry(
            start: self.end.value,
            weight: self.weight,
            length: length,
            bytes: bytes,
            event: event,
            token: token
        )
    }

    /// How much follows a position.
    func weight(after position: LogPosition) -> Int {
        guard position < self.end else { return 0 }
        let index = self.index(after: position.value)
        return index < self.entries.endIndex ? self.weight - self.entries[index].weight : 0
    }

    private mutating func append(_ token: StreamedToken) {
        let count = token.text.utf8.count
        if count > 0, let last = self.entries.indices.last, self.entries[last].continues(with: token) {
            self.entries[last].token?.text += token.text
            self.entries[last].length += UInt64(count)
            self.entries[last].bytes += count
            self.bytes += count
            self.weight += count
            self.end = LogPosition(self.end.value + UInt64(count))
        } else {
            self.append(self.entry(length: UInt64(max(1, count)), bytes: count + 128, token: token))
        }
    }

    private mutating func append(_ entry: Entry) {
        self.entries.append(entry)
        self.bytes += entry.bytes
        self.weight += entry.bytes + Self.eventWeight
        self.end = LogPosition(entry.start + entry.length)
    }

    private mutating func trim(unreadAfter floor: () -> LogPosition?) {
        guard self.isOver(1) else { return }
        let floor = floor()
        while self.entries.count > 1, self.isOver(1), let oldest = self.entries.first {
            let end = oldest.start + oldest.length
            if let floor, floor.value < end, !self.isOver(self.limits.unread) { return }
            self.entries.removeFirst()
            self.bytes -= oldest.bytes
            self.first = end
        }
    }

    private func isOver(_ times: Int) -> Bool {
        self.entries.count > self.limits.events * times || self.bytes > self.limits.bytes * times
    }

    func read(after position: LogPosition) -> LogReading {
        guard position.value >= self.first, position <= self.end else { return .gap }
        guard position < self.end else { return .events([], next: position) }
        var events: [LoggedEvent] = []
        var text = 0
        var index = self.index(after: position.value)
        while index < self.entries.endIndex, events.count < Self.mostEvents, text < Self.longestText {
            let entry = self.entries[index]
            guard let event = entry.rest(after: position.value) else { return .gap }
            if let token = entry.token { text += token.text.utf8.count }
            events.append(LoggedEvent(event: event, end: LogPosition(entry.start + entry.length)))
            index += 1
        }
        return .events(events, next: events.last?.end ?? position)
    }

    /// The first entry that ends after a position.
    private func index(after position: UInt64) -> Int {
        var low = self.entries.startIndex
        var high = self.entries.endIndex
        while low < high {
            let middle = (low + high) / 2
            if self.entries[middle].start + self.entries[middle].length <= position {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }
}

extension EventWindow.Entry {
    func continues(with next: StreamedToken) -> Bool {
        guard let token = self.token, !next.replaces, token.id == next.id, token.isInput == next.isInput else {
            return false
        }
        return !token.text.isEmpty && token.text.utf8.count < EventWindow.longestText
    }

    /// The event, or what follows a position inside its text; nil when that cuts a character in two.
    func rest(after position: UInt64) -> ChatEvent? {
        guard let token = self.token else { return self.event }
        guard position > self.start else { return .token(token) }
        let utf8 = token.text.utf8
        let index = utf8.index(utf8.startIndex, offsetBy: Int(position - self.start))
        guard let cut = index.samePosition(in: token.text.unicodeScalars) else { return nil }
        return .token(StreamedToken(id: token.id, text: String(token.text[cut...]), isInput: token.isInput))
    }
}
