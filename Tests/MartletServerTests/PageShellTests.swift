import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import MartletCore
import Testing

@testable import MartletServer

struct PageShellTests {
    private static let template = """
        <head>
        <!-- TAG INJECTION PLACEHOLDER -->
        <!-- FONT START -->
        <link rel="stylesheet" href="https://fonts.example/inter.css">
        <!-- FONT END -->
        <!-- JS INJECTION PLACEHOLDER -->
        <!-- CSS INJECTION PLACEHOLDER -->
        <script type="module" src="/assets/index-4f2a.js"></script>
        <link href="//cdn.example/a.css"><link rel="stylesheet" href="/assets/index.css">
        </head>
        """

    private func page(
        _ kind: PageShell.Kind = .build,
        theme: String = "{}",
        prefix: String = "",
        _ configure: (inout ChatConfiguration) -> Void = { _ in }
    ) throws -> (html: String, policy: String) {
        var configuration = ChatConfiguration()
        configure(&configuration)
        let shell = PageShell(template: Self.template, kind: kind, configuration: configuration, prefix: prefix)
        let page = shell.page(theme: try #require(ThemeFile.read(Data(theme.utf8))))
        return (String(decoding: page.html, as: UTF8.self), page.contentSecurityPolicy)
    }

    @Test func `another page is told its theme and transports by a script`() throws {
        let plain = try self.page()
        #expect(plain.html.contains("window.theme = undefined;\nwindow.transports = undefined;"))
        #expect(plain.html.contains("<!-- CSS INJECTION PLACEHOLDER -->"))
        #expect(plain.html.contains("https://fonts.example/inter.css"))
        let theme = #"{"custom_fonts": [], "variables": {"light": {"--background": "0 0% 100%"}}}"#
        let told = try self.page(theme: theme) { $0.project.transports = [.websocket] }
        #expect(told.html.contains(#"window.theme = {"light":{"--background":"0 0% 100%"}};"#))
        #expect(told.html.contains(#"window.transports = ["websocket"];"#))
        #expect(!told.html.contains("fonts.example"))
    }

    @Test func `Martlet's page is told by data, for it runs no inline script`() throws {
        let theme = #"{"variables": {"dark": {"--x": "1"}}}"#
        let (html, policy) = try self.page(.own(assetVersion: "v-1"), theme: theme) { $0.ui.defaultTheme = .dark }
        #expect(html.contains(#"<script id="martlet-configuration" type="application/json">{"theme":{"dark""#))
        #expect(html.contains(#"<meta name="martlet-default-theme" content="dark">"#))
        #expect(html.contains("src=\"/assets/v-1/index-4f2a.js\"") && !html.contains("window.theme"))
        #expect(policy.contains("script-src 'self';") && !policy.contains("unsafe-eval"))
    }

    @Test func `fonts may come along with every style sheet that the author names`() throws {
        let (_, plain) = try self.page(.own(assetVersion: "v-1"), theme: "{}") { _ in }
        #expect(plain.contains("font-src 'self' data:") && !plain.contains("font-src 'self' data: https:"))
        let (_, other) = try self.page(.own(assetVersion: "v-1"), theme: "{}") { configuration in
            configuration.ui.customCSS = "https://fonts.example/css2?family=Inter"
        }
        #expect(other.contains("font-src 'self' data: https:"))
    }

    @Test(arguments: [PageShell.Kind.build, .own(assetVersion: "v-1")])
    func `nothing in a name, a theme or an address ends what it stands in`(kind: PageShell.Kind) throws {
        let theme = #"{"variables": {"light": {"--a": "</script><script>alert(1)</script>"}}}"#
        let (html, _) = try self.page(kind, theme: theme) { configuration in
            configuration.ui.name = "<script>alert(2)</script>"
            configuration.ui.description = "\"><script>alert(3)</script>"
            configuration.ui.customJS = "\"></script><script>alert(4)</script>"
            configuration.ui.customMetaURL = "\"><script>alert(5)</script>"
        }
        #expect(!html.contains("<script>alert"))
        #expect(html.contains("\\u003c/script>"))
    }

    @Test func `the author's style, script and fonts are put in, under the root path`() throws {
        let theme = #"{"custom_fonts": ["https://fonts.other/a.css", "/public/font.css"]}"#
        let (html, policy) = try self.page(.own(assetVersion: "v-1"), theme: theme, prefix: "/chat") { configuration in
            configuration.ui.customCSS = "/public/a.css"
            configuration.ui.customCSSAttributes = "media=\"print\""
            configuration.ui.customJS = "https://cdn.example:8443/b.js"
            configuration.ui.customJSAttributes = "type=\"module\""
            configuration.ui.customMetaImageURL = "https://a.b/c.png"
        }
        #expect(html.contains(#"href="/chat/public/a.css" media="print">"#))
        #expect(html.contains(#"<script src="https://cdn.example:8443/b.js" type="module"></script>"#))
        #expect(html.contains(#"href="https://fonts.other/a.css""#) && html.contains(#"href="/chat/public/font.css""#))
        #expect(!html.contains("inter.css") && html.contains(#"content="/chat""#))
        #expect(html.contains(#"<meta property="og:image" content="https://a.b/c.png">"#))
        #expect(html.contains("src=\"/chat/assets/v-1/index-4f2a.js\""))
        #expect(html.contains("href=\"//cdn.example/a.css\""))
        #expect(policy.contains("script-src 'self' https://cdn.example:8443;"))
        #expect(policy.contains("style-src 'self' https://fonts.other;"))
        #expect(policy.contains("font-src 'self' data: https:"))
    }

    @Test func `a changed theme shows when the page is loaded again, and a broken one is left out`() async throws {
        let theme = #"{"variables": {"light": {"--primary": "1 2% 3%"}}}"#
        try await withRoutes(files: ["public/theme.json": theme]) { client in
            try await client.execute(uri: "/", method: .get) { response in
                #expect(response.text.contains(#"{"light":{"--primary":"1 2% 3%"}}"#))
            }
            try await client.execute(uri: "/public/theme.json", method: .get) { response in
                #expect(response.headers[.contentType] == "application/json" && response.text == theme)
            }
        }
        try await withRoutes(files: ["public/theme.json": "{"]) { client in
            try await client.execute(uri: "/", method: .get) { response in
                #expect(response.status == .ok && response.text.contains("martlet-configuration"))
            }
        }
    }
}
