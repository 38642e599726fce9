import SocketIOServer
import Testing

struct RequestDeadlineTests {
    static let quick = SocketIOConfiguration(
        engine: EngineConfiguration(pingInterval: .milliseconds(1_200)),
        requestHeadTimeout: .milliseconds(500),
        requestBodyTimeout: .milliseconds(500)
    )

    @Test
    func `a head that is never finished is answered with 408`() async throws {
        try await withServer(Self.quick) { _, port in
            let client = try RawClient(port: port)
            try await client.send(Array("GET /plain HTTP/1.1\r\nHost: a\r\nX-Half: ".utf8))
            #expect(try await client.answer().status == 408)
            await #expect(throws: RawClient.EndOfStream.self) { try await client.frame() }
        }
    }

    @Test
    func `a second head that is never finished too`() async throws {
        try await withServer(Self.quick) { _, port in
            let client = try RawClient(port: port)
            #expect(try await client.request("GET", "/plain").body == "plain")
            try await client.send(Array("GET /plain HT".utf8))
            #expect(try await client.answer().status == 408)
        }
    }

    @Test
    func `a connection over which nothing comes is closed`() async throws {
        try await withServer(Self.quick) { _, port in
            let client = try RawClient(port: port)
            await #expect(throws: RawClient.EndOfStream.self) { try await client.frame() }
        }
    }

    @Test
    func `a half-sent upload ends the connection and the session`() async throws {
        let delegate = ScriptedDelegate()
        try await withServer(Self.quick, delegate: delegate) { server, port in
            let client = try RawClient(port: port)
            let id = try await client.pollingHandshake()
            _ = try await client.post(id, "40")
            let path = "\(endpoint)?EIO=4&transport=polling&sid=\(id)"
            try await client.send(Array("POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n42[".utf8))
            #expect(await delegate.log(count: 2).last == "disconnect protocol error")
        }
    }

    @Test
    func `polls may hang and WebSockets be quiet for longer than that`() async throws {
        try await withServer(Self.quick) { _, port in
            let client = try RawClient(port: port)
            let id = try await client.pollingHandshake()
            _ = try await client.post(id, "40")
            _ = try await client.poll(id)
            let socket = try RawClient(port: port)
            try await socket.join()
            #expect(try await client.poll(id).body == "2")
            #expect(try await socket.text() == "2")
            try await socket.send(text: #"42["echo",1]"#)
            #expect(try await socket.text() == #"42["echo",1]"#)
        }
    }

    @Test
    func `a slow upload that makes progress is read to its end`() async throws {
        let configuration = SocketIOConfiguration(requestBodyTimeout: .milliseconds(1_200))
        try await withServer(configuration) { _, port in
            let client = try RawClient(port: port)
            let id = try await client.pollingHandshake()
            let path = "\(endpoint)?EIO=4&transport=polling&sid=\(id)"
            try await client.send(Array("POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n".utf8))
            // Together longer than the deadline; each pause is what a slow client does, not a wait for the server.
            let body = Array("42[\"abc\"]".utf8)
            for byte in body.prefix(4) {
                try await client.send([byte])
                try await ContinuousClock().sleep(for: .milliseconds(400))
            }
            try await client.send(Array(body.dropFirst(4)))
            #expect(try await client.answer().status == 200)
        }
    }

    @Test
    func `a head that is far too long is refused`() async throws {
        try await withServer { _, port in
            let client = try RawClient(port: port)
            let field = "X-Long: \(String(repeating: "x", count: 50_000))\r\n"
            let head = "GET /plain HTTP/1.1\r\nHost: a\r\n" + String(repeating: field, count: 6) + "\r\n"
            try? await client.send(Array(head.utf8))
            #expect(try await client.answer().status == 400)
        }
    }
}
