import MartletCore
import Testing

struct MessageTests {
    /// Runs a handler for one message and gives back what the viewer saw of it.
    private func events(_ handler: @escaping @Sendable (Chat) async throws -> Void) async -> [String] {
        let chat = ChatFixture { hooks in
            hooks.onMessage = { _, chat in try await handler(chat) }
        }
        chat.say("go")
        await chat.recorder.wait(for: "task ended")
        return Array(chat.recorder.events.dropFirst(4).dropLast(2))
    }

    @Test func `a stream begins with its first token and ends with the whole message`() async {
        let events = await self.events { chat in
            let message = chat.message()
            for token in ["a", "", "b", "c"] { try await message.stream(token) }
            try await message.finish()
        }
        #expect(events == ["stream Bot: a", "token b", "token c", "sent Bot: abc"])
    }

    @Test func `a replacing token replaces what was there`() async {
        let events = await self.events { chat in
            let message = chat.message()
            try await message.stream("draft")
            try await message.stream("final", replacing: true)
            try await message.finish()
        }
        #expect(events.last == "sent Bot: final")
    }

    @Test func `an update changes the text, and a removed message stays away`() async {
        let events = await self.events { chat in
            let message = try await chat.send("one")
            try await message.update(content: "two")
            try await message.remove()
            try await message.update(content: "three")
            try await message.stream("four")
        }
        #expect(events == ["sent Bot: one", "updated Bot: two", "removed Bot"])
    }

    @Test func `a stream that the handler forgot is ended for it`() async {
        let events = await self.events { chat in
            try await chat.message().stream("half")
        }
        #expect(events == ["stream Bot: half", "sent Bot: half"])
    }

    @Test func `a sequence is streamed, and what had arrived stays when it fails`() async {
        let events = await self.events { chat in
            let pieces = AsyncThrowingStream<String, any Error> { continuation in
                continuation.yield("one ")
                continuation.yield("two")
                continuation.finish(throwing: MartletError(.internalError, "Out of words."))
            }
            try await chat.send(streaming: pieces)
        }
        #expect(events.prefix(3) == ["stream Bot: one ", "token two", "sent Bot: one two"])
        #expect(events.last == "updated on_message!: Out of words.")
    }

    @Test func `steps nest, end with their work, and show what went wrong`() async {
        let events = await self.events { chat in
            try await chat.step("outer", type: .tool) { outer in
                try await outer.update(output: "working")
                try? await outer.chat.step("inner") { _ in throw MartletError(.internalError, "No luck.") }
            }
        }
        #expect(
            events == [
                "sent outer…: ", "updated outer…: working", "sent inner…: ", "updated inner!: No luck.",
                "updated outer: working",
            ]
        )
    }

    @Test func `a message that comes once more under its identifier is handled once`() async {
        let chat = ChatFixture { hooks in
            hooks.onMessage = { message, chat in try await chat.send("heard \(message.content)") }
        }
        let id = Identifier.random()
        chat.say("one", id: id)
        chat.say("one", id: id)
        await chat.recorder.wait(for: "task ended")
        chat.say("two")
        await chat.recorder.wait(for: "sent Bot: heard two")
        for line in ["received one", "sent Bot: heard one"] {
            #expect(chat.recorder.events.filter { $0 == line }.count == 1)
        }
    }
}
