import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import MartletCore
import MartletMarkdown
import SocketIOServer

@testable import MartletServer

/// Runs a test against the routes of an app whose folder holds the given files.
func withRoutes(
    files: [String: String] = [:],
    prefix: String = "",
    hooks: ChatHooks = ChatHooks(),
    extensions: [any ServerExtension] = [],
    metrics: [any MetricsSource] = [],
    apiKeys: [String] = [],
    host: String = "127.0.0.1",
    configure: (inout ChatConfiguration) -> Void = { _ in },
    _ body: @Sendable @escaping (any TestClientProtocol) async throws -> Void
) async throws {
    try await withFolder(files: files) { root in
        var configuration = AppConfiguration()
        configuration.appRoot = root
        configuration.rootPath = prefix
        configuration.listener = .address(host: host, port: 0)
        configure(&configuration.chat)
        let server = ChatServer(
            hooks: hooks,
            extensions: extensions,
            metrics: metrics,
            apiKeys: apiKeys,
            configuration: configuration,
            logger: Logger(label: "test")
        )
        let sockets = SocketIOServer(
            configuration: SocketIOConfiguration(path: configuration.prefix + "/ws/socket.io"),
            delegate: NoChats(),
            logger: Logger(label: "test")
        )
        let router = try server.makeRouter(
            sockets: sockets,
            registry: server.makeRegistry(files: configuration.filesFolder),
            renderer: MarkdownRenderer()
        )
        try await Application(router: router).test(.router) { client in try await body(client) }
    }
}

/// Runs a test with a folder that holds the given files, and removes it afterwards.
func withFolder(files: [String: String], _ body: (URL) async throws -> Void) async throws {
    let root = FileManager.default.temporaryDirectory.appending(
        path: "martlet-test-\(UUID().uuidString)",
        directoryHint: .isDirectory
    )
    defer { try? FileManager.default.removeItem(at: root) }
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    for (name, text) in files {
        let url = root.appending(path: name)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: url)
    }
    try await body(root)
}

extension TestResponse {
    /// The body as text.
    var text: String { String(buffer: self.body) }

    /// The body as JSON; null when it is none.
    var json: JSONValue {
        (try? JSONDecoder().decode(JSONValue.self, from: Data(self.body.readableBytesView))) ?? .null
    }
}

/// A delegate for servers that are never connected to.
private struct NoChats: SocketIODelegate {
    func connect(_ socket: Socket, auth: [UInt8]?, request: HandshakeRequest) async throws {}
    func receive(_ event: SocketEvent, from socket: Socket) async {}
    func disconnect(_ socket: Socket, reason: DisconnectReason) async {}
}
