import SocketIOCore
import Synchronization
import Testing

@testable import SocketIOServer

struct PollingTests {
    @Test(arguments: ["/ws/socket.io/", "/ws/socket.io"])
    func `the endpoint answers with and without a trailing slash`(_ path: String) async throws {
        try await withServer { _, port in
            let answer = try await RawClient(port: port).request("GET", "\(path)?EIO=4&transport=polling&t=abc")
            #expect(answer.status == 200)
            #expect(answer.headers["content-type"] == "text/plain; charset=UTF-8")
            let id = try #require(answer.body.sessionID)
            #expect(id.count == 20)
            #expect(
                answer.body
                    == #"0{"sid":"\#(id)","upgrades":["websocket"],"pingTimeout":20000,"pingInterval":25000,"maxPayload":1000000}"#
            )
        }
    }

    @Test
    func `the endpoint may lie under a root path`() async throws {
        try await withServer(SocketIOConfiguration(path: "/prefix/ws/socket.io")) { _, port in
            let client = try RawClient(port: port)
            #expect(try await client.request("GET", "/prefix/ws/socket.io/?EIO=4").status == 200)
            let upgrade = try await RawClient(port: port).upgrade("/prefix/ws/socket.io/?EIO=4&transport=websocket")
            #expect(upgrade.status == 101)
        }
    }

    static let refusals: [(String, String)] = [
        (
            "?transport=polling",
            #""The client is using an unsupported version of the Socket.IO or Engine.IO protocols""#
        ),
        (
            "?EIO=3&transport=polling",
            #""The client is using an unsupported version of the Socket.IO or Engine.IO protocols""#
        ),
        ("?EIO=4&transport=pigeon", #""Invalid transport""#),
        ("?EIO=4&transport=websocket", #""Invalid websocket upgrade""#),
        ("?EIO=4&transport=polling&sid=nobody", #""Invalid session nobody""#),
    ]

    @Test(arguments: Self.refusals)
    func `a request that cannot be served is refused in the words that clients know`(
        _ query: String,
        _ body: String
    ) async throws {
        try await withServer { _, port in
            let answer = try await RawClient(port: port).request("GET", endpoint + query)
            #expect(answer.status == 400)
            #expect(answer.headers["content-type"] == "text/plain")
            #expect(answer.body == body)
        }
    }

    @Test(arguments: ["PUT", "DELETE", "PATCH", "HEAD"])
    func `other methods are not allowed`(_ method: String) async throws {
        try await withServer { _, port in
            try await RawClient(port: port).sendRequest(method, "\(endpoint)?EIO=4&transport=polling")
            let client = try RawClient(port: port)
            try await client.sendRequest(method, "\(endpoint)?EIO=4&transport=polling")
            // A HEAD's answer announces a body that does not come, so only the status line is read.
            if method != "HEAD" { #expect(try await client.answer().status == 405) }
        }
    }

    @Test
    func `OPTIONS is answered with OK`() async throws {
        try await withServer { _, port in
            let answer = try await RawClient(port: port).request("OPTIONS", endpoint)
            #expect(answer.status == 200)
            #expect(answer.body == "OK")
            #expect(answer.headers["access-control-allow-origin"] == nil)
        }
    }

    @Test
    func `cross-origin answers name the origin when asked to`() async throws {
        let configuration = SocketIOConfiguration(
            allowedOrigins: .list(["http://friend.example"]),
            answersCrossOrigin: true
        )
        try await withServer(configuration) { _, port in
            let client = try RawClient(port: port)
            let friend = try await client.request(
                "GET",
                "\(endpoint)?EIO=4",
                headers: ["Origin: http://friend.example"]
            )
            #expect(friend.headers["access-control-allow-origin"] == "http://friend.example")
            #expect(friend.headers["access-control-allow-credentials"] == "true")
            #expect(friend.headers["vary"] == "Origin")
            let stranger = try await client.request(
                "GET",
                "\(endpoint)?EIO=4",
                headers: ["Origin: http://stranger.example"]
            )
            #expect(stranger.status == 403)
            #expect(stranger.headers["access-control-allow-origin"] == nil)
            let preflight = try await client.request(
                "OPTIONS",
                endpoint,
                headers: ["Origin: http://friend.example", "Access-Control-Request-Headers: content-type"]
            )
            #expect(preflight.headers["access-control-allow-headers"] == "content-type")
        }
    }

    @Test
    func `pages of other origins can neither open a session nor use one`() async throws {
        let delegate = ScriptedDelegate()
        try await withServer(delegate: delegate) { server, port in
            let stranger = ["Origin: http://evil.example"]
            let client = try RawClient(port: port)
            let refused = try await client.request("GET", "\(endpoint)?EIO=4", headers: stranger)
            #expect(refused.status == 403)
            #expect(refused.body == #""Not an accepted origin""#)
            #expect(server.sessionCount == 0)
            let own = try await client.request("GET", "\(endpoint)?EIO=4", headers: ["Origin: http://localhost:1234"])
            let path = "\(endpoint)?EIO=4&sid=\(try #require(own.body.sessionID))"
            #expect(try await client.request("POST", path, headers: stranger, body: "40").status == 403)
            #expect(try await client.request("GET", path, headers: stranger).status == 403)
            #expect(delegate.log.isEmpty)
            #expect(try await client.request("POST", path, body: "40").status == 200)
        }
        try await withServer(SocketIOConfiguration(allowedOrigins: .list(["*"]))) { _, port in
            let client = try RawClient(port: port)
            let answer = try await client.request("GET", "\(endpoint)?EIO=4", headers: ["Origin: http://any.example"])
            #expect(answer.status == 200)
        }
    }

    @Test
    func `a second poll while one hangs ends that session and no other`() async throws {
        let delegate = ScriptedDelegate()
        try await withServer(delegate: delegate) { server, port in
            let good = try RawClient(port: port)
            try await good.join()
            let client = try RawClient(port: port)
            let id = try await client.pollingHandshake()
            _ = try await client.post(id, "40")
            _ = try await client.poll(id)
            let path = "\(endpoint)?EIO=4&transport=polling&sid=\(id)"
            let second = try RawClient(port: port)
            try await client.sendRequest("GET", path)
            try await second.sendRequest("GET", path)
            // Whichever came second is refused; the other is told that the session is over.
            let answers = [try await client.answer(), try await second.answer()]
            #expect(answers.map(\.status).sorted() == [200, 400])
            #expect(answers.first { $0.status == 400 }?.body == #""Only one poll at a time""#)
            #expect(await delegate.log(count: 3).last == "disconnect protocol error")
            try await good.send(text: #"42["echo",1]"#)
            #expect(try await good.text() == #"42["echo",1]"#)
        }
    }

    @Test
    func `a whole conversation over polling`() async throws {
        let delegate = ScriptedDelegate()
        try await withServer(delegate: delegate) { _, port in
            let client = try RawClient(port: port)
            let id = try await client.pollingHandshake()
            let joined = try await client.post(id, #"40{"who":"me"}"#)
            #expect(joined.body == "OK")
            #expect(joined.headers["content-type"] == "text/plain")
            let connected = try await client.poll(id).body
            #expect(connected.hasPrefix(#"40{"sid":""#))
            #expect(connected.sessionID != id)
            _ = try await client.post(id, "42[\"echo\",{\"a\":[1]}]\u{1E}427[\"sum\",1,2,3]\u{1E}429[\"unknown\"]")
            var packets: [String] = []
            while packets.count < 2 { packets += try await client.poll(id).body.packets }
            #expect(packets == [#"42["echo",{"a":[1]}]"#, "437[6]"])
            _ = try await client.post(id, "1")
            #expect(
                await delegate.log(count: 5)
                    == [#"connect {"who":"me"}"#, "echo", "sum", "unknown", "disconnect client disconnected"]
            )
            #expect(try await client.poll(id).body == #""Invalid session \#(id)""#)
        }
    }

    @Test
    func `attachments travel as base64 in the same upload and in a later one`() async throws {
        try await withServer { _, port in
            let client = try RawClient(port: port)
            let id = try await client.pollingHandshake()
            _ = try await client.post(id, "40")
            _ = try await client.poll(id)
            let event = #"451-["echo",{"_placeholder":true,"num":0}]"#
            _ = try await client.post(id, event + "\u{1E}bAQID")
            #expect(try await client.poll(id).body.packets == [event, "bAQID"])
            _ = try await client.post(id, event)
            _ = try await client.post(id, "bBAUG")
            #expect(try await client.poll(id).body.packets == [event, "bBAUG"])
        }
    }

    @Test
    func `a hanging poll is answered as soon as there is something`() async throws {
        let delegate = ScriptedDelegate()
        try await withServer(delegate: delegate) { server, port in
            let client = try RawClient(port: port)
            let id = try await client.pollingHandshake()
            _ = try await client.post(id, "40")
            _ = try await client.poll(id)
            try await client.beginPoll(id, at: server)
            let other = try RawClient(port: port)
            _ = try await other.post(id, #"42["echo",1]"#)
            #expect(try await client.answer().body == #"42["echo",1]"#)
        }
    }

    @Test
    func `a client may give up a hanging poll and ask again`() async throws {
        let delegate = ScriptedDelegate()
        try await withServer(delegate: delegate) { server, port in
            let client = try RawClient(port: port)
            let id = try await client.pollingHandshake()
            _ = try await client.post(id, "40")
            _ = try await client.poll(id)
            let other = try RawClient(port: port)
            try await other.beginPoll(id, at: server)
            other.disconnect()
            while try server.connection(id).state.withLock({ $0.poll != nil }) {
                try await Task.sleep(for: .milliseconds(1))
            }
            _ = try await client.post(id, #"42["echo",1]"#)
            #expect(try await client.poll(id).body == #"42["echo",1]"#)
            #expect(delegate.log == ["connect nil", "echo"])
        }
    }

    static let badUploads: [(String, String)] = [
        ("", #""Malformed payload""#),
        ("x", #""Malformed payload""#),
        ("42[\"a\"]\u{1E}", #""Malformed payload""#),
        ("b***", #""Malformed payload""#),
        (String(repeating: "4", count: 2_000), #""Payload too large""#),
    ]

    @Test(arguments: Self.badUploads)
    func `a bad upload is refused and ends the session`(_ body: String, _ message: String) async throws {
        let delegate = ScriptedDelegate()
        let configuration = SocketIOConfiguration(engine: EngineConfiguration(maximumPayload: 1_000))
        try await withServer(configuration, delegate: delegate) { _, port in
            let client = try RawClient(port: port)
            let id = try await client.pollingHandshake()
            _ = try await client.post(id, "40")
            _ = try await client.poll(id)
            let answer = try await client.post(id, body)
            #expect(answer.status == 400)
            #expect(answer.body == message)
            #expect(await delegate.log(count: 2).last == "disconnect protocol error")
            #expect(try await RawClient(port: port).poll(id).status == 400)
        }
    }

    @Test
    func `a malformed packet inside a good upload ends the session`() async throws {
        let delegate = ScriptedDelegate()
        try await withServer(delegate: delegate) { _, port in
            let client = try RawClient(port: port)
            let id = try await client.pollingHandshake()
            _ = try await client.post(id, "40")
            _ = try await client.post(id, #"42["broken"#)
            #expect(await delegate.log(count: 2).last == "disconnect protocol error")
        }
    }
}
