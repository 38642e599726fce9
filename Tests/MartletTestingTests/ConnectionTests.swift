import Martlet
import MartletTesting
import Testing

/// Lost connections, chats that nobody comes back to, and tests that wait in vain.
struct ConnectionTests {
    @Test func `a run goes on without the person, who sees it all afterwards`() async throws {
        let (gate, continuation) = AsyncStream.makeStream(of: Void.self)
        let app = ChatApp()
        app.onMessage { _, chat in
            try await chat.send("before")
            for await _ in gate { break }
            try await chat.send("meanwhile")
        }
        let chat = try await TestApp(app).openChat()
        try await chat.send("go", waits: false)
        try await chat.wait(for: "the first answer") { $0.messages.count == 2 }
        chat.disconnect()
        continuation.yield()
        try await chat.waitUntilIdle()
        #expect(!chat.isConnected && chat.messages.map(\.content) == ["go", "before"])
        await #expect(throws: TestFailure.self) { try await chat.send("hello?") }
        try chat.reconnect()
        #expect(chat.messages.map(\.content) == ["go", "before", "meanwhile"] && !chat.isRunning)
    }

    @Test func `a chat that nobody comes back to ends when the clock says so`() async throws {
        let ends = Mailbox<String>()
        let app = ChatApp()
        app.onChatEnd { chat in ends.put(chat.id) }
        let test = TestApp(app) { $0.project.sessionTimeout = .seconds(300) }
        let (chat, other) = (try await test.openChat(), try await test.openChat())
        chat.disconnect()
        try await chat.advance(by: .seconds(299))
        try chat.reconnect()
        chat.disconnect()
        try await chat.advance(by: .seconds(299))
        #expect(ends.all.isEmpty)
        try await chat.advance(by: .seconds(1))
        #expect(ends.all == [chat.id] && chat.isEnded && !other.isEnded)
        #expect(throws: TestFailure.self) { try chat.reconnect() }
    }

    @Test func `a test that waits in vain says for what, and what had happened`() async throws {
        let app = ChatApp()
        app.onMessage { message, chat in
            try await chat.send("thinking")
            try await Task.sleep(for: .seconds(3600))
        }
        let chat = try await TestApp(app, limit: .seconds(2)).openChat()
        let failure = await #expect(throws: TestFailure.self) { try await chat.send("hello") }
        let story = try #require(failure).description
        #expect(story.hasPrefix("Waited 2.0 seconds for the answer to \"hello\", in vain. The app is still at work."))
        #expect(
            story.contains("  the person said \"hello\"") && story.contains("  sent message of Assistant: \"thinking\"")
        )
        await chat.end()
    }

    @Test func `a handler that fails shows its error`() async throws {
        let app = ChatApp()
        app.onMessage { _, _ in throw MartletError(.fileNotFound, "There is no file.") }
        let chat = try await TestApp(app).openChat()
        try await chat.send("go")
        #expect(chat.messages.last?.isError == true && chat.messages.last?.content == "There is no file.")
        #expect(chat.transcript.contains("sent error of Error: \"There is no file.\""))
    }
}
