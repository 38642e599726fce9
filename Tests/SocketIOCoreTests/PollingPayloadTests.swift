import SocketIOCore
import Testing

struct PollingPayloadTests {
    @Test
    func `packets are joined with the separator and attachments are base64`() {
        let packets: [OutgoingPacket] = [
            .ping,
            OutgoingPacket(SocketFrame(event: "a", json: bytes("1"))),
            OutgoingPacket(SocketFrame(event: "b", json: SocketBinary.placeholder(0), attachments: [[1, 2, 3, 4]])),
            .noop,
            .close,
        ]
        let expected = [
            "2", #"42["a",1]"#, #"451-["b",{"_placeholder":true,"num":0}]"#, "bAQIDBA==", "6", "1",
        ].joined(separator: "\u{1E}")
        #expect(text(PollingPayload.encode(packets)) == expected)
        #expect(PollingPayload.encode([]).isEmpty)
    }

    @Test
    func `an upload is split into its packets`() throws {
        let body = ["3", #"42["é"]"#, "bAQIDBA==", "2probe", "3probe", "5", "6", "1", "b"].joined(separator: "\u{1E}")
        #expect(
            try PollingPayload.decode(bytes(body)) == [
                .pong(isProbe: false), .message(bytes(#"42["é"]"#)), .binary([1, 2, 3, 4]), .ping(isProbe: true),
                .pong(isProbe: true), .upgrade, .noop, .close, .binary([]),
            ]
        )
    }

    @Test
    func `an upload may batch any number of packets`() throws {
        let body = [String](repeating: "42[\"x\"]", count: 5_000).joined(separator: "\u{1E}")
        #expect(try PollingPayload.decode(bytes(body)).count == 5_000)
    }

    static let refused: [([UInt8], PacketError.Code)] = [
        ([], .emptyPacket),
        ([0x1E], .emptyPacket),
        (bytes("3\u{1E}"), .emptyPacket),
        (bytes("\u{1E}3"), .emptyPacket),
        (bytes("0{}"), .unknownPacketType),
        (bytes("7"), .unknownPacketType),
        (bytes("bAQ=ID"), .invalidBase64),
        (bytes("b!!!!"), .invalidBase64),
        ([0x34, 0xFF, 0xFE], .invalidUTF8),
        ([0x34, 0xC3], .invalidUTF8),
        (bytes("42[\"aaaaaaaaaaaaaaaaaaaaaaaa") + [0xED, 0xA0, 0x80], .invalidUTF8),
    ]

    @Test(arguments: Self.refused)
    func `an upload that breaks the framing is refused`(_ body: [UInt8], _ code: PacketError.Code) {
        let error = #expect(throws: PacketError.self) { try PollingPayload.decode(body) }
        #expect(error?.code == code)
    }
}
