internal import HTTPTypes

/// Which web pages may connect to the server; a request without an `Origin` header is always let in.
///
/// Browsers send cookies with a WebSocket and with simple requests from any page, so without a check any site could act
/// in a user's name. WebSockets and polling are checked alike.
public struct OriginPolicy: Sendable {
    private let decide: @Sendable (_ origin: String, _ request: HandshakeRequest) -> Bool

    private init(_ decide: @escaping @Sendable (_ origin: String, _ request: HandshakeRequest) -> Bool) {
        self.decide = decide
    }

    /// Only pages that the server itself serves: the origin's host and port are those of the `Host` header.
    public static let sameOrigin = OriginPolicy { origin, request in
        request.host.map { Self.isSame(origin: origin, host: $0) } ?? false
    }

    /// Every page; safe only where nothing hangs on cookies.
    public static let any = OriginPolicy { _, _ in true }

    /// The server's own pages and those of the listed origins; `*` in the list lets every page in.
    ///
    /// - Parameter origins: Origins such as `https://example.com`, compared without regard to case.
    /// - Returns: The policy. Chainlit: `project.allow_origins`.
    public static func list(_ origins: [String]) -> OriginPolicy {
        let allowed = Set(origins.map { $0.lowercased() })
        guard !allowed.contains("*") else { return .any }
        return OriginPolicy { origin, request in
            allowed.contains(origin.lowercased()) || Self.sameOrigin.allows(origin: origin, request: request)
        }
    }

    /// What a closure decides.
    ///
    /// - Parameter decide: Returns whether a page of this origin may connect. It must not block.
    /// - Returns: The policy.
    public static func custom(
        _ decide: @escaping @Sendable (_ origin: String, _ request: HandshakeRequest) -> Bool
    ) -> OriginPolicy {
        OriginPolicy(decide)
    }

    func allows(origin: String, request: HandshakeRequest) -> Bool {
        self.decide(origin, request)
    }

    func allows(_ request: HandshakeRequest) -> Bool {
        guard let origin = request.headers[.origin] else { return true }
        return self.decide(origin, request)
    }

    /// Compares `scheme://host[:port]` with `host[:port]`; a missing port is the scheme's own.
    private static func isSame(origin: String, host: String) -> Bool {
        let origin = origin.lowercased()
        guard let colon = origin.firstIndex(of: ":"), origin[colon...].hasPrefix("://") else { return false }
        let authority = origin[colon...].dropFirst(3)
        let host = host.lowercased()
        if authority == host { return true }
        let defaultPort = origin.hasPrefix("https:") ? ":443" : ":80"
        return authority + defaultPort == host || authority == host + defaultPort
    }
}
