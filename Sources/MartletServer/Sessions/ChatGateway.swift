import Foundation
import HTTPTypes
import Logging
import MartletCore
import SocketIOCore
import SocketIOServer
import Synchronization

/// The door between sockets and chats: each socket gets a connection to the chat it names.
final class ChatGateway: SocketIODelegate {
    private let environment: ChatConnection.Environment
    private let connections = Mutex<[Socket: ChatConnection]>([:])
    /// How the next version of a watched app fares, for pages that open while it does not compile.
    private let buildStatus = Mutex<[UInt8]?>(nil)

    init(environment: ChatConnection.Environment) {
        self.environment = environment
    }

    func connect(_ socket: Socket, auth: [UInt8]?, request: HandshakeRequest) async throws {
        do throws(MartletError) {
            var connect = try ConnectRequest(json: auth)
            connect.language = Self.language(of: request)
            let configuration = await self.environment.profiles.configuration(
                profile: connect.profile,
                user: connect.user,
                language: connect.language
            )
            connect.configuration = configuration
            // Who comes back to a chat has entered everything before.
            if self.environment.registry.session(id: connect.sessionID) == nil {
                try connect.requireEnvironment(configuration.project.userEnv)
            }
            let connection = try ChatConnection(connect, sink: socket, environment: self.environment)
            self.connections.withLock { $0[socket] = connection }
            if !connect.wantsHTML, Self.isJavaScriptClient(request) {
                socket.offerRecovery(connection.recover())
            }
        } catch {
            self.environment.logger.notice("Connection refused", metadata: ["martlet.reason": .string(error.message)])
            throw SocketIORefusal(message: error.message)
        }
    }

    func receive(_ event: SocketEvent, from socket: Socket) async {
        guard let connection = self.connections.withLock({ $0[socket] }) else { return }
        if event.name == "audio_chunk" {
            connection.receiveAudio(event)
        } else {
            let argument = event.arguments.isEmpty ? .null : JSONValue(received: event.arguments.json(at: 0))
            connection.receive(event.name, argument)
        }
        if event.name == "connection_successful", let status = self.buildStatus.withLock({ $0 }) {
            socket.emit("build_status", json: status)
        }
        if event.wantsAcknowledgement, ChatConnection.knownEvents.contains(event.name) {
            event.acknowledge()
        }
    }

    func drained(_ socket: Socket) {
        self.connections.withLock { $0[socket] }?.drained()
    }

    func disconnect(_ socket: Socket, reason: DisconnectReason) async {
        let connection = self.connections.withLock { $0.removeValue(forKey: socket) }
        await connection?.close()
    }

    /// Sends an event to every connected client, whatever its chat.
    func broadcast(_ name: String, json: [UInt8]) {
        if name == "build_status" {
            self.buildStatus.withLock { $0 = json }
        }
        for socket in self.connections.withLock({ Array($0.keys) }) {
            socket.emit(name, json: json)
        }
    }

    /// The first language that the browser asks for.
    private static func language(of request: HandshakeRequest) -> String {
        let first = request.headers[.acceptLanguage]?.split(separator: ",").first
        let code = first?.split(separator: ";").first.map { $0.trimmingCharacters(in: .whitespaces) } ?? ""
        let isCode =
            !code.isEmpty && code.utf8.count <= 35 && code.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
        return isCode ? code : "en-US"
    }

    /// Whether the client is Socket.IO's JavaScript one, which alone takes connection state recovery: others would hand
    /// the offset to their handlers as one argument too many.
    private static func isJavaScriptClient(_ request: HandshakeRequest) -> Bool {
        let agent = request.headers[.userAgent] ?? ""
        return agent.hasPrefix("Mozilla/") || agent.hasPrefix("node-XMLHttpRequest")
    }
}

extension Socket: EventSink {
    func emit(_ name: String, json: [UInt8], attachments: [[UInt8]], offset: String?) {
        self.emit(SocketFrame(event: name, json: json, attachments: attachments, offset: offset))
    }

    func request(_ name: String, json: [UInt8], answer: @escaping @Sendable ([UInt8]) -> Void) {
        self.emit(name, json: json) { arguments in
            // Nil says that the client is gone; one that answers with nothing has answered.
            guard let arguments else { return }
            answer(arguments.isEmpty ? Array("null".utf8) : Array(arguments.json(at: 0)))
        }
    }
}
