import MartletCore
import Testing

/// Panels as wholes: tabs, ill-defined ones, disabled widgets, panels that replace others.
struct PanelTests {
    private static func message(_ widget: any SettingsWidget) async -> String? {
        await self.message(ChatSettings([widget]))
    }

    /// What a chat says when its start sends a panel.
    private static func message(_ panel: ChatSettings) async -> String? {
        let chat = ChatFixture { hooks in
            hooks.onChatStart = { chat in try await chat.send(panel) }
        }
        chat.session.start()
        await chat.recorder.wait(for: "task ended")
        let prefix = "sent Error!: "
        return chat.recorder.events.first { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
    }

    private static let illDefined: [(any SettingsWidget, String)] = [
        (Switch(id: "", label: "X"), "A switch has the id \"\" and the label \"X\"; give both."),
        (Switch(id: "x", label: ""), "A switch has the id \"x\" and the label \"\"; give both."),
        (
            Select(id: "x", label: "X"),
            "The setting \"x\" has neither values nor items; give it something to choose from."
        ),
        (
            MultiSelect(id: "x", label: "X", values: ["a"], items: ["A": "a"]),
            "The setting \"x\" has both values and items; give one of them."
        ),
        (
            RadioGroup(id: "x", label: "X", items: ["A": "a"], initialIndex: 0),
            "The setting \"x\" has an initialIndex without values; give initialValue with items."
        ),
        (
            Select(id: "x", label: "X", values: ["a", "b"], initialIndex: 2),
            "The setting \"x\" has the initialIndex 2; give one from 0 to 1."
        ),
        (
            Select(id: "x", label: "X", values: ["a", "a"]),
            "The setting \"x\" has the value \"a\" twice; give each item a value of its own."
        ),
        (
            Select(id: "x", label: "X", values: ["a"], initialValue: "b"),
            "The setting \"x\" cannot be \"b\"; give one of \"a\"."
        ),
        (Slider(id: "x", label: "X", step: 0), "The setting \"x\" has the step 0; give one above 0."),
        (
            DatePicker(id: "x", label: "X", initial: "20 May"),
            "The setting \"x\" has the initial value \"20 May\"; write it as an ISO date such as 2026-05-20."
        ),
        (
            DatePicker(id: "x", label: "X", maxDate: "2026-5-20"),
            "The setting \"x\" has the maxDate \"2026-5-20\"; write it as an ISO date such as 2026-05-20."
        ),
        (
            DatePicker(id: "x", label: "X", minDate: "2026-05-20", maxDate: "2026-05-19"),
            "The setting \"x\" has the minDate 2026-05-20 after the maxDate 2026-05-19; exchange them."
        ),
        (
            DatePicker(id: "x", label: "X", initialRange: ("2026-05-20", "2026-05-19")),
            "The setting \"x\" begins with 2026-05-20 after 2026-05-19; exchange them."
        ),
        (
            DatePicker(id: "x", label: "X", initial: "2026-05-20", minDate: "2026-06-01"),
            "The setting \"x\" cannot be \"2026-05-20\"; give a date from 2026-06-01 on."
        ),
    ]

    @Test(arguments: illDefined.indices)
    func `an ill-defined widget is refused when it is sent`(index: Int) async {
        let (widget, message) = Self.illDefined[index]
        #expect(await Self.message(widget) == message)
    }

    @Test func `ids are unique across tabs`() async {
        let panel = ChatSettings {
            Tab(id: "one", label: "One") { Switch(id: "x", label: "X") }
            Tab(id: "two", label: "Two") { Switch(id: "x", label: "X") }
        }
        #expect(await Self.message(panel) == "Two settings have the id \"x\"; give each widget an id of its own.")
        let tabs = ChatSettings {
            Tab(id: "one", label: "One") { Switch(id: "x", label: "X") }
            Tab(id: "one", label: "Two") { Switch(id: "y", label: "Y") }
        }
        #expect(await Self.message(tabs) == "Two tabs have the id \"one\"; give each tab an id of its own.")
        #expect(
            await Self.message(ChatSettings { Tab(id: "", label: "One") {} })
                == "A tab has the id \"\" and the label \"One\"; give both."
        )
    }

