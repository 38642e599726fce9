/// The addresses that servers named by users may have.
///
/// An address is allowed if an entry has the same scheme, host and port, and the same path or one above it; an entry
/// without a path stands for its whole origin. An empty list allows nothing. Paths that servers could read in different
/// ways (dot segments, escaped separators, escapes of escapes) are allowed by no entry.
public struct MCPURLAllowlist: Hashable, Sendable {
    private let entries: [MCPAddress]

    /// Reads a list.
    ///
    /// - Parameter entries: Addresses like `https://tools.example.com/mcp`.
    /// - Throws: ``MCPError`` of code `invalidURL` for an entry that could never allow anything.
    public init(_ entries: [String]) throws(MCPError) {
        var addresses: [MCPAddress] = []
        for entry in entries {
            let address: MCPAddress
            do {
                address = try MCPAddress(entry)
            } catch {
                throw Self.invalid(entry, error.reason)
            }
            if let flaw = Self.flaw(ofPath: address.path) { throw Self.invalid(entry, flaw) }
            if address.query != nil { throw Self.invalid(entry, "holds a query") }
            addresses.append(address)
        }
        self.entries = addresses
    }

    /// Whether an address is allowed.
    ///
    /// - Parameter url: The address of a server, or of a single request to it.
    /// - Returns: Whether an entry covers it.
    public func allows(_ url: String) -> Bool {
        (try? self.check(url)) != nil
    }

    /// Refuses an address that is not allowed, and says why.
    ///
    /// - Parameter url: The address of a server, or of a single request to it.
    /// - Throws: ``MCPError`` of code `invalidURL` or `urlNotAllowed`.
    public func check(_ url: String) throws(MCPError) {
        let address: MCPAddress
        do {
            address = try MCPAddress(url)
        } catch {
            throw Self.refused(url, "it \(error.reason)", code: .invalidURL)
        }
        if let flaw = Self.flaw(ofPath: address.path) { throw Self.refused(url, "it \(flaw)") }
        guard self.entries.contains(where: { Self.covers($0, address) }) else {
            throw Self.refused(
                url,
                self.entries.isEmpty ? "the list is empty" : "no entry has its scheme, host, port and path"
            )
        }
    }

    private static func covers(_ entry: MCPAddress, _ address: MCPAddress) -> Bool {
        guard entry.origin == address.origin else { return false }
        var path = entry.path[...]
        while path.hasSuffix("/") { path.removeLast() }
        let asked = address.path.isEmpty ? "/" : address.path
        return asked == path || asked.hasPrefix(path + "/")
    }

    /// Why a path could mean different things to different servers, or nil if it cannot.
    private static func flaw(ofPath path: String) -> String? {
        for segment in path.split(separator: "/", omittingEmptySubsequences: false) {
            // Some servers cut parameters off a segment, and then see the dots alone.
            let name = segment.prefix { $0 != ";" }
            if name == "." || name == ".." { return "holds a dot segment" }
        }
        var rest = path[...]
        while let percent = rest.firstIndex(of: "%") {
            let digits = rest[percent...].dropFirst().prefix(2)
            switch UInt8(digits, radix: 16) {
            case UInt8(ascii: "/"), UInt8(ascii: "\\"): return "holds an escaped separator"
            case UInt8(ascii: "."): return "holds an escaped dot"
            case UInt8(ascii: "%"): return "holds an escape of an escape"
            case .some(let byte) where byte < 0x20 || byte >= 0x7F:
                return "holds an escaped control character or one beyond ASCII"
            case .some: break
            case .none: return "holds a broken escape"
            }
            rest = rest[percent...].dropFirst(3)
        }
        return nil
    }

    private static func invalid(_ entry: String, _ reason: String) -> MCPError {
        MCPError(
            .invalidURL,
            "The allowed URL '\(ShownText.shown(entry))' \(reason): write it like https://tools.example.com/mcp."
        )
    }

    private static func refused(_ url: String, _ reason: String, code: MCPError.Code = .urlNotAllowed) -> MCPError {
        let shown = ShownText.shown(url.prefix { $0 != "?" })
        return MCPError(
            code,
            """
            The URL '\(shown)' is not in the list of allowed MCP servers because \(reason): choose another server, or \
            add it to features.mcp.user_servers.allowed_urls in the app's configuration.
            """
        )
    }
}
