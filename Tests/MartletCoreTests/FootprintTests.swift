import Testing

@testable import MartletCore

struct FootprintTests {
    private static func record(_ id: String, under parent: String? = nil) -> StepRecord {
        StepRecord(id: id, threadID: "t", parentID: parent, type: .tool, name: "tool")
    }

    private static let large = String(repeating: "x", count: 50_000)

    @Test func `every field of an entry counts`() {
        let bare = Self.record("a").footprint
        let changes: [(inout StepRecord) -> Void] = [
            { $0.output = Self.large }, { $0.input = Self.large }, { $0.name = Self.large },
            { $0.command = Self.large }, { $0.language = Self.large }, { $0.tags = [Self.large] },
            { $0.modes = ["llm": Self.large] }, { $0.modes = [Self.large: "a"] },
            { $0.metadata = ["a": [["b": .string(Self.large)]]] }, { $0.metadata = [Self.large: nil] },
            { $0.generation = .string(Self.large) },
        ]
        for change in changes {
            var record = Self.record("a")
            change(&record)
            #expect(record.footprint >= bare + 50_000)
        }
    }

    @Test func `small JSON values count with what they really take`() {
        let nulls = JSONValue.array(Array(repeating: .null, count: 10_000))
        #expect(nulls.footprint >= 10_000 * MemoryLayout<JSONValue>.stride)
        let names = (0..<1000).map { ("\($0)", JSONValue.null) }
        let members = JSONValue.object(Dictionary(uniqueKeysWithValues: names))
        #expect(members.footprint >= 1000 * (MemoryLayout<String>.stride + MemoryLayout<JSONValue>.stride))
    }

    @Test func `what clients send along with a message is let go with it`() {
        var state = ChatState(limits: ChatState.Limits(bytes: 200_000))
        for number in 0..<50 {
            var record = Self.record("\(number)")
            record.metadata = ["a": .string(Self.large)]
            _ = state.fold(.sent(record))
        }
        #expect(state.snapshot(at: LogPosition(0)).records.map(\.id) == ["47", "48", "49"])
    }

    @Test func `elements and actions have limits of their own`() {
        var state = ChatState(limits: ChatState.Limits(attachments: 10, attachmentBytes: 200_000))
        for number in 0..<50 {
            var element = ElementRecord(id: "\(number)", type: .custom, name: "Box")
            element.props = number < 25 ? ["a": .string(Self.large)] : [:]
            _ = state.fold(.element(element))
            if number == 24 {
                #expect(state.snapshot(at: LogPosition(0)).elements.map(\.id) == ["22", "23", "24"])
            }
            _ = state.fold(.action(Action(name: "go", id: "\(number)")))
        }
        let snapshot = state.snapshot(at: LogPosition(0))
        #expect(snapshot.elements.map(\.id) == (40..<50).map(String.init))
        #expect(snapshot.actions.map(\.id) == (40..<50).map(String.init))
    }

    @Test func `the window counts elements, actions and settings whole`() {
        var element = ElementRecord(id: "e", type: .custom, name: "Box")
        element.props = ["a": .string(Self.large)]
        let events: [ChatEvent] = [
            .element(element), .action(Action(name: "go", payload: ["a": .string(Self.large)])),
            .settingsChanged(ChatSettings([]), SettingsValues(["a": .string(Self.large)])),
            .windowMessage(.string(Self.large)), .sidebarElements([element], key: nil),
        ]
        for event in events {
            var window = EventWindow(limits: EventWindow.Limits(events: 1000, bytes: 200_000))
            for _ in 0..<10 { window.append(event) }
            guard case .gap = window.read(after: LogPosition(0)) else {
                Issue.record("The window keeps more than it may.")
                continue
            }
        }
    }

    @Test func `the context lets its oldest messages go`() {
        let chat = ChatFixture { _ in }
        var context = ContextEntries(limits: ContextEntries.Limits(messages: 10, bytes: 200_000))
        for number in 0..<50 {
            var record = Self.record("\(number)")
            if number < 25 { record.output = Self.large }
            let live = LiveRecord(record, core: chat.session, scope: RunScope(parentID: nil))
            let isNew = context.append(live, as: record)
            let isNewAgain = context.append(live, as: record)
            #expect(isNew && !isNewAgain)
            if number == 24 { #expect(context.all.map(\.id) == ["22", "23", "24"]) }
        }
        #expect(context.all.map(\.id) == (40..<50).map(String.init))
    }

    @Test func `a message that has grown since it came counts with what it is`() {
        let chat = ChatFixture { _ in }
        var context = ContextEntries(limits: ContextEntries.Limits(messages: 10, bytes: 60_000))
        var record = Self.record("0")
        record.isStreaming = true
        let live = LiveRecord(record, core: chat.session, scope: RunScope(parentID: nil))
        _ = context.append(live, as: record)
        #expect(context.growing.map(\.id) == ["0"])
        record.output = String(repeating: "x", count: 60_000)
        record.isStreaming = false
        context.measure([record])
        #expect(context.growing.isEmpty)
        let next = Self.record("1")
        _ = context.append(LiveRecord(next, core: chat.session, scope: RunScope(parentID: nil)), as: next)
        #expect(context.all.map(\.id) == ["1"])
    }

    @Test(.timeLimit(.minutes(1))) func `a deep and wide tree under a message goes in one pass`() {
        var state = ChatState()
        _ = state.fold(.sent(Self.record("0")))
        for number in 1..<10_000 { _ = state.fold(.sent(Self.record("\(number)", under: "\(number - 1)"))) }
        for number in 10_000..<19_999 { _ = state.fold(.sent(Self.record("\(number)", under: "0"))) }
        _ = state.fold(.sent(Self.record("other")))
        _ = state.fold(.removed(Self.record("0")))
        #expect(state.snapshot(at: LogPosition(0)).records.map(\.id) == ["other"])
    }

    @Test func `entries keep their order through whatever is put in and taken out`() {
        var numbers = SplitMix(seed: 7)
        var entries = OrderedEntries<Int>()
        var model: [(id: String, value: Int)] = []
        for step in 0..<20_000 {
            let id = "\(numbers.next() % 300)"
            let position = model.firstIndex { $0.id == id }
            if numbers.next() % 2 == 0 {
                entries[id] = step
                if let position { model[position].value = step } else { model.append((id, step)) }
            } else {
                entries[id] = nil
                if let position { model.remove(at: position) }
            }
            guard step % 50 == 0 else { continue }
            #expect(entries.all == model.map(\.value) && entries.count == model.count)
            #expect(entries.first == model.first?.value && entries.last == model.last?.value)
            if let middle = model.dropFirst(model.count / 2).first {
                #expect(entries.all(after: middle.id) == model.dropFirst(model.count / 2 + 1).map(\.value))
            }
        }
    }
}
