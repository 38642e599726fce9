public import SocketIOCore

/// One event from a client.
public struct SocketEvent: Sendable {
    /// The event's name.
    public let name: String

    /// Its arguments, not decoded yet.
    public let arguments: SocketArguments

    private let acknowledgementID: Int?
    private let socket: Socket

    init(_ packet: SocketPacket, socket: Socket) {
        self.name = packet.eventName
        self.arguments = packet.arguments
        self.acknowledgementID = packet.acknowledgementID
        self.socket = socket
    }

    /// Whether the client asks for an acknowledgement.
    public var wantsAcknowledgement: Bool { self.acknowledgementID != nil }

    /// Answers the client; does nothing when it did not ask or is gone.
    ///
    /// Answer once, now or later, from any thread. An event that nobody knows is best left without an answer.
    ///
    /// - Parameter arguments: What to answer.
    public func acknowledge(_ arguments: SocketArguments = .none) {
        guard let id = self.acknowledgementID else { return }
        self.socket.emit(SocketFrame(acknowledging: id, with: arguments))
    }

    /// Decodes one argument; a `SocketBinary` in the type receives its attachment.
    ///
    /// - Parameters:
    ///   - type: What to decode.
    ///   - index: Which argument, the first by default.
    /// - Returns: The value.
    /// - Throws: `DecodingError` when there is no such argument or it does not fit the type.
    public func decode<Value: Decodable>(_ type: Value.Type, at index: Int = 0) throws -> Value {
        try self.arguments.decode(type, at: index)
    }
}
