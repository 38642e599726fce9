import HTTPTypes
import Hummingbird
import Logging
import MartletCore

/// Signing in and out (wire protocol §7, §8): as an app answers that knows no accounts, where only signing out is possible.
struct AccountRoutes: Sendable {
    let hooks: ChatHooks
    let access: SessionAccess
    /// The name of the cookie that says who somebody is; long ones come in parts with a number behind the name.
    var cookieName = "access_token"

    func add(to router: some RouterMethods<ServerContext>) {
        router.post("/login") { request, _ -> Response in
            let fields = try await LoginForm.fields(of: request)
            try LoginForm.check(fields)
            throw HTTPError(.badRequest, message: "No auth_callback defined")
        }
        router.post("/logout") { request, _ in await self.signOut(request) }
        router.post("/auth/jwt") { request, _ -> Response in throw Self.tokenError(request) }
        router.post("/auth/header") { _, _ -> Response in
            throw HTTPError(.badRequest, message: "No header_auth_callback defined")
        }
        // The one provider with a name here is posted to as well, and the router looks no further than that.
        for path in [
            "/auth/oauth/:provider", "/auth/oauth/:provider/callback", "/auth/oauth/azure-ad-hybrid",
            "/auth/oauth/azure-ad-hybrid/callback",
        ] {
            router.get(RouterPath(path)) { _, _ -> Response in throw Self.noOAuth }
        }
        router.post("/auth/oauth/azure-ad-hybrid/callback") { _, _ -> Response in throw Self.noOAuth }
    }

    private static var noOAuth: HTTPError { HTTPError(.badRequest, message: "No oauth_callback defined") }

    /// Why a token is not taken.
    ///
    /// Without a secret none can be checked, and Chainlit breaks down there.
    private static func tokenError(_ request: Request) -> HTTPError {
        guard let header = request.headers[.authorization], !header.isEmpty else {
            return HTTPError(.unauthorized, message: "Authorization header missing")
        }
        let parts = header.split { $0 == " " || $0 == "\t" }
        guard parts.count == 2 else {
            return HTTPError(.unauthorized, message: "Invalid authorization header format")
        }
        guard parts[0].lowercased() == "bearer" else {
            return HTTPError(.unauthorized, message: "Invalid authentication scheme. Please use Bearer")
        }
        return HTTPError(.unauthorized, message: "Invalid token")
    }

    private func signOut(_ request: Request) async -> JSONResponse {
        var response = JSONResponse(value: ["success": true])
        for name in self.cookies(of: request) {
            let cookie = "\(name)=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"
            response.headers.append(HTTPField(name: .setCookie, value: cookie))
        }
        guard let handler = self.hooks.onLogout else { return response }
        do {
            let user = try await self.access.user(request)
            try await AppHandler.run("on_logout") { try await handler(user) }
        } catch {
            // The person is signed out whatever the app makes of it.
            self.access.logger.error(
                "Handler failed",
                metadata: ["martlet.handler": "on_logout", "error": "\(error)"]
            )
        }
        return response
    }

    /// The names of the request's cookies that say who somebody is.
    private func cookies(of request: Request) -> [String] {
        let names = request.headers[values: .cookie].flatMap { $0.split(separator: ";") }.map { pair in
            String(pair.prefix { $0 != "=" }).filter { $0 != " " }
        }
        var known: Set<String> = []
        return names.filter { name in
            // A name with other characters could say more in the answer's header than a name.
            name.hasPrefix(self.cookieName) && known.insert(name).inserted && known.count <= 64
                && name.utf8.allSatisfy { byte in
                    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                        || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
                }
        }
    }
}
