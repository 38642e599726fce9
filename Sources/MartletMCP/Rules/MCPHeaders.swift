/// The header fields that go along with each request to a web server.
///
/// Fields that belong to the connection, to the protocol or to Martlet's own users are dropped; `Authorization` is not.
public struct MCPHeaders: Hashable, Sendable {
    /// Who wrote header fields.
    public enum Source: Hashable, Sendable {
        /// The app's configuration.
        case configuration
        /// A user, in the page.
        case user
    }

    /// The fields that are sent.
    public let accepted: [String: String]
    /// The names of those that are not, in alphabetical order.
    public let dropped: [String]

    private static let most = 64
    private static let longest = 8_192

    /// Sorts out header fields.
    ///
    /// - Parameters:
    ///   - fields: Names and values.
    ///   - source: Who wrote them; users may send less.
    public init(_ fields: [String: String], from source: Source) {
        var accepted: [String: String] = [:]
        var dropped: [String] = []
        var names: Set<String> = []
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
            let trimmed = Self.trimmed(value)
            // Of names that differ only in case, one is sent.
            let isNew = !names.contains(name.lowercased())
            if isNew, accepted.count < Self.most, Self.isAllowed(name, from: source), Self.isValue(trimmed) {
                accepted[name] = String(trimmed)
                names.insert(name.lowercased())
            } else {
                dropped.append(name)
            }
        }
        self.accepted = accepted
        self.dropped = dropped
    }

    private static func trimmed(_ value: String) -> Substring {
        var value = value[...]
        while let first = value.utf8.first, first == 0x20 || first == 0x09 { value = value.dropFirst() }
        while let last = value.utf8.last, last == 0x20 || last == 0x09 { value = value.dropLast() }
        return value
    }

    private static func isValue(_ value: Substring) -> Bool {
        value.utf8.count <= Self.longest && value.utf8.allSatisfy { $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }
    }

    private static func isAllowed(_ name: String, from source: Source) -> Bool {
        let token = "!#$%&'*+-.^_`|~".utf8
        guard !name.isEmpty, name.utf8.count <= 256,
            name.utf8.allSatisfy({ byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || token.contains(byte)
            })
        else { return false }
        let lowered = name.lowercased()
        if Self.ofConnection.contains(lowered) || lowered.hasPrefix("proxy-") { return false }
        if source == .configuration { return true }
        return !Self.ofOthers.contains(lowered) && !lowered.hasPrefix("x-forwarded-") && !lowered.hasPrefix("sec-")
    }

    /// What frames the message or belongs to the protocol: nobody may set it.
    private static let ofConnection: Set<String> = [
        "accept", "accept-encoding", "connection", "content-encoding", "content-length", "content-type", "expect",
        "host",
        "http2-settings", "keep-alive", "last-event-id", "mcp-protocol-version", "mcp-session-id", "te", "trailer",
        "transfer-encoding", "upgrade",
    ]

    /// What tells who someone is or where a request is meant to go: users must not forge it.
    private static let ofOthers: Set<String> = [
        "cf-connecting-ip", "client-ip", "cookie", "cookie2", "fastly-client-ip", "forwarded", "origin", "referer",
        "set-cookie", "true-client-ip", "via", "x-client-ip", "x-cluster-client-ip", "x-forwarded",
        "x-host", "x-http-method", "x-http-method-override", "x-method-override", "x-original-host", "x-original-url",
        "x-real-ip", "x-remote-addr", "x-remote-user", "x-rewrite-url",
    ]
}
