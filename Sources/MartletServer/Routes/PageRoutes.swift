import Foundation
import HTTPTypes
import Hummingbird
import Logging
import MartletCore

/// The page itself and what it is made of: HTML, assets and the author's public files.
struct PageRoutes: Sendable {
    /// Martlet's own page; its images also serve where another page has none.
    let files: PageFiles
    /// The page in its place, if there is one.
    let build: BuildFolder?
    let publicFolder: StaticFolder
    let shell: PageShell
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
            router.get(RouterPath("/" + path)) { _, _ in self.page }
        }
        // Paths of the page's own making, such as /thread/…, all show the page.
        router.get("/**") { request, context in
            if let file = try? self.build?.files.file(Self.rest(context)), Self.isPublished(file) {
                return try await file.response(to: request, context: context)
            }
            return self.page
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
        guard !self.prefix.isEmpty, request.uri.path == self.prefix else { return self.page }
        let query = request.uri.query.map { "?" + $0 } ?? ""
        return Response(status: .temporaryRedirect, headers: [.location: self.prefix + "/" + query])
    }

    private var page: Response {
        let page = self.shell.page(theme: self.theme)
        let headers: HTTPFields = [
            .contentType: "text/html; charset=utf-8", .cacheControl: "no-cache",
            .contentSecurityPolicy: page.contentSecurityPolicy, .xContentTypeOptions: "nosniff",
            .contentLength: String(page.html.count),
        ]
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: page.html)))
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
        guard let (file, isVersioned) = self.files.asset(path) else {
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
