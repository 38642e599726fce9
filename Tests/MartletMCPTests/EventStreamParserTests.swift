import NIOCore
import Testing

@testable import MartletMCP

struct EventStreamParserTests {
    private static let text =
        "\u{FEFF}: hello\r\n\r\nevent: endpoint\ndata: /m?x=1\n\nid: 7\rdata:one\rdata:  two\r\r"
        + "data\n\ndata: {\"a\":\r\ndata: 1}\r\nid\r\nretry: 250\r\nunknown: x\r\n\r\nevent: lost\ndata: half"

    private static func events(_ pieces: [[UInt8]]) throws -> ([EventStreamParser.Event], EventStreamParser) {
        var parser = EventStreamParser(limit: 1_000)
        let events = try pieces.flatMap { try parser.push(ByteBuffer(bytes: $0)) }
        return (events, parser)
    }

    @Test
    func `events are read whatever pieces they come in`() throws {
        let bytes = Array(Self.text.utf8)
        let expected = [
            EventStreamParser.Event(name: "endpoint", data: Array("/m?x=1".utf8)),
            EventStreamParser.Event(name: "message", data: Array("one\n two".utf8)),
            EventStreamParser.Event(name: "message", data: Array("{\"a\":\n1}".utf8)),
        ]
        for cut in 0...bytes.count {
            let (events, parser) = try Self.events([Array(bytes[..<cut]), Array(bytes[cut...])])
            #expect(events == expected)
            #expect(parser.retry == 250)
        }
        let (events, _) = try Self.events(bytes.map { [$0] })
        #expect(events == expected)
    }

    @Test
    func `an id counts once its event is complete, with or without data`() throws {
        var parser = EventStreamParser(limit: 100)
        _ = try parser.push(ByteBuffer(string: "id: a\ndata: x\n"))
        #expect(parser.lastEventID == nil)
        _ = try parser.push(ByteBuffer(string: "\n"))
        #expect(parser.lastEventID == "a")
        #expect(try parser.push(ByteBuffer(string: "id: b\ndata: \n\n")).isEmpty)
        #expect(parser.lastEventID == "b")
        _ = try parser.push(ByteBuffer(string: "id: c\u{0}\n\nid: \u{E9}\n\nid: x y\n\n"))
        #expect(parser.lastEventID == "b")
    }

    @Test
    func `lines and events have a largest size`() throws {
        var parser = EventStreamParser(limit: 100)
        #expect(throws: EventStreamParser.TooLarge.self) {
            try parser.push(ByteBuffer(string: String(repeating: "x", count: 101)))
        }
        var lines = EventStreamParser(limit: 100)
        #expect(throws: EventStreamParser.TooLarge.self) {
            try lines.push(ByteBuffer(string: String(repeating: "data: 123456789\n", count: 11)))
        }
    }
}
