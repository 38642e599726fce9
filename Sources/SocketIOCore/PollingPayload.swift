import Foundation

/// The body of a long-polling request or response: packets joined with the byte `0x1E`, binary ones as `b` and base64.
public enum PollingPayload {
    /// The byte between two packets.
    public static let separator: UInt8 = 0x1E

    /// Joins packets into the body of an answer to a poll.
    ///
    /// - Parameter packets: The packets, in the order in which the client shall see them.
    /// - Returns: The body.
    public static func encode(_ packets: some Collection<OutgoingPacket>) -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(packets.reduce(0) { $0 + $1.byteCount * 4 / 3 + 8 })
        for packet in packets {
            if !body.isEmpty { body.append(Self.separator) }
            body.append(contentsOf: packet.text)
            for attachment in packet.attachments {
                body.append(Self.separator)
                body.append(UInt8(ascii: "b"))
                body.append(contentsOf: Data(attachment).base64EncodedData())
            }
        }
        return body
    }

    /// Splits the body of a client's upload into packets.
    ///
    /// There is no limit on their number: a client may batch.
    ///
    /// - Parameter body: The whole body.
    /// - Returns: The packets in order.
    /// - Throws: ``PacketError`` when a packet is empty, of no known type, not UTF-8 or not base64.
    public static func decode(_ body: [UInt8]) throws(PacketError) -> [EnginePacket] {
        var reader = try Reader(body)
        var packets: [EnginePacket] = []
        while let packet = try reader.next() { packets.append(packet) }
        return packets
    }

    /// Reads the body of a client's upload packet by packet, so that not all of them need be in memory at once.
    public struct Reader: Sendable {
        private let body: [UInt8]
        private var position = 0

        /// Begins to read.
        ///
        /// - Parameter body: The whole body.
        /// - Throws: ``PacketError`` when the body is empty or not UTF-8.
        public init(_ body: [UInt8]) throws(PacketError) {
            guard !body.isEmpty else { throw PacketError(.emptyPacket, "The polling payload is empty.") }
            guard UTF8Check.isValid(body) else {
                throw PacketError(.invalidUTF8, "The polling payload is not UTF-8.")
            }
            self.body = body
        }

        /// Reads the next packet.
        ///
        /// - Returns: The packet, or `nil` after the last one.
        /// - Throws: ``PacketError`` when the packet is empty, of no known type or not base64.
        public mutating func next() throws(PacketError) -> EnginePacket? {
            guard self.position <= self.body.count else { return nil }
            let end = self.body[self.position...].firstIndex(of: PollingPayload.separator) ?? self.body.count
            defer { self.position = end + 1 }
            return try PollingPayload.packet(self.body[self.position..<end])
        }

        /// Whether the last packet has been read.
        public var isAtEnd: Bool { self.position > self.body.count }

        /// Reads what is left only to see whether it is well-formed.
        ///
        /// - Throws: ``PacketError`` when a packet is empty, of no known type or not base64.
        public func check() throws(PacketError) {
            var reader = self
            while try reader.next() != nil {}
        }
    }

    private static func packet(_ slice: ArraySlice<UInt8>) throws(PacketError) -> EnginePacket {
        guard slice.first == UInt8(ascii: "b") else { return try EnginePacket(text: Array(slice)) }
        guard let data = Data(base64Encoded: Data(slice.dropFirst())) else {
            throw PacketError(.invalidBase64, "The binary packet of \(slice.count) bytes is not base64.")
        }
        return .binary(Array(data))
    }
}
