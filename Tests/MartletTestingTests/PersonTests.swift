import Foundation
import Martlet
import MartletTesting
import Testing

/// What a person can do, and what is shown for it.
struct PersonTests {
    private static func app(_ configure: (ChatApp) -> Void) -> ChatApp {
        let app = ChatApp()
        configure(app)
        return app
    }

    @Test func `a message is answered`() async throws {
        let app = Self.app { app in
            app.onChatStart { chat in try await chat.send("Hello, \(chat.user?.identifier ?? "stranger").") }
            app.onMessage { message, chat in try await chat.send("You said: \(message.content)") }
        }
        let chat = try await TestApp(app).openChat(as: .user("ada"))
        #expect(chat.messages.map(\.content) == ["Hello, ada."])
        try await chat.send("hello")
        #expect(chat.messages.last?.content == "You said: hello")
        #expect(chat.messages.map(\.author) == ["Assistant", "ada", "Assistant"])
        #expect(!chat.isRunning && chat.pendingAsk == nil)
    }

    @Test func `a stream and its steps are shown as far as they have come`() async throws {
        let (steps, continuation) = AsyncStream.makeStream(of: Void.self)
        let app = Self.app { app in
            app.onMessage { message, chat in
                try await chat.step("search", type: .tool) { step in
                    try await step.update(input: message.content, output: "found")
                }
                let reply = chat.message()
                try await reply.stream("one ")
                for await _ in steps { break }
                try await reply.stream("two")
                try await reply.finish()
            }
        }
        let chat = try await TestApp(app).openChat()
        try await chat.send("go", waits: false)
        try await chat.wait(for: "the first word") { $0.messages.last?.content == "one " }
        #expect(chat.isRunning && chat.messages.last?.isStreaming == true)
        continuation.yield()
        try await chat.waitUntilIdle()
        #expect(chat.messages.last?.content == "one two" && chat.messages.last?.isStreaming == false)
        #expect(chat.steps.map(\.name) == ["search"])
        #expect(chat.steps[0].input == "go" && chat.steps[0].output == "found" && !chat.steps[0].isRunning)
    }

    @Test func `elements and toasts are shown, with their contents`() async throws {
        let app = Self.app { app in
            app.onMessage { message, chat in
                try await chat.send("Here.", elements: [.text("let x = 1", name: "code", language: "swift")])
                try await chat.toast("Saved", .success)
                try await chat.sidebar.setElements([.text("more", name: "notes")])
                try await chat.setCommands([Command(id: "draw")])
                try await chat.addTokens(3)
                try await chat.addTokens(4)
            }
        }
        let chat = try await TestApp(app).openChat()
        try await chat.send("go")
        #expect(try chat.messages.last?.elements.first?.text() == "let x = 1")
        #expect(chat.elements.map(\.name).contains("code"))
        #expect(chat.toasts == [TestToast("Saved", .success)])
        #expect(try chat.sidebarElements.first?.text() == "more")
        #expect(chat.commands.map(\.id) == ["draw"] && chat.tokensUsed == 7)
    }

    @Test func `a button is pressed`() async throws {
        let app = Self.app { app in
            app.onChatStart { chat in
                try await chat.send("Well?", actions: [Action(name: "approve", payload: ["id": 7], label: "Yes")])
            }
            app.onAction("approve") { action, chat in
                try await chat.send("Approved \(action.payload["id"] ?? nil)")
                try await action.remove(from: chat)
            }
        }
        let chat = try await TestApp(app).openChat()
        #expect(chat.actions.map(\.label) == ["Yes"] && chat.messages.last?.actions.count == 1)
        try await chat.click("approve")
        #expect(chat.messages.last?.content == "Approved 7" && chat.actions.isEmpty)
        let failure = await #expect(throws: TestFailure.self) { try await chat.click("approve") }
        #expect(failure?.description.contains("There is no button \"approve\"; there are none.") == true)
    }

    @Test func `a button's handler answers, fails, or asks itself`() async throws {
        struct Broken: Error {}
        let app = Self.app { app in
            app.onChatStart { chat in
                try await chat.send("", actions: ["count", "break", "ask"].map { Action(name: $0) })
            }
            app.onAction("count", returning: Int.self) { _, _ in 42 }
            app.onAction("break") { _, _ in throw Broken() }
            app.onAction("ask") { _, chat in
                let name = try await chat.ask("Who?")
                try await chat.send("It is \(name?.content ?? "nobody")")
            }
        }
        let chat = try await TestApp(app).openChat()
        #expect(try await chat.click("count") == 42)
        await #expect(throws: Broken.self) { try await chat.click("break") }
        #expect(chat.messages.last?.isError == true)
        try await chat.click("ask")
        #expect(chat.pendingAsk?.message.output == "Who?")
        try await chat.answer("Ada")
        #expect(chat.messages.last?.content == "It is Ada")
    }

