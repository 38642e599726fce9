import HTTPTypes
import Hummingbird
import HummingbirdTesting
import MartletCore
import Testing

@testable import MartletServer

struct ServerExtensionTests {
    private static let key = "a-long-key"

    @Test func `routes get their parameters and whole bodies, and answer whole or piece by piece`() async throws {
        try await withRoutes(prefix: "/chat", extensions: [Parrot()]) { client in
            try await client.execute(uri: "/chat/v9/say/a%2Fb", method: .get) { #expect($0.text == "a/b") }
            let body = ByteBuffer(string: String(repeating: "x", count: 100))
            try await client.execute(uri: "/chat/v9/echo", method: .post, body: body) { response in
                #expect(response.status == .created && response.text.count == 100)
                #expect(response.headers[.contentType] == "text/x-parrot")
            }
            try await client.execute(uri: "/chat/v9/count", method: .post) { #expect($0.text == "0,1,2,") }
            try await client.execute(uri: "/v9/say/a", method: .get) { #expect($0.text != "a") }
        }
    }

    @Test func `what goes wrong is told in the extension's own form`() async throws {
        try await withRoutes(extensions: [Parrot()]) { client in
            let long = ByteBuffer(string: String(repeating: "x", count: 101))
            let requests: [(String, HTTPRequest.Method, ByteBuffer, Int)] = [
                ("/v9/echo", .post, long, 413), ("/v9/echo", .get, ByteBuffer(), 405),
                ("/v9/fail", .get, ByteBuffer(), 500), ("/v9/nothing", .get, ByteBuffer(), 404),
            ]
            for (path, method, body, status) in requests {
                try await client.execute(uri: path, method: method, body: body) { response in
                    #expect(response.status.code == status)
                    #expect(response.text.hasPrefix("parrot: ") && !response.text.contains("secret"))
                }
            }
        }
    }

    @Test(arguments: [
        ("Bearer a-long-key", 200), ("bearer  a-long-key ", 200), ("Bearer other", 401), ("Bearer a-long-ke", 401),
        ("Basic a-long-key", 401), ("a-long-key", 401), ("", 401), ("Bearer ", 401),
    ])
    func `where there are keys, one is needed`(header: String, status: Int) async throws {
        for host in ["127.0.0.1", "0.0.0.0"] {
            try await withRoutes(
                extensions: [Parrot()],
                host: host,
                configure: { $0.api.keys = ["first", Self.key] }
            ) { client in
                let headers: HTTPFields = header.isEmpty ? [:] : [.authorization: header]
                for path in ["/v9/say/a", "/metrics"] {
                    try await client.execute(uri: path, method: .get, headers: headers) { response in
                        #expect(response.status.code == status)
                        #expect(!response.text.contains(Self.key))
                    }
                }
            }
        }
    }

    @Test func `those who hold different keys are told apart`() async throws {
        try await withRoutes(extensions: [Parrot()], configure: { $0.api.keys = ["", "a", "b"] }) { client in
            for (key, caller) in [("a", "API key 1"), ("b", "API key 2")] {
                let headers: HTTPFields = [.authorization: "Bearer \(key)"]
                try await client.execute(uri: "/v9/caller", method: .get, headers: headers) { response in
                    #expect(response.text == caller)
                }
            }
        }
        try await withRoutes(extensions: [Parrot()]) { client in
            try await client.execute(uri: "/v9/caller", method: .get) { #expect($0.text == "API") }
        }
    }

    @Test(arguments: ["0.0.0.0", "::", "192.168.1.5", "example.com"])
    func `where there are none, an app that others can reach answers nobody`(host: String) async throws {
        try await withRoutes(extensions: [Parrot()], host: host) { client in
            for path in ["/v9/say/a", "/metrics"] {
                try await client.execute(uri: path, method: .get) { response in
                    #expect(response.status == .unauthorized && response.text.contains("MARTLET_API_KEYS"))
                }
            }
        }
        // A key that the app sets counts as one of the configuration does.
        try await withRoutes(extensions: [Parrot()], apiKeys: [Self.key], host: host) { client in
            let headers: HTTPFields = [.authorization: "Bearer \(Self.key)"]
            try await client.execute(uri: "/v9/say/a", method: .get, headers: headers) { #expect($0.status == .ok) }
        }
    }

    @Test(
        arguments: [
            ("", "", 200), ("Origin", "http://localhost:3000", 200), ("Origin", "http://127.0.0.1:8000", 200),
            ("Origin", "https://good.example", 200), ("Origin", "https://evil.example", 403), ("Origin", "null", 403),
            ("Origin", "http://localhost.evil.example", 403), ("X-Forwarded-For", "1.2.3.4", 401),
        ] as [(String, String, Int)]
    )
    func `where there are none, no foreign page and no proxy gets in`(
        name: String,
        value: String,
        status: Int
    ) async throws {
        var headers = HTTPFields()
        if let name = HTTPField.Name(name) { headers[name] = value }
        let sent = headers
        try await withRoutes(
            extensions: [Parrot()],
            configure: { $0.project.allowOrigins = ["https://good.example"] }
        ) { client in
            try await client.execute(uri: "/v9/say/a", method: .get, headers: sent) { response in
                #expect(response.status.code == status)
            }
        }
    }

    @Test(arguments: [
        ("localhost", true), ("127.0.0.1", true), ("127.1.2.3", true), ("::1", true), ("app.localhost", true),
        ("128.0.0.1", false), ("127.0.0.1.evil.example", false), ("127.0.0", false), ("", false), ("0.0.0.0", false),
    ])
    func `the machine itself is known by its names`(host: String, isLoopback: Bool) {
        #expect(APIAccess.isLoopback(host) == isLoopback)
    }

    @Test func `both can be switched off`() async throws {
        try await withRoutes(
            extensions: [Parrot()],
            configure: { configuration in
                configuration.api.isEnabled = false
                configuration.api.metrics = false
            }
        ) { client in
            for path in ["/v9/say/a", "/metrics"] {
                // The page's own paths are all others.
                try await client.execute(uri: path, method: .get) { #expect($0.text.contains("<html")) }
            }
        }
    }
}

/// An extension that says what it is told.
private struct Parrot: ServerExtension {
    struct Sick: Error { let secret = "secret" }

    var routes: [ServerExtensionRoute] {
        [
            ServerExtensionRoute(.get, "/v9/say/:what") { request in
                ServerExtensionResponse(body: .bytes(Array(request.parameters["what", default: "nothing"].utf8)))
            },
            ServerExtensionRoute(.post, "/v9/echo", largestBody: 100) { request in
                ServerExtensionResponse(
                    status: 201,
                    headers: [("Content-Type", "text/x-parrot"), ("not a name", "")],
                    body: .bytes(request.body)
                )
            },
            ServerExtensionRoute(.post, "/v9/count") { _ in
                ServerExtensionResponse(
                    body: .stream { writer in
                        for number in 0..<3 { try await writer.write(Array("\(number),".utf8)) }
                    }
                )
            },
            ServerExtensionRoute(.get, "/v9/caller") { ServerExtensionResponse(body: .bytes(Array($0.caller.utf8))) },
            ServerExtensionRoute(.get, "/v9/fail") { _ in throw Sick() },
            ServerExtensionRoute(.get, "/v9/**") { _ in throw ServerExtensionFailure(.notFound, "unknown word") },
        ]
    }

    func response(to failure: ServerExtensionFailure) -> ServerExtensionResponse {
        ServerExtensionResponse(status: failure.status, body: .bytes(Array("parrot: \(failure.message)".utf8)))
    }
}
