/// What an application does when clients come, send and go.
///
/// The calls for one socket never overlap and come in order: ``connect(_:auth:request:)``, then the events in the order
/// in which the client sent them, then ``disconnect(_:reason:)``. A call that takes its time therefore holds up what that
/// client sends next; work that must not should be started elsewhere. Calls for different sockets run side by side.
public protocol SocketIODelegate: Sendable {
    /// A client asks to connect. Until this returns the client is not told that it is connected.
    ///
    /// What is emitted to the socket in the meantime is sent right after the confirmation.
    ///
    /// - Parameters:
    ///   - socket: The client.
    ///   - auth: The raw JSON object that the client sent along, or `nil`.
    ///   - request: The HTTP request that opened the session.
    /// - Throws: ``SocketIORefusal`` to refuse with a message of one's own; any other error refuses with a general one.
    func connect(_ socket: Socket, auth: [UInt8]?, request: HandshakeRequest) async throws

    /// A client sent an event.
    ///
    /// - Parameters:
    ///   - event: The event. When the client asks for an acknowledgement, answer with ``SocketEvent/acknowledge(_:)``.
    ///   - socket: The client.
    func receive(_ event: SocketEvent, from socket: Socket) async

    /// A client that had been let in is gone; called exactly once for each.
    ///
    /// - Parameters:
    ///   - socket: The client.
    ///   - reason: Why.
    func disconnect(_ socket: Socket, reason: DisconnectReason) async

    /// A client for which too much waited has taken enough of it that producers may go on.
    ///
    /// It is called once the waiting bytes have fallen to ``SocketIOConfiguration/lowWaterBytes`` after they had passed
    /// ``SocketIOConfiguration/highWaterBytes``, from any thread and with no lock held, beside the other calls. It must
    /// not block: ``Socket/execute(_:)`` is the place for what follows.
    ///
    /// - Parameter socket: The client.
    func drained(_ socket: Socket)
}

extension SocketIODelegate {
    /// Does nothing.
    ///
    /// - Parameter socket: The client.
    public func drained(_ socket: Socket) {}
}

/// Refuses a client: thrown from ``SocketIODelegate/connect(_:auth:request:)``, it is sent as `44{"message":…}`.
public struct SocketIORefusal: Error, Sendable, Hashable {
    /// The message of a refusal that tells nothing, as python-socketio words it.
    public static let general = SocketIORefusal(message: "Connection refused by server")

    /// Why, in words for a person.
    public let message: String

    /// More for the client, as raw JSON: `error.data` in the JavaScript client.
    public let data: [UInt8]?

    /// Makes a refusal.
    ///
    /// - Parameters:
    ///   - message: Why, in words for a person.
    ///   - data: More for the client, as well-formed JSON.
    public init(message: String, data: [UInt8]? = nil) {
        self.message = message
        self.data = data
    }
}

/// Why a client is gone.
public enum DisconnectReason: String, Sendable, Hashable {
    /// The client left the namespace or closed its session.
    case clientDisconnected = "client disconnected"
    /// The connection broke.
    case connectionLost = "connection lost"
    /// No answer to a heartbeat.
    case pingTimeout = "ping timeout"
    /// The client broke the protocol.
    case protocolError = "protocol error"
    /// ``Socket/disconnect()`` was called.
    case serverDisconnected = "server disconnected"
    /// The client read too slowly and its buffer was full.
    case bufferOverflow = "buffer overflow"
    /// The server is shutting down.
    case serverShutdown = "server shutdown"
}
