import MartletCore
import Testing

struct AttachmentTests {
    /// Runs a handler for one message and gives back what viewers were told of it.
    private static func events(_ handler: @escaping @Sendable (Chat) async throws -> Void) async -> [String] {
        let chat = ChatFixture { hooks in
            hooks.onMessage = { _, chat in try await handler(chat) }
        }
        chat.say("go")
        await chat.recorder.wait(for: "task ended")
        await chat.session.end()
        return Array(chat.recorder.events.dropFirst(4).dropLast(2))
    }

    @Test func `what a step is given while it streams is shown before it ends`() async {
        let events = await Self.events { chat in
            try await chat.step("draw", type: .tool) { step in
                try await step.stream("a cat")
                try await step.attach(elements: [.text("words", name: "note")])
            }
        }
        #expect(events == ["sent draw…: ", "stream draw…: a cat", "element text note", "updated draw: a cat"])
    }

    @Test func `what a message began with is shown when an update ends its stream`() async {
        let events = await Self.events { chat in
            let message = chat.message(elements: [.text("words", name: "note")], actions: [Action(name: "more")])
            try await message.stream("Hello")
            try await message.update()
        }
        #expect(events == ["stream Bot: Hello", "sent Bot: Hello", "action more", "element text note"])
    }

    @Test func `what a message was given is shown when its handler leaves the stream open`() async {
        let events = await Self.events { chat in
            let message = chat.message()
            try await message.stream("Hello")
            try await message.attach(elements: [.text("words", name: "note")])
        }
        #expect(events == ["stream Bot: Hello", "sent Bot: Hello", "element text note"])
    }

    @Test func `a step whose element cannot be kept ends with the failure`() async throws {
        let events = await Self.events { chat in
            let step = chat.beginStep("draw", type: .tool)
            try await step.stream("a cat")
            try await step.attach(elements: [.image(.path("/no/such/cat.jpeg"))])
            await step.end()
        }
        let last = try #require(events.last)
        #expect(last.hasPrefix("updated draw!: There is no file \"/no/such/cat.jpeg\""))
    }

    @Test func `a message that was never sent shows nothing of what it was given`() async {
        let events = await Self.events { chat in
            let message = chat.message("Hello", elements: [.text("words", name: "note")])
            try await message.update(content: "Bye")
        }
        #expect(events.isEmpty)
    }

    @Test func `a message that arrives piece by piece ends with its elements and buttons`() async {
        let events = await Self.events { chat in
            let pieces = AsyncStream { continuation in
                continuation.yield("Hel")
                continuation.yield("lo")
                continuation.finish()
            }
            let note = Element.text("words", name: "note")
            try await chat.send(streaming: pieces, elements: [note], actions: [Action(name: "more")])
        }
        #expect(events == ["stream Bot: Hel", "token lo", "sent Bot: Hello", "action more", "element text note"])
    }

    @Test func `a message takes the identifier, place and time that the app gives it`() async throws {
        let time = Timestamp.now
        let chat = ChatFixture { hooks in
            hooks.onMessage = { _, chat in
                try await chat.send("a", id: "first")
                try await chat.send(
                    "b",
                    id: "second",
                    parentID: "first",
                    command: "Search",
                    modes: ["model": "small"],
                    createdAt: time
                )
            }
        }
        chat.say("go")
        await chat.recorder.wait(for: "task ended")
        let record = try #require(chat.session.snapshot.records.first { $0.id == "second" })
        #expect(record.parentID == "first" && record.command == "Search" && record.modes == ["model": "small"])
        #expect(record.createdAt == time)
        await chat.session.end()
    }
}
