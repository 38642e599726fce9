import Testing

@testable import MartletCore

struct RunLogTests {
    private static func token(_ text: String, id: String = "m", replaces: Bool = false) -> ChatEvent {
        .token(StreamedToken(id: id, text: text, replaces: replaces))
    }

    private static func toast(_ text: String) -> ChatEvent {
        .toast(message: text, kind: .info)
    }

    /// All that a reader gets who begins at a position, in words; nil when the log no longer reaches back.
    private static func read(_ window: EventWindow, after position: LogPosition) -> [String]? {
        var position = position
        var lines: [String] = []
        while case .events(let events, let next) = window.read(after: position) {
            if events.isEmpty { return lines }
            lines += events.map { EventRecorder.line($0.event) }
            position = next
        }
        return nil
    }

    @Test func `tokens that follow each other are kept as one text`() {
        var window = EventWindow()
        for text in ["a", "bc", "d"] { window.append(Self.token(text)) }
        window.append(Self.token("x", id: "n"))
        window.append(Self.token("e"))
        #expect(Self.read(window, after: LogPosition(0)) == ["token abcd", "token x", "token e"])
    }

    @Test func `a reader that stands between two tokens gets exactly the rest`() {
        var window = EventWindow()
        var positions: [LogPosition] = []
        let texts = ["Grüße ", "an ", "alle ", "🐦", "!"]
        for text in texts {
            positions.append(window.end)
            window.append(Self.token(text))
        }
        for (index, position) in positions.enumerated() {
            #expect(Self.read(window, after: position) == ["token " + texts[index...].joined()])
        }
        #expect(Self.read(window, after: window.end) == [])
    }

    @Test
    func `a text that replaces what was there is not joined to it, and what follows is joined to the replacement`() {
        var window = EventWindow()
        window.append(Self.token("draft"))
        let middle = window.end
        window.append(Self.token("new", replaces: true))
        window.append(Self.token(" end"))
        guard case .events(let events, _) = window.read(after: middle), case .token(let token) = events[0].event else {
            Issue.record("Nothing was read.")
            return
        }
        #expect(token.replaces && token.text == "new end")
        let inside = LogPosition(middle.value + 3)
        guard case .events(let rest, _) = window.read(after: inside), case .token(let token) = rest[0].event else {
            Issue.record("Nothing was read.")
            return
        }
        #expect(!token.replaces && token.text == " end")
    }

    @Test func `the window keeps the newest events and says when a reader is too late`() {
        var window = EventWindow(limits: EventWindow.Limits(events: 3, bytes: 1 << 20))
        for number in 0..<10 { window.append(Self.toast("\(number)")) }
        #expect(Self.read(window, after: LogPosition(0)) == nil)
        #expect(Self.read(window, after: LogPosition(7)) == ["toast info 7", "toast info 8", "toast info 9"])
    }

    @Test func `what somebody who reads has yet to see is kept longer, and not for ever`() {
        var window = EventWindow(limits: EventWindow.Limits(events: 3, bytes: 1 << 20, unread: 2))
        for number in 0..<6 { window.append(Self.toast("\(number)")) { LogPosition(1) } }
        #expect(Self.read(window, after: LogPosition(0)) == nil)
        #expect(Self.read(window, after: LogPosition(1))?.count == 5)
        #expect(window.weight(after: LogPosition(4)) > 2 * EventWindow.eventWeight)
        #expect(window.weight(after: window.end) == 0)
        for number in 6..<8 { window.append(Self.toast("\(number)")) { LogPosition(1) } }
        #expect(Self.read(window, after: LogPosition(1)) == nil)
        #expect(Self.read(window, after: LogPosition(2))?.count == 6)
    }

    @Test func `the window is bounded in bytes too`() {
        var window = EventWindow(limits: EventWindow.Limits(events: 1000, bytes: 10_000))
        for number in 0..<1000 {
            window.append(Self.token(String(repeating: "x", count: 100), id: "\(number)"))
        }
        #expect(Self.read(window, after: LogPosition(0)) == nil)
        #expect((Self.read(window, after: LogPosition(window.end.value - 300)) ?? []).count == 3)
    }

    @Test func `a position that no reader was given is refused, not obeyed`() {
        var window = EventWindow()
        window.append(Self.token("Grüße"))
        let position = LogPosition(3)  // in the middle of ü
        if case .events = window.read(after: position) { Issue.record("A character was cut in two.") }
        if case .events = window.read(after: LogPosition(window.end.value + 1)) { Issue.record("The future was read.") }
    }

    @Test(arguments: 0..<40)
    func `readers at random paces put the same text together`(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        var window = EventWindow()
        var sent: [String: String] = [:]
        var readers = (0..<3).map { _ in (position: LogPosition(0), seen: [String: String]()) }
        for number in 0..<300 {
            let id = "m\(random.next() % 3)"
            let text = "\(number) "
            sent[id, default: ""] += text
            window.append(Self.token(text, id: id))
            for index in readers.indices where number == 299 || random.next() % 4 == 0 {
                while case .events(let events, let next) = window.read(after: readers[index].position), !events.isEmpty
                {
                    for event in events {
                        guard case .token(let token) = event.event else { continue }
                        readers[index].seen[token.id, default: ""] += token.text
                    }
                    readers[index].position = next
                }
            }
        }
        for reader in readers { #expect(reader.seen == sent) }
    }

    @Test func `a chat lets its oldest messages go before it fills the memory`() {
        var state = ChatState(limits: ChatState.Limits(records: 10, bytes: 4500))
        for number in 0..<50 {
            let record = StepRecord(
                id: "\(number)",
                threadID: "t",
                parentID: nil,
                type: .assistantMessage,
                name: "Bot",
                output: String(repeating: "x", count: 300)
            )
            _ = state.fold(.sent(record))
        }
        let snapshot = state.snapshot(at: LogPosition(0))
        #expect(snapshot.records.map(\.id) == ["47", "48", "49"])
    }

    @Test func `what lies under a removed message goes with it`() {
        var state = ChatState()
        let message = StepRecord(id: "m", threadID: "t", parentID: nil, type: .assistantMessage, name: "Bot")
        let step = StepRecord(id: "s", threadID: "t", parentID: "m", type: .tool, name: "tool")
        var element = ElementRecord(id: "e", type: .image, name: "cat")
        element.forID = "s"
        var action = Action(name: "go", id: "a")
        action.forID = "m"
        for event in [ChatEvent.sent(message), .sent(step), .element(element), .action(action), .removed(message)] {
            _ = state.fold(event)
        }
        let snapshot = state.snapshot(at: LogPosition(0))
        #expect(snapshot.records.isEmpty && snapshot.elements.isEmpty && snapshot.actions.isEmpty)
    }

    @Test func `an action is told once, however often it is sent`() {
        var state = ChatState()
        let action = Action(name: "go", id: "a")
        let events = [ChatEvent.action(action), .action(action), .actionRemoved(action), .actionRemoved(action)]
        let told = events.map { state.fold($0) }
        #expect(told == [true, false, true, false])
    }
}

/// A small generator of numbers that are the same on every run.
struct SplitMix {
    private var state: UInt64

    init(seed: UInt64) { self.state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var value = self.state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
