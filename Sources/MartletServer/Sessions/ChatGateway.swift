import Foundation
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
            let connection = ChatConnection(
                try ConnectRequest(json: auth),
                sink: socket,
                environment: self.environment
            )
            self.connections.withLock { $0[socket] = connection }
        } catch {
            self.environment.logger.notice("Connection refused", metadata: ["martlet.reason": .string(error.message)])
            throw SocketIORefusal(message: error.message)
        }
    }

    func receive(_ event: SocketEvent, from socket: Socket) async {
        guard let connection = self.connections.withLock({ $0[socket] }) else { return }
        connection.receive(event.name, (try? event.decode(JSONValue.self)) ?? .null)
        if event.name == "connection_successful", let status = self.buildStatus.withLock({ $0 }) {
            socket.emit("build_status", json: status)
        }
        if event.wantsAcknowledgement, ChatConnection.knownEvents.contains(event.name) {
            event.acknowledge()
        }
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
}

extension Socket: EventSink {
    func emit(_ name: String, json: [UInt8]) {
        self.emit(name, json: Optional(json))
    }
}
