import Hummingbird
import HummingbirdTesting
import NIOCore
import Synchronization
import Testing

@testable import SocketIOServer

/// Runs a server on a free port for as long as the body lasts.
func withServer(
    _ configuration: SocketIOConfiguration = SocketIOConfiguration(),
    delegate: any SocketIODelegate = ScriptedDelegate(),
    _ body: @escaping @Sendable (_ server: SocketIOServer, _ port: Int) async throws -> Void
) async throws {
    let server = SocketIOServer(configuration: configuration, delegate: delegate)
    let router = Router(context: AddressContext.self)
    router.get("/plain") { _, _ in "plain" }
    server.addRoutes(to: router)
    var app = Application(router: router, server: .http1SocketIO(server))
    app.addServices(server)
    try await app.test(.live) { client in
        let port = try #require(client.port)
        try await body(server, port)
    }
}

/// Knows where a request comes from.
private struct AddressContext: RequestContext, RemoteAddressRequestContext {
    var coreContext: CoreRequestContextStorage
    let remoteAddress: SocketAddress?

    init(source: ApplicationRequestContextSource) {
        self.coreContext = CoreRequestContextStorage(source: source)
        self.remoteAddress = source.channel.remoteAddress
    }
}

let endpoint = "/ws/socket.io/"

extension RawClient {
    /// Opens a session by polling and returns its id.
    func pollingHandshake() async throws -> String {
        let answer = try await self.request("GET", "\(endpoint)?EIO=4&transport=polling")
        return try #require(answer.body.sessionID)
    }

    func poll(_ id: String) async throws -> Answer {
        try await self.request("GET", "\(endpoint)?EIO=4&transport=polling&sid=\(id)")
    }

    /// Sends a poll and returns when it hangs: that its request is sent does not say that the server has read it.
    func beginPoll(_ id: String, at server: SocketIOServer, stamp: String = "") async throws {
        try await self.sendRequest("GET", "\(endpoint)?EIO=4&transport=polling&sid=\(id)\(stamp)")
        while try server.connection(id).state.withLock({ $0.poll == nil }) {
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    func post(_ id: String, _ body: String) async throws -> Answer {
        try await self.request("POST", "\(endpoint)?EIO=4&transport=polling&sid=\(id)", body: body)
    }

    /// Opens a WebSocket session, joins the namespace and returns the Engine.IO session's id.
    @discardableResult
    func join(auth: String = "") async throws -> String {
        let answer = try await self.upgrade("\(endpoint)?EIO=4&transport=websocket")
        try #require(answer.status == 101)
        let id = try #require(try await self.text().sessionID)
        try await self.send(text: "40" + auth)
        var confirmation = try await self.text()
        // With short intervals a ping may come first.
        while confirmation == "2" {
            try await self.send(text: "3")
            confirmation = try await self.text()
        }
        try #require(confirmation.hasPrefix(#"40{"sid":""#))
        return id
    }
}

extension String {
    /// The `sid` in a handshake or connect packet.
    var sessionID: String? {
        let parts = self.components(separatedBy: #""sid":""#)
        return parts.count > 1 ? parts[1].components(separatedBy: "\"").first : nil
    }

    /// The packets of a polling payload.
    var packets: [String] { self.components(separatedBy: "\u{1E}") }

    private func components(separatedBy separator: String) -> [String] {
        self.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}
