/// Puts a text packet and the binary packets it announces together again.
public struct SocketPacketAssembler: Sendable {
    private let limits: PacketLimits
    private var pending: SocketPacket?
    private var attachments: [[UInt8]] = []
    private var attachmentBytes = 0

    /// Makes an assembler that waits for a text packet.
    ///
    /// - Parameter limits: How much one packet may ask for.
    public init(limits: PacketLimits = PacketLimits()) {
        self.limits = limits
    }

    /// Takes the text of a packet.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8 that holds the packet.
    ///   - start: Where in `bytes` the packet begins; 1 to skip the Engine.IO digit.
    /// - Returns: The packet, or `nil` while attachments are owed.
    /// - Throws: ``PacketError`` when the packet is malformed or attachments of the last one are missing.
    public mutating func receive(text bytes: [UInt8], from start: Int = 0) throws(PacketError) -> SocketPacket? {
        if let pending = self.pending {
            let missing = pending.attachmentCount - self.attachments.count
            throw PacketError(.unexpectedText, "A text packet came while \(missing) attachments were owed.")
        }
        let packet = try SocketPacket(text: bytes, from: start, limits: self.limits)
        guard packet.attachmentCount > 0 else { return packet }
        self.pending = packet
        return nil
    }

    /// Takes one attachment.
    ///
    /// - Parameter bytes: The attachment.
    /// - Returns: The whole packet once its last attachment has come, else `nil`.
    /// - Throws: ``PacketError`` when no packet announced the attachment or the limit of bytes is passed.
    public mutating func receive(binary bytes: [UInt8]) throws(PacketError) -> SocketPacket? {
        guard let pending = self.pending else {
            throw PacketError(.unexpectedBinary, "A binary packet of \(bytes.count) bytes came that nothing announced.")
        }
        self.attachmentBytes += bytes.count
        guard self.attachmentBytes <= self.limits.attachmentBytes else {
            throw PacketError(
                .attachmentsTooLarge,
                "The attachments of one packet hold over \(self.limits.attachmentBytes) bytes."
            )
        }
        self.attachments.append(bytes)
        guard self.attachments.count == pending.attachmentCount else { return nil }
        let packet = pending.with(attachments: self.attachments)
        self.pending = nil
        self.attachments = []
        self.attachmentBytes = 0
        return packet
    }
}
