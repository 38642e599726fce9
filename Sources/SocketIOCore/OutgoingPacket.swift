/// One Engine.IO packet waiting to be sent.
public enum OutgoingPacket: Sendable {
    /// One Socket.IO packet with its attachments, which must stay together on the connection.
    case message(SocketFrame)
    /// `2`, the heartbeat.
    case ping
    /// `6`, which releases a hanging poll.
    case noop
    /// `1`, which tells a polling client that the session is over.
    case close

    /// How many bytes the packet holds, without what a transport adds.
    public var byteCount: Int {
        switch self {
        case .message(let frame): frame.byteCount
        case .ping, .noop, .close: 1
        }
    }

    /// The text of the packet.
    public var text: [UInt8] {
        switch self {
        case .message(let frame): frame.text
        case .ping: [UInt8(ascii: "2")]
        case .noop: [UInt8(ascii: "6")]
        case .close: [UInt8(ascii: "1")]
        }
    }

    /// The binary packets that follow the text at once.
    public var attachments: [[UInt8]] {
        if case .message(let frame) = self { frame.attachments } else { [] }
    }
}
