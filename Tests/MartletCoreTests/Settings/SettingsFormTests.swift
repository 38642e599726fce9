import Foundation
import MartletCore
import Testing

private enum Mood: String, CaseIterable, CustomStringConvertible {
    case calm, merry
    var description: String { self.rawValue.capitalized }
}

private struct Options: SettingsForm {
    @Slider("Temperature", in: 0...2, step: 0.1) var temperature = 0.5
    @Slider("Top K", in: 0...100) var topK = 50
    @Slider("Penalty", in: 0...2, step: 0.1) var penalty: Float = 1.1
    @Switch("Stream tokens") var streaming = true
    @Checkbox("Remember") var remembers = false
    @Select("Model", id: "model-name", items: ["Small": "s", "Large": "l"]) var model = "s"
    @Select("Voice", items: ["one", "two"]) var voice: String? = nil
    @Select("Mood") var mood = Mood.calm
    @RadioGroup("Other mood") var otherMood: Mood? = nil
    @MultiSelect("Tools", items: ["search", "code"]) var tools = ["search"]
    @MultiSelect("Moods") var moods = [Mood.merry]
    @TextInput("Name", placeholder: "Ada") var name = ""
    @TextInput("Prompt", isMultiline: true) var prompt: String? = nil
    @NumberInput("Seed") var seed: Int? = nil
    @NumberInput("Limit") var limit = 10
    @Tags("Stop words") var stop = ["END"]
    @DatePicker("Due", minDate: "2026-01-01") var due: CalendarDate? = nil
    @DatePicker("Trip") var trip: ClosedRange<CalendarDate>? = nil
    /// No widget: left alone.
    var note = "kept"
}

private struct Tabbed: SettingsForm {
    struct Model: SettingsForm {
        @Slider("Temperature", in: 0...2, step: 0.1) var temperature = 0.5
    }
    struct Look: SettingsForm {
        @Checkbox("Dark") var isDark = false
    }
    @Tab("Model") var model = Model()
    @Tab("Look", id: "look-tab") var look = Look()
}

