import Foundation

/// The page's HTML, with what the app adds put in its places (wire protocol §9).
struct PageShell: Sendable {
    private let html: String

    /// Reads a page and fills in its places.
    ///
    /// - Parameters:
    ///   - template: The page as it comes: Martlet's own, or a Chainlit build's `index.html`.
    ///   - name: The app's name.
    ///   - prefix: The root path, empty or beginning with a slash.
    ///   - assetVersion: A path component to put in front of the page's own assets, if they have one.
    init(template: String, name: String, prefix: String, assetVersion: String? = nil) {
        let title = Self.escape(name)
        let tags = """
            <title>\(title)</title>
            <link rel="icon" href="/favicon">
            <meta name="description" content="\(title)">
            <meta property="og:type" content="website">
            <meta property="og:title" content="\(title)">
            <meta property="og:description" content="\(title)">
            <meta property="og:root_path" content="\(Self.escape(prefix))">
            """
        self.html =
            template
            .replacing("<!-- TAG INJECTION PLACEHOLDER -->", with: tags)
            .replacing("=\"/assets/", with: assetVersion.map { "=\"/assets/\($0)/" } ?? "=\"/assets/")
            .replacing("href=\"/", with: "href=\"\(prefix)/")
            .replacing("src=\"/", with: "src=\"\(prefix)/")
    }

    /// The page, ready to be sent.
    var bytes: [UInt8] { Array(self.html.utf8) }

    private static func escape(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}
