import Foundation
import Logging
import Synchronization

/// Martlet's own page in the form in which it is served: few files, without comments.
struct JoinedPage: Sendable {
    /// The page's HTML before the app's own things are put in.
    let template: String
    /// A script to be put into the HTML, since it must run before anything is shown.
    let inlineScript: String?
    /// A path component that changes with any of the files, so that browsers may keep what lies below it for ever.
    let version: String
    /// The service worker; nil where the page is not joined.
    let worker: [UInt8]?
    /// What pages of other sites load; nil where it cannot be joined.
    let embed: [UInt8]?
    private let files: [String: MemoryFile]
    /// Modules that take from the joined file, which they must find under its version.
    private let dependents: Set<String>

    private static let versionPrefix = "v-"
    private static let script = "assets/app.js"
    private static let styles = "assets/styles/page.css"

    /// The page that was joined last, so that several servers in one process, such as those of tests, join it once.
    private static let last = Mutex<(digest: String, page: JoinedPage)?>(nil)

    /// The joined page of some files.
    ///
    /// - Parameters:
    ///   - source: The files.
    ///   - logger: Where to tell what cannot be joined.
    /// - Returns: The page.
    static func of(_ source: PageFiles, logger: Logger) -> JoinedPage {
        let digest = Self.digest(of: source.files)
        if let last = Self.last.withLock({ $0 }), last.digest == digest { return last.page }
        let page = JoinedPage(source, logger: logger)
        Self.last.withLock { $0 = (digest, page) }
        return page
    }

    private static func digest(of files: [String: MemoryFile]) -> String {
        let tags = files.sorted { $0.key < $1.key }.map { $0.key + $0.value.entityTag }.joined()
        return StaticFolder.digest(of: Data(tags.utf8))
    }

    /// Joins a page's files.
    ///
    /// - Parameters:
    ///   - source: The files.
    ///   - logger: Where to tell what cannot be joined. The page is then served file by file.
    init(_ source: PageFiles, logger: Logger) {
        var parts = Parts(template: source.text("index.html"), files: source.files)
        do throws(JoiningError) {
            try parts.join(source)
        } catch {
            logger.warning(
                "The page is served file by file",
                metadata: ["martlet.file": .string(error.file), "martlet.reason": .string(error.reason)]
            )
            parts = Parts(template: source.text("index.html"), files: source.files)
        }
        self.template = parts.template
        self.inlineScript = parts.inlineScript
        self.files = parts.files
        self.dependents = parts.dependents
        self.worker = parts.worker
        self.embed = parts.embed
        self.version = Self.versionPrefix + Self.digest(of: parts.files)
    }

    /// One of the page's assets, by the path that a browser asked for.
    ///
    /// - Parameter path: The path below `assets/`, which may begin with a version.
    /// - Returns: The file, and whether the path names the present version of it.
    func asset(_ path: String) -> (file: MemoryFile, isVersioned: Bool)? {
        let (version, rest) = Self.split(path)
        return self.files["assets/" + rest].map { ($0, version == self.version) }
    }

    /// Where a module is to be loaded from, when it was asked for without a version.
    ///
    /// - Parameter path: The path below `assets/`.
    /// - Returns: The path with the version; nil where it does not matter.
    func versioned(_ path: String) -> String? {
        let (version, rest) = Self.split(path)
        return version == nil && self.dependents.contains("assets/" + rest) ? "\(self.version)/\(rest)" : nil
    }

    /// The files that a page needs in any case, below `assets/`.
    var shellFiles: [String] {
        [Self.script, Self.styles].filter { self.files[$0] != nil }
            .map { "\(self.version)/" + $0.dropFirst("assets/".count) }
    }

    private static func split(_ path: String) -> (version: String?, rest: String) {
        var parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let version = parts.first.flatMap { $0.hasPrefix(Self.versionPrefix) ? String($0) : nil }
        if version != nil { parts.removeFirst() }
        return (version, parts.joined(separator: "/"))
    }
}

extension JoinedPage {
    /// What a page is put together from.
    private struct Parts {
        var template: String
        var files: [String: MemoryFile]
        var inlineScript: String?
        var dependents: Set<String> = []
        var worker: [UInt8]?
        var embed: [UInt8]?

