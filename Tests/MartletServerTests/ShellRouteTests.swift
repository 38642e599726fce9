import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import MartletCore
import Testing

@testable import MartletServer

struct ShellRouteTests {
    @Test(arguments: ["", "/chat"])
    func `the page is one script, one style sheet, and no list of modules`(prefix: String) async throws {
        try await withRoutes(prefix: prefix) { client in
            try await client.execute(uri: prefix + "/", method: .get) { response in
                let html = response.text
                let scripts = html.matches(of: /<script type="module" src="([^"]+)"/).map { String($0.1) }
                let sheets = html.matches(of: /<link rel="stylesheet" href="([^"]+)"/).map { String($0.1) }
                #expect(scripts.count == 1 && sheets.count == 1)
                #expect(scripts.first?.hasPrefix(prefix + "/assets/v-") == true)
                #expect(sheets.first?.hasPrefix(prefix + "/assets/v-") == true)
                #expect(!html.contains("modulepreload") && !html.contains("appearance.js"))
                #expect(html.contains("<symbol id=\"icon-book\"") && html.contains("href=\"#icon-book\""))
                #expect(html.contains("href=\"\(prefix)/manifest.webmanifest\""))
                #expect(response.headers[.martletPage]?.hasPrefix("v-") == true)
            }
        }
    }

    @Test func `the joined script holds all modules, and each module's own address leads into it`() async throws {
        try await withRoutes { client in
            let html = try await client.execute(uri: "/", method: .get) { $0.text }
            let script = String(try #require(html.firstMatch(of: /<script type="module" src="([^"]+)"/)).1)
            let text = try await client.execute(uri: script, method: .get) { $0.text }
            for module in ["assets/elements/composer.js", "assets/transport/socket.js", "assets/app.js"] {
                #expect(text.contains(" as\"\(module)\""))
            }
            #expect(!text.contains("import{") && text.contains("export{module$0 as"))
            try await client.execute(uri: "/assets/helpers/dom.js", method: .get) { response in
                #expect(response.status == .temporaryRedirect)
                #expect(response.headers[.location] == script.replacing("app.js", with: "helpers/dom.js"))
            }
            let folder = script.replacing("app.js", with: "")
            try await client.execute(uri: folder + "helpers/dom.js", method: .get) { response in
                #expect(response.text.hasPrefix("import{\"assets/helpers/dom.js\" as module$"))
                #expect(response.text.contains("from\"../app.js\";") && response.text.contains("make"))
            }
        }
    }

    @Test func `the policy lets in the one script that stands in the page, and no other`() async throws {
        try await withRoutes { client in
            try await client.execute(uri: "/", method: .get) { response in
                let policy = try #require(response.headers[.contentSecurityPolicy])
                #expect(policy.contains("script-src 'self' 'sha256-") && !policy.contains("unsafe"))
                #expect(policy.contains("require-trusted-types-for 'script'; trusted-types martlet"))
                #expect(policy.contains("frame-ancestors 'self'") && policy.contains("object-src 'none'"))
                #expect(response.text.matches(of: /<script>/).count == 1)
            }
        }
    }

    @Test(arguments: [
        (["https://a.example", "no origin"], "frame-ancestors 'self' https://a.example;"),
        (["*"], "frame-ancestors *;"),
        ([], "frame-ancestors 'self';"),
    ])
    func `who may use the app may show it in a frame`(origins: [String], expected: String) async throws {
        try await withRoutes(configure: { $0.project.allowOrigins = origins }) { client in
            try await client.execute(uri: "/", method: .get) { response in
                #expect((response.headers[.contentSecurityPolicy]).map { $0 + ";" }?.contains(expected) == true)
            }
        }
    }

    @Test func `an author's script may do what trusted types forbid`() async throws {
        try await withRoutes(configure: { $0.ui.customJS = "/public/a.js" }) { client in
            try await client.execute(uri: "/", method: .get) { response in
                #expect(response.headers[.contentSecurityPolicy]?.contains("trusted-types") == false)
                #expect(response.text.contains("<script src=\"/public/a.js\" defer></script>"))
            }
        }
    }

    @Test func `the page is compressed, and not sent to those who have it`() async throws {
        try await withRoutes { client in
            let fields: HTTPFields = [.acceptEncoding: "gzip"]
            let tag = try await client.execute(uri: "/", method: .get, headers: fields) { response in
                #expect(response.headers[.contentEncoding] == "gzip" && response.headers[.cacheControl] == "no-cache")
                return response.headers[.eTag]
            }
            let known: HTTPFields = [.acceptEncoding: "gzip", .ifNoneMatch: try #require(tag)]
            try await client.execute(uri: "/", method: .get, headers: known) { response in
                #expect(response.status == .notModified && response.headers[.contentSecurityPolicy] != nil)
            }
        }
    }

    @Test func `the manifest is the app's`() async throws {
        let theme = #"{"variables": {"dark": {"--background": "220 10% 5%"}}}"#
        try await withRoutes(
            files: ["public/theme.json": theme],
            prefix: "/chat",
            configure: { configuration in
                configuration.ui.name = "Bird & co"
                configuration.ui.defaultTheme = .dark
            }
        ) { client in
            try await client.execute(uri: "/chat/manifest.webmanifest", method: .get) { response in
                #expect(response.headers[.contentType] == "application/manifest+json")
                let manifest = response.json
                #expect(manifest["name"] == "Bird & co" && manifest["display"] == "standalone")
                #expect(manifest["scope"] == "/chat/" && manifest["start_url"] == "/chat/")
                #expect(manifest["background_color"] == "hsl(220 10% 5%)")
                #expect(manifest["icons"]?[0]?["src"] == "/chat/favicon" && manifest["icons"]?[0]?["sizes"] == "any")
            }
        }
    }

    @Test(arguments: [("favicon.ico", 2), ("favicon.svg", 1), ("favicon.webp", 1)])
    func `an icon that cannot be installed has another beside it`(name: String, count: Int) async throws {
        try await withRoutes(files: ["public/\(name)": "<svg xmlns='http://www.w3.org/2000/svg'/>"]) { client in
            try await client.execute(uri: "/manifest.webmanifest", method: .get) { response in
                #expect(response.json["icons"]?.arrayValue?.count == count)
            }
            try await client.execute(uri: "/assets/logo_light.svg", method: .get) { response in
                #expect(response.headers[.contentType] == "image/svg+xml")
            }
        }
    }

    @Test func `the worker knows what to keep, and takes its leave where another page is served`() async throws {
        try await withRoutes(prefix: "/chat") { client in
            try await client.execute(uri: "/chat/service-worker.js", method: .get) { response in
                #expect(response.headers[.contentType] == "application/javascript")
                #expect(response.text.hasPrefix("self.martletShell={"))
                #expect(response.text.contains("\"/chat/assets/v-") && response.text.contains("/app.js\""))
            }
        }
        try await withRoutes(files: ["build/index.html": ""], configure: { $0.ui.customBuild = "build" }) { client in
            try await client.execute(uri: "/service-worker.js", method: .get) { response in
                #expect(response.text.contains("\"version\":\"\""))
            }
        }
    }

    @Test(arguments: [("de-AT,en;q=0.5", "Chat öffnen"), ("xx", "Open chat"), ("", "Open chat")])
    func `the script for other pages speaks the reader's language`(accepted: String, word: String) async throws {
        try await withRoutes { client in
            try await client.execute(uri: "/embed.js", method: .get, headers: [.acceptLanguage: accepted]) { response in
                #expect(response.headers[.contentType] == "application/javascript")
                #expect(response.headers[values: .vary].joined().contains("Accept-Language"))
                #expect(response.text.contains(word) && response.text.contains("martlet-launcher"))
                #expect(!response.text.contains("import") && !response.text.contains("export"))
            }
        }
    }

    @Test func `a page asks once for all that it needs at its start`() async throws {
        try await withRoutes { client in
            var headers: HTTPFields = [.acceptEncoding: "identity"]
            headers[.named("Martlet-Session-Id")] = "abc-1"
            let uri = "/project/settings?language=de-DE&include=start"
            try await client.execute(uri: uri, method: .get, headers: headers) { response in
                #expect(response.json["ui"]?["name"] == "Assistant")
                #expect(response.json["translation"]?["martlet"]?["embed"]?["open"] == "Chat öffnen")
                #expect(response.headers[.setCookie]?.hasPrefix("X-Chainlit-Session-id=abc-1;") == true)
            }
            headers[.named("Martlet-Session-Id")] = "a; Domain=evil"
            headers[.acceptEncoding] = "gzip"
            try await client.execute(uri: uri, method: .get, headers: headers) { response in
                #expect(response.headers[.setCookie] == nil && response.headers[.contentEncoding] == "gzip")
            }
            try await client.execute(uri: "/project/settings", method: .get) { response in
                #expect(response.json["translation"] == nil)
            }
        }
    }
}
