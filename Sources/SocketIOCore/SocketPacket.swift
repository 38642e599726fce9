/// One Socket.IO 5 packet from a peer, checked against the grammar, its attachments still to come or gathered.
///
/// The wire form is `<type>[<attachments>-][<namespace>,][<id>][<json>]`. The payload stays raw JSON.
public struct SocketPacket: Sendable, Hashable {
    /// What a packet is for; the two binary types are their plain ones with attachments.
    public enum Kind: UInt8, Sendable, Hashable {
        /// `0`: the client asks to join a namespace.
        case connect = 0
        /// `1`: a side leaves a namespace.
        case disconnect = 1
        /// `2`, or `5` with attachments.
        case event = 2
        /// `3`, or `6` with attachments: the answer to an event that asked for one.
        case acknowledgement = 3
        /// `4`: the server refuses a client.
        case connectError = 4
    }

    /// What the packet is for.
    public let kind: Kind

    /// The namespace, `/` unless the packet names one.
    public let namespace: String

    /// The id of the acknowledgement that is asked for or given.
    public let acknowledgementID: Int?

    /// How many binary packets follow the text.
    public let attachmentCount: Int

    /// The payload: an event's or acknowledgement's arguments, or the one value of another packet.
    public let arguments: SocketArguments

    /// The first item of an event's payload.
    public let eventName: String

    /// About how many bytes of memory the packet keeps.
    public var footprint: Int { self.arguments.footprint }

    /// The `auth` object of a connect packet, as raw JSON; `nil` when the client sent none.
    public var auth: [UInt8]? {
        self.kind == .connect && self.arguments.count == 1 ? Array(self.arguments.json(at: 0)) : nil
    }

    /// Reads the text of a packet.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8 that holds the packet.
    ///   - start: Where in `bytes` the packet begins; 1 to skip the Engine.IO digit.
    ///   - limits: How much the packet may ask for.
    /// - Throws: ``PacketError`` when the packet breaks the grammar or a limit.
    public init(text bytes: [UInt8], from start: Int = 0, limits: PacketLimits = PacketLimits()) throws(PacketError) {
        var reader = HeaderReader(bytes: bytes, position: start)
        let (kind, isBinary) = try reader.kind()
        let attachmentCount = isBinary ? try reader.attachmentCount(limit: limits.attachments) : 0
        self.kind = kind
        self.attachmentCount = attachmentCount
        self.namespace = try reader.namespace(limit: limits.namespaceBytes)
        self.acknowledgementID = try reader.acknowledgementID()
        let payload = reader.position
        switch kind {
        case .event:
            let outline = try Self.array(bytes, from: payload, limits: limits, what: "event")
            guard let name = outline.items.first else {
                throw PacketError(.malformedPacket, "The event packet names no event.")
            }
            self.eventName = try Self.name(bytes[name])
            self.arguments = SocketArguments(storage: bytes, items: Array(outline.items.dropFirst()))
        case .acknowledgement:
            let outline = try Self.array(bytes, from: payload, limits: limits, what: "acknowledgement")
            guard self.acknowledgementID != nil else {
                throw PacketError(.malformedPacket, "The acknowledgement packet has no id.")
            }
            self.eventName = ""
            self.arguments = SocketArguments(storage: bytes, items: outline.items)
        case .connect, .disconnect, .connectError:
            self.eventName = ""
            self.arguments = try Self.single(bytes, from: payload, kind: kind, limits: limits)
        }
    }

    private init(_ packet: SocketPacket, attachments: [[UInt8]]) {
        self.kind = packet.kind
        self.namespace = packet.namespace
        self.acknowledgementID = packet.acknowledgementID
        self.attachmentCount = packet.attachmentCount
        self.eventName = packet.eventName
        self.arguments = packet.arguments.with(attachments: attachments)
    }

    /// Returns the packet with the attachments that followed it.
    ///
    /// - Parameter attachments: The binary packets, in the order in which they came.
    /// - Returns: The whole packet.
    public func with(attachments: [[UInt8]]) -> SocketPacket {
        SocketPacket(self, attachments: attachments)
    }

