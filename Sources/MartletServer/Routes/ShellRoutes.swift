import Foundation
import HTTPTypes
import Hummingbird
import MartletCore

/// What surrounds the page: the manifest by which it is installed, its service worker, and the script for other pages.
struct ShellRoutes: Sendable {
    let own: OwnPage
    /// The page in place of Martlet's, if there is one; what it has of these files comes first.
    let build: BuildFolder?
    let publicFolder: StaticFolder
    let manifest: WebManifest
    let translations: Translations
    /// The language for everybody, where the app has one.
    let language: String?

    func add(to router: some RouterMethods<ServerContext>) {
        router.get("/manifest.webmanifest") { request, context in
            if let file = self.published("manifest.webmanifest") {
                return try await file.response(to: request, context: context)
            }
            return self.webManifest(request)
        }
        router.get("/service-worker.js") { request, context in
            if let file = self.published("service-worker.js") {
                return try await file.response(to: request, context: context)
            }
            return try self.worker(request)
        }
        router.get("/embed.js") { request, _ in try self.embed(request) }
    }

    private func published(_ name: String) -> ServedFile? {
        (try? self.build?.files.file(name)) ?? nil
    }

    private func webManifest(_ request: Request) -> Response {
        let value = self.manifest.value(icon: self.icon, theme: self.theme)
        var buffer = JSONBuffer()
        buffer.value(value)
        let file = MemoryFile(name: "manifest.webmanifest", data: Data(buffer.bytes))
        return file.response(to: request, headers: [.cacheControl: "no-cache"])
    }

    private var icon: (data: Data, type: String) {
        if let file = self.publicFolder.firstFile(named: "favicon"), let data = try? Data(contentsOf: file.url) {
            return (data, ContentType.of(file.url.lastPathComponent))
        }
        return (Data(), "image/svg+xml")
    }

    private var theme: ThemeFile {
        let data = try? Data(contentsOf: self.publicFolder.folder.appending(path: "theme.json"))
        return data.flatMap(ThemeFile.read) ?? ThemeFile.none
    }

    /// The worker, told what to keep; where another page is served, it takes its leave of browsers that still have it.
    private func worker(_ request: Request) throws -> Response {
        let page = self.own.content.page
        let prefix = self.manifest.prefix
        let isLeaving = self.build != nil
        let shell: JSONValue = [
            "prefix": .string(prefix), "version": .string(isLeaving ? "" : page.version),
            "files": .array(isLeaving ? [] : page.shellFiles.map { .string("\(prefix)/assets/\($0)") }),
        ]
        guard let script = page.worker else { throw HTTPError(.notFound, message: "File not found") }
        return Self.script("worker.js", "self.martletShell=\(HTMLText.script(shell));\n", script, request)
    }

    /// The script for pages of other sites, with the few words that it shows.
    private func embed(_ request: Request) throws -> Response {
        guard let script = self.own.content.page.embed else { throw HTTPError(.notFound, message: "File not found") }
        let accepted = request.headers[.acceptLanguage]?.split(whereSeparator: { ",;".contains($0) }).first
        let asked = LanguageTag(self.language ?? accepted.map(String.init) ?? "") ?? LanguageTag(Translations.fallback)
        let words = asked.flatMap { self.translations.words(for: $0)["martlet"]?["embed"] } ?? .object([:])
        let name = JSONValue.string(self.manifest.interface.name)
        let start = "window.martletEmbed={words:\(HTMLText.script(words)),name:\(HTMLText.script(name))};\n"
        var response = Self.script("embed.js", start, script, request)
        // Any page may load it, those that are isolated from other origins too.
        response.headers[.named("Cross-Origin-Resource-Policy")] = "cross-origin"
        response.headers.append(HTTPField(name: .vary, value: "Accept-Language"))
        return response
    }

    private static func script(_ name: String, _ start: String, _ script: [UInt8], _ request: Request) -> Response {
        let file = MemoryFile(name: name, data: Data(start.utf8) + Data(script))
        return file.response(
            to: request,
            headers: [
                .cacheControl: "no-cache",
                .contentSecurityPolicy: "default-src 'none'; connect-src 'self'",
            ]
        )
    }
}
