import Foundation
import MartletCore
import Synchronization

/// The page's HTML, with what the app adds put in its places (wire protocol §9).
final class PageShell: Sendable {
    /// Whose page it is.
    enum Kind: Sendable, Hashable {
        /// Martlet's, whose assets lie under a path component that changes with them. It is told things by data.
        case own(assetVersion: String)
        /// Another, which is told things by an inline script, as Chainlit does.
        case build
    }

    /// A page that is ready to be sent.
    struct Page: Sendable {
        let html: [UInt8]
        /// The HTML as it is answered.
        let file: MemoryFile
        /// What it may load and do.
        let contentSecurityPolicy: String
    }

    /// Where a template wants the inline script.
    static let inlineScriptPlace = "<!-- INLINE SCRIPT PLACEHOLDER -->"

    private let template: String
    private let kind: Kind
    private let interface: InterfaceSettings
    private let transports: [ProjectSettings.Transport]?
    private let prefix: String
    private let policy: ContentSecurityPolicy
    private let last = Mutex<(theme: ThemeFile, page: Page)?>(nil)

    /// Takes a page.
    ///
    /// - Parameters:
    ///   - template: The page as it comes.
    ///   - kind: Whose it is.
    ///   - configuration: What the app is called, and what it adds.
    ///   - prefix: The root path, empty or beginning with a slash.
    ///   - inlineScript: A script to be put into its place in the template; its hash goes into the policy.
    init(
        template: String,
        kind: Kind,
        configuration: ChatConfiguration,
        prefix: String,
        inlineScript: String? = nil
    ) {
        self.kind = kind
        self.interface = configuration.ui
        self.transports = configuration.project.transports
        self.prefix = prefix
        self.policy = ContentSecurityPolicy(
            interface: configuration.ui,
            embedders: configuration.project.allowOrigins,
            inlineScript: inlineScript
        )
        var template = template
        if case .own(let version) = kind {
            template = template.replacing("=\"/assets/", with: "=\"/assets/\(version)/")
        }
        // Not those that begin with two slashes, which name another host.
        template = template.replacing(/(href|src)="\/(?!\/)/) { "\($0.1)=\"\(prefix)/" }
        // Last, for its bytes must stay those that the policy lets in.
        self.template = template.replacing(
            Self.inlineScriptPlace,
            with: inlineScript.map { "<script>\($0)</script>" } ?? ""
        )
    }

    /// The page with a theme.
    ///
    /// - Parameter theme: The theme; the page with the last one is kept.
    /// - Returns: The page.
    func page(theme: ThemeFile) -> Page {
        if let last = self.last.withLock({ $0 }), last.theme == theme { return last.page }
        let html = Array(self.html(theme).utf8)
        let page = Page(
            html: html,
            file: MemoryFile(name: "index.html", data: Data(html)),
            contentSecurityPolicy: self.policy.text(for: self.kind, theme)
        )
        self.last.withLock { $0 = (theme, page) }
        return page
    }

    private func html(_ theme: ThemeFile) -> String {
        var html = self.template.replacing("<!-- TAG INJECTION PLACEHOLDER -->", with: self.tags)
        html = html.replacing("<!-- JS INJECTION PLACEHOLDER -->", with: self.scripts(theme))
        if let style = self.interface.customCSS {
            let attributes = self.interface.customCSSAttributes
            let link =
                "<link rel=\"stylesheet\" type=\"text/css\" href=\"\(self.address(style))\""
                + (attributes.isEmpty ? "" : " " + attributes) + ">"
            html = html.replacing("<!-- CSS INJECTION PLACEHOLDER -->", with: link)
        }
        if let fonts = theme.fonts, let start = html.firstRange(of: "<!-- FONT START -->"),
            let end = html.firstRange(of: "<!-- FONT END -->"), start.upperBound <= end.lowerBound
        {
            let links = fonts.map { "<link rel=\"stylesheet\" href=\"\(self.address($0))\">" }
            html.replaceSubrange(start.upperBound..<end.lowerBound, with: "\n" + links.joined(separator: "\n") + "\n")
        }
        return html
    }

    private var tags: String {
        let name = HTMLText.escape(self.interface.name)
        let text = HTMLText.escape(self.interface.description)
        let description = text.isEmpty ? name : text
        var tags = [
            "<title>\(name)</title>",
            "<link rel=\"icon\" href=\"\(self.prefix)/favicon\">",
            "<meta name=\"description\" content=\"\(description)\">",
            "<meta property=\"og:type\" content=\"website\">",
            "<meta property=\"og:title\" content=\"\(name)\">",
            "<meta property=\"og:description\" content=\"\(description)\">",
        ]
        // Chainlit names its own picture and repository when nothing is set; a preview of the app has no use for those.
        if let image = self.interface.customMetaImageURL {
            tags.append("<meta property=\"og:image\" content=\"\(HTMLText.escape(image))\">")
        }
        if let url = self.interface.customMetaURL {
            tags.append("<meta property=\"og:url\" content=\"\(HTMLText.escape(url))\">")
        }
        tags.append("<meta property=\"og:root_path\" content=\"\(HTMLText.escape(self.prefix))\">")
        if case .own = self.kind, self.interface.defaultTheme != .system {
            tags.append("<meta name=\"martlet-default-theme\" content=\"\(self.interface.defaultTheme.rawValue)\">")
        }
        return tags.joined(separator: "\n")
    }

    private func scripts(_ theme: ThemeFile) -> String {
        let variables = theme.variables
        let transports = self.transports.map { JSONValue.array($0.map { .string($0.rawValue) }) }
        var lines: [String]
        switch self.kind {
        case .own:
            // Data, not a script, so the page's policy lets it in; nulls count as not set.
            let members = [("theme", variables), ("transports", transports)].compactMap { name, value in
                value.map { (name, $0) }
            }
            let value = JSONValue.object(Dictionary(members, uniquingKeysWith: { $1 }))
            lines = [
                "<script id=\"martlet-configuration\" type=\"application/json\">\(HTMLText.script(value))</script>"
            ]
        case .build:
            lines = [
                "<script>",
                "window.theme = \(variables.map(HTMLText.script) ?? "undefined");",
                "window.transports = \(transports.map(HTMLText.script) ?? "undefined");",
                "</script>",
            ]
        }
        if let script = self.interface.customJS {
            let attributes = self.interface.customJSAttributes
            lines.append(
                "<script src=\"\(self.address(script))\"" + (attributes.isEmpty ? "" : " " + attributes) + "></script>"
            )
        }
        return lines.joined(separator: "\n")
    }

    /// An address of the author's, under the root path when it is one of this server's.
    private func address(_ text: String) -> String {
        let isLocal = text.hasPrefix("/") && !text.hasPrefix("//")
        return HTMLText.escape(isLocal ? self.prefix + text : text)
    }
}