struct SettingsFormTests {
    @Test func `properties name the settings and hold the initial values`() {
        let values = Options().values.all
        #expect(
            values == [
                "temperature": 0.5, "topK": 50, "penalty": 1.1, "streaming": true, "remembers": false,
                "model-name": "s", "voice": nil, "mood": "calm", "otherMood": nil, "tools": ["search"],
                "moods": ["merry"], "name": "", "prompt": nil, "seed": nil, "limit": 10, "stop": ["END"],
                "due": nil, "trip": nil,
            ]
        )
    }

    @Test func `the panel comes from the type, in the order of the properties`() {
        let panel = Options().panel
        #expect(panel.widgets.map(\.id).prefix(3) == ["temperature", "topK", "penalty"])
        #expect(panel.widgets.map(\.label).prefix(2) == ["Temperature", "Top K"])
        #expect(panel.widgets[1].wireForm()["max"] == 100)
        #expect(
            panel.widgets[7].wireForm()["items"]
                == [["label": "Calm", "value": "calm"], ["label": "Merry", "value": "merry"]]
        )
    }

    @Test func `a form is filled from values`() throws {
        var values = Options().values.all
        values.merge([
            "temperature": 1, "topK": 7, "penalty": 0.5, "streaming": false, "remembers": true, "model-name": "l",
            "voice": "two", "mood": "merry", "otherMood": "calm", "tools": ["code", "search"], "moods": [],
            "name": "Grace", "prompt": "Say…", "seed": 42, "limit": 3, "stop": [], "due": "2026-05-20",
            "trip": ["2026-05-20", "2026-05-27"],
        ]) { $1 }
        let options = try Options(SettingsValues(values))
        #expect(options.temperature == 1 && options.topK == 7 && options.penalty == 0.5 && !options.streaming)
        #expect(options.remembers && options.model == "l" && options.voice == "two")
        #expect(options.mood == .merry && options.otherMood == .calm)
        #expect(options.tools == ["code", "search"] && options.moods.isEmpty && options.stop.isEmpty)
        #expect(options.name == "Grace" && options.prompt == "Say…" && options.seed == 42 && options.limit == 3)
        #expect(options.due == CalendarDate(year: 2026, month: 5, day: 20))
        #expect(options.trip?.upperBound.description == "2026-05-27")
        #expect(options.note == "kept")
        #expect(options.values.all == values)
    }

    @Test func `forms are values, and nothing they share can be written`() throws {
        let first = try Options(Options().values)
        var second = first
        second.temperature = 2
        #expect(first.temperature == 0.5 && second.temperature == 2 && Options().temperature == 0.5)
        #expect(second.values.all["temperature"] == 2)
    }

    @Test func `an emptied field is empty, and a number that must be there is refused`() throws {
        let panel = Options().panel
        func widget(_ id: String) throws -> any SettingsWidget {
            try #require(panel.widgets.first { $0.id == id })
        }
        #expect(try widget("name").validated(nil) == "")
        #expect(try widget("prompt").validated(nil) == nil)
        #expect(try widget("seed").validated("7") == 7)
        #expect(throws: MartletError.self) { try widget("seed").validated(0.5) }
        let number = #expect(throws: MartletError.self) { try widget("limit").validated(nil) }
        #expect(number?.message == "The setting \"limit\" cannot be null; give a whole number.")
        let slider = #expect(throws: MartletError.self) { try widget("topK").validated(7.6) }
        #expect(slider?.message == "The setting \"topK\" cannot be 7.6; give a whole number from 0 to 100.")
        let choice = #expect(throws: MartletError.self) { try widget("mood").validated("sad") }
        #expect(choice?.message == "The setting \"mood\" cannot be \"sad\"; give one of \"calm\", \"merry\".")
        #expect(throws: MartletError.self) { try widget("mood").validated(nil) }
    }

    @Test func `values of another panel are refused in words`() {
        let missing = #expect(throws: MartletError.self) { try Tabbed(SettingsValues(["temperature": 1])) }
        #expect(missing?.code == .unknownSetting)
        #expect(missing?.message == "There is no setting \"isDark\"; there are \"temperature\".")
        let wrong = #expect(throws: MartletError.self) {
            try Tabbed(SettingsValues(["temperature": "hot", "isDark": false]))
        }
        #expect(wrong?.code == .invalidSetting)
        #expect(
            wrong?.message
                == "The setting \"temperature\" is \"hot\", which is no Double; give its property another type."
        )
    }

    @Test func `a property around a form is a tab`() throws {
        let panel = Tabbed().panel
        let tabs = panel.contents.map { content in
            guard case .tab(let id, let label, let widgets) = content else { return "none" }
            return "\(id) \(label) \(widgets.map(\.id))"
        }
        #expect(tabs == ["model Model [\"temperature\"]", "look-tab Look [\"isDark\"]"])
        let form = try Tabbed(SettingsValues(["temperature": 1.5, "isDark": true]))
        #expect(form.model.temperature == 1.5 && form.look.isDark)
        var other = form
        other.model.temperature = 0
        #expect(form.model.temperature == 1.5 && other.values.all["temperature"] == 0)
    }

    @Test func `a chat is sent a form and hands it back`() async throws {
        let chat = ChatFixture { hooks in
            hooks.onChatStart = { chat in
                let options = try await chat.send(Options.self)
                try await chat.send("\(options.temperature) \(options.mood)")
            }
            hooks.onSettingsUpdate = { values, chat in
                let options = try Options(values)
                #expect(try chat.settings(as: Options.self).topK == options.topK)
                try await chat.send("\(options.topK) \(options.due?.description ?? "none")")
            }
            hooks.onSettingsEdit = { values, chat in
                var options = try Options(values)
                options.topK = 1
                try await chat.refresh(options)
            }
        }
        chat.session.start()
        await chat.recorder.wait(for: "task ended")
        #expect(chat.recorder.events.contains("sent Bot: 0.5 Calm"))
        try chat.session.changeSettings(["topK": 9, "due": "2026-05-19T22:00:00.000Z"])
        await chat.recorder.wait(for: "task ended")
        #expect(chat.recorder.events.contains("sent Bot: 9 2026-05-20"))
        try chat.session.editSettings(["topK": 99])
        await chat.recorder.wait(for: "task ended")
        #expect(chat.session.snapshot.settings?.values.all["topK"] == 1)
    }

    @Test func `a form that was changed is sent with its values`() async throws {
        let chat = ChatFixture { hooks in
            hooks.onChatStart = { chat in
                var options = Options()
                options.temperature = 2
                try await chat.send(options)
            }
        }
        chat.session.start()
        await chat.recorder.wait(for: "task ended")
        #expect(chat.session.snapshot.settings?.values.all["temperature"] == 2)
    }
}

struct CalendarDateTests {
    @Test(arguments: ["2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"])
    func `an ISO date is read and written`(text: String) {
        #expect(CalendarDate(iso8601: text)?.description == text)
    }

    @Test(arguments: [
        "2023-02-29", "1900-02-29", "2026-13-01", "2026-00-01", "2026-01-00", "2026-04-31", "0000-01-01",
        "2026-1-1", "20260101", "2026-01-01T00:00:00Z", "+026-01-01", "２０２６-01-01", "",
    ])
    func `anything else is none`(text: String) {
        #expect(CalendarDate(iso8601: text) == nil)
    }

    @Test func `a day begins at its midnight`() throws {
        let day = try #require(CalendarDate(year: 2026, month: 5, day: 20))
        #expect(day.start().timeIntervalSince1970 == 1_779_235_200)
        let berlin = try #require(TimeZone(secondsFromGMT: 7200))
        #expect(day.start(in: berlin).timeIntervalSince1970 == 1_779_228_000)
    }
}
