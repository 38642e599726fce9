import Logging
import MartletCore
import Testing

@testable import MartletServer

struct SessionRegistryTests {
    private static func registry(most: Int = 10, hooks: ChatHooks = ChatHooks()) -> SessionRegistry {
        SessionRegistry(timeout: .seconds(3600), mostSessions: most, logger: Logger(label: "test")) { request in
            ChatSession(
                id: request.sessionID,
                identity: request.identity,
                hooks: hooks,
                logger: Logger(label: "test")
            )
        }
    }

    private static func request(_ id: String, user: String? = nil) throws -> ConnectRequest {
        var request = try ConnectRequest(json: Array(#"{"clientType":"webapp","sessionId":"\#(id)"}"#.utf8))
        request.user = user.map { User(identifier: $0) }
        return request
    }

    @Test(arguments: [("ada", "bob"), ("ada", nil), (nil, "bob")] as [(String?, String?)])
    func `a chat does not open for anybody else`(owner: String?, other: String?) throws {
        let registry = Self.registry()
        let session = try registry.openSession(Self.request("one", user: owner)).session
        #expect(throws: MartletError.self) { try registry.openSession(Self.request("one", user: other)) }
        #expect(try registry.openSession(Self.request("one", user: owner)).session === session)
    }

    @Test func `there are only so many chats at once`() throws {
        let registry = Self.registry(most: 2)
        let first = try registry.openSession(Self.request("one")).session
        _ = try registry.openSession(Self.request("two"))
        let error = #expect(throws: MartletError.self) { try registry.openSession(Self.request("three")) }
        #expect(error?.message.contains("as many chats as it can hold") == true)
        #expect(try registry.openSession(Self.request("one")).session === first)
    }

    @Test func `a chat in which nobody did anything goes soon after its last client`() async throws {
        let registry = Self.registry()
        let untouched = try registry.openSession(Self.request("untouched")).session
        let used = try registry.openSession(Self.request("used")).session
        used.receive(IncomingMessage(content: "hello"), from: nil)
        // From before the release for what is not over yet, however long the test stands still.
        let start = ContinuousClock.now
        await registry.release(untouched, endsChat: false)
        await registry.release(used, endsChat: false)
        #expect(registry.takeOverdue(at: start + .seconds(59)).isEmpty)
        #expect(registry.takeOverdue(at: .now + .seconds(61)).map(\.id) == ["untouched"])
        #expect(registry.takeOverdue(at: start + .seconds(3599)).isEmpty)
        #expect(registry.takeOverdue(at: .now + .seconds(3601)).map(\.id) == ["used"])
    }

    @Test func `a chat that somebody came back to is kept`() async throws {
        let registry = Self.registry()
        let session = try registry.openSession(Self.request("one")).session
        await registry.release(session, endsChat: false)
        _ = try registry.openSession(Self.request("one"))
        #expect(registry.takeOverdue(at: .now + .seconds(4000)).isEmpty)
    }
}