    @Test func `settings are changed, edited, and checked`() async throws {
        let app = Self.app { app in
            app.onChatStart { chat in
                try await chat.send(ChatSettings { Slider(id: "Temperature", label: "T", initial: 0.5, in: 0...2) })
            }
            app.onSettingsUpdate { settings, chat in
                let value: Double = try settings["Temperature"]
                try await chat.send("now \(value)")
            }
            app.onSettingsEdit { settings, chat in
                let value: Double = try settings["Temperature"]
                try await chat.toast("perhaps \(value)")
            }
        }
        let chat = try await TestApp(app).openChat()
        #expect(chat.settingsPanel?.widgets.count == 1)
        try await chat.editSettings(["Temperature": 1])
        #expect(chat.toasts.last?.message == "perhaps 1.0")
        try await chat.changeSettings(["Temperature": 0.7])
        #expect(chat.messages.last?.content == "now 0.7")
        #expect(try chat.settings["Temperature"] == 0.7)
        await #expect(throws: MartletError.self) { try await chat.changeSettings(["Temperature": 7]) }
    }

    @Test func `what runs is stopped`() async throws {
        let app = Self.app { app in
            app.onMessage { _, chat in
                try await chat.send("thinking")
                try await Task.sleep(for: .seconds(3600))
                try await chat.send("never")
            }
            app.onStop { chat in try await chat.send("stopped") }
        }
        let chat = try await TestApp(app).openChat()
        try await chat.send("go", waits: false)
        try await chat.wait(for: "the first answer") { $0.messages.last?.content == "thinking" }
        try await chat.stop()
        #expect(chat.messages.last?.content == "stopped")
        #expect(!chat.messages.contains { $0.content == "never" })
    }

    @Test func `a message is edited, and answered anew`() async throws {
        let app = Self.app { app in
            app.onMessage { message, chat in try await chat.send("You said: \(message.content)") }
        }
        let chat = try await TestApp(app).openChat()
        try await chat.send("helo")
        try await chat.edit(try #require(chat.messages.first), to: "hello")
        #expect(chat.messages.map(\.content) == ["hello", "You said: hello"])
    }

    @Test func `files go with a message`() async throws {
        let app = Self.app { app in
            app.onMessage { message, chat in
                let file = try #require(message.elements.first)
                let text = String(decoding: try await file.content(), as: UTF8.self)
                try await chat.send("\(file.name): \(text)")
            }
        }
        let chat = try await TestApp(app) {
            $0.features.spontaneousFileUpload.accept = .mimeTypes(["text/plain"])
        }.openChat()
        try await chat.send("look", files: [TestFile("a.txt", text: "words")])
        #expect(chat.messages.last?.content == "a.txt: words")
        let failure = await #expect(throws: TestFailure.self) {
            try await chat.send("look", files: [TestFile("a.png", Data([1]))])
        }
        #expect(failure?.description == "The app does not take a.png of the type image/png.")
    }

    @Test func `commands and modes go with a message`() async throws {
        let app = Self.app { app in
            app.onMessage { message, chat in
                try await chat.send("\(message.command ?? "none") \(message.modes["model"] ?? "none")")
            }
        }
        let chat = try await TestApp(app).openChat()
        try await chat.send("go", command: "draw", modes: ["model": "small"])
        #expect(chat.messages.last?.content == "draw small")
    }

    @Test func `the page that embeds the chat talks with the app`() async throws {
        let app = Self.app { app in
            app.onMessage { _, chat in
                let title = try await chat.callFunction(name: "title", arguments: ["short": true])
                try await chat.send("The title is \(title ?? "unknown")")
            }
            app.onWindowMessage { value, chat in try await chat.postToWindow(["echo": value]) }
        }
        let chat = try await TestApp(app).openChat(clientType: .copilot)
        try await chat.send("title?")
        #expect(chat.pendingCalls.first?.arguments == ["short": true])
        try await chat.returnFromFunction("title", "Home")
        #expect(chat.messages.last?.content == "The title is \"Home\"")
        try await chat.postFromWindow("hi")
        #expect(chat.windowMessages == [["echo": "hi"]])
    }

