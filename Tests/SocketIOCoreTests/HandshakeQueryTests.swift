import SocketIOCore
import Testing

struct HandshakeQueryTests {
    @Test(
        arguments: [
            (["EIO": "4"], EngineTransport.polling, nil),
            (["EIO": "4", "transport": "polling", "t": "x"], .polling, nil),
            (["EIO": "4", "transport": "websocket"], .websocket, nil),
            (["transport": "polling", "sid": "a"], .polling, "a"),
            (["EIO": "4", "transport": "websocket", "sid": "a"], .websocket, "a"),
        ] as [([String: String], EngineTransport, String?)]
    )
    func `a query of revision 4 is read`(_ query: [String: String], _ transport: EngineTransport, _ id: String?) throws
    {
        let read = try HandshakeQuery { query[$0] }
        #expect(read.transport == transport)
        #expect(read.sessionID == id)
    }

    @Test(
        arguments: [
            ([:], EngineRequestError.unsupportedVersion),
            (["EIO": "3"], .unsupportedVersion),
            (["EIO": "", "transport": "polling"], .unsupportedVersion),
            (["EIO": "3", "sid": "a"], .unsupportedVersion),
            (["EIO": "4", "transport": "carrier-pigeon"], .invalidTransport),
        ] as [([String: String], EngineRequestError)]
    )
    func `any other query is refused`(_ query: [String: String], _ expected: EngineRequestError) {
        let error = #expect(throws: EngineRequestError.self) { try HandshakeQuery { query[$0] } }
        #expect(error == expected)
    }

    @Test
    func `the words of a refusal are a JSON string`() {
        #expect(text(EngineRequestError.unknownSession("a\"b").body) == #""Invalid session a\"b""#)
    }
}
