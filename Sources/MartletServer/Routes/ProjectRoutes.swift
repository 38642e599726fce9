import Foundation
import HTTPTypes
import Hummingbird
import MartletCore
import MartletMarkdown

/// What the page asks for when it opens: who may come in, what the app is called, what it can do.
struct ProjectRoutes: Sendable {
    let configuration: AppConfiguration
    let offers: ProjectOffers
    let readme: Readme
    let translations: Translations
    let renderer: MarkdownRenderer

    func add(to router: some RouterMethods<ServerContext>) {
        router.get("/health") { _, _ in JSONResponse(value: ["status": "ok"]) }
        router.get("/user") { _, _ in JSONResponse(value: .null) }
        router.get("/auth/config") { _, _ in JSONResponse(value: self.authentication) }
        router.get("/project/translations") { request, _ in
            let language = try self.language(of: request)
            return JSONResponse(value: ["translation": self.translations.words(for: language)])
        }
        router.get("/project/settings") { request, _ in try await self.settings(request) }
        router.post("/set-session-cookie") { request, context in
            try await self.setSessionCookie(request, context)
        }
    }

    private var authentication: JSONValue {
        let interface = self.configuration.chat.ui
        return [
            "requireLogin": false, "passwordAuth": false, "headerAuth": false, "oauthProviders": [],
            "default_theme": .string(interface.defaultTheme.rawValue),
            "ui": [
                "login_page_image": .optional(interface.loginPageImage),
                "login_page_image_filter": .optional(interface.loginPageImageFilter),
                "login_page_image_dark_filter": .optional(interface.loginPageImageDarkFilter),
            ],
        ]
    }

    /// The language to answer in: the app's, where it has one for everybody, else the one that a request asks for.
    ///
    /// It is checked in any case, since it becomes part of a file name.
    private func language(of request: Request) throws -> LanguageTag {
        let text = request.uri.queryParameters["language"].map(String.init) ?? Translations.fallback
        guard let language = LanguageTag(text) else {
            throw RequestValidationError(
                "string_pattern_mismatch",
                at: "query",
                "language",
                message: "The language is \"\(text.prefix(40))\"; give a code such as en-US.",
                input: .string(String(text.prefix(200)))
            )
        }
        return self.configuration.chat.ui.language.flatMap(LanguageTag.init) ?? language
    }

    /// The settings; with `include=start` all that a page needs at its start, so that it asks once.
    private func settings(_ request: Request) async throws -> JSONResponse {
        let language = try self.language(of: request)
        let profile = request.uri.queryParameters["chat_profile"].map(String.init)
        let settings = await self.settings(language: language, profile: profile)
        guard request.uri.queryParameters["include"] == "start" else { return JSONResponse(value: settings) }
        let start: JSONValue = ["translation": self.translations.words(for: language), "user": .null]
        var response = JSONResponse(value: settings.merged(with: start), isCompressed: true)
        // Not in the address, which is logged on the way: who knows it owns the chat.
        if let session = request.headers[.sessionID], Self.isSession(session) {
            response.headers[.setCookie] = self.sessionCookie(session, request)
        }
        return response
    }

    private func settings(language: LanguageTag, profile: String?) async -> JSONValue {
        let text = self.readme.text(language: language.text)
        let offer = await self.offers.offer(
            // Accounts are not there yet, so nobody is known.
            user: nil,
            language: language,
            profile: profile,
            self.configuration.chat
        )
        let configuration = offer.configuration
        return [
            "ui": configuration.ui.wireForm,
            "features": configuration.features.wireForm,
            "userEnv": .array(configuration.project.userEnv.map(JSONValue.string)),
            "maskUserEnv": .bool(configuration.project.maskUserEnv),
            "dataPersistence": false,
            "threadResumable": .bool(self.offers.hooks.onChatResume != nil),
            "threadSharing": false,
            "markdown": .optional(text),
            "markdownHtml": .array((text.map(self.renderer.blocks) ?? []).map(JSONValue.string)),
            "chatProfiles": .array(offer.profiles.map(\.wireForm)),
            "starters": .array(offer.starters.map(\.wireForm)),
            "starterCategories": .array(offer.starterCategories.map(\.wireForm)),
            "debugUrl": nil,
        ]
    }

    /// Names the session in a cookie, so that a load balancer can keep its requests on one server.
    private func setSessionCookie(_ request: Request, _ context: ServerContext) async throws -> JSONResponse {
        let body = try await request.body.collect(upTo: 4096)
        let value = try? JSONDecoder().decode(JSONValue.self, from: Data(body.readableBytesView))
        guard let session = value?["session_id"]?.stringValue, Self.isSession(session) else {
            throw RequestValidationError(
                value?["session_id"] == nil ? "missing" : "string_pattern_mismatch",
                at: "body",
                "session_id",
                message: "The session_id is missing or no UUID; send one.",
                input: value?["session_id"] ?? value ?? .null
            )
        }
        return JSONResponse(
            value: ["message": "Session cookie set"],
            headers: [.setCookie: self.sessionCookie(session, request)]
        )
    }

    private static func isSession(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count)
            && text.utf8.allSatisfy { $0 == UInt8(ascii: "-") || isAlphanumeric($0) }
    }

    private func sessionCookie(_ session: String, _ request: Request) -> String {
        let seconds = self.configuration.sessionTimeout.components.seconds
        return "X-Chainlit-Session-id=\(session); Path=/; HttpOnly; \(self.siteRule(request)); Max-Age=\(seconds)"
    }

    /// Says whether pages of other sites may send the cookie along, for which browsers want HTTPS.
    ///
    /// Chainlit goes by the client's address; behind a proxy only what the client asked for says where it comes from.
    private func siteRule(_ request: Request) -> String {
        let host = (request.head.authority ?? "").lowercased()
        let isLocal = ["localhost", "127.0.0.1", "[::1]"].contains { host == $0 || host.hasPrefix($0 + ":") }
        return isLocal || host.isEmpty ? "SameSite=Lax" : "SameSite=None; Secure"
    }
}

private func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
}

extension HTTPField.Name {
    /// The session that a page is about to open.
    fileprivate static let sessionID = Self.named("Martlet-Session-Id")
}
