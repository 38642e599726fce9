import Testing

@testable import LanguageModels

@Suite struct ServerSentEventsTests {
    private func read(_ pieces: [[UInt8]], limit: Int = 1 << 20) throws -> [String] {
        var events = ServerSentEvents(limit: limit)
        var all: [ServerSentEvents.Event] = []
        for piece in pieces { all += try events.take(piece) }
        if let last = try events.finish() { all.append(last) }
        return all.map { ($0.name.isEmpty ? "" : "\($0.name)/") + String(decoding: $0.data, as: UTF8.self) }
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func `every end of line works, cut at every byte`(end: String) throws {
        let lines = [
            "\u{FEFF}: a comment", "data: grüße 👩‍👩‍👧", "", "event: error", "data:first", "data: second", "id: 3",
            "retry: 5",
            "", ":ping", "", "", "data: {\"a\":1}", "unknown", "", "data: [DONE]", "",
        ]
        let bytes = Array(lines.map { $0 + end }.joined().utf8)
        let expected = ["grüße 👩‍👩‍👧", "error/first\nsecond", "{\"a\":1}", "[DONE]"]
        #expect(try self.read([bytes]) == expected)
        #expect(try self.read(bytes.map { [$0] }) == expected)
        for cut in bytes.indices {
            #expect(try self.read([Array(bytes[..<cut]), Array(bytes[cut...])]) == expected)
        }
    }

    @Test func `an event whose empty line is missing counts`() throws {
        #expect(try self.read([Array("data: one\n\ndata: two".utf8)]) == ["one", "two"])
    }

    @Test func `events without data do not count, empty data does`() throws {
        #expect(try self.read([Array("event: x\n\ndata\n\ndata:\n\n".utf8)]) == ["", ""])
    }

    @Test func `one space alone is taken off the data`() throws {
        #expect(try self.read([Array("data:  two\n\n".utf8)]) == [" two"])
    }

    @Test func `lines and events have a longest length`() throws {
        #expect(throws: ServerSentEvents.TooLong.self) {
            try self.read([Array(repeating: UInt8(ascii: "x"), count: 101)], limit: 100)
        }
        let lines = Array(String(repeating: "data: 0123456789\n", count: 11).utf8)
        #expect(throws: ServerSentEvents.TooLong.self) { try self.read([lines], limit: 100) }
        #expect(try self.read([Array("data: 0123456789\n\n".utf8)], limit: 16) == ["0123456789"])
    }
}
