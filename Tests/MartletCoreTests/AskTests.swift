import Foundation
import MartletCore
import Synchronization
import Testing

struct AskTests {
    /// A chat that asks as soon as it begins, and notes what comes of it.
    private static func chat(
        _ ask: @escaping @Sendable (Chat) async throws -> String
    ) -> ChatFixture {
        ChatFixture { hooks in
            hooks.onChatStart = { chat in
                let result = try await ask(chat)
                try await chat.send("got \(result)")
            }
        }
    }

    private static func askID(_ chat: ChatFixture) -> String { chat.session.snapshot.ask?.id ?? "" }

    @Test func `a question waits for the person's text, which becomes a message`() async {
        let chat = Self.chat { chat in try await chat.ask("Who are you?")?.content ?? "nothing" }
        chat.session.start()
        await chat.recorder.wait(for: "ask Who are you?")
        let reply: JSONValue = ["id": .string(Identifier.random()), "output": "Ada", "name": "User"]
        #expect(chat.session.answer(Self.askID(chat), with: reply, from: chat.viewer))
        await chat.recorder.wait(for: "sent Bot: got Ada")
        #expect(chat.recorder.events.contains("received Ada"))
        #expect(chat.recorder.events.contains("ask answered"))
        #expect(chat.recorder.events.contains("first interaction Ada"))
        #expect(chat.session.snapshot.ask == nil)
    }

    @Test func `the first of two answers counts`() async {
        let chat = Self.chat { chat in try await chat.ask("Who?")?.content ?? "nothing" }
        chat.session.start()
        await chat.recorder.wait(for: "ask Who?")
        let id = Self.askID(chat)
        #expect(chat.session.answer(id, with: ["output": "one"], from: nil))
        #expect(!chat.session.answer(id, with: ["output": "two"], from: nil))
        await chat.recorder.wait(for: "sent Bot: got one")
    }

    @Test func `a question ends when its time is over`() async {
        let chat = Self.chat { chat in
            try await chat.ask("Who?", timeout: .milliseconds(10)) == nil ? "nothing" : "something"
        }
        chat.session.start()
        await chat.recorder.wait(for: "sent Bot: got nothing")
        #expect(chat.recorder.events.contains("ask timedOut"))
    }

    @Test func `a question can throw when its time is over`() async {
        let chat = Self.chat { chat in
            do {
                _ = try await chat.ask("Who?", timeout: .milliseconds(10), throwsOnTimeout: true)
                return "no error"
            } catch let error as MartletError {
                return error.code.description
            }
        }
        chat.session.start()
        await chat.recorder.wait(for: "sent Bot: got askTimedOut")
        #expect(chat.recorder.events.filter { $0.hasPrefix("sent Bot: got") } == ["sent Bot: got askTimedOut"])
    }

    @Test func `stop takes the question back`() async {
        let chat = Self.chat { chat in try await chat.ask("Who?")?.content ?? "nothing" }
        chat.session.start()
        await chat.recorder.wait(for: "ask Who?")
        chat.session.stop()
        await chat.recorder.wait(for: "ask withdrawn")
        await chat.recorder.wait(for: "task ended")
        #expect(!chat.recorder.events.contains { $0.hasPrefix("sent Bot: got") })
    }

    @Test func `a choice is one of the actions that were offered`() async {
        let actions = [Action(name: "yes", label: "Yes"), Action(name: "no", label: "No")]
        let chat = Self.chat { chat in
            try await chat.askForAction("Sure?", actions: actions)?.name ?? "nothing"
        }
        chat.session.start()
        await chat.recorder.wait(for: "ask Sure?")
        let id = Self.askID(chat)
        #expect(!chat.session.answer(id, with: ["id": "somebody else's"], from: nil))
        #expect(chat.session.answer(id, with: ["id": .string(actions[1].id)], from: nil))
        await chat.recorder.wait(for: "sent Bot: got no")
        #expect(chat.recorder.events.contains("updated Bot: **Selected:** No"))
        #expect(chat.session.snapshot.actions.isEmpty)
    }

    @Test func `files are taken that are this session's, and no more than were asked for`() async throws {
        let chat = Self.chat { chat in
            let files = try await chat.askForFiles("A text?", accept: .mimeTypes(["text/plain"]), maxFiles: 1)
            return files?.map(\.name).joined(separator: ",") ?? "nothing"
        }
        chat.session.start()
        await chat.recorder.wait(for: "ask A text?")
        let file = try chat.session.files.store(.text("words"), name: "a.txt", mimeType: "text/plain")
        let other = try chat.session.files.store(.text("more"), name: "b.txt", mimeType: "text/plain")
        let id = Self.askID(chat)
        #expect(!chat.session.answer(id, with: [["id": "unknown"]], from: nil))
        #expect(
            chat.session.answer(
                id,
                with: [["id": "unknown"], ["id": .string(file.id)], ["id": .string(other.id)]],
                from: nil
            )
        )
        await chat.recorder.wait(for: "sent Bot: got a.txt")
        await chat.session.end()
        #expect(!FileManager.default.fileExists(atPath: file.path))
    }

    @Test func `an element that is asked for goes when it is answered`() async {
        let chat = Self.chat { chat in
            let values = try await chat.askForElement("Fill in.", element: .custom(name: "Form", props: ["a": 1]))
            return values?["summary"]?.stringValue ?? "nothing"
        }
        chat.session.start()
        await chat.recorder.wait(for: "ask Fill in.")
        #expect(chat.recorder.events.contains("element custom Form"))
        chat.session.answer(Self.askID(chat), with: ["submitted": true, "summary": "done"], from: nil)
        await chat.recorder.wait(for: "sent Bot: got done")
        #expect(chat.recorder.events.contains("updated Bot: Thanks for submitting"))
        #expect(chat.session.snapshot.elements.isEmpty)
    }

    @Test func `a question that waits below another one is asked again`() async {
        let chat = ChatFixture { hooks in
            hooks.onMessage = { message, chat in
                let answer = try await chat.ask("About \(message.content)?")
                try await chat.send("\(message.content): \(answer?.content ?? "nothing")")
            }
        }
        chat.say("one")
        await chat.recorder.wait(for: "ask About one?")
        let first = Self.askID(chat)
        chat.say("two")
        await chat.recorder.wait(for: "ask About two?")
        chat.session.answer(Self.askID(chat), with: ["output": "b"], from: nil)
        await chat.recorder.wait(for: "ask About one?")
        chat.session.answer(first, with: ["output": "a"], from: nil)
        await chat.recorder.wait(for: "sent Bot: one: a")
        #expect(chat.recorder.events.contains("sent Bot: two: b"))
    }

    @Test func `the embedding page's answer reaches the app`() async {
        let chat = Self.chat { chat in
            let value = try await chat.callFunction(name: "add", arguments: ["a": 1])
            return value?.description ?? "nothing"
        }
        chat.session.start()
        await chat.recorder.wait(for: "call add")
        let call = chat.session.snapshot.functionCalls.first
        #expect(call?.arguments == ["a": 1])
        chat.session.answerCall(call?.id ?? "", with: 3)
        await chat.recorder.wait(for: "sent Bot: got 3")
        #expect(chat.recorder.events.contains("call ended add"))
    }

    @Test func `a page that does not answer is not waited for for ever`() async {
        let chat = Self.chat { chat in
            try await chat.callFunction(name: "add", timeout: .milliseconds(10)) == nil ? "nothing" : "something"
        }
        chat.session.start()
        await chat.recorder.wait(for: "sent Bot: got nothing")
        #expect(chat.recorder.events.contains("call timed out add"))
    }
}