    @Test func `values of tabs lie flat, by widget id`() async throws {
        let isLarge = true
        let chat = ChatFixture { hooks in
            hooks.onChatStart = { chat in
                let values = try await chat.send(
                    ChatSettings {
                        Tab(id: "model", label: "Model") {
                            Slider(id: "temperature", label: "Temperature", initial: 0.5, in: 0...2, step: 0.1)
                            if isLarge { Switch(id: "streaming", label: "Streaming", initial: true) }
                        }
                        Tab(id: "look", label: "Look") {
                            for name in ["red", "blue"] { Checkbox(id: name, label: name) }
                        }
                    }
                )
                try await chat.send(values.all.keys.sorted().joined(separator: " "))
            }
        }
        chat.session.start()
        await chat.recorder.wait(for: "task ended")
        #expect(chat.recorder.events.contains("sent Bot: blue red streaming temperature"))
        try chat.session.changeSettings(["red": true, "temperature": 1])
        #expect(chat.session.snapshot.settings?.values.all["red"] == true)
    }

    @Test func `a disabled widget keeps its value`() async throws {
        let chat = ChatFixture { hooks in
            hooks.onChatStart = { chat in
                try await chat.send(
                    ChatSettings {
                        Switch(id: "fixed", label: "Fixed", initial: true, isDisabled: true)
                        Switch(id: "free", label: "Free")
                    }
                )
            }
        }
        chat.session.start()
        await chat.recorder.wait(for: "task ended")
        // Clients send every widget's value, also those that nobody could change.
        try chat.session.changeSettings(["fixed": true, "free": true])
        let error = #expect(throws: MartletError.self) { try chat.session.changeSettings(["fixed": false]) }
        #expect(error?.message == "The setting \"fixed\" is disabled; leave it as it is.")
    }

    @Test func `a disabled widget that is shown anew with another value does not stand in the way`() async throws {
        let chat = ChatFixture { hooks in
            hooks.onChatStart = { chat in
                try await chat.send(
                    ChatSettings {
                        Switch(id: "free", label: "Free")
                        TextInput(id: "state", label: "State", initial: "off", isDisabled: true)
                    }
                )
            }
            hooks.onSettingsEdit = { values, chat in
                let isOn: Bool = try values["free"]
                try await chat.refresh(
                    ChatSettings {
                        Switch(id: "free", label: "Free", initial: isOn)
                        TextInput(id: "state", label: "State", initial: isOn ? "on" : "off", isDisabled: true)
                    }
                )
            }
        }
        chat.session.start()
        await chat.recorder.wait(for: "task ended")
        try chat.session.editSettings(["free": true, "state": "off"])
        await chat.recorder.wait(for: "task ended")
        try chat.session.changeSettings(["free": true, "state": "on"])
        #expect(chat.session.snapshot.settings?.values.all["free"] == true)
        #expect(throws: MartletError.self) { try chat.session.changeSettings(["state": "broken"]) }
    }

    @Test func `another panel can be shown without touching the values`() async throws {
        let chat = ChatFixture { hooks in
            hooks.onChatStart = { chat in
                try await chat.send(
                    ChatSettings {
                        Select(id: "kind", label: "Kind", values: ["bird", "fish"], initialIndex: 0)
                        TextInput(id: "name", label: "Name", initial: "Ada")
                    }
                )
            }
            hooks.onSettingsEdit = { values, chat in
                let kind: String = try values["kind"]
                try await chat.refresh(
                    ChatSettings {
                        Select(id: "kind", label: "Kind", values: ["bird", "fish"], initialValue: kind)
                        if kind == "fish" { Slider(id: "depth", label: "Depth", initial: 3) }
                    }
                )
                let held: String = try chat.settings["kind"]
                try await chat.send("\(kind), held \(held)")
            }
        }
        chat.session.start()
        await chat.recorder.wait(for: "task ended")
        try chat.session.editSettings(["kind": "fish", "name": "Ada"])
        await chat.recorder.wait(for: "task ended")
        #expect(chat.recorder.events.contains("settings kind,depth"))
        #expect(chat.recorder.events.contains("sent Bot: fish, held bird"))
        #expect(chat.session.snapshot.settings?.values.all["kind"] == "fish")
        try chat.session.changeSettings(["kind": "fish", "depth": 7])
        #expect(chat.session.snapshot.settings?.values.all["depth"] == 7)
        #expect(chat.session.snapshot.settings?.values.all["name"] == "Ada")
    }
}