        mutating func join(_ source: PageFiles) throws(JoiningError) {
            try self.joinModules(source)
            try self.joinStyles(source)
            self.putScriptIn(source)
            self.putIconsIn(source)
            for (name, path) in [("worker", "worker/service-worker.js"), ("embed", "embed/embed.js")]
            where source[path] != nil {
                let script = try PageJoiner(root: path, form: .classic) { source.bytes($0) }.script()
                if name == "worker" { self.worker = script } else { self.embed = script }
            }
        }

        private mutating func put(_ bytes: [UInt8], at path: String) {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            self.files[path] = MemoryFile(name: name, data: Data(bytes))
        }

        private mutating func joinModules(_ source: PageFiles) throws(JoiningError) {
            let joiner = try PageJoiner(root: JoinedPage.script) { source.bytes($0) }
            self.put(try joiner.script(), at: JoinedPage.script)
            for path in source.files.keys.sorted() where path.hasPrefix("assets/") && path.hasSuffix(".js") {
                guard path != JoinedPage.script, !self.isClassic(path), let bytes = source.bytes(path) else { continue }
                if let proxy = joiner.proxy(path) {
                    self.put(proxy, at: path)
                } else {
                    self.put(try joiner.lateModule(path, source: bytes), at: path)
                }
                self.dependents.insert(path)
            }
            if let start = self.template.firstRange(of: "<!-- MODULES START -->"),
                let end = self.template.firstRange(of: "<!-- MODULES END -->"), start.upperBound <= end.lowerBound
            {
                self.template.removeSubrange(start.lowerBound..<end.upperBound)
            }
        }

        /// Whether the page loads a script as no module.
        private func isClassic(_ path: String) -> Bool {
            self.template.contains("<script src=\"/\(path)\">")
        }

        private mutating func joinStyles(_ source: PageFiles) throws(JoiningError) {
            let link = /[ \t]*<link rel="stylesheet" href="\/(assets\/[^"]+)"(?: media="([^"]*)")?>\n?/
            var sheets: [StyleJoiner.Sheet] = []
            for match in self.template.matches(of: link) {
                let path = String(match.1)
                guard let bytes = source.bytes(path) else {
                    throw JoiningError(file: path, reason: "There is no such file.")
                }
                sheets.append(StyleJoiner.Sheet(path: path, source: bytes, media: match.2.map { String($0) }))
            }
            guard sheets.contains(where: { $0.path.hasPrefix("assets/styles/") }) else { return }
            self.put(try StyleJoiner.join(sheets), at: JoinedPage.styles)
            var isFirst = true
            self.template.replace(link) { _ in
                defer { isFirst = false }
                return isFirst ? "  <link rel=\"stylesheet\" href=\"/\(JoinedPage.styles)\">\n" : ""
            }
        }

        /// Puts the icons into the page, in which `helpers/icons.js` finds them.
        private mutating func putIconsIn(_ source: PageFiles) {
            let sheet = source.text("assets/icons.svg")
            guard sheet.hasPrefix("<svg"), let start = sheet.firstRange(of: ">"),
                let end = sheet.ranges(of: "</svg>").last, start.upperBound <= end.lowerBound
            else { return }
            let symbols = sheet[start.upperBound..<end.lowerBound]
                .replacing("<symbol id=\"", with: "<symbol id=\"icon-")
            let icons =
                "<svg id=\"martlet-icons\" class=\"visually-hidden\" width=\"0\" height=\"0\" aria-hidden=\"true\">"
                + "\(symbols)</svg>\n</body>"
            self.template = self.template.replacing("href=\"/assets/icons.svg#", with: "href=\"#icon-")
                .replacing("</body>", with: icons)
        }

        /// Puts the script that sets the colours into the page: a request less before something can be shown.
        private mutating func putScriptIn(_ source: PageFiles) {
            let path = "assets/appearance.js"
            guard self.isClassic(path), let bytes = source.bytes(path),
                let stripped = try? JavaScriptStripper.strip(bytes)
            else { return }
            let script = String(decoding: stripped, as: UTF8.self)
            guard !script.contains("</script"), !script.contains("<!--") else { return }
            self.inlineScript = script
            self.template = self.template.replacing(
                "<script src=\"/\(path)\"></script>",
                with: PageShell.inlineScriptPlace
            )
        }
    }
}
