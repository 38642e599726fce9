import Logging
import MartletCore
import MartletMarkdown
import Testing

@testable import MartletServer

struct ChatConnectionTests {
    private let registry = SessionRegistry(timeout: .seconds(60), logger: Logger(label: "test")) { request in
        ChatSession(id: request.sessionID, hooks: ChatHooks(), logger: Logger(label: "test"))
    }

    private func connect(_ sink: RecordingSink = RecordingSink()) throws -> ChatConnection {
        let auth = #"{"clientType":"webapp","sessionId":"one","threadId":"","userEnv":"{}","chatProfile":""}"#
        let connection = try ChatConnection(
            try ConnectRequest(json: Array(auth.utf8)),
            sink: sink,
            environment: ChatConnection.Environment(
                registry: self.registry,
                profiles: ProfileConfiguration(
                    hooks: ChatHooks(),
                    configuration: ChatConfiguration(),
                    logger: Logger(label: "test")
                ),
                renderer: MarkdownRenderer(),
                clock: RenderClock(),
                bootID: "boot",
                isWatched: false,
                logger: Logger(label: "test")
            )
        )
        connection.receive("connection_successful", .null)
        return connection
    }

    @Test func `a tab that leaves for a new chat does not end the chat of another tab`() async throws {
        let first = try self.connect()
        let second = try self.connect()
        #expect(first.session === second.session)
        first.receive("clear_session", .null)
        await first.close()
        #expect(self.registry.session(id: "one") === second.session)
        second.receive("clear_session", .null)
        await second.close()
        #expect(self.registry.session(id: "one") == nil)
    }

    @Test func `a client that comes back finds its chat`() async throws {
        let first = try self.connect()
        await first.close()
        let second = try self.connect()
        #expect(first.session === second.session)
    }
}
