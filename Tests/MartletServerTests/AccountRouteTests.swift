import HTTPTypes
import Hummingbird
import HummingbirdTesting
import MartletCore
import Synchronization
import Testing

@testable import MartletServer

struct AccountRouteTests {
    private static let urlEncoded: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]

    @Test func `nobody can sign in where nothing checks passwords`() async throws {
        let multipart = """
            --b1\r\nContent-Disposition: form-data; name="username"\r\n\r\na\r\n--b1\r\n\
            Content-Disposition: form-data; name="password"\r\n\r\nb\r\n--b1--\r\n
            """
        try await withRoutes { client in
            for (headers, body) in [
                (Self.urlEncoded, "username=a%40b&password=x+y"),
                ([.contentType: "multipart/form-data; boundary=b1"] as HTTPFields, multipart),
            ] {
                let response = try await client.execute(
                    uri: "/login",
                    method: .post,
                    headers: headers,
                    body: ByteBuffer(string: body)
                ) { $0 }
                #expect(response.status == .badRequest && response.detail == "No auth_callback defined")
            }
            let half = try await client.execute(
                uri: "/login",
                method: .post,
                headers: Self.urlEncoded,
                body: ByteBuffer(string: "username=a")
            ) { $0 }
            #expect(half.status == .unprocessableContent && half.text.contains(#"["body","password"]"#))
            #expect(try await client.send(.post, "/login", "{}").status == .unprocessableContent)
        }
    }

    @Test(arguments: [
        (nil, "Authorization header missing"), ("Bearer", "Invalid authorization header format"),
        ("Bearer a b", "Invalid authorization header format"),
        ("Basic abc", "Invalid authentication scheme. Please use Bearer"), ("bearer abc", "Invalid token"),
    ])
    func `tokens are refused with the reason`(header: String?, detail: String) async throws {
        try await withRoutes { client in
            var headers: HTTPFields = [:]
            headers[.authorization] = header
            let response = try await client.execute(uri: "/auth/jwt", method: .post, headers: headers) { $0 }
            #expect(response.status == .unauthorized && response.detail == detail)
        }
    }

    @Test(arguments: [
        (HTTPRequest.Method.post, "/auth/header", "No header_auth_callback defined"),
        (.get, "/auth/oauth/github", "No oauth_callback defined"),
        (.get, "/auth/oauth/github/callback?code=a&state=b", "No oauth_callback defined"),
        (.post, "/auth/oauth/azure-ad-hybrid/callback", "No oauth_callback defined"),
    ])
    func `other ways in are closed too`(method: HTTPRequest.Method, path: String, detail: String) async throws {
        try await withRoutes { client in
            let response = try await client.execute(uri: path, method: method) { $0 }
            #expect(response.status == .badRequest && response.detail == detail)
        }
    }

    @Test func `signing out tells the app and forgets every cookie`() async throws {
        let count = Mutex(0)
        var hooks = ChatHooks()
        hooks.onLogout = { _ in
            count.withLock { $0 += 1 }
            throw MartletError(.internalError, "no matter")
        }
        try await withRoutes(hooks: hooks) { client in
            let headers: HTTPFields = [.cookie: "access_token_0=a; other=b; access_token_1=c; access_token%0d=d"]
            let response = try await client.execute(uri: "/logout", method: .post, headers: headers) { $0 }
            #expect(response.status == .ok && response.json == ["success": true])
            let cookies = response.headers[values: .setCookie]
            #expect(cookies.count == 2 && cookies.allSatisfy { $0.contains("Max-Age=0") && $0.contains("Path=/") })
            #expect(cookies.map { $0.prefix { $0 != "=" } } == ["access_token_0", "access_token_1"])
        }
        #expect(count.withLock { $0 } == 1)
    }
}

struct ThreadRouteTests {
    private static let nothing = "Data persistence is not enabled"

    @Test(arguments: [
        (HTTPRequest.Method.delete, "/feedback", #"{"feedbackId":"a"}"#),
        (.post, "/project/threads", #"{"pagination":{"first":35,"cursor":null},"filter":{"search":"a","feedback":1}}"#),
        (.put, "/project/thread", #"{"threadId":"a","name":"b"}"#),
        (.put, "/project/thread/share", #"{"threadId":"a","isShared":true}"#),
        (.delete, "/project/thread", #"{"threadId":"a"}"#),
    ])
    func `nothing is kept without a data layer, which is told after what is wrong with a body`(
        method: HTTPRequest.Method,
        path: String,
        json: String
    ) async throws {
        try await withRoutes { client in
            let response = try await client.send(method, path, json)
            #expect(response.status == .badRequest && response.detail == Self.nothing)
            let empty = try await client.send(method, path, "{}")
            #expect(empty.status == .unprocessableContent && empty.text.contains("\"missing\""))
        }
    }

    @Test func `feedback is refused with Chainlit's status`() async throws {
        try await withRoutes { client in
            let good = #"{"sessionId":"s","feedback":{"forId":"a","value":1,"comment":null}}"#
            let response = try await client.send(.put, "/feedback", good)
            #expect(response.status == .internalServerError && response.detail == Self.nothing)
            for bad in ["2", "\"1\"", "null"] {
                let json = good.replacing(#""value":1"#, with: #""value":\#(bad)"#)
                #expect(try await client.send(.put, "/feedback", json).status == .unprocessableContent)
            }
        }
    }

    @Test(arguments: ["/project/thread/a", "/project/share/a", "/project/thread/a/element/b"])
    func `no thread can be read`(path: String) async throws {
        try await withRoutes { client in
            let response = try await client.get(path)
            #expect(response.status == .badRequest && response.detail == Self.nothing)
        }
    }
}
