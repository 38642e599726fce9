import SocketIOCore
import Testing

struct SocketPacketTests {
    struct Accepted: Sendable, CustomTestStringConvertible {
        let wire: String
        let kind: SocketPacket.Kind
        var namespace = "/"
        var id: Int?
        var name = ""
        var arguments: [String] = []
        var attachments = 0

        var testDescription: String { self.wire }
    }

    static let accepted: [Accepted] = [
        Accepted(wire: "0", kind: .connect),
        Accepted(wire: #"0{"token":"abc"}"#, kind: .connect, arguments: [#"{"token":"abc"}"#]),
        Accepted(wire: "0/admin,", kind: .connect, namespace: "/admin"),
        Accepted(wire: "0/admin", kind: .connect, namespace: "/admin"),
        Accepted(wire: #"0/admin,{"a":1}"#, kind: .connect, namespace: "/admin", arguments: [#"{"a":1}"#]),
        Accepted(wire: "1", kind: .disconnect),
        Accepted(wire: "1/admin,", kind: .disconnect, namespace: "/admin"),
        Accepted(wire: #"2["stop"]"#, kind: .event, name: "stop"),
        Accepted(
            wire: #"2["a",1,"b",[2,[3]],{"c":[]}]"#,
            kind: .event,
            name: "a",
            arguments: ["1", #""b""#, "[2,[3]]", #"{"c":[]}"#]
        ),
        Accepted(wire: #"213["ask",null]"#, kind: .event, id: 13, name: "ask", arguments: ["null"]),
        Accepted(wire: #"2/n,7["x"]"#, kind: .event, namespace: "/n", id: 7, name: "x"),
        Accepted(wire: #"20["x"]"#, kind: .event, id: 0, name: "x"),
        Accepted(wire: #"2[ "x" , 1 ]"#, kind: .event, name: "x", arguments: ["1"]),
        Accepted(wire: #"2["q\"\u00e9\n",-1.5e+3]"#, kind: .event, name: "q\"é\n", arguments: ["-1.5e+3"]),
        Accepted(wire: #"2["grüße 🐦",true]"#, kind: .event, name: "grüße 🐦", arguments: ["true"]),
        Accepted(wire: #"2["",0]"#, kind: .event, name: "", arguments: ["0"]),
        Accepted(wire: "31[]", kind: .acknowledgement, id: 1),
        Accepted(wire: #"342["yes",{}]"#, kind: .acknowledgement, id: 42, arguments: [#""yes""#, "{}"]),
        Accepted(wire: #"4{"message":"no"}"#, kind: .connectError, arguments: [#"{"message":"no"}"#]),
        Accepted(wire: #"4"no""#, kind: .connectError, arguments: [#""no""#]),
        Accepted(
            wire: #"51-["audio",{"_placeholder":true,"num":0}]"#,
            kind: .event,
            name: "audio",
            arguments: [#"{"_placeholder":true,"num":0}"#],
            attachments: 1
        ),
        Accepted(wire: #"52-/n,9["b"]"#, kind: .event, namespace: "/n", id: 9, name: "b", attachments: 2),
        Accepted(wire: #"50-["b"]"#, kind: .event, name: "b"),
        Accepted(wire: "61-3[1]", kind: .acknowledgement, id: 3, arguments: ["1"], attachments: 1),
    ]

    @Test(arguments: Self.accepted)
    func `a packet of the grammar is read`(_ expected: Accepted) throws {
        let packet = try SocketPacket(text: bytes(expected.wire))
        #expect(packet.kind == expected.kind)
        #expect(packet.namespace == expected.namespace)
        #expect(packet.acknowledgementID == expected.id)
        #expect(packet.eventName == expected.name)
        #expect((0..<packet.arguments.count).map { text(packet.arguments.json(at: $0)) } == expected.arguments)
        #expect(packet.attachmentCount == expected.attachments)
    }

    static let refused: [(String, PacketError.Code)] = [
        ("", .emptyPacket),
        ("7", .unknownPacketType),
        ("x", .unknownPacketType),
        ("/", .unknownPacketType),
        ("é", .unknownPacketType),
        ("2", .malformedPacket),
        ("2[]", .malformedPacket),
        ("2{}", .malformedPacket),
        ("2\"name\"", .malformedPacket),
        ("2[1,2]", .malformedPacket),
        ("2[null]", .malformedPacket),
        ("2[[\"x\"]]", .malformedPacket),
        ("212", .malformedPacket),
        ("2/n", .malformedPacket),
        ("2/n,", .malformedPacket),
        ("21234567890123456[\"x\"]", .malformedPacket),
        ("2[\"x\"", .invalidJSON),
        ("2[\"x\"]]", .invalidJSON),
        ("2[\"x\"] x", .invalidJSON),
        ("2[\"x\",]", .invalidJSON),
        ("2[\"x\" 1]", .invalidJSON),
        ("2[\"x\",01]", .invalidJSON),
        ("2[\"x\",1.]", .invalidJSON),
        ("2[\"x\",.5]", .invalidJSON),
        ("2[\"x\",-]", .invalidJSON),
        ("2[\"x\",1e]", .invalidJSON),
        ("2[\"x\",nul]", .invalidJSON),
        ("2[\"x\",NaN]", .invalidJSON),
        ("2[\"x\",'a']", .invalidJSON),
        ("2[\"x\",\"a]", .invalidJSON),
        ("2[\"x\",\"\\x\"]", .invalidJSON),
        ("2[\"x\",\"\\u12g4\"]", .invalidJSON),
        ("2[\"x\",\"a\nb\"]", .invalidJSON),
        ("2[\"x\",{\"a\"}]", .invalidJSON),
        ("2[\"x\",{a:1}]", .invalidJSON),
        ("2[\"x\",{\"a\":1,}]", .invalidJSON),
        ("2[\"x\",{\"a\":1 \"b\":2}]", .invalidJSON),
        ("2-1[\"x\"]", .invalidJSON),
        ("3[]", .malformedPacket),
        ("31{}", .malformedPacket),
        ("31", .malformedPacket),
        ("0[]", .malformedPacket),
        ("0\"auth\"", .malformedPacket),
        ("0{", .invalidJSON),
        ("1{}", .malformedPacket),
        ("4[]", .malformedPacket),
        ("5[\"x\"]", .malformedPacket),
        ("51[\"x\"]", .malformedPacket),
        ("5-[\"x\"]", .malformedPacket),
        ("51", .malformedPacket),
        ("565-[\"x\"]", .tooManyAttachments),
        ("5999999999999999-[\"x\"]", .tooManyAttachments),
        ("59999999999999999-[\"x\"]", .malformedPacket),
    ]

    @Test(arguments: Self.refused)
    func `a packet that breaks the grammar is refused`(_ wire: String, _ code: PacketError.Code) {
        let error = #expect(throws: PacketError.self) { try SocketPacket(text: bytes(wire)) }
        #expect(error?.code == code)
    }

    @Test
    func `the auth object is handed on byte for byte`() throws {
        let packet = try SocketPacket(text: bytes(#"40{ "clientType":"webapp" , "n":1.0 }"#), from: 1)
        #expect(packet.auth.map(text) == #"{ "clientType":"webapp" , "n":1.0 }"#)
        #expect(try SocketPacket(text: bytes("0")).auth == nil)
    }

    @Test(arguments: [("[", "]"), ("{\"a\":", "}")])
    func `nesting beyond the limit is refused and does not overflow the stack`(_ open: String, _ close: String) throws {
        func packet(_ depth: Int) -> [UInt8] {
            bytes(
                "2[\"x\"," + String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth) + "]"
            )
        }
        #expect(try SocketPacket(text: packet(255)).arguments.count == 1)
        let slightly = #expect(throws: PacketError.self) { try SocketPacket(text: packet(256)) }
        #expect(slightly?.code == .nestingTooDeep)
        let vastly = #expect(throws: PacketError.self) { try SocketPacket(text: packet(200_000)) }
        #expect(vastly?.code == .nestingTooDeep)
    }

    @Test
    func `a megabyte of payload is read without a copy of the argument`() throws {
        let long = String(repeating: "x", count: 1 << 20)
        let packet = try SocketPacket(text: bytes("2[\"big\",\"\(long)\"]"))
        #expect(packet.arguments.json(at: 0).count == (1 << 20) + 2)
        #expect(try packet.arguments.decode(String.self) == long)
    }

    @Test
    func `every prefix of a packet is refused or is a packet itself`() {
        let whole = bytes(#"52-/name,12["event",{"a":[1,-2.5e3,"\u00e9"],"b":null},true]"#)
        for length in 0..<whole.count {
            #expect(throws: PacketError.self) { try SocketPacket(text: Array(whole.prefix(length))) }
        }
        #expect(throws: Never.self) { try SocketPacket(text: whole) }
    }
}
