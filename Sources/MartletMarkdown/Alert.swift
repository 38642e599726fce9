internal import CCMarkGFM

/// GitHub's alert: a quote whose first line is `[!NOTE]` or the like.
struct Alert {
    /// The kinds that GitHub knows.
    enum Kind: String {
        case note, tip, important, warning, caution

        /// The beginning of the alert's HTML, with its English title for readers without the page.
        var opening: StaticString {
            switch self {
            case .note: "<div class=\"alert alert-note\" role=\"note\">\n<p class=\"alert-title\">Note</p>\n"
            case .tip: "<div class=\"alert alert-tip\" role=\"note\">\n<p class=\"alert-title\">Tip</p>\n"
            case .important:
                "<div class=\"alert alert-important\" role=\"note\">\n<p class=\"alert-title\">Important</p>\n"
            case .warning: "<div class=\"alert alert-warning\" role=\"note\">\n<p class=\"alert-title\">Warning</p>\n"
            case .caution: "<div class=\"alert alert-caution\" role=\"note\">\n<p class=\"alert-title\">Caution</p>\n"
            }
        }
    }

    /// The longest marker, in bytes.
    private static let longestMarker = 12

    /// Which kind it is.
    let kind: Kind
    /// The nodes that make up the marker, which are not written: its text, and the line end after it.
    let marker: Set<OpaquePointer>

    /// Finds the alert that a quote is; nil for any other quote.
    ///
    /// As on GitHub, a quote within another block is no alert, and nothing else may stand on the marker's line.
    init?(quote: OpaquePointer) {
        guard let parent = cmark_node_parent(quote), cmark_node_get_type(parent) == CMARK_NODE_DOCUMENT,
            let paragraph = cmark_node_first_child(quote), cmark_node_get_type(paragraph) == CMARK_NODE_PARAGRAPH
        else { return nil }
        var text: [UInt8] = []
        var marker: Set<OpaquePointer> = []
        var node = cmark_node_first_child(paragraph)
        while let current = node, cmark_node_get_type(current) == CMARK_NODE_TEXT {
            text.append(contentsOf: bytes(of: cmark_node_get_literal(current)))
            guard text.count <= Self.longestMarker else { return nil }
            marker.insert(current)
            node = cmark_node_next(current)
        }
        guard let kind = Self.kind(of: text), Self.isUnescaped(text, in: paragraph, before: node) else { return nil }
        if let lineEnd = node {
            let type = cmark_node_get_type(lineEnd)
            guard type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK else { return nil }
            marker.insert(lineEnd)
        } else {
            marker.insert(paragraph)
        }
        self.kind = kind
        self.marker = marker
    }

    /// Whether the marker takes no more room in the source than it has characters: a backslash would be one more.
    private static func isUnescaped(_ text: [UInt8], in paragraph: OpaquePointer, before end: OpaquePointer?) -> Bool {
        guard let first = cmark_node_first_child(paragraph),
            let last = end.map({ cmark_node_previous($0) }) ?? cmark_node_last_child(paragraph)
        else { return false }
        return Int(cmark_node_get_end_column(last) - cmark_node_get_start_column(first)) + 1 == text.count
    }

    private static func kind(of text: [UInt8]) -> Kind? {
        guard text.starts(with: "[!".utf8), text.last == UInt8(ascii: "]") else { return nil }
        return Kind(rawValue: String(decoding: text.dropFirst(2).dropLast(), as: UTF8.self).lowercased())
    }
}
