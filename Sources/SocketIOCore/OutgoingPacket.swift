/// One Engine.IO packet waiting to be sent.
public struct OutgoingPacket: Sendable {
    /// The text of the packet.
    public let text: [UInt8]

    /// The binary packets that follow the text at once: what a Socket.IO packet has attached stays with it.
    public let attachments: [[UInt8]]

    /// How many bytes the packet holds, without what a transport adds.
    public let byteCount: Int

    /// Makes a packet of one Socket.IO packet with its attachments.
    ///
    /// - Parameter frame: The Socket.IO packet.
    public init(_ frame: SocketFrame) {
        self.text = frame.text
        self.attachments = frame.attachments
        self.byteCount = frame.byteCount
    }

    private init(digit: Character) {
        self.text = Array(String(digit).utf8)
        self.attachments = []
        self.byteCount = 1
    }

    /// `1`, which tells a polling client that the session is over.
    public static let close = OutgoingPacket(digit: "1")

    /// `2`, the heartbeat.
    public static let ping = OutgoingPacket(digit: "2")

    /// `6`, which releases a hanging poll.
    public static let noop = OutgoingPacket(digit: "6")
}
