import HTTPTypes
import Hummingbird
import HummingbirdTesting
import MartletCore
import Testing

@testable import MartletServer

struct ErrorAnswerTests {
    @Test(arguments: [
        ("/project/settings?language=a_b", ["query", "language"], "string_pattern_mismatch", "a_b"),
        ("/project/translations?language=../x", ["query", "language"], "string_pattern_mismatch", "../x"),
        ("/logo?theme=pink", ["query", "theme"], "enum", "pink"),
    ])
    func `a query that cannot be read is told part by part`(
        path: String,
        location: [String],
        type: String,
        input: String
    ) async throws {
        try await withRoutes { client in
            try await client.execute(uri: path, method: .get) { response in
                #expect(response.status == .unprocessableContent)
                guard case .array(let details) = response.json["detail"], let first = details.first else {
                    Issue.record("no details in \(response.text)")
                    return
                }
                #expect(details.count == 1 && first["type"] == .string(type) && first["input"] == .string(input))
                #expect(first["loc"] == .array(location.map(JSONValue.string)))
                #expect(first["msg"]?.stringValue?.isEmpty == false)
            }
        }
    }

    @Test(arguments: [
        (HTTPRequest.Method.post, "/health"), (.post, "/nowhere"), (.delete, "/"), (.put, "/project/settings"),
        (.head, "/health"), (.head, "/thread/abc"),
    ])
    func `a method that does not fit is told so`(method: HTTPRequest.Method, path: String) async throws {
        try await withRoutes { client in
            try await client.execute(uri: path, method: method) { response in
                #expect(response.status == .methodNotAllowed && response.headers[.allow] == "GET")
                #expect(response.text == (method == .head ? "" : #"{"detail":"Method Not Allowed"}"#))
            }
        }
    }

    @Test func `nothing answers outside of the root path, and the way into it is shown`() async throws {
        try await withRoutes(prefix: "/chat") { client in
            for path in ["/", "/health", "/chatter", "/assets/app.js"] {
                try await client.execute(uri: path, method: .get) { response in
                    #expect(response.status == .notFound && response.text == #"{"detail":"Not Found"}"#)
                }
            }
            try await client.execute(uri: "/chat?a=b", method: .get) { response in
                #expect(response.status == .temporaryRedirect && response.headers[.location] == "/chat/?a=b")
            }
            try await client.execute(uri: "/chat/", method: .get) { #expect($0.status == .ok) }
            try await client.execute(uri: "/chat/", method: .head) { response in
                #expect(response.status == .ok && response.body.readableBytes == 0)
            }
        }
    }

    @Test(arguments: ["/project/action", "/project/threads", "/mcp", "/set-session-cookie"])
    func `a body that is too large is told so`(path: String) async throws {
        try await withRoutes { client in
            let body = ByteBuffer(repeating: UInt8(ascii: "["), count: RequestForm.largestBody + 1)
            try await client.execute(uri: path, method: .post, body: body) { response in
                #expect(response.status == .contentTooLarge)
                #expect(response.json["detail"]?.stringValue?.contains("too large") == true)
            }
        }
    }

    @Test(arguments: [
        "/login", "/logout", "/feedback", "/mcp", "/auth/jwt", "/auth/header", "/set-session-cookie", "/project/file",
        "/project/action", "/project/element", "/project/threads", "/project/thread",
    ])
    func `where something is posted to, a browser is shown the page`(path: String) async throws {
        try await withRoutes { client in
            try await client.execute(uri: path, method: .get) { response in
                #expect(response.status == .ok)
                #expect(response.headers[.contentType] == "text/html; charset=utf-8")
            }
        }
    }

    @Test(arguments: [
        "/project/thread/share", "/project/thread/share/element/a", "/project/thread/other/element/a",
        "/auth/oauth/azure-ad-hybrid", "/auth/oauth/azure-ad-hybrid/callback", "/auth/oauth/github/callback",
    ])
    func `names that stand in other paths too are read like any others`(path: String) async throws {
        try await withRoutes { client in
            try await client.execute(uri: path, method: .get) { response in
                #expect(response.status == .badRequest && response.json["detail"]?.stringValue?.isEmpty == false)
            }
        }
    }
}
