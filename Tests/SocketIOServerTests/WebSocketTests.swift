import SocketIOServer
import Testing

struct WebSocketTests {
    @Test
    func `a WebSocket opens a session without polling`() async throws {
        let delegate = ScriptedDelegate()
        try await withServer(delegate: delegate) { server, port in
            let client = try RawClient(port: port)
            let answer = try await client.upgrade("\(endpoint)?EIO=4&transport=websocket")
            #expect(answer.status == 101)
            #expect(answer.headers["sec-websocket-accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
            #expect(try await client.text().contains(#""upgrades":[],"#))
            try await client.send(text: #"40{"greet":1}"#)
            #expect(try await client.text().hasPrefix(#"40{"sid":""#))
            #expect(try await client.text() == #"42["early"]"#)
            try await client.send(text: #"421["echo","é",{}]"#)
            #expect(try await client.text() == #"42["echo","é",{}]"#)
            #expect(try await client.text() == #"431["é",{}]"#)
            #expect(server.sockets == [delegate.socket])
        }
    }

    @Test
    func `an event and its attachments stay together`() async throws {
        try await withServer { _, port in
            let client = try RawClient(port: port)
            try await client.join()
            try await client.send(text: #"452-["echo",{"_placeholder":true,"num":1},{"_placeholder":true,"num":0}]"#)
            try await client.send(binary: [1, 2])
            try await client.send(binary: [UInt8](repeating: 9, count: 70_000))
            #expect(
                try await client.text() == #"452-["echo",{"_placeholder":true,"num":1},{"_placeholder":true,"num":0}]"#
            )
            #expect(try await client.frame() == RawClient.Frame(opcode: 2, payload: [1, 2]))
            #expect(try await client.frame().payload.count == 70_000)
        }
    }

    @Test(arguments: [
        ("40{\"refuse\":1}", #"44{"message":"no entry","data":[1]}"#),
        ("40{\"fail\":1}", #"44{"message":"Connection refused by server"}"#),
        ("40/foo,{}", #"44/foo,"Unable to connect""#),
    ])
    func `a refused client is told why and may try again`(_ packet: String, _ answer: String) async throws {
        let delegate = ScriptedDelegate()
        try await withServer(delegate: delegate) { server, port in
            let client = try RawClient(port: port)
            _ = try await client.upgrade("\(endpoint)?EIO=4&transport=websocket")
            _ = try await client.text()
            try await client.send(text: packet)
            #expect(try await client.text() == answer)
            #expect(server.sockets.isEmpty)
            try await client.send(text: "40")
            #expect(try await client.text().hasPrefix("40{"))
            client.disconnect()
            let log = await delegate.log(count: packet.contains("foo") ? 2 : 3)
            #expect(log.filter { $0.hasPrefix("disconnect") }.count == 1)
        }
    }

    @Test
    func `a message may come in fragments with control frames between them`() async throws {
        try await withServer { _, port in
            let client = try RawClient(port: port)
            try await client.join()
            try await client.sendFrame(1, Array(#"42["ec"#.utf8), isFinal: false)
            try await client.sendFrame(9, [1, 2, 3])
            try await client.sendFrame(0, Array(#"ho","#.utf8), isFinal: false)
            try await client.sendFrame(0, Array("1]".utf8))
            #expect(try await client.frame() == RawClient.Frame(opcode: 10, payload: [1, 2, 3]))
            #expect(try await client.text() == #"42["echo",1]"#)
        }
    }

    struct Violation: Sendable, CustomTestStringConvertible {
        var name: String
        var opcode: UInt8 = 1
        var payload: [UInt8] = Array("42[\"a\"]".utf8)
        var isFinal = true
        var isMasked = true
        var reserved: UInt8 = 0
        var code = 1002

        var testDescription: String { self.name }
    }

    static let violations: [Violation] = [
        Violation(name: "no mask", isMasked: false),
        Violation(name: "reserved bit", reserved: 0x40),
        Violation(name: "unknown opcode", opcode: 3),
        Violation(name: "continuation of nothing", opcode: 0),
        Violation(name: "fragmented ping", opcode: 9, isFinal: false),
        Violation(name: "long ping", opcode: 9, payload: [UInt8](repeating: 0, count: 126)),
        Violation(name: "close payload of one byte", opcode: 8, payload: [3]),
        Violation(name: "close code nobody may send", opcode: 8, payload: [3, 0xED]),
        Violation(name: "text that is not UTF-8", payload: [0x34, 0x32, 0xFF], code: 1007),
        Violation(name: "too large", payload: [UInt8](repeating: 0x34, count: 1_001), code: 1009),
        Violation(name: "empty packet", payload: []),
        Violation(name: "unknown packet type", payload: [0x39]),
        Violation(name: "malformed packet", payload: Array("42[1]".utf8)),
        Violation(name: "truncated packet", payload: Array("42[\"a\",{\"b\":".utf8)),
        Violation(name: "deep nesting", payload: Array("42[\"a\",".utf8) + [UInt8](repeating: 0x5B, count: 400)),
        Violation(name: "long namespace", payload: Array("40/".utf8) + [UInt8](repeating: 0x61, count: 400)),
        Violation(name: "handshake from the client", payload: Array("0{}".utf8)),
        Violation(name: "unknown Socket.IO type", payload: Array("47[]".utf8)),
        Violation(name: "huge number of attachments", payload: Array("4599999-[\"a\"]".utf8)),
        Violation(name: "connect with a payload of no object", payload: Array("40[1]".utf8)),
        Violation(name: "attachment that nothing announced", opcode: 2, payload: [1]),
        Violation(name: "ping from the client", payload: [0x32]),
    ]

    @Test(arguments: Self.violations)
    func `a client that breaks the protocol is closed with the right code`(_ violation: Violation) async throws {
        let delegate = ScriptedDelegate()
        let configuration = SocketIOConfiguration(engine: EngineConfiguration(maximumPayload: 1_000))
        try await withServer(configuration, delegate: delegate) { server, port in
            let client = try RawClient(port: port)
            try await client.join()
            try await client.sendFrame(
                violation.opcode,
                violation.payload,
                isFinal: violation.isFinal,
                isMasked: violation.isMasked,
                reserved: violation.reserved
            )
            #expect(try await client.closeCode() == violation.code)
            #expect(await delegate.log(count: 2).last == "disconnect protocol error")
            #expect(server.sessionCount == 0)
        }
    }

    @Test(arguments: [
        #"439[]"#, #"4399999["nobody asked"]"#, "40", #"40{"again":1}"#, "44{}", "41/other,", #"42/other,["a"]"#, "6",
        #"42["unknown"]"#, #"4212["unknown"]"#, "3", "3probe",
    ])
    func `what has no meaning here is ignored`(_ packet: String) async throws {
        let delegate = ScriptedDelegate()
        try await withServer(delegate: delegate) { _, port in
            let client = try RawClient(port: port)
            try await client.join()
            let other = try RawClient(port: port)
            try await other.join()
            try await client.send(text: packet)
            for client in [client, other] {
                try await client.send(text: #"42["echo",1]"#)
                #expect(try await client.text() == #"42["echo",1]"#)
            }
            #expect(!delegate.log.contains { $0.hasPrefix("disconnect") })
        }
    }

    @Test
    func `events before joining are ignored`() async throws {
        try await withServer { _, port in
            let client = try RawClient(port: port)
            _ = try await client.upgrade("\(endpoint)?EIO=4&transport=websocket")
            _ = try await client.text()
            try await client.send(text: #"42["echo",1]"#)
            try await client.send(text: "40")
            #expect(try await client.text().hasPrefix("40{"))
        }
    }

    @Test
    func `a client that breaks the protocol does nothing to others`() async throws {
        try await withServer { _, port in
            let good = try RawClient(port: port)
            try await good.join()
            for violation in Self.violations {
                let bad = try RawClient(port: port)
                try await bad.join()
                try await bad.sendFrame(1, violation.payload)
                bad.disconnect()
                try await good.send(text: #"42["echo",1]"#)
                #expect(try await good.text() == #"42["echo",1]"#)
            }
        }
    }

    @Test
    func `a packet may not have arguments without end`() async throws {
        try await withServer { _, port in
            let client = try RawClient(port: port)
            try await client.join()
            try await client.send(text: "42[\"a\"\(String(repeating: ",1", count: 1_024))]")
            try await client.send(text: #"42["echo",1]"#)
            #expect(try await client.text() == #"42["echo",1]"#)
            try await client.send(text: "42[\"a\"\(String(repeating: ",1", count: 1_025))]")
            #expect(try await client.closeCode() == 1002)
        }
    }

    @Test
    func `fragments together may not pass the largest payload`() async throws {
        let configuration = SocketIOConfiguration(engine: EngineConfiguration(maximumPayload: 1_000))
        try await withServer(configuration) { _, port in
            let client = try RawClient(port: port)
            try await client.join()
            try await client.sendFrame(1, [UInt8](repeating: 0x34, count: 600), isFinal: false)
            try await client.sendFrame(0, [UInt8](repeating: 0x34, count: 600), isFinal: false)
            #expect(try await client.closeCode() == 1009)
        }
    }

    @Test
    func `the close handshake is answered with the client's code`() async throws {
        let delegate = ScriptedDelegate()
        try await withServer(delegate: delegate) { _, port in
            let client = try RawClient(port: port)
            try await client.join()
            try await client.sendFrame(8, [3, 0xE9])
            #expect(try await client.closeCode() == 1001)
            #expect(await delegate.log(count: 2).last == "disconnect client disconnected")
        }
    }

    @Test
    func `what was emitted before a disconnect still arrives`() async throws {
        let delegate = ScriptedDelegate()
        try await withServer(delegate: delegate) { _, port in
            let client = try RawClient(port: port)
            try await client.join()
            try await client.send(text: #"42["kick"]"#)
            #expect(try await client.text() == #"42["bye"]"#)
            #expect(try await client.text() == "41")
            #expect(try await client.closeCode() == 1000)
            #expect(await delegate.log(count: 3).last == "disconnect server disconnected")
        }
    }

    @Test
    func `leaving the namespace ends the socket but not the session`() async throws {
        let delegate = ScriptedDelegate()
        try await withServer(delegate: delegate) { _, port in
            let client = try RawClient(port: port)
            try await client.join()
            try await client.send(text: "41")
            try await client.send(text: #"42["lost"]"#)
            try await client.send(text: "40")
            #expect(try await client.text().hasPrefix("40{"))
            #expect(
                await delegate.log(count: 3) == ["connect nil", "disconnect client disconnected", "connect nil"]
            )
        }
    }

    @Test(
        arguments: [
            (OriginPolicy.sameOrigin, "http://localhost:1234", 101),
            (.sameOrigin, "https://LOCALHOST:1234", 101),
            (.sameOrigin, "http://localhost", 403),
            (.sameOrigin, "http://evil.example", 403),
            (.sameOrigin, "http://localhost:1234.evil.example", 403),
            (.sameOrigin, "null", 403),
            (.list(["https://friend.example"]), "https://friend.example", 101),
            (.list(["https://friend.example"]), "http://localhost:1234", 101),
            (.list(["https://friend.example"]), "https://friend.example.evil", 403),
            (.list(["*"]), "http://anyone.example", 101),
            (.any, "null", 101),
            (.custom { origin, _ in origin.hasSuffix(".example") }, "http://a.example", 101),
        ] as [(OriginPolicy, String, Int)]
    )
    func `pages of other origins cannot open a WebSocket`(
        _ policy: OriginPolicy,
        _ origin: String,
        _ status: Int
    ) async throws {
        try await withServer(SocketIOConfiguration(allowedOrigins: policy)) { _, port in
            let path = "\(endpoint)?EIO=4&transport=websocket"
            let page = try await RawClient(port: port).upgrade(path, headers: ["Origin: \(origin)"])
            #expect(page.status == status)
            let program = try await RawClient(port: port).upgrade(path)
            #expect(program.status == 101)
        }
    }

    @Test(arguments: [
        (
            "?transport=websocket",
            #""The client is using an unsupported version of the Socket.IO or Engine.IO protocols""#
        ),
        ("?EIO=4&transport=websocket&sid=nobody", #""Invalid session nobody""#),
    ])
    func `an upgrade that cannot be granted is refused over HTTP`(_ query: String, _ body: String) async throws {
        try await withServer { _, port in
            let answer = try await RawClient(port: port).upgrade(endpoint + query)
            #expect(answer.status == 400)
            #expect(answer.body == body)
        }
    }

    @Test
    func `upgrade requests that are not for this endpoint are served as plain HTTP`() async throws {
        try await withServer { _, port in
            let answer = try await RawClient(port: port).request(
                "GET",
                "/plain",
                headers: ["Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c"]
            )
            #expect(answer.body == "plain")
            #expect(answer.headers["connection"] == "close")
        }
    }
}
