/// What the renderer does with a URL found in Markdown.
enum URLPolicy {
    /// Where a URL leads.
    enum Destination {
        /// Nowhere safe: an unknown or script scheme. The URL must not be written.
        case unsafe
        /// To another origin or another program.
        case remote
        /// To a path on the page's own origin that begins with `/`.
        case rooted
        /// Elsewhere on the page's own origin: a fragment, a query, a relative path, or nothing.
        case relative
    }

    /// Schemes that may be followed; `javascript:`, `vbscript:`, `data:`, `file:` and all unknown ones may not.
    private static let followableSchemes: Set<String> = [
        "http", "https", "mailto", "tel", "sms", "xmpp", "irc", "ircs", "ftp", "ftps",
    ]

    /// Sorts a URL as a browser would read it.
    ///
    /// Browsers drop white space and control characters before they look for the scheme, so this does as well.
    static func destination(of url: UnsafeBufferPointer<UInt8>) -> Destination {
        let visible = url.lazy.filter { $0 > 0x20 && $0 != 0x7F }
        var scheme: [UInt8] = []
        for byte in visible {
            switch byte {
            case UInt8(ascii: ":"):
                return self.followableSchemes.contains(String(decoding: scheme, as: UTF8.self).lowercased())
                    ? .remote : .unsafe
            case UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: "?"), UInt8(ascii: "#"):
                return self.schemelessDestination(leading: visible.prefix(2))
            default:
                scheme.append(byte)
            }
        }
        return .relative
    }

    /// Whether a URL is one that an image can be fetched from after a click.
    static func isFetchable(_ url: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = String(decoding: url.prefix(8), as: UTF8.self).lowercased()
        return start.hasPrefix("http://") || start.hasPrefix("https://") || start.hasPrefix("//")
    }

    private static func schemelessDestination(leading: some Sequence<UInt8>) -> Destination {
        let leading = leading.map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 }
        let slash = UInt8(ascii: "/")
        guard leading.first == slash else { return .relative }
        return leading.count > 1 && leading[1] == slash ? .remote : .rooted
    }
}
