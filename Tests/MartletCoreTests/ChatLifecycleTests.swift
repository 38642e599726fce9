import MartletCore
import Synchronization
import Testing

struct ChatLifecycleTests {
    @Test func `a message runs the handler inside a step that clients know by name`() async {
        let chat = ChatFixture { hooks in
            hooks.onMessage = { message, chat in try await chat.send("echo \(message.content)") }
        }
        chat.say("hello")
        await chat.recorder.wait(for: "task ended")
        #expect(
            chat.recorder.events == [
                "task started", "received hello", "first interaction hello", "sent on_message…: ",
                "sent Bot: echo hello", "updated on_message: ", "task ended",
            ]
        )
    }

    @Test func `what a handler sends lies under its run, and the run under the person's message`() async {
        let chat = ChatFixture { hooks in
            hooks.onMessage = { _, chat in try await chat.send("answer") }
        }
        let id = Identifier.random()
        chat.say("hello", id: id)
        await chat.recorder.wait(for: "task ended")
        let records = chat.session.snapshot.records
        #expect(records.map(\.name) == ["User", "on_message", "Bot"])
        #expect(records.map(\.parentID) == [nil, id, records[1].id])
    }

    @Test func `a handler that throws leaves a marked run and tells the person why`() async {
        let chat = ChatFixture { hooks in
            hooks.onMessage = { _, _ in
                throw MartletError(.internalError, "The kettle is empty; fill it.")
            }
        }
        chat.say("tea")
        await chat.recorder.wait(for: "task ended")
        #expect(chat.recorder.events.contains("updated on_message!: The kettle is empty; fill it."))
        #expect(chat.recorder.events.contains("sent Error!: The kettle is empty; fill it."))
    }

    @Test func `starting twice runs the handler once`() async {
        let chat = ChatFixture { hooks in
            hooks.onChatStart = { chat in try await chat.send("hi") }
        }
        chat.session.start()
        chat.session.start()
        await chat.recorder.wait(for: "task ended")
        #expect(chat.recorder.events.filter { $0 == "sent Bot: hi" }.count == 1)
    }

    @Test func `stop ends a stream where it is, and says so`() async {
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let chat = ChatFixture { hooks in
            hooks.onMessage = { _, chat in
                let message = chat.message()
                try await message.stream("one")
                open.yield()
                while true {
                    try await message.stream(" more")
                    try await Task.sleep(for: .milliseconds(1))
                }
            }
        }
        chat.say("go")
        for await _ in gate { break }
        chat.session.stop()
        await chat.recorder.wait(for: "task ended")
        let records = chat.session.snapshot.records
        #expect(records.contains { $0.output == "Task manually stopped." })
        #expect(records.allSatisfy { !$0.isStreaming })
        #expect(records.contains { $0.output.hasPrefix("one") && $0.name == "Bot" })
    }

    @Test func `stop also ends a stream inside a step`() async {
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let chat = ChatFixture { hooks in
            hooks.onMessage = { _, chat in
                try await chat.step("outer") { outer in
                    try await outer.chat.step("inner") { inner in
                        try await inner.chat.message().stream("one")
                        open.yield()
                        try await Task.sleep(for: .seconds(60))
                    }
                }
            }
        }
        chat.say("go")
        for await _ in gate { break }
        chat.session.stop()
        await chat.recorder.wait(for: "task ended")
        let records = chat.session.snapshot.records
        #expect(records.contains { $0.output == "one" })
        #expect(records.allSatisfy { !$0.isStreaming })
    }

    @Test func `messages keep the order in which they came`() async {
        let chat = ChatFixture { hooks in
            hooks.onMessage = { _, _ in }
        }
        let texts = (0..<32).map { "message \($0)" }
        for text in texts { chat.say(text) }
        // Known at once, whenever the handlers come to run.
        #expect(chat.session.snapshot.records.filter { $0.type == .userMessage }.map(\.output) == texts)
    }

    @Test func `a handler that ignores its cancellation does not keep the chat from ending`() async {
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let release = Mutex(false)
        let chat = ChatFixture { hooks in
            hooks.onMessage = { _, _ in
                open.yield()
                while !release.withLock({ $0 }) { await Task.yield() }
            }
            hooks.onChatEnd = { chat in try await chat.send("bye") }
        }
        chat.say("go")
        for await _ in gate { break }
        await chat.session.end()
        #expect(chat.recorder.events.contains("sent Bot: bye"))
        release.withLock { $0 = true }
    }

    @Test func `a chat whose viewer left goes on`() async throws {
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let chat = ChatFixture { hooks in
            hooks.onMessage = { _, chat in
                for await _ in gate { break }
                try await chat.send("late answer")
            }
        }
        chat.say("go")
        #expect(chat.session.detach(chat.viewer))
        let second = EventRecorder()
        _ = chat.session.attach(second) { _ in }
        open.yield()
        await second.wait(for: "task ended")
        #expect(second.events.contains("sent Bot: late answer"))
    }

    @Test func `the end of a chat runs its handler once and forgets the session`() async {
        let chat = ChatFixture { hooks in
            hooks.onChatStart = { chat in chat.session[SessionKey<Int>("count")] = 1 }
            hooks.onChatEnd = { chat in try await chat.send("bye \(chat.session[SessionKey<Int>("count")] ?? 0)") }
        }
        chat.session.start()
        await chat.recorder.wait(for: "task ended")
        await chat.session.end()
        await chat.session.end()
        #expect(chat.recorder.events.filter { $0 == "sent Bot: bye 1" }.count == 1)
        #expect(chat.session.store[SessionKey<Int>("count")] == nil)
    }

    @Test(arguments: ["", "not-an-id", "00000000-0000-1000-8000-000000000000"])
    func `a message whose id is no random UUID is refused in words`(id: String) async {
        let chat = ChatFixture { hooks in
            hooks.onMessage = { _, chat in try await chat.send("never") }
        }
        chat.say("hello", id: id)
        await chat.recorder.wait(for: "task ended")
        #expect(chat.recorder.events.contains { $0.hasPrefix("sent Error!: The message's id") })
        #expect(!chat.recorder.events.contains("sent Bot: never"))
    }
}