    @Test func `the person speaks`() async throws {
        let app = Self.app { app in
            app.onAudioStart { chat in chat.user != nil }
            app.onAudioChunk { chunk, chat in
                try await chat.sendAudio(chunk.data, track: chunk.isStart ? "first" : "next")
            }
            app.onAudioEnd { chat in try await chat.send("heard") }
        }
        let test = TestApp(app) { $0.features.audio.enabled = true }
        let chat = try await test.openChat(as: .user("ada"))
        #expect(try await chat.speak(Data([1, 2]), Data([3])))
        #expect(chat.heard.map(\.track) == ["first", "next"] && chat.messages.last?.content == "heard")
        let stranger = try await test.openChat()
        #expect(try await stranger.speak(Data([1])) == false)
        await #expect(throws: TestFailure.self) { try await TestApp(app).openChat(as: .user("ada")).speak(Data()) }
    }

    @Test func `profiles, starters, keys and feedback`() async throws {
        let judged = Mailbox<Feedback>()
        let app = Self.app { app in
            app.chatProfiles { user in
                [
                    ChatProfile(name: "fast", starters: [Starter(label: "Hi", message: "hi")]) { $0.ui.name = "Swift" },
                    ChatProfile(name: "deep"),
                ]
            }
            app.starters { _ in [Starter(label: "Own", message: "own")] }
            app.onMessage { _, chat in
                try await chat.send("\(chat.profile ?? "none") \(chat.environment["KEY"] ?? "none") \(chat.language)")
            }
            app.onFeedback { judged.put($0) }
        }
        let test = TestApp(app) { $0.project.userEnv = ["KEY"] }
        let chat = try await test.openChat(profile: "fast", environment: ["KEY": "secret"], language: "de-DE")
        try await chat.send("go")
        #expect(chat.messages.last?.content == "fast secret de-DE" && chat.messages.last?.author == "Swift")
        try await chat.judge(try #require(chat.messages.last), isGood: true, comment: "fine")
        #expect(judged.all.map(\.value) == [1])
        #expect(try await test.starters(profile: "fast").map(\.label) == ["Hi"])
        #expect(try await test.starters(profile: "deep").map(\.label) == ["Own"])
        let usual = try await test.openChat(environment: ["KEY": "secret"])
        try await usual.send("go")
        #expect(usual.messages.last?.content == "fast secret en-US")
        let unknown = await #expect(throws: TestFailure.self) { try await test.openChat(profile: "slow") }
        #expect(unknown?.description == "The app has no profile \"slow\"; there are \"fast\", \"deep\".")
        let missing = await #expect(throws: TestFailure.self) { try await test.openChat() }
        #expect(missing?.description == "The app asks for KEY; give them as `environment`.")
    }

    @Test func `the default profile, starters under headings, and signing out`() async throws {
        let left = Mailbox<String>()
        let app = Self.app { app in
            app.chatProfiles { _ in [ChatProfile(name: "fast"), ChatProfile(name: "deep", isDefault: true)] }
            app.starterCategories { _ in [StarterCategory(label: "Ideas", starters: [])] }
            app.onMessage { _, chat in try await chat.send(chat.profile ?? "none") }
            app.onLogout { user in left.put(user?.identifier ?? "nobody") }
        }
        let test = TestApp(app)
        let chat = try await test.openChat()
        try await chat.send("go")
        #expect(chat.messages.last?.content == "deep")
        #expect(try await test.starterCategories().map(\.label) == ["Ideas"])
        try await test.signOut(.user("ada"))
        try await test.signOut(nil)
        #expect(left.all == ["ada", "nobody"])
    }

    @Test func `a custom element's script changes it and takes it away`() async throws {
        let app = Self.app { app in
            app.onMessage { _, chat in
                try await chat.send("Here.", elements: [.custom(name: "Counter", props: ["n": 1])])
            }
        }
        let chat = try await TestApp(app).openChat()
        try await chat.send("go")
        let element = try #require(chat.elements.first)
        try chat.change(element, props: ["n": 2])
        #expect(try chat.elements.first?.text() == #"{"n":2}"#)
        try chat.remove(element)
        #expect(chat.elements.isEmpty)
        #expect(throws: TestFailure.self) { try chat.change(element, props: [:]) }
        #expect(throws: TestFailure.self) { try chat.remove(element) }
    }

    @Test func `an app's own life begins and ends once`() async throws {
        let log = Mailbox<String>()
        let app = Self.app { app in
            app.onAppStartup { log.put("startup") }
            app.onAppShutdown { log.put("shutdown") }
            app.onChatEnd { chat in log.put("end of \(chat.user?.identifier ?? "")") }
        }
        let test = TestApp(app)
        let ada = try await test.openChat(as: .user("ada"))
        let grace = try await test.openChat(as: .user("grace"))
        await grace.end()
        #expect(ada.isConnected && grace.isEnded)
        try await test.shutDown()
        #expect(log.all == ["startup", "end of grace", "end of ada", "shutdown"])
        await #expect(throws: TestFailure.self) { try await ada.send("hello?") }
    }
}
