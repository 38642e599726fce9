import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import MartletCore
import MartletMarkdown
import SocketIOServer

@testable import MartletServer

/// The chats of an app under test.
struct Chats: Sendable {
    let registry: SessionRegistry
    /// Where the chats' files lie.
    let files: URL

    /// Opens a chat as a client would.
    func open(_ id: String, user: String? = nil) throws -> ChatSession {
        var request = try ConnectRequest(json: Array(#"{"clientType":"webapp","sessionId":"\#(id)"}"#.utf8))
        request.user = user.map { User(identifier: $0) }
        return try self.registry.openSession(request).session
    }

    /// The names of all files on disk.
    var names: [String] {
        let paths = FileManager.default.enumerator(atPath: self.files.path)?.compactMap { $0 as? String } ?? []
        return paths.filter { path in
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: self.files.appending(path: path).path, isDirectory: &isFolder)
            return !isFolder.boolValue
        }
    }
}

extension HTTPField.Name {
    /// Says who sends a request, in tests.
    static let testUser = Self("X-Test-User") ?? .userAgent
}

/// Runs a test against the routes of an app, and its chats.
func withChats(
    hooks: ChatHooks = ChatHooks(),
    mcp: MCPHooks = MCPHooks(),
    configure: (inout ChatConfiguration) -> Void = { _ in },
    _ body: @Sendable @escaping (any TestClientProtocol, Chats) async throws -> Void
) async throws {
    try await withFolder(files: [:]) { root in
        var configuration = AppConfiguration()
        configuration.appRoot = root
        configure(&configuration.chat)
        let server = ChatServer(hooks: hooks, mcp: mcp, configuration: configuration, logger: Logger(label: "test"))
        let sockets = SocketIOServer(
            configuration: SocketIOConfiguration(),
            delegate: NoChats(),
            logger: Logger(label: "test")
        )
        let chats = Chats(
            registry: server.makeRegistry(files: configuration.filesFolder),
            files: configuration.filesFolder
        )
        let router = try server.makeRouter(
            sockets: sockets,
            registry: chats.registry,
            renderer: MarkdownRenderer(),
            user: { request in request.headers[.testUser].map { User(identifier: $0) } }
        )
        try await Application(router: router).test(.router) { client in try await body(client, chats) }
    }
}

/// A form with one file in it.
struct UploadForm {
    var field = "file"
    var name: String? = "a.txt"
    var type: String? = "text/plain"
    var contents: [UInt8] = Array("hello".utf8)
    var ending = "\r\n--b1--\r\n"

    static let headers: HTTPFields = [.contentType: "multipart/form-data; boundary=b1"]

    var bytes: [UInt8] {
        var head = "--b1\r\nContent-Disposition: form-data; name=\"\(self.field)\""
        if let name = self.name { head += "; filename=\"\(name)\"" }
        if let type = self.type { head += "\r\nContent-Type: \(type)" }
        return Array((head + "\r\n\r\n").utf8) + self.contents + Array(self.ending.utf8)
    }
}

extension TestClientProtocol {
    /// Uploads a file.
    func upload(_ form: UploadForm = UploadForm(), to session: String, query: String = "", user: String? = nil)
        async throws
        -> TestResponse
    {
        var headers = UploadForm.headers
        headers[.testUser] = user
        return try await self.execute(
            uri: "/project/file?session_id=\(session)\(query)",
            method: .post,
            headers: headers,
            body: ByteBuffer(bytes: form.bytes)
        ) { $0 }
    }

    /// Sends JSON.
    func send(_ method: HTTPRequest.Method, _ path: String, _ json: String, user: String? = nil) async throws
        -> TestResponse
    {
        var headers: HTTPFields = [.contentType: "application/json"]
        headers[.testUser] = user
        return try await self.execute(uri: path, method: method, headers: headers, body: ByteBuffer(string: json)) {
            $0
        }
    }

    /// Asks for something.
    func get(_ path: String, headers: HTTPFields = [:]) async throws -> TestResponse {
        try await self.execute(uri: path, method: .get, headers: headers) { $0 }
    }
}

extension TestResponse {
    /// The text of an error.
    var detail: String? { self.json["detail"]?.stringValue }
}

/// A delegate for servers that are never connected to.
private struct NoChats: SocketIODelegate {
    func connect(_ socket: Socket, auth: [UInt8]?, request: HandshakeRequest) async throws {}
    func receive(_ event: SocketEvent, from socket: Socket) async {}
    func disconnect(_ socket: Socket, reason: DisconnectReason) async {}
}
