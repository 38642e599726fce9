import Foundation
import Logging
import MartletCore
import MartletMCP
import NIOHTTP1
import Testing

/// The client against web servers that do everything wrong.
struct WebTests {
    private static func connect(
        _ transport: MCPServer.Transport,
        allowlist: MCPURLAllowlist? = nil,
        options: MCPClientOptions = MCPClientOptions()
    ) async throws -> MCPClient {
        let server = MCPServer(name: "web", transport: transport, allowlist: allowlist)
        return try await MCPClient.connect(to: server, options: options, logger: KeptLog.logger(Kept()))
    }

    /// Answers what every connection begins with.
    private static func polite(
        _ request: FakePeer.Request,
        session: String? = nil,
        _ other: (FakePeer.Request) -> FakePeer.Answer
    ) -> FakePeer.Answer {
        switch request.call {
        case "initialize": .introduction(headers: session.map { ["Mcp-Session-Id": $0] } ?? [:])
        case "notifications/initialized", "notifications/cancelled": .accepted
        default:
            request.method == .GET && request.headers["Last-Event-ID"].isEmpty
                ? FakePeer.Answer(status: .methodNotAllowed) : other(request)
        }
    }

    private static func result(_ id: JSONValue?, _ result: String = "{}") -> String {
        "{\"jsonrpc\":\"2.0\",\"id\":\(id ?? 0),\"result\":\(result)}"
    }

    // MARK: - Connecting

    @Test(arguments: [301, 302, 303, 307, 308])
    func `redirects are not followed`(status: Int) async throws {
        let visits = Kept<String>()
        try await FakePeer.with({ request in
            visits.add(request.uri)
            return .introduction()
        }) { other in
            let location = other.url + "/elsewhere"
            try await FakePeer.with({ _ in
                FakePeer.Answer(status: .init(statusCode: status), headers: ["Location": location])
            }) { peer in
                for transport in [MCPServer.Transport.streamableHTTP(url: peer.url), .sse(url: peer.url)] {
                    let error = await #expect(throws: MCPError.self) { try await Self.connect(transport) }
                    #expect(error?.code == .connectFailed)
                    #expect((error?.cause as? MCPError)?.code == .urlNotAllowed)
                    #expect(error?.detail?.contains("/elsewhere") == true)
                    #expect(error?.message.contains("127.0.0.1") == false)
                }
                #expect(peer.requests.count == 2)
            }
        }
        #expect(visits.all.isEmpty)
    }

