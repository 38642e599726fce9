import Foundation
import HTTPTypes
import Hummingbird
import MartletCore
import MartletMarkdown

/// What the page asks for when it opens: who may come in, what the app is called, what it can do.
struct ProjectRoutes: Sendable {
    let configuration: AppConfiguration
    let readme: Readme
    let renderer: MarkdownRenderer

    func add(to router: some RouterMethods<BasicRequestContext>) {
        router.get("/health") { _, _ in JSONResponse(value: ["status": "ok"]) }
        router.get("/user") { _, _ in JSONResponse(value: .null) }
        router.get("/auth/config") { _, _ in JSONResponse(value: Self.authentication) }
        router.post("/logout") { _, _ in JSONResponse(value: ["success": true]) }
        router.get("/project/translations") { request, _ in
            _ = try Self.language(of: request)
            return JSONResponse(value: ["translation": [:]])
        }
        router.get("/project/settings") { request, _ in
            let language = try Self.language(of: request)
            return JSONResponse(value: self.settings(language: language))
        }
        router.post("/set-session-cookie") { request, _ in
            try await self.setSessionCookie(request)
        }
    }

    private static let authentication: JSONValue = [
        "requireLogin": false, "passwordAuth": false, "headerAuth": false, "oauthProviders": [],
        "default_theme": "system",
        "ui": [
            "login_page_image": nil, "login_page_image_filter": nil, "login_page_image_dark_filter": nil,
        ],
    ]

    /// The language that a request asks for, checked, since it becomes part of a file name.
    private static func language(of request: Request) throws -> String {
        let text = request.uri.queryParameters["language"].map(String.init) ?? "en-US"
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let isCode =
            text.utf8.count <= 35
            && parts.allSatisfy { part in
                (1...8).contains(part.utf8.count)
                    && part.utf8.allSatisfy { byte in
                        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    }
            }
        guard isCode else {
            throw HTTPError(
                .unprocessableContent,
                message: "The language is \"\(text.prefix(40))\"; give a code such as en-US."
            )
        }
        return text
    }

    private func settings(language: String) -> JSONValue {
        let text = self.readme.text(language: language)
        return [
            "ui": self.appearance,
            "features": Self.features,
            "userEnv": [],
            "maskUserEnv": false,
            "dataPersistence": false,
            "threadResumable": false,
            "threadSharing": false,
            "markdown": text.map(JSONValue.string) ?? .null,
            "markdownHtml": .array((text.map(self.renderer.blocks) ?? []).map(JSONValue.string)),
            "chatProfiles": [],
            "starters": [],
            "starterCategories": [],
            "debugUrl": nil,
        ]
    }

    private var appearance: JSONValue {
        [
            "name": .string(self.configuration.name), "description": "", "cot": "full", "default_theme": "system",
            "language": nil, "layout": "default", "default_sidebar_state": "open",
            "chat_settings_location": "message_composer", "default_chat_settings_open": false,
            "confirm_new_chat": true, "github": nil, "custom_css": nil, "custom_css_attributes": "",
            "custom_js": nil, "custom_js_attributes": "defer", "alert_style": "classic", "login_page_image": nil,
            "login_page_image_filter": nil, "login_page_image_dark_filter": nil, "custom_meta_url": nil,
            "custom_meta_image_url": nil, "logo_file_url": nil, "default_avatar_file_url": nil, "avatar_size": nil,
            "custom_build": nil, "header_links": nil,
        ]
    }

    private static let features: JSONValue = [
        "spontaneous_file_upload": ["enabled": false, "accept": ["*/*"], "max_files": 20, "max_size_mb": 500],
        "audio": ["enabled": false, "sample_rate": 24000],
        "mcp": ["enabled": false, "servers": [], "user_servers": ["enabled": false]],
        "slack": ["reaction_on_message_received": false],
        "latex": false, "user_message_markdown": true, "user_message_autoscroll": true,
        "assistant_message_autoscroll": true, "unsafe_allow_html": false, "auto_tag_thread": true,
        "edit_message": false, "allow_thread_sharing": false, "favorites": false,
    ]

    /// Names the session in a cookie, so that a load balancer can keep its requests on one server.
    private func setSessionCookie(_ request: Request) async throws -> JSONResponse {
        let body = try await request.body.collect(upTo: 4096)
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(body.readableBytesView)),
            let session = value["session_id"]?.stringValue, (1...128).contains(session.utf8.count),
            session.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || isAlphanumeric($0) })
        else {
            throw HTTPError(.unprocessableContent, message: "The session_id is missing or no UUID; send one.")
        }
        let seconds = self.configuration.sessionTimeout.components.seconds
        let cookie = "X-Chainlit-Session-id=\(session); Path=/; HttpOnly; SameSite=Lax; Max-Age=\(seconds)"
        return JSONResponse(value: ["message": "Session cookie set"], headers: [.setCookie: cookie])
    }
}

private func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
}
