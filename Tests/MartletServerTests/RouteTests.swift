import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import MartletCore
import Testing

@testable import MartletServer

struct RouteTests {
    @Test(arguments: ["/", "/thread/abc", "/login", "/element/x?thread=y"])
    func `every path of the page's own shows the page`(path: String) async throws {
        try await withRoutes { client in
            try await client.execute(uri: path, method: .get) { response in
                #expect(response.status == .ok)
                #expect(response.headers[.contentType] == "text/html; charset=utf-8")
                #expect(response.headers[.contentSecurityPolicy]?.contains("default-src 'self'") == true)
                let html = String(buffer: response.body)
                #expect(html.contains("<title>Assistant</title>") && !html.contains("PLACEHOLDER -->\n  <!-- FONT"))
            }
        }
    }

    @Test func `a root path is put before all that the page loads`() async throws {
        try await withRoutes(prefix: "/chat") { client in
            try await client.execute(uri: "/chat/", method: .get) { response in
                let html = String(buffer: response.body)
                #expect(html.contains("src=\"/chat/assets/v-") && !html.contains("src=\"/assets"))
                #expect(html.contains("content=\"/chat\""))
            }
            try await client.execute(uri: "/chat/health", method: .get) { #expect($0.status == .ok) }
            try await client.execute(uri: "/health", method: .get) { #expect($0.status == .notFound) }
        }
    }

    @Test func `assets have a type and a tag, and are not sent twice`() async throws {
        try await withRoutes { client in
            let tag = try await client.execute(uri: "/assets/app.js", method: .get) { response in
                #expect(response.headers[.contentType] == "application/javascript")
                return response.headers[.eTag]
            }
            let known: HTTPFields = [.ifNoneMatch: try #require(tag)]
            try await client.execute(uri: "/assets/app.js", method: .get, headers: known) { response in
                #expect(response.status == .notModified && response.body.readableBytes == 0)
            }
        }
    }

    @Test func `what the page names is kept for ever, and named anew when it changes`() async throws {
        try await withRoutes { client in
            let html = try await client.execute(uri: "/", method: .get) { String(buffer: $0.body) }
            let paths = Set(html.matches(of: /(?:href|src)="(\/assets\/[^"#]*)/).map { String($0.1) })
            #expect((2...6).contains(paths.count), "\(paths)")
            for path in paths {
                try await client.execute(uri: path, method: .get) { response in
                    #expect(response.status == .ok)
                    #expect(response.headers[.cacheControl] == "public, max-age=31536000, immutable")
                }
            }
            try await client.execute(uri: "/assets/v-old/app.js", method: .get) { response in
                #expect(response.status == .ok && response.headers[.cacheControl] == "no-cache")
            }
        }
    }

    @Test(arguments: [
        "/public/../secret.txt", "/public/%2e%2e/secret.txt", "/public/..%2fsecret.txt", "/assets/../index.html",
        "/public/a%00b", "/public/%5c..%5csecret.txt", "/public/nothing.txt", "/assets/nothing.js",
    ])
    func `nothing outside of the folders is reachable`(path: String) async throws {
        try await withRoutes(files: ["secret.txt": "secret", "public/open.txt": "open"]) { client in
            try await client.execute(uri: path, method: .get) { response in
                #expect(!String(buffer: response.body).contains("secret"))
                #expect(response.status == .badRequest || response.status == .notFound)
            }
            try await client.execute(uri: "/public/open.txt", method: .get) { response in
                #expect(String(buffer: response.body) == "open")
            }
        }
    }

    @Test func `the settings have what Chainlit's clients read, and the readme rendered`() async throws {
        let files = ["martlet.md": "# Hello", "martlet_de-DE.md": "# Hallo"]
        try await withRoutes(files: files) { client in
            for (language, heading) in [("en-US", "Hello"), ("de-DE", "Hallo")] {
                try await client.execute(uri: "/project/settings?language=\(language)", method: .get) { response in
                    let body = try JSONDecoder().decode(JSONValue.self, from: Data(response.body.readableBytesView))
                    #expect(body["markdown"] == .string("# \(heading)"))
                    #expect(body["markdownHtml"]?.strings == ["<h1>\(heading)</h1>\n"])
                    #expect(body["ui"]?["name"] == "Assistant")
                    #expect(body["features"]?["audio"]?["enabled"] == false)
                    #expect(body["dataPersistence"] == false)
                }
            }
        }
    }

    @Test(arguments: ["..%2f..%2fetc", "en_US.md", "a-", "toolonglanguage"])
    func `a language that is none is refused`(language: String) async throws {
        try await withRoutes { client in
            try await client.execute(uri: "/project/settings?language=\(language)", method: .get) { response in
                #expect(response.status == .unprocessableContent)
                #expect(String(buffer: response.body).contains("\"detail\""))
            }
        }
    }

    @Test func `the small routes answer as Chainlit's do`() async throws {
        try await withRoutes { client in
            try await client.execute(uri: "/health", method: .get) {
                #expect(String(buffer: $0.body) == #"{"status":"ok"}"#)
            }
            try await client.execute(uri: "/user", method: .get) { #expect(String(buffer: $0.body) == "null") }
            try await client.execute(uri: "/logo?theme=dark", method: .get) {
                #expect($0.headers[.contentType] == "image/svg+xml")
            }
            try await client.execute(uri: "/logo?theme=pink", method: .get) {
                #expect($0.status == .unprocessableContent)
            }
            try await client.execute(uri: "/avatars/a%2fb", method: .get) { #expect($0.status == .badRequest) }
            try await client.execute(uri: "/avatars/Bot", method: .get) { #expect($0.status == .ok) }
            let body = ByteBuffer(string: #"{"session_id":"abc-1"}"#)
            try await client.execute(uri: "/set-session-cookie", method: .post, body: body) { response in
                #expect(response.headers[.setCookie]?.hasPrefix("X-Chainlit-Session-id=abc-1;") == true)
            }
            let injected = ByteBuffer(string: #"{"session_id":"a; Domain=evil"}"#)
            try await client.execute(uri: "/set-session-cookie", method: .post, body: injected) {
                #expect($0.status == .unprocessableContent)
            }
        }
    }
}
