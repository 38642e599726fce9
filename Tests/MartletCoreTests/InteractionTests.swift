import Foundation
import Logging
import MartletCore
import Synchronization
import Testing

struct InteractionTests {
    @Test func `a button runs its handler with what the app gave it, and answers`() async throws {
        let chat = ChatFixture { hooks in
            hooks.onAction["add"] = { action, chat in
                try await chat.send("payload \(action.payload["n"] ?? .null)")
                return ["ok": true]
            }
        }
        var pressed = Action(name: "add", payload: ["n": 5])
        #expect(try await chat.session.press(pressed) == ["ok": true])
        #expect(chat.recorder.events.contains("sent Bot: payload 5"))
        #expect(chat.recorder.events.contains("first interaction add"))
        pressed.name = "other"
        await #expect(throws: MartletError.self) { try await chat.session.press(pressed) }
    }

    @Test func `an edited message takes what came after it away and is answered anew`() async throws {
        let chat = ChatFixture { hooks in
            hooks.onMessage = { message, chat in
                try await chat.step("think", type: .tool) { _ in }
                try await chat.send("echo \(message.content) of \(chat.messages.count)")
            }
        }
        let id = Identifier.random()
        chat.say("one", id: id)
        await chat.recorder.wait(for: "task ended")
        chat.say("two")
        await chat.recorder.wait(for: "task ended")
        try chat.session.edit(id, content: "uno")
        await chat.recorder.wait(for: "task ended")
        let messages = chat.session.snapshot.records.filter { $0.type.isMessage }
        #expect(messages.map(\.output) == ["uno", "echo uno of 1"])
        #expect(chat.session.snapshot.records.filter { $0.name == "think" }.count == 1)
        #expect(throws: MartletError.self) { try chat.session.edit("unknown", content: "x") }
        #expect(throws: MartletError.self) { try chat.session.edit(messages[1].id, content: "x") }
    }

    @Test func `the context holds the messages of both sides in order`() async {
        let chat = ChatFixture { hooks in
            hooks.onMessage = { _, chat in
                try await chat.send("answer")
                let roles = chat.messages.openAIMessages.map { "\($0["role"] ?? ""):\($0["content"] ?? "")" }
                try await chat.send(roles.joined(separator: " "))
            }
        }
        chat.say("hello")
        await chat.recorder.wait(for: "sent Bot: user:hello assistant:answer")
        #expect(chat.session.snapshot.records.filter(\.type.isMessage).count == 3)
    }

