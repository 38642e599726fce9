/// The address of a web server, read so strictly that no two readers can take it differently.
///
/// Only what RFC 3986 allows unescaped is taken: no user names, no fragments, no backslashes, nothing but ASCII.
struct MCPAddress: Hashable, Sendable {
    /// Why a text is no such address, as the end of a sentence that begins with the text.
    struct Flaw: Error, Hashable {
        let reason: String
    }

    let scheme: String
    /// The host in lower case; IPv6 addresses keep their brackets.
    let host: String
    let port: Int
    /// The path as it was written, empty or beginning with a slash.
    let path: String
    /// What follows the question mark, if there is one.
    let query: String?

    init(_ text: String) throws(Flaw) {
        guard text.utf8.count <= 8_192 else { throw Flaw(reason: "is too long") }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw Flaw(reason: "holds a space, a control character or a character beyond ASCII")
        }
        guard !text.contains("\\") else { throw Flaw(reason: "holds a backslash") }
        guard !text.contains("#") else { throw Flaw(reason: "holds a fragment") }
        let lowered = text.lowercased()
        let scheme = lowered.hasPrefix("http://") ? "http" : lowered.hasPrefix("https://") ? "https" : nil
        guard let scheme else { throw Flaw(reason: "begins neither with http:// nor with https://") }
        let rest = text.dropFirst(scheme.count + 3)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let target = rest[authority.endIndex...]
        self.scheme = scheme
        (self.host, self.port) = try Self.hostAndPort(authority, scheme: scheme)
        let path = target.prefix { $0 != "?" }
        self.path = String(path)
        self.query = path.endIndex == target.endIndex ? nil : String(target[path.endIndex...].dropFirst())
        guard Self.isWellFormed(self.path), Self.isWellFormed(self.query ?? "") else {
            throw Flaw(reason: "holds a character that must be percent-encoded")
        }
    }

    /// Scheme, host and port: what a grant without a list covers.
    var origin: String { "\(self.scheme)://\(self.host):\(self.port)" }

    /// The whole address.
    var text: String {
        let isUsual = self.port == (self.scheme == "https" ? 443 : 80)
        return "\(self.scheme)://\(self.host)\(isUsual ? "" : ":\(self.port)")\(self.path.isEmpty ? "/" : self.path)"
            + (self.query.map { "?\($0)" } ?? "")
    }

    /// The address without its query, which may hold a secret.
    var shown: String { "\(self.origin)\(self.path)" }

    /// The address that a text names as seen from this one.
    func resolving(_ reference: String) throws(Flaw) -> MCPAddress {
        let base = "\(self.scheme)://\(self.host):\(self.port)"
        if reference.hasPrefix("//") { return try MCPAddress("\(self.scheme):\(reference)") }
        if reference.hasPrefix("/") { return try MCPAddress(base + reference) }
        if reference.hasPrefix("?") { return try MCPAddress(base + self.path + reference) }
        // A colon before any slash or question mark begins an absolute address.
        if reference.prefix(while: { $0 != "/" && $0 != "?" }).contains(":") { return try MCPAddress(reference) }
        let folder = self.path.lastIndex(of: "/").map { self.path[...$0] } ?? "/"
        return try MCPAddress(base + folder + reference)
    }

    private static func hostAndPort(_ authority: Substring, scheme: String) throws(Flaw) -> (String, Int) {
        guard !authority.contains("@") else { throw Flaw(reason: "holds a user name") }
        var host = authority
        var port: Substring?
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { throw Flaw(reason: "has no host") }
            host = authority[...end]
            let rest = authority[authority.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { throw Flaw(reason: "has no port") }
            port = rest.isEmpty ? nil : rest.dropFirst()
            guard host.dropFirst().dropLast().allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }), host.count > 3
            else { throw Flaw(reason: "has no host") }
        } else {
            if let colon = authority.firstIndex(of: ":") {
                host = authority[..<colon]
                port = authority[authority.index(after: colon)...]
            }
            guard !host.isEmpty, host.allSatisfy({ $0.isLetter || $0.isNumber || "-._".contains($0) }),
                !host.hasPrefix("."), !host.hasSuffix("."), !host.contains("..")
            else { throw Flaw(reason: "has no host that can be used") }
        }
        guard let port else { return (host.lowercased(), scheme == "https" ? 443 : 80) }
        guard port.count <= 5, port.allSatisfy(\.isNumber), let number = Int(port), (1...65_535).contains(number) else {
            throw Flaw(reason: "has no port between 1 and 65535")
        }
        return (host.lowercased(), number)
    }

    private static func isWellFormed(_ part: String) -> Bool {
        var digits = 0
        for character in part.utf8 {
            if digits > 0 {
                guard Character(UnicodeScalar(character)).isHexDigit else { return false }
                digits -= 1
            } else if character == UInt8(ascii: "%") {
                digits = 2
            } else if "\"<>[]^`{|}".utf8.contains(character) {
                return false
            }
        }
        return digits == 0
    }
}
