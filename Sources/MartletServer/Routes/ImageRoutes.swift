import Foundation
import HTTPTypes
import Hummingbird
import MartletCore

/// The app's pictures of itself: icon, logos and avatars.
struct ImageRoutes: Sendable {
    /// Martlet's own page, whose images serve where an app or another page has none.
    let own: OwnPage
    let build: BuildFolder?
    let publicFolder: StaticFolder
    let interface: InterfaceSettings
    /// The root path, empty or beginning with a slash.
    let prefix: String

    func add(to router: some RouterMethods<ServerContext>) {
        router.get("/favicon") { request, context in
            try await self.icon(request, context)
        }
        router.get("/logo") { request, context in
            try await self.logo(request, context)
        }
        router.get("/avatars/:id") { request, context in
            try await self.avatar(context.parameters.get("id") ?? "", request, context)
        }
    }

    private func icon(_ request: Request, _ context: ServerContext) async throws -> Response {
        if let file = try self.publicFolder.firstFile(named: "favicon") ?? self.build?.files.file("favicon.svg") {
            return try await file.response(to: request, context: context)
        }
        return try self.packaged("favicon.svg", request)
    }

    private func logo(_ request: Request, _ context: ServerContext) async throws -> Response {
        let theme = request.uri.queryParameters["theme"].map(String.init) ?? "light"
        guard ["light", "dark"].contains(theme) else {
            throw RequestValidationError(
                "enum",
                at: "query",
                "theme",
                message: "The theme is \"\(theme.prefix(40))\"; give light or dark.",
                input: .string(theme)
            )
        }
        if let address = self.interface.logoFileURL { return self.redirect(to: address) }
        let assets = self.build.map { StaticFolder(folder: $0.files.folder.appending(path: "assets")) }
        // Builds carry a digest in the name: logo_light-4f2a.svg.
        if let file = self.publicFolder.firstFile(named: "logo_\(theme)")
            ?? assets?.firstFile(beginning: "logo_\(theme)") ?? self.build?.files.firstFile(named: "logo_\(theme)")
        {
            return try await file.response(to: request, context: context)
        }
        return try self.packaged("assets/logo_\(theme).svg", request)
    }

    private func avatar(
        _ encoded: String,
        _ request: Request,
        _ context: ServerContext
    ) async throws -> Response {
        let id = encoded.removingPercentEncoding ?? encoded
        let isPlain = id.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "_.- ".unicodeScalars.contains(scalar)
        }
        guard isPlain, !id.isEmpty else { throw HTTPError(.badRequest, message: "Invalid avatar_id") }
        let author = id == "default" ? self.interface.name : id
        let name = author.trimmingCharacters(in: .whitespaces).lowercased()
            .replacing(" ", with: "_").replacing(".", with: "_")
        let folder = StaticFolder(folder: self.publicFolder.folder.appending(path: "avatars"))
        if !name.contains("/"), let file = folder.firstFile(named: name) {
            return try await file.response(to: request, context: context)
        }
        if let address = self.interface.defaultAvatarFileURL { return self.redirect(to: address) }
        return try await self.icon(request, context)
    }

    private func packaged(_ path: String, _ request: Request) throws -> Response {
        guard let file = self.own.files[path] else { throw HTTPError(.notFound, message: "File not found") }
        return file.response(to: request, headers: [.cacheControl: "no-cache"])
    }

    private func redirect(to address: String) -> Response {
        let isLocal = address.hasPrefix("/") && !address.hasPrefix("//")
        let location = isLocal ? self.prefix + address : address
        return Response(status: .temporaryRedirect, headers: [.location: location])
    }
}
