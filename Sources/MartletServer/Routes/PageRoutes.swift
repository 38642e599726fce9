import Foundation
import HTTPTypes
import Hummingbird
import Logging
import MartletCore

/// The page itself and what it is made of: HTML, assets and the author's public files.
struct PageRoutes: Sendable {
    /// Martlet's own page.
    let own: OwnPage
    /// The page in its place, if there is one.
    let build: BuildFolder?
    let publicFolder: StaticFolder
    /// The other page's HTML, if there is one.
    let buildShell: PageShell?
    /// The root path, empty or beginning with a slash.
    let prefix: String
    let logger: Logger

    private static let pathsPostedTo = [
        "login", "logout", "feedback", "mcp", "auth/jwt", "auth/header", "set-session-cookie", "project/file",
        "project/action", "project/element", "project/threads", "project/thread",
    ]

    func add(to router: some RouterMethods<ServerContext>) {
        router.get("/") { request, _ in self.root(request) }
        router.head("/") { request, _ in self.root(request) }
        router.get("/assets/**") { request, context in
            try await self.asset(Self.rest(context), request, context)
        }
        router.get("/public/**") { request, context in
            try await self.send(Self.rest(context), from: self.publicFolder, request, context)
        }
        router.get("/copilot/**") { request, context in
            try await self.send(Self.rest(context), from: self.build?.copilot, request, context)
        }
        // Where something is posted to, the router finds nothing to get, and looks no further.
        for path in Self.pathsPostedTo {
            router.get(RouterPath("/" + path)) { request, _ in self.page(request) }
        }
        // Paths of the page's own making, such as /thread/…, all show the page.
        router.get("/**") { request, context in
            if let file = try? self.build?.files.file(Self.rest(context)), Self.isPublished(file) {
                return try await file.response(to: request, context: context)
            }
            return self.page(request)
        }
    }

    /// What must be reachable outside of the root path: Chainlit's page names its PDF reader by an absolute path.
    func addOutside(to router: some RouterMethods<ServerContext>) {
        guard let build = self.build, !self.prefix.isEmpty else { return }
        router.get("/assets/:name") { request, context in
            let name = context.parameters.get("name") ?? ""
            guard name.hasPrefix("pdf.worker"), let file = try build.files.file("assets/" + name) else {
                throw HTTPError(.notFound)
            }
            return try await file.response(to: request, context: context)
        }
    }

    /// The page, or the way to it: its relative addresses need the slash at the end.
    private func root(_ request: Request) -> Response {
        guard !self.prefix.isEmpty, request.uri.path == self.prefix else { return self.page(request) }
        let query = request.uri.query.map { "?" + $0 } ?? ""
        return Response(status: .temporaryRedirect, headers: [.location: self.prefix + "/" + query])
    }

    private func page(_ request: Request) -> Response {
        let content = self.buildShell == nil ? self.own.content : nil
        guard let shell = self.buildShell ?? content?.shell else { return Response(status: .internalServerError) }
        let page = shell.page(theme: self.theme)
        var headers: HTTPFields = [
            .cacheControl: "no-cache", .contentSecurityPolicy: page.contentSecurityPolicy,
            .xContentTypeOptions: "nosniff",
        ]
        if let content {
            headers[.referrerPolicy] = "same-origin"
            // By this the service worker knows what to keep; a supervisor or proxy may answer with a page of its own.
            headers[.martletPage] = "\(content.page.version) \(self.prefix)/"
        }
        return page.file.response(to: request, headers: headers)
    }

    /// Read for each page, so that a changed file shows when the page is loaded again.
    private var theme: ThemeFile {
        guard let data = try? Data(contentsOf: self.publicFolder.folder.appending(path: "theme.json")) else {
            return .none
        }
        guard let theme = ThemeFile.read(data) else {
            self.logger.warning("public/theme.json is no JSON object and is ignored")
            return .none
        }
        return theme
    }

    private static func rest(_ context: ServerContext) -> String {
        let path = context.parameters.getCatchAll().joined(separator: "/")
        return path.removingPercentEncoding ?? path
    }

    private func send(
        _ path: String,
        from folder: StaticFolder?,
        _ request: Request,
        _ context: ServerContext
    ) async throws -> Response {
        guard let file = try folder?.file(path) else { throw HTTPError(.notFound, message: "File not found") }
        return try await file.response(to: request, context: context)
    }

    private func asset(_ path: String, _ request: Request, _ context: ServerContext) async throws -> Response {
        if let build = self.build {
            return try await self.send("assets/" + path, from: build.files, request, context)
        }
        if path.split(separator: "/").contains("..") {
            throw HTTPError(.badRequest, message: "Invalid filename")
        }
        let page = self.own.content.page
        if let other = page.versioned(path) {
            return Response(status: .temporaryRedirect, headers: [.location: self.prefix + "/assets/" + other])
        }
        guard let (file, isVersioned) = page.asset(path) else {
            throw HTTPError(.notFound, message: "File not found")
        }
        let keeping = isVersioned ? "public, max-age=31536000, immutable" : "no-cache"
        return file.response(to: request, headers: [.cacheControl: keeping])
    }

    /// Files beside a build's `index.html`, such as its icon; the HTML itself needs the app's things put in.
    private static func isPublished(_ file: ServedFile) -> Bool {
        !["html", "htm"].contains(file.url.pathExtension.lowercased())
    }
}

extension HTTPField.Name {
    static let referrerPolicy = Self.named("Referrer-Policy")
    /// The version of Martlet's page, on the page.
    static let martletPage = Self.named("Martlet-Page")

    /// A name that is known to be one.
    static func named(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is no header name") }
        return name
    }
}
