import Foundation
import HTTPTypes
import Hummingbird

/// The page itself and what it is made of: HTML, assets, the author's public files, logos and avatars.
struct PageRoutes: Sendable {
    let files: PageFiles
    let publicFolder: StaticFolder
    let shell: PageShell

    /// What the page may load and do: its own things, and remote images once the reader asked for them.
    static let contentSecurityPolicy =
        "default-src 'self'; img-src 'self' data: blob: https: http:; media-src 'self' data: blob: https: http:; "
        + "connect-src 'self' ws: wss:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'self'"

    func add(to router: some RouterMethods<BasicRequestContext>) {
        router.get("/") { _, _ in self.page }
        router.head("/") { _, _ in Response(status: .ok) }
        router.get("/assets/**") { request, context in
            try self.asset(Self.rest(context), request)
        }
        router.get("/public/**") { request, context in
            try self.publicFile(Self.rest(context), request)
        }
        router.get("/favicon") { request, _ in
            try self.image(request, public: "favicon", page: "favicon.svg")
        }
        router.get("/logo") { request, _ in
            let theme = request.uri.queryParameters["theme"].map(String.init) ?? "light"
            guard ["light", "dark"].contains(theme) else {
                throw HTTPError(.unprocessableContent, message: "The theme is \"\(theme)\"; give light or dark.")
            }
            return try self.image(request, public: "logo_\(theme)", page: "assets/logo_\(theme).svg")
        }
        router.get("/avatars/:id") { request, context in
            try self.avatar(context.parameters.get("id") ?? "", request)
        }
        // Paths of the page's own making, such as /thread/…, all show the page.
        router.get("/**") { _, _ in self.page }
    }

    private var page: Response {
        var headers = HTTPFields()
        headers[.contentType] = "text/html; charset=utf-8"
        headers[.cacheControl] = "no-cache"
        headers[.contentSecurityPolicy] = Self.contentSecurityPolicy
        headers[.xContentTypeOptions] = "nosniff"
        return Response(
            status: .ok,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: self.shell.bytes))
        )
    }

    private static func rest(_ context: BasicRequestContext) -> String {
        let path = context.parameters.getCatchAll().joined(separator: "/")
        return path.removingPercentEncoding ?? path
    }

    private func asset(_ path: String, _ request: Request) throws -> Response {
        if path.split(separator: "/").contains("..") {
            throw HTTPError(.badRequest, message: "Invalid filename")
        }
        guard let (file, isVersioned) = self.files.asset(path) else {
            throw HTTPError(.notFound, message: "File not found")
        }
        return file.response(
            to: request,
            cacheControl: isVersioned ? "public, max-age=31536000, immutable" : "no-cache"
        )
    }

    private func publicFile(_ path: String, _ request: Request) throws -> Response {
        guard let file = try self.publicFolder.file(path) else {
            throw HTTPError(.notFound, message: "File not found")
        }
        return file.response(to: request)
    }

    private func image(_ request: Request, public name: String, page fallback: String) throws -> Response {
        guard let file = self.publicFolder.firstFile(named: name) ?? self.files[fallback] else {
            throw HTTPError(.notFound, message: "File not found")
        }
        return file.response(to: request)
    }

    private func avatar(_ encoded: String, _ request: Request) throws -> Response {
        let id = encoded.removingPercentEncoding ?? encoded
        let isPlain = id.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "_.- ".unicodeScalars.contains(scalar)
        }
        guard isPlain, !id.isEmpty else { throw HTTPError(.badRequest, message: "Invalid avatar_id") }
        let name = id.trimmingCharacters(in: .whitespaces).lowercased().replacing(" ", with: "_").replacing(
            ".",
            with: "_"
        )
        let folder = StaticFolder(folder: self.publicFolder.folder.appending(path: "avatars"))
        if let file = folder.firstFile(named: name) { return file.response(to: request) }
        return try self.image(request, public: "favicon", page: "favicon.svg")
    }
}
