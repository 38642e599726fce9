import HTTPTypes
import Hummingbird
import HummingbirdTesting
import MartletCore
import Testing

@testable import MartletServer

struct CustomBuildTests {
    /// The files of a wheel's page and widget, as far as their places matter.
    private static let files = [
        "lib/frontend/dist/index.html": """
        <!-- TAG INJECTION PLACEHOLDER --><!-- JS INJECTION PLACEHOLDER -->
        <script type="module" crossorigin src="/assets/index-1.js"></script>
        """,
        "lib/frontend/dist/assets/index-1.js": "bundle", "lib/frontend/dist/assets/logo_dark-9.svg": "<svg>dark</svg>",
        "lib/frontend/dist/assets/pdf.worker.min-2.mjs": "worker", "lib/frontend/dist/favicon.svg": "<svg>icon</svg>",
        "lib/copilot/dist/index.js": "widget", "secret.txt": "secret",
    ]

    private func withBuild(
        prefix: String = "",
        files: [String: String] = [:],
        _ body: @Sendable @escaping (any TestClientProtocol) async throws -> Void
    ) async throws {
        try await withRoutes(
            files: Self.files.merging(files) { $1 },
            prefix: prefix,
            configure: { $0.ui.customBuild = "lib/frontend/dist" },
            body
        )
    }

    @Test(arguments: [
        ("/", "window.transports = undefined;", "text/html; charset=utf-8"),
        ("/thread/1", "window.theme = undefined;", "text/html; charset=utf-8"),
        ("/index.html", "window.theme = undefined;", "text/html; charset=utf-8"),
        ("/assets/index-1.js", "bundle", "application/javascript"),
        ("/assets/pdf.worker.min-2.mjs", "worker", "application/javascript"),
        ("/copilot/index.js", "widget", "application/javascript"),
        ("/favicon", "<svg>icon</svg>", "image/svg+xml"), ("/favicon.svg", "<svg>icon</svg>", "image/svg+xml"),
        ("/logo?theme=dark", "<svg>dark</svg>", "image/svg+xml"), ("/logo?theme=light", "<svg", "image/svg+xml"),
        ("/avatars/Anybody", "<svg>icon</svg>", "image/svg+xml"),
    ])
    func `another page is served with all that it is made of`(path: String, text: String, type: String) async throws {
        try await self.withBuild { client in
            try await client.execute(uri: path, method: .get) { response in
                #expect(response.status == .ok && response.text.contains(text))
                #expect(response.headers[.contentType] == type)
            }
        }
    }

    @Test(arguments: ["/assets/../../../../secret.txt", "/copilot/%2e%2e/%2e%2e/secret.txt", "/..%2f..%2fsecret.txt"])
    func `nothing beside another page is reachable`(path: String) async throws {
        try await self.withBuild { client in
            try await client.execute(uri: path, method: .get) { #expect(!$0.text.contains("secret")) }
        }
    }

    @Test func `under a root path only its PDF reader answers outside`() async throws {
        try await self.withBuild(prefix: "/chat") { client in
            try await client.execute(uri: "/assets/pdf.worker.min-2.mjs", method: .get) { response in
                #expect(response.text == "worker")
            }
            try await client.execute(uri: "/assets/index-1.js", method: .get) { #expect($0.status == .notFound) }
            try await client.execute(uri: "/chat/", method: .get) { response in
                #expect(response.text.contains("src=\"/chat/assets/index-1.js\""))
                #expect(response.headers[.contentSecurityPolicy]?.contains("'unsafe-eval'") == true)
            }
        }
    }

    @Test func `a folder without a page is refused by name`() async throws {
        let error = await #expect(throws: MartletError.self) {
            try await withRoutes(configure: { $0.ui.customBuild = "nowhere" }) { _ in }
        }
        #expect(error?.message.contains("/nowhere") == true && error?.code == .fileNotFound)
    }

    @Test func `the author's pictures come first, and configured addresses before all`() async throws {
        let files = [
            "public/favicon.png": "icon", "public/logo_dark.png": "logo", "public/avatars/my_bot.png": "bot",
            "public/avatars/assistant.gif": "me", "public/elements/Card.jsx": "export default () => null",
        ]
        try await self.withBuild(files: files) { client in
            let expected = [
                ("/favicon", "icon"), ("/logo?theme=dark", "logo"), ("/avatars/My%20Bot", "bot"),
                ("/avatars/my.bot", "bot"), ("/avatars/default", "me"), ("/avatars/none", "icon"),
            ]
            for (path, text) in expected {
                try await client.execute(uri: path, method: .get) { #expect($0.text == text, "\(path)") }
            }
            try await client.execute(uri: "/public/elements/Card.jsx", method: .get) { response in
                #expect(response.headers[.contentType] == "text/javascript; charset=utf-8")
            }
        }
        try await withRoutes(
            prefix: "/chat",
            configure: { configuration in
                configuration.ui.logoFileURL = "/public/x.svg"
                configuration.ui.defaultAvatarFileURL = "https://a.b/c.png"
            }
        ) { client in
            try await client.execute(uri: "/chat/logo", method: .get) { response in
                #expect(response.headers[.location] == "/chat/public/x.svg")
            }
            try await client.execute(uri: "/chat/avatars/none", method: .get) { response in
                #expect(response.headers[.location] == "https://a.b/c.png")
            }
        }
    }
}