    private static func array(
        _ bytes: [UInt8],
        from start: Int,
        limits: PacketLimits,
        what: String
    ) throws(PacketError) -> JSONScanner.Outline {
        guard start < bytes.count else { throw PacketError(.malformedPacket, "The \(what) packet has no payload.") }
        let outline = try JSONScanner.outline(bytes, from: start, limits: limits)
        guard outline.kind == .array else {
            throw PacketError(.malformedPacket, "The payload of the \(what) packet is no array.")
        }
        return outline
    }

    private static func single(
        _ bytes: [UInt8],
        from start: Int,
        kind: Kind,
        limits: PacketLimits
    ) throws(PacketError) -> SocketArguments {
        guard start < bytes.count else { return SocketArguments(storage: [], items: []) }
        let outline = try JSONScanner.outline(bytes, from: start, limits: limits)
        switch (kind, outline.kind) {
        case (.connect, .object), (.connectError, .object), (.connectError, .string):
            return SocketArguments(storage: bytes, items: [start..<bytes.count])
        default:
            throw PacketError(.malformedPacket, "The \(kind) packet has a payload that it may not have.")
        }
    }

    private static func name(_ json: ArraySlice<UInt8>) throws(PacketError) -> String {
        guard json.first == UInt8(ascii: "\"") else {
            throw PacketError(.malformedPacket, "The event packet begins with something other than the event's name.")
        }
        guard json.contains(UInt8(ascii: "\\")) else {
            return String(decoding: json.dropFirst().dropLast(), as: UTF8.self)
        }
        guard let name = try? SocketArguments.decode(String.self, from: json, attachments: []) else {
            throw PacketError(.malformedPacket, "The event's name is no text.")
        }
        return name
    }
}

/// Reads what stands before a packet's payload.
private struct HeaderReader {
    let bytes: [UInt8]
    var position: Int

    mutating func kind() throws(PacketError) -> (kind: SocketPacket.Kind, isBinary: Bool) {
        guard self.position < self.bytes.count else {
            throw PacketError(.emptyPacket, "The Socket.IO packet is empty.")
        }
        let byte = self.bytes[self.position]
        self.position += 1
        switch byte {
        case UInt8(ascii: "5"): return (.event, true)
        case UInt8(ascii: "6"): return (.acknowledgement, true)
        default:
            guard byte >= UInt8(ascii: "0"), let kind = SocketPacket.Kind(rawValue: byte - UInt8(ascii: "0")) else {
                throw PacketError(
                    .unknownPacketType,
                    "The Socket.IO packet begins with byte \(byte), which is no type."
                )
            }
            return (kind, false)
        }
    }

    mutating func attachmentCount(limit: Int) throws(PacketError) -> Int {
        guard let count = try self.number(), self.position < self.bytes.count,
            self.bytes[self.position] == UInt8(ascii: "-")
        else {
            throw PacketError(.malformedPacket, "The binary packet does not say how many attachments it has.")
        }
        self.position += 1
        guard count <= limit else {
            throw PacketError(
                .tooManyAttachments,
                "The packet announces \(count) attachments; at most \(limit) may come."
            )
        }
        return count
    }

    mutating func namespace(limit: Int) throws(PacketError) -> String {
        guard self.position < self.bytes.count, self.bytes[self.position] == UInt8(ascii: "/") else { return "/" }
        let end = self.bytes[self.position...].firstIndex(of: UInt8(ascii: ",")) ?? self.bytes.count
        guard end - self.position <= limit else {
            throw PacketError(.malformedPacket, "The packet's namespace has over \(limit) bytes.")
        }
        defer { self.position = min(end + 1, self.bytes.count) }
        return String(decoding: self.bytes[self.position..<end], as: UTF8.self)
    }

    mutating func acknowledgementID() throws(PacketError) -> Int? {
        try self.number()
    }

    /// Reads decimal digits; 15 of them are the most that every peer's numbers hold exactly.
    private mutating func number() throws(PacketError) -> Int? {
        let start = self.position
        var value = 0
        while self.position < self.bytes.count,
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self.bytes[self.position])
        {
            guard self.position - start < 15 else {
                throw PacketError(.malformedPacket, "The packet's header has a number of more than 15 digits.")
            }
            value = value * 10 + Int(self.bytes[self.position] - UInt8(ascii: "0"))
            self.position += 1
        }
        return self.position > start ? value : nil
    }
}
