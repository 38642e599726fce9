import SocketIOCore
import Testing

struct SocketFrameTests {
    static let frames: [(SocketFrame, String)] = [
        (SocketFrame(event: "stop"), #"42["stop"]"#),
        (SocketFrame(event: "new_message", json: bytes(#"{"id":"a"}"#)), #"42["new_message",{"id":"a"}]"#),
        (SocketFrame(event: "q\"\\\n\u{1}é", json: bytes("1")), "42[\"q\\\"\\\\\\u000a\\u0001é\",1]"),
        (SocketFrame(event: "ask", json: bytes("{}"), acknowledgementID: 1), #"421["ask",{}]"#),
        (SocketFrame(event: "ask", json: bytes("{}"), acknowledgementID: 1234), #"421234["ask",{}]"#),
        (SocketFrame(event: "two", arguments: SocketArguments(json: bytes("1"), bytes("[2]"))), #"42["two",1,[2]]"#),
        (SocketFrame(event: "token", json: bytes("{}"), offset: "12"), #"42["token",{},"12"]"#),
        (SocketFrame(event: "stop", offset: "a\"b"), #"42["stop","a\"b"]"#),
        (SocketFrame(event: "none", arguments: .none), #"42["none"]"#),
        (SocketFrame(acknowledging: 12, with: .none), "4312[]"),
        (SocketFrame(acknowledging: 0, with: SocketArguments(json: bytes("\"a\""), bytes("2"))), #"430["a",2]"#),
        (.connected(socketID: "abc"), #"40{"sid":"abc"}"#),
        (.connected(socketID: "abc", privateID: "secret"), #"40{"sid":"abc","pid":"secret"}"#),
        (.refused(message: "no \"entry\""), #"44{"message":"no \"entry\""}"#),
        (.refused(message: "no", data: bytes("[1]")), #"44{"message":"no","data":[1]}"#),
        (.refused(namespace: "/foo"), #"44/foo,"Unable to connect""#),
        (.disconnect, "41"),
    ]

    @Test(arguments: Self.frames)
    func `a frame has the bytes that clients know`(_ frame: SocketFrame, _ expected: String) {
        #expect(text(frame.text) == expected)
        #expect(frame.attachments.isEmpty)
        #expect(frame.byteCount == expected.utf8.count)
    }

    @Test
    func `attachments make an event binary and count towards its size`() {
        let frame = SocketFrame(event: "audio", json: SocketBinary.placeholder(0), attachments: [[1, 2, 3]])
        #expect(text(frame.text) == #"451-["audio",{"_placeholder":true,"num":0}]"#)
        #expect(frame.attachments == [[1, 2, 3]])
        #expect(frame.byteCount == frame.text.count + 3)
        let placed = SocketFrame(event: "audio", json: SocketBinary.placeholder(0), attachments: [[1]], offset: "7")
        #expect(text(placed.text) == #"451-["audio",{"_placeholder":true,"num":0},"7"]"#)
    }

    struct Chunk: Codable, Equatable {
        var name: String
        var data: SocketBinary
        var more: [SocketBinary]
    }

    @Test
    func `binary fields of a value leave as attachments and come back`() throws {
        let chunk = Chunk(name: "a/b", data: SocketBinary([0, 255]), more: [SocketBinary([]), SocketBinary([7])])
        let arguments = try SocketArguments(encoding: chunk, 5)
        #expect(arguments.attachments == [[0, 255], [], [7]])
        let frame = SocketFrame(acknowledging: 3, with: arguments)
        #expect(text(frame.text).hasPrefix("463-3["))
        var assembler = SocketPacketAssembler()
        #expect(try assembler.receive(text: frame.text, from: 1) == nil)
        #expect(try assembler.receive(binary: [0, 255]) == nil)
        #expect(try assembler.receive(binary: []) == nil)
        let packet = try #require(try assembler.receive(binary: [7]))
        #expect(try packet.arguments.decode(Chunk.self) == chunk)
        #expect(try packet.arguments.decode(Int.self, at: 1) == 5)
    }

    @Test
    func `a placeholder for an attachment that did not come is an error`() throws {
        let packet = try SocketPacket(text: bytes(#"2["x",{"_placeholder":true,"num":0}]"#))
        #expect(throws: DecodingError.self) { try packet.arguments.decode(SocketBinary.self) }
        #expect(throws: DecodingError.self) { try packet.arguments.decode(Int.self, at: 4) }
    }
}
