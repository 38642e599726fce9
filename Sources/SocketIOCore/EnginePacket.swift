/// One Engine.IO 4 packet as it arrives from a peer.
///
/// On a WebSocket a text frame is one packet; in a polling payload packets are joined, see ``PollingPayload``.
public enum EnginePacket: Sendable, Hashable {
    /// `1`: the peer ends the session.
    case close
    /// `2`, or `2probe` while a connection is being tried for an upgrade.
    case ping(isProbe: Bool)
    /// `3`, or `3probe`.
    case pong(isProbe: Bool)
    /// `4…`: one Socket.IO packet. The bytes are the whole frame, with the leading `4`, so nothing is copied.
    case message([UInt8])
    /// An attachment: a binary frame, or `b` and base64 in a polling payload.
    case binary([UInt8])
    /// `5`: the peer goes over to this connection.
    case upgrade
    /// `6`: nothing.
    case noop

    /// Reads a text packet.
    ///
    /// - Parameter text: The whole frame.
    /// - Throws: ``PacketError`` when the first digit names no packet type that a client may send.
    public init(text: [UInt8]) throws(PacketError) {
        guard let first = text.first else { throw PacketError(.emptyPacket, "The Engine.IO packet is empty.") }
        switch first {
        case UInt8(ascii: "1"): self = .close
        case UInt8(ascii: "2"): self = .ping(isProbe: Self.isProbe(text))
        case UInt8(ascii: "3"): self = .pong(isProbe: Self.isProbe(text))
        case UInt8(ascii: "4"): self = .message(text)
        case UInt8(ascii: "5"): self = .upgrade
        case UInt8(ascii: "6"): self = .noop
        default:
            throw PacketError(.unknownPacketType, "The Engine.IO packet begins with byte \(first), which is no type.")
        }
    }

    private static func isProbe(_ text: [UInt8]) -> Bool {
        text.dropFirst().elementsEqual("probe".utf8)
    }
}
