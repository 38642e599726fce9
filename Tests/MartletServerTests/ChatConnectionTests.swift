import Logging
@testable import MartletCore
import MartletMarkdown
import Testing

@testable import MartletServer

struct ChatConnectionTests {
    private let registry = SessionRegistry(timeout: .seconds(60), logger: Logger(label: "test")) { request in
        ChatSession(id: request.sessionID, hooks: ChatHooks(), logger: Logger(label: "test"))
    }

    private func connect(_ sink: RecordingSink = RecordingSink(), begins: Bool = true) throws -> ChatConnection {
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
        if begins { connection.receive("connection_successful", .null) }
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

    @Test func `a client that speaks before it says that it is ready is told what happens`() async throws {
        let sink = RecordingSink()
        let connection = try self.connect(sink, begins: false)
        connection.receive("client_message", ["message": ["output": "hi", "type": "user_message", "name": "User"]])
        connection.session.log.append(.toast(message: "told", kind: .info))
        try await sink.wait { $0.names.contains("toast") }
        #expect(sink.names.contains("toast"))
        connection.receive("connection_successful", .null)
        connection.session.log.append(.toast(message: "once", kind: .info))
        // The run that refuses the message may be telling of it on another thread, and tell of this too.
        try await sink.wait { $0.arguments(of: "toast").contains { $0["message"] == "once" } }
        #expect(sink.arguments(of: "toast").count { $0["message"] == "once" } == 1)
    }

    @Test func `a function call is carried out once by a client that comes back to it`() throws {
        let sink = RecordingSink()
        let connection = try self.connect(sink, begins: false)
        _ = connection.recover()
        connection.session.log.append(
            .functionCall(FunctionCall(id: "f", name: "run", arguments: [:], timeout: .seconds(60)))
        )
        connection.receive("connection_successful", .null)
        #expect(sink.names.count { $0 == "call_fn" } == 1)
    }

    @Test func `a chat does not end under a client that is connected and has not begun`() async throws {
        let first = try self.connect()
        let second = try self.connect(begins: false)
        first.receive("clear_session", .null)
        await first.close()
        #expect(self.registry.session(id: "one") === second.session)
        second.receive("clear_session", .null)
        await second.close()
        #expect(self.registry.session(id: "one") == nil)
    }
}
