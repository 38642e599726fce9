import SocketIOServer
import Testing

struct RequestDeadlineTests {
    /// Long enough for a client that stands still for a while on a busy machine to say what it has to say.
    static let quickHead = SocketIOConfiguration(requestHeadTimeout: .seconds(2))
    static let quickBody = SocketIOConfiguration(requestHeadTimeout: .seconds(600), requestBodyTimeout: .seconds(1))

    @Test
    func `a head that is never finished is answered with 408`() async throws {
        try await withServer(Self.quickHead) { _, port in
            let client = try RawClient(port: port)
            try await client.send(Array("GET /plain HTTP/1.1\r\nHost: a\r\nX-Half: ".utf8))
            #expect(try await client.answer().status == 408)
            await #expect(throws: RawClient.EndOfStream.self) { try await client.frame() }
        }
    }

    @Test
    func `a second head that is never finished too`() async throws {
        try await withServer(Self.quickHead) { _, port in
            let client = try RawClient(port: port)
            #expect(try await client.request("GET", "/plain").body == "plain")
            try await client.send(Array("GET /plain HT".utf8))
            #expect(try await client.answer().status == 408)
        }
    }

    @Test
    func `a connection over which nothing comes is closed`() async throws {
        try await withServer(Self.quickHead) { _, port in
            let client = try RawClient(port: port)
            await #expect(throws: RawClient.EndOfStream.self) { try await client.frame() }
        }
    }

    @Test
    func `a half-sent upload ends the connection and the session`() async throws {
        let delegate = ScriptedDelegate()
        try await withServer(Self.quickBody, delegate: delegate) { server, port in
            let client = try RawClient(port: port)
            let id = try await client.pollingHandshake()
            _ = try await client.post(id, "40")
            let path = "\(endpoint)?EIO=4&transport=polling&sid=\(id)"
            try await client.send(Array("POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n42[".utf8))
            // Required, since it takes the next line for ever to fail.
            try await #require(throws: RawClient.EndOfStream.self) { try await client.frame() }
            #expect(await delegate.log(count: 2).last == "disconnect protocol error")
            #expect(server.sessionCount == 0)
        }
    }

    @Test
    func `a head is due in its own time, however long the body before it may take`() async throws {
        let configuration = SocketIOConfiguration(requestHeadTimeout: .seconds(2), requestBodyTimeout: .seconds(600))
        try await withServer(configuration) { _, port in
            let client = try RawClient(port: port)
            let id = try await client.pollingHandshake()
            let path = "\(endpoint)?EIO=4&transport=polling&sid=\(id)"
            try await client.send(Array("POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n4".utf8))
            // Until what watches over the first head watches over the body.
            try await ContinuousClock().sleep(for: .seconds(3))
            try await client.send(Array("0".utf8))
            #expect(try await client.answer().status == 200)
            try await client.send(Array("GET /plain HT".utf8))
            #expect(try await client.answer().status == 408)
        }
    }

    @Test
    func `polls may hang and WebSockets be quiet for longer than that`() async throws {
        let delegate = ScriptedDelegate()
        let configuration = SocketIOConfiguration(requestHeadTimeout: .seconds(2), requestBodyTimeout: .seconds(2))
        try await withServer(configuration, delegate: delegate) { server, port in
            let client = try RawClient(port: port)
            let id = try await client.pollingHandshake()
            _ = try await client.post(id, "40")
            _ = try await client.poll(id)
            let polling = try #require(delegate.socket)
            let socket = try RawClient(port: port)
            try await socket.join()
            try await client.beginPoll(id, at: server)
            try await ContinuousClock().sleep(for: .seconds(3))
            polling.emit("late")
            #expect(try await client.answer().body == #"42["late"]"#)
            try await socket.send(text: #"42["echo",1]"#)
            #expect(try await socket.text() == #"42["echo",1]"#)
        }
    }

    @Test
    func `a slow upload that makes progress is read to its end`() async throws {
        let configuration = SocketIOConfiguration(requestBodyTimeout: .seconds(3))
        try await withServer(configuration) { _, port in
            let client = try RawClient(port: port)
            let id = try await client.pollingHandshake()
            let path = "\(endpoint)?EIO=4&transport=polling&sid=\(id)"
            try await client.send(Array("POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n".utf8))
            // Together longer than the deadline; each pause is what a slow client does, not a wait for the server.
            let body = Array("42[\"abc\"]".utf8)
            for byte in body.prefix(4) {
                try await client.send([byte])
                try await ContinuousClock().sleep(for: .milliseconds(800))
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
