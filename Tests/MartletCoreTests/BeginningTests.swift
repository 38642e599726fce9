import Synchronization
import Testing

@testable import MartletCore

struct BeginningTests {
    private static let key = SessionKey<String>("greeting")

    /// A chat whose beginning leaves something in the session, as soon as the gate lets it.
    private static func chat(
        clock: any Clock<Duration> = ContinuousClock(),
        before: @escaping @Sendable (Chat) async throws -> Void
    ) -> ChatFixture {
        ChatFixture(clock: clock) { hooks in
            hooks.onChatStart = { chat in
                try await before(chat)
                chat.session[key] = "hello"
            }
            hooks.onMessage = { message, chat in
                try await chat.send("\(chat.session[key] ?? "nothing") \(message.content)")
            }
        }
    }

    @Test func `a message that comes early finds the session as the beginning left it`() async {
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let chat = Self.chat { _ in for await _ in gate { break } }
        chat.session.start()
        chat.say("one")
        chat.say("two")
        await chat.recorder.wait(for: "received two")
        open.yield()
        await chat.recorder.wait(for: "task ended")
        #expect(chat.recorder.events.contains("sent Bot: hello one"))
        #expect(chat.recorder.events.contains("sent Bot: hello two"))
    }

    @Test func `a message does not wait for a beginning that asks`() async {
        let chat = Self.chat { chat in _ = try await chat.ask("Who are you?", timeout: .seconds(60)) }
        chat.session.start()
        chat.say("one")
        await chat.recorder.wait(for: "sent Bot: nothing one")
        #expect(chat.session.snapshot.ask?.message.output == "Who are you?")
        chat.session.stop()
    }

    @Test func `an edit waits too`() async throws {
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let chat = Self.chat { _ in for await _ in gate { break } }
        let id = Identifier.random()
        chat.session.start()
        chat.say("one", id: id)
        await chat.recorder.wait(for: "received one")
        try chat.session.edit(id, content: "uno")
        open.yield()
        await chat.recorder.wait(for: "sent Bot: hello uno")
        #expect(!chat.recorder.events.contains { $0.hasPrefix("sent Bot: nothing") })
    }

    @Test func `a message does not wait for ever, and none after it waits`() async {
        let chat = Self.chat(clock: ImpatientClock()) { _ in try await Task.sleep(for: .seconds(60)) }
        chat.session.start()
        chat.say("one")
        await chat.recorder.wait(for: "sent Bot: nothing one")
        #expect(chat.session.state.withLock { $0.waitersForBeginning == nil })
        #expect(!chat.recorder.events.contains("task ended"))
        chat.session.stop()
    }

    @Test func `a beginning that fails keeps no message waiting`() async {
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let chat = Self.chat { _ in
            for await _ in gate { break }
            throw MartletError(.internalError, "The kettle is empty; fill it.")
        }
        chat.session.start()
        chat.say("one")
        open.yield()
        await chat.recorder.wait(for: "sent Bot: nothing one")
        #expect(chat.recorder.events.contains("sent Error!: The kettle is empty; fill it."))
    }

    @Test func `stop ends the beginning and what waits for it`() async {
        let chat = Self.chat { _ in try await Task.sleep(for: .seconds(60)) }
        chat.session.start()
        chat.say("one")
        await chat.recorder.wait(for: "received one")
        chat.session.stop()
        await chat.recorder.wait(for: "task ended")
        #expect(!chat.recorder.events.contains { $0.hasPrefix("sent Bot: nothing") || $0.hasPrefix("sent Error") })
    }
}
