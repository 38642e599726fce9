import Foundation

/// Which pages of other sites may read the server's answers (wire protocol §1.7).
struct CrossOriginPolicy: Sendable {
    private enum Rule: Sendable {
        case all
        case list(Set<String>)
        /// Nothing was configured: all may read, but chats are only for the app's own page.
        case allButSockets
    }

    private let rule: Rule
    private let socketPath: String

    /// Makes the policy of an app.
    ///
    /// - Parameters:
    ///   - origins: The configured origins, `*` among them for all; nil when nothing is configured.
    ///   - socketPath: The path of the sockets. Polling must not be a way around the WebSocket's check of origins.
    init(origins: [String]?, socketPath: String) {
        if let origins {
            self.rule = origins.contains("*") ? .all : .list(Set(origins.map { $0.lowercased() }))
        } else {
            self.rule = .allButSockets
        }
        self.socketPath = socketPath
    }

    /// Whether a page may read the answer to a request.
    ///
    /// - Parameters:
    ///   - origin: The page's origin.
    ///   - path: The path that it asks for.
    /// - Returns: Whether it may.
    func allows(origin: String, path: String) -> Bool {
        switch self.rule {
        case .all: true
        case .list(let origins): origins.contains(origin.lowercased())
        case .allButSockets: path != self.socketPath && !path.hasPrefix(self.socketPath + "/")
        }
    }
}
