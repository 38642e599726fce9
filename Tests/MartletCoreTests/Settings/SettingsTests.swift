import MartletCore
import Testing

struct SettingsTests {
    private static let panel = ChatSettings {
        Slider(id: "Temperature", label: "Temperature", initial: 0.5, in: 0...2, step: 0.1)
        Slider(id: "Top K", label: "Top K", initial: 50, in: 0...100, step: 1)
        Switch(id: "Streaming", label: "Stream Tokens", initial: true)
    }

    @Test func `values are read as the type that is asked for`() throws {
        let values = Self.panel.initialValues
        let temperature: Double = try values["Temperature"]
        let topK: Int = try values["Top K"]
        let asDouble: Double = try values["Top K"]
        let isStreaming: Bool = try values["Streaming"]
        let maybe: Int? = try values["Top K"]
        #expect(temperature == 0.5 && topK == 50 && asDouble == 50 && isStreaming && maybe == 50)
    }

    @Test func `an unknown id and a wrong type are refused in words`() {
        let values = Self.panel.initialValues
        #expect(throws: MartletError.self) { let _: Int = try values["Nothing"] }
        let error = #expect(throws: MartletError.self) { let _: Int = try values["Temperature"] }
        #expect(
            error?.message
                == "The setting \"Temperature\" is 0.5, which is not a whole number; read it as another type."
        )
    }

    @Test func `the panel has the form that Chainlit's clients expect`() {
        let widget = Self.panel.widgets[0].wireForm()
        #expect(widget["type"] == "slider" && widget["id"] == "Temperature" && widget["initial"] == 0.5)
        #expect(widget["min"] == 0 && widget["max"] == 2 && widget["step"] == 0.1)
        #expect(widget["tooltip"] == .null && widget["disabled"] == false)
    }

    @Test func `confirmed settings reach the handler with all values`() async throws {
        let chat = ChatFixture { hooks in
            hooks.onChatStart = { chat in try await chat.send(Self.panel) }
            hooks.onSettingsUpdate = { values, chat in
                let temperature: Double = try values["Temperature"]
                let topK: Int = try values["Top K"]
                try await chat.send("\(temperature) \(topK)")
            }
        }
        chat.session.start()
        await chat.recorder.wait(for: "task ended")
        try chat.session.changeSettings(["Temperature": 1])
        await chat.recorder.wait(for: "task ended")
        #expect(chat.recorder.events.contains("sent Bot: 1.0 50"))
    }

    @Test(arguments: [
        (
            "Temperature", "hot" as JSONValue,
            "The setting \"Temperature\" cannot be \"hot\"; give a number from 0 to 2."
        ),
        ("Temperature", 7, "The setting \"Temperature\" cannot be 7; give a number from 0 to 2."),
        ("Streaming", 1, "The setting \"Streaming\" cannot be 1; give true or false."),
        ("Streaming", nil, "The setting \"Streaming\" cannot be null; give true or false."),
        ("Seed", 1, "There is no setting \"Seed\"; there are \"Temperature\", \"Top K\", \"Streaming\"."),
    ])
    func `a value that does not fit is refused, and nothing changes`(id: String, value: JSONValue, message: String)
        async
    {
        let chat = ChatFixture { hooks in
            hooks.onChatStart = { chat in try await chat.send(Self.panel) }
        }
        chat.session.start()
        await chat.recorder.wait(for: "task ended")
        let error = #expect(throws: MartletError.self) {
            try chat.session.changeSettings([id: value, "Top K": 7])
        }
        #expect(error?.message == message)
        #expect(chat.session.snapshot.settings?.values == Self.panel.initialValues)
    }

    @Test func `a panel with a wrong widget is refused`() async {
        let chat = ChatFixture { hooks in
            hooks.onChatStart = { chat in
                try await chat.send(ChatSettings { Slider(id: "A", label: "A", initial: 11, in: 0...10) })
            }
        }
        chat.session.start()
        await chat.recorder.wait(for: "task ended")
        #expect(
            chat.recorder.events.contains("sent Error!: The setting \"A\" cannot be 11; give a number from 0 to 10.")
        )
    }
}