    @Test(arguments: [401, 403, 404, 405, 500, 503])
    func `a refusal is told with its status and words`(status: Int) async throws {
        try await FakePeer.with({ _ in
            FakePeer.Answer(
                status: .init(statusCode: status),
                body: "no \u{1B}[31mthanks\n" + String(repeating: "x", count: 9_000)
            )
        }) { peer in
            let error = await #expect(throws: MCPError.self) {
                try await Self.connect(.streamableHTTP(url: peer.url + "/mcp?key=secret"))
            }
            #expect(error?.code == .connectFailed)
            #expect(error?.detail?.contains("\(status)") == true)
            #expect(error?.detail?.contains("thanks") == true)
            #expect(error?.description.contains("\u{1B}") == false)
            #expect(error?.description.contains("secret") == false)
            #expect((error?.description.utf8.count ?? 0) < 1_500)
        }
    }

    @Test
    func `a server that never answers is given up`() async throws {
        var options = MCPClientOptions()
        options.httpConnectTimeout = .milliseconds(200)
        try await FakePeer.with({ _ in FakePeer.Answer(ending: .silent) }) { peer in
            for transport in [MCPServer.Transport.streamableHTTP(url: peer.url), .sse(url: peer.url)] {
                let error = await #expect(throws: MCPError.self) { try await Self.connect(transport, options: options) }
                #expect(error?.code == .timedOut)
            }
        }
        // An open stream that brings nothing is no better.
        try await FakePeer.with({ _ in .events(": hello\n\n", .open) }) { peer in
            for transport in [MCPServer.Transport.streamableHTTP(url: peer.url), .sse(url: peer.url)] {
                let error = await #expect(throws: MCPError.self) { try await Self.connect(transport, options: options) }
                #expect(error?.code == .timedOut)
            }
        }
    }

    @Test(arguments: [
        "ftp://127.0.0.1/", "http://user@127.0.0.1/", "http://127.0.0.1:99999/", "http://127.0.0.1/ x", "nonsense", "",
    ])
    func `an address that is none is refused without a request`(url: String) async throws {
        let error = await #expect(throws: MCPError.self) { try await Self.connect(.streamableHTTP(url: url)) }
        #expect((error?.cause as? MCPError)?.code == .invalidURL)
    }

    @Test
    func `a port where nobody listens is told`() async throws {
        var url = ""
        try await FakePeer.with({ _ in .accepted }) { url = $0.url }
        for transport in [MCPServer.Transport.streamableHTTP(url: url), .sse(url: url)] {
            let error = await #expect(throws: MCPError.self) { try await Self.connect(transport) }
            #expect(error?.code == .connectFailed)
            #expect(error?.detail?.contains("cannot be reached") == true)
        }
    }

    @Test
    func `only what the list grants is asked`() async throws {
        try await FakePeer.with({ request in
            request.method == .GET ? .events("event: endpoint\ndata: /messages?id=1\n\n", .open) : .accepted
        }) { peer in
            let list = try MCPURLAllowlist([peer.url + "/sse"])
            let elsewhere = await #expect(throws: MCPError.self) {
                try await Self.connect(.streamableHTTP(url: peer.url + "/mcp"), allowlist: list)
            }
            #expect((elsewhere?.cause as? MCPError)?.code == .urlNotAllowed)
            #expect(peer.requests.isEmpty)
            // The address for messages lies beside the granted one, not below it.
            let beside = await #expect(throws: MCPError.self) {
                try await Self.connect(.sse(url: peer.url + "/sse"), allowlist: list)
            }
            #expect((beside?.cause as? MCPError)?.code == .urlNotAllowed)
            #expect(peer.lines == ["GET /sse -"])
        }
    }

    // MARK: - SSE

    @Test(arguments: [
        "http://localhost:1/m", "https://127.0.0.1/m", "//evil.example/m", "http://127.0.0.1@evil.example/m", "/m\\x",
    ])
    func `an endpoint at another origin is refused`(endpoint: String) async throws {
        try await FakePeer.with({ _ in .events("event: endpoint\ndata: \(endpoint)\n\n", .open) }) { peer in
            let error = await #expect(throws: MCPError.self) { try await Self.connect(.sse(url: peer.url + "/sse")) }
            #expect(error?.code == .connectFailed)
            #expect([.urlNotAllowed, .invalidAnswer].contains((error?.cause as? MCPError)?.code))
            #expect(peer.requests.count == 1)
        }
    }

    @Test
    func `messages go to the first endpoint and answers come as events`() async throws {
        let requests = Kept<FakePeer.Request>()
        try await FakePeer.with({ request in
            requests.add(request)
            return request.method == .GET ? .events("event: endpoint\ndata: /m?id=1\n\n", .open) : .accepted
        }) { peer in
            async let connecting = Self.connect(.sse(url: peer.url + "/sse", headers: ["Authorization": "Bearer x"]))
            #expect(await eventually { requests.all.contains { $0.call == "initialize" } })
            peer.push("event: endpoint\ndata: /other\n\ndata: garbage\n\nevent: odd\ndata: {}\n\n")
            peer.push("data: \(FakePeer.introduction)\n\n")
            let client = try await connecting
            async let ping: Void = client.ping()
            #expect(await eventually { requests.all.contains { $0.call == "ping" } })
            peer.push("data: {\"jsonrpc\":\"2.0\",\ndata: \"id\":2,\"result\":{}}\n\n")
            try await ping
            #expect(Set(requests.all.filter { $0.method == .POST }.map(\.uri)) == ["/m?id=1"])
            #expect(requests.all.allSatisfy { $0.headers["Authorization"] == ["Bearer x"] })
            // The stream breaks, and with it the connection.
            async let lost: Void = client.ping()
            #expect(await eventually { requests.all.filter { $0.call == "ping" }.count == 2 })
            peer.drop()
            do {
                try await lost
                Issue.record("No error")
            } catch {
                #expect((error as? MCPError)?.code == .connectionLost)
            }
            #expect(await eventually { client.isClosed })
            await client.close()
        }
    }

    @Test
    func `an event beyond the limit ends the connection`() async throws {
        var options = MCPClientOptions()
        options.largestMessage = 100_000
        let big = "event: endpoint\ndata: /m\n\ndata: \(String(repeating: "x", count: 200_000))"
        try await FakePeer.with({ $0.method == .GET ? .events(big, .open) : .accepted }) { peer in
            let error = await #expect(throws: MCPError.self) {
                try await Self.connect(.sse(url: peer.url), options: options)
            }
            #expect((error?.cause as? MCPError)?.code == .messageTooLarge)
        }
    }

    @Test
    func `what is no stream of events is refused`() async throws {
        try await FakePeer.with({ _ in .json("{}") }) { peer in
            let error = await #expect(throws: MCPError.self) { try await Self.connect(.sse(url: peer.url)) }
            #expect((error?.cause as? MCPError)?.code == .invalidAnswer)
        }
    }

    // MARK: - Streamable HTTP

    @Test
    func `session and version go along, and the session is ended`() async throws {
        try await FakePeer.with({ request in
            Self.polite(request, session: "s-1") { .json(Self.result($0.id)) }
        }) { peer in
            let client = try await Self.connect(.streamableHTTP(url: peer.url + "/mcp"))
            try await client.ping()
            #expect(await eventually { peer.requests.contains { $0.method == .GET } })
            await client.close()
            await client.close()
            let requests = peer.requests
            #expect(requests.first?.headers["Mcp-Session-Id"] == [])
            #expect(requests.first?.headers["MCP-Protocol-Version"] == [])
            #expect(requests.dropFirst().allSatisfy { $0.headers["Mcp-Session-Id"] == ["s-1"] })
            #expect(requests.dropFirst().allSatisfy { $0.headers["MCP-Protocol-Version"] == ["2025-06-18"] })
            let posts = requests.filter { $0.method == .POST }
            #expect(posts.allSatisfy { $0.headers["Accept"] == ["application/json, text/event-stream"] })
            #expect(posts.map(\.call) == ["initialize", "notifications/initialized", "ping"])
            #expect(requests.last?.method == .DELETE)
            #expect(requests.filter { $0.method == .DELETE }.count == 1)
        }
    }

    @Test
    func `a session that the server has ended ends the connection`() async throws {
        try await FakePeer.with({ request in
            Self.polite(request, session: "s-1") { _ in FakePeer.Answer(status: .notFound) }
        }) { peer in
            let client = try await Self.connect(.streamableHTTP(url: peer.url))
            let error = await #expect(throws: MCPError.self) { try await client.ping() }
            #expect(error?.code == .connectionLost)
            #expect(client.isClosed)
            await client.close()
            #expect(!peer.requests.contains { $0.method == .DELETE })
        }
    }

    @Test(arguments: [
        FakePeer.Answer.json("garbage"), .json("{}"), .json(""), .json(Self.result(77)), .accepted,
        FakePeer.Answer(headers: ["Content-Type": "text/html"], body: "<p>"), .events(""), .events("data: garbage\n\n"),
        .events("data: {\"jsonrpc\":\"2.0\",\"id\":99,\"result\":{}}\n\n"), .events("data: {\"jsonrpc\"", .broken),
        FakePeer.Answer(headers: ["Content-Type": "application/json"], body: "{", ending: .broken),
        FakePeer.Answer(status: .internalServerError, ending: .broken),
    ])
    func `a call without an answer fails and leaves the connection usable`(answer: FakePeer.Answer) async throws {
        try await FakePeer.with({ request in
            Self.polite(request) { $0.call == "ping" ? .json(Self.result($0.id)) : answer }
        }) { peer in
            let client = try await Self.connect(.streamableHTTP(url: peer.url))
            let error = await #expect(throws: MCPError.self) { try await client.callTool("x") }
            #expect([.invalidAnswer, .connectionLost, .refused].contains(error?.code))
            try await client.ping()
            await client.close()
        }
    }

    @Test
    func `answers beyond the limit are cut off`() async throws {
        var options = MCPClientOptions()
        options.largestMessage = 10_000
        let big = "\"\(String(repeating: "x", count: 20_000))\""
        try await FakePeer.with({ request in
            Self.polite(request) { request in
                request.call == "ping" ? .json(Self.result(request.id, big)) : .events("data: \(big)\n\n", .open)
            }
        }) { peer in
            let client = try await Self.connect(.streamableHTTP(url: peer.url), options: options)
            let json = await #expect(throws: MCPError.self) { try await client.ping() }
            #expect(json?.code == .messageTooLarge)
            let events = await #expect(throws: MCPError.self) { try await client.callTool("x") }
            #expect(events?.code == .messageTooLarge)
            await client.close()
        }
    }

    @Test
    func `a stream that breaks is resumed after its last event`() async throws {
        let tries = Kept<String>()
        try await FakePeer.with({ request in
            Self.polite(request) { request in
                guard request.method == .GET else {
                    return .events("id: e-1\nretry: 1\ndata: \n\n", .broken)
                }
                let last = request.headers["Last-Event-ID"].first ?? ""
                tries.add(last)
                switch tries.all.count {
                case 1: return FakePeer.Answer(status: .badGateway)
                case 2: return .events("id: e-2\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"x\"}\n\n", .broken)
                default: return .events("data: \(Self.result(2, #"{"content":[{"type":"text","text":"late"}]}"#))\n\n")
                }
            }
        }) { peer in
            let client = try await Self.connect(.streamableHTTP(url: peer.url))
            #expect(try await client.callTool("x").text == "late")
            #expect(tries.all == ["e-1", "e-1", "e-2"])
            await client.close()
        }
    }

    @Test
    func `an answer ends the call though its stream stays open`() async throws {
        try await FakePeer.with({ request in
            Self.polite(request) { .events("data: \(Self.result($0.id))\n\n", .open) }
        }) { peer in
            let client = try await Self.connect(.streamableHTTP(url: peer.url))
            for _ in 0..<3 { try await client.ping() }
            await client.close()
        }
    }

    @Test
    func `what the server has to say unasked arrives, also after a break`() async throws {
        let notifications = Kept<MCPNotification>()
        var options = MCPClientOptions()
        options.onNotification = { notifications.add($0) }
        let change = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}"
        try await FakePeer.with({ request in
            switch (request.method, request.call) {
            case (.GET, _): .events("id: g-1\nretry: 1\ndata: \(change)\n\n", .open)
            case (_, "initialize"): .introduction()
            default: .accepted
            }
        }) { peer in
            let client = try await Self.connect(.streamableHTTP(url: peer.url), options: options)
            #expect(await eventually { notifications.all == [.toolsChanged] })
            peer.drop()
            #expect(await eventually { notifications.all == [.toolsChanged, .toolsChanged] })
            let gets = peer.requests.filter { $0.method == .GET }
            #expect(gets.map { $0.headers["Last-Event-ID"] } == [[], ["g-1"]])
            await client.close()
        }
    }

    @Test
    func `a call that is cancelled is told to the server`() async throws {
        try await FakePeer.with({ request in
            Self.polite(request) { _ in FakePeer.Answer(ending: .silent) }
        }) { peer in
            let client = try await Self.connect(.streamableHTTP(url: peer.url))
            let call = Task { try await client.callTool("x") }
            #expect(await eventually { peer.requests.contains { $0.call == "tools/call" } })
            call.cancel()
            await #expect(throws: CancellationError.self) { try await call.value }
            #expect(await eventually { peer.requests.contains { $0.call == "notifications/cancelled" } })
            let notice = peer.requests.first { $0.call == "notifications/cancelled" }
            #expect(notice?.body.contains("\"requestId\":2") == true)
            await client.close()
        }
    }

    @Test
    func `a call may take longer than connecting`() async throws {
        var options = MCPClientOptions()
        options.httpConnectTimeout = .seconds(5)
        try await FakePeer.with({ request in
            Self.polite(request) { _ in FakePeer.Answer(ending: .silent) }
        }) { peer in
            let client = try await Self.connect(.streamableHTTP(url: peer.url), options: options)
            let error = await #expect(throws: MCPError.self) { try await client.callTool("x", timeout: .seconds(7)) }
            #expect(error?.code == .timedOut)
            #expect(error?.message.contains("'tools/call' within 7 s") == true)
            await client.close()
        }
    }

    @Test
    func `a server's description holds no secret`() {
        let http = MCPServer(
            name: "a",
            transport: .sse(url: "https://a.example?key=secret", headers: ["Authorization": "secret"])
        )
        let program = MCPServer(
            name: "b",
            transport: .stdio(command: "x", arguments: ["secret"], environment: ["KEY": "secret"])
        )
        for server in [http, program] {
            var dumped = ""
            dump(server, to: &dumped)
            dump(server.transport, to: &dumped)
            #expect(!"\(server)\(server.transport)\(String(reflecting: server))\(dumped)".contains("secret"))
        }
        #expect("\(http)" == "a (sse)")
    }

    @Test
    func `users' header fields are sorted out and configured ones sent`() async throws {
        let fields = [
            "Authorization": "Bearer x", "Cookie": "a=b", "X-Forwarded-For": "1.2.3.4", "Host": "evil.example",
        ]
        try await FakePeer.with({ request in Self.polite(request) { _ in .accepted } }) { peer in
            let list = try MCPURLAllowlist([peer.url])
            await (try Self.connect(.streamableHTTP(url: peer.url, headers: fields), allowlist: list)).close()
            let user = try #require(peer.requests.first?.headers)
            #expect(user["Authorization"] == ["Bearer x"])
            #expect(user["Cookie"].isEmpty)
            #expect(user["X-Forwarded-For"].isEmpty)
            #expect(user["Host"].first?.hasPrefix("127.0.0.1") == true)
            await (try Self.connect(.streamableHTTP(url: peer.url, headers: fields))).close()
            let configured = try #require(peer.requests.last { $0.call == "initialize" }?.headers)
            #expect(configured["Cookie"] == ["a=b"])
            #expect(configured["Host"].first?.hasPrefix("127.0.0.1") == true)
        }
    }
}