    @Test func `an app takes messages into the context and out of it`() async {
        let chat = ChatFixture { hooks in
            hooks.onMessage = { message, chat in
                let hidden = chat.message("be brief", type: .systemMessage)
                chat.messages.add(hidden)
                chat.messages.add(hidden)
                let added = chat.messages.all.map(\.content)
                chat.messages.remove(message)
                let removed = chat.messages.all.map(\.content)
                chat.messages.clear()
                try await chat.send("\(added) \(removed) \(chat.messages.count)")
            }
        }
        chat.say("hello")
        await chat.recorder.wait(for: #"sent Bot: ["hello", "be brief"] ["be brief"] 0"#)
        // What is out of the context is still shown; what was never sent is not.
        #expect(chat.session.snapshot.records.filter(\.type.isMessage).map(\.output).first == "hello")
        #expect(!chat.recorder.events.contains { $0.contains("be brief") && !$0.contains("[") })
    }

    @Test func `values of the embedding page are no runs that a person began`() async throws {
        let chat = ChatFixture { hooks in
            hooks.onWindowMessage = { value, chat in try await chat.send("window \(value)") }
        }
        for number in 0..<100 { chat.session.receiveWindowMessage(.int(number)) }
        let expected = Set((0..<100).map { "sent Bot: window \($0)" })
        for _ in 0..<10_000 where !expected.isSubset(of: chat.recorder.events) {
            try await Task.sleep(for: .milliseconds(1))
        }
        #expect(expected.isSubset(of: chat.recorder.events))
        #expect(!chat.recorder.events.contains { $0.hasPrefix("toast") || $0.hasPrefix("task") })
    }

    @Test func `sound reaches the app in order, and its end comes last`() async {
        let chat = ChatFixture(configuration: .withSound) { hooks in
            hooks.onAudioStart = { _ in true }
            hooks.tellWhatIsHeard()
        }
        chat.session.startAudio()
        await chat.recorder.wait(for: "audio on")
        for count in 1...20 { chat.session.receive(InputAudioChunk(data: Data(count: count))) }
        chat.session.endAudio()
        await chat.recorder.wait(for: "sent Bot: heard \(Array(1...20))")
        #expect(chat.recorder.events.contains("first interaction audio"))
    }

    @Test func `the microphone stays closed where the app says so, and where sound is off`() async {
        let chat = ChatFixture(configuration: .withSound) { hooks in
            hooks.onAudioStart = { _ in false }
        }
        chat.session.startAudio()
        await chat.recorder.wait(for: "audio off")
        let silent = ChatFixture { hooks in hooks.onAudioStart = { _ in true } }
        silent.session.startAudio()
        silent.say("hello")
        await silent.recorder.wait(for: "task ended")
        #expect(!silent.recorder.events.contains { $0.hasPrefix("audio") })
    }

    @Test func `authors and steps are renamed, runs of handlers are not`() async {
        let chat = ChatFixture { hooks in
            hooks.authorRename = { $0 == "Bot" ? "Robin" : "a " + $0 }
            hooks.onMessage = { _, chat in
                try await chat.step("tool", type: .tool) { _ in }
                try await chat.send("hi")
                try await chat.message(author: "Ada").stream("there")
            }
        }
        chat.say("go")
        await chat.recorder.wait(for: "task ended")
        let names = chat.session.snapshot.records.map(\.name)
        #expect(names == ["User", "on_message", "a tool", "Robin", "a Ada"])
    }

    @Test func `a stopped handler sends nothing more`() async {
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let chat = ChatFixture { hooks in
            hooks.onMessage = { _, chat in
                open.yield()
                try? await Task.sleep(for: .seconds(3600))
                try await chat.send("too late")
            }
        }
        chat.say("go")
        for await _ in gate { break }
        chat.session.stop()
        await chat.recorder.wait(for: "task ended")
        #expect(!chat.recorder.events.contains("sent Bot: too late"))
    }

    @Test func `commands, modes, side bar and window are told and kept`() async throws {
        let chat = ChatFixture { hooks in
            hooks.onMessage = { message, chat in
                try await chat.setCommands([Command(id: "Search", icon: "globe")])
                try await chat.setModes([Mode(id: "llm", name: "Model", options: [ModeOption(id: "a", name: "A")])])
                try await chat.sidebar.setTitle("Side")
                try await chat.sidebar.setElements([.text("words", name: "note")], key: "k")
                try await chat.postToWindow(["a": 1])
                try await chat.addTokens(42)
                try await chat.send("\(message.command ?? "-") \(message.modes["llm"] ?? "-")")
            }
            hooks.onWindowMessage = { value, chat in try await chat.send("window \(value)") }
        }
        chat.session.receive(
            IncomingMessage(content: "go", command: "Search", modes: ["llm": "a"]),
            from: chat.viewer
        )
        await chat.recorder.wait(for: "sent Bot: Search a")
        let snapshot = chat.session.snapshot
        #expect(snapshot.commands.map(\.id) == ["Search"] && snapshot.modes.map(\.id) == ["llm"])
        #expect(snapshot.sidebar.title == "Side" && snapshot.sidebar.elements.map(\.name) == ["note"])
        #expect(chat.recorder.events.contains("tokens 42") && chat.recorder.events.contains("window {a: 1}"))
        chat.session.receiveWindowMessage("hi")
        await chat.recorder.wait(for: "sent Bot: window \"hi\"")
        await chat.session.end()
    }
}
