public import Foundation

/// How an app is served: where it listens, what it is called, where its files lie.
public struct AppConfiguration: Sendable {
    /// Where the server listens.
    public enum Listener: Sendable, Hashable {
        /// A TCP port of a host name or address.
        case address(host: String, port: Int)
        /// A Unix domain socket, behind something that holds the public port.
        case unixDomainSocket(path: String)
    }

    /// Where the server listens; by default port 8000 of 127.0.0.1.
    public var listener: Listener = .address(host: "127.0.0.1", port: 8000)
    /// The address that people open, for the line that is printed; nil when it follows from the listener.
    public var publicURL: String?
    /// The path that everything lies under, such as `/chat`, without a trailing slash; empty for the root.
    public var rootPath = ""
    /// The PEM file with the certificate chain, for HTTPS.
    public var certificatePath: String?
    /// The PEM file with the private key, for HTTPS.
    public var keyPath: String?
    /// The folder with `martlet.md`, `public/` and the like; by default the working directory.
    public var appRoot = URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory)
    /// The app's name, which its messages carry.
    ///
    /// Chainlit: `UI.name`.
    public var name = "Assistant"
    /// How long a chat that nobody watches lives on.
    ///
    /// Chainlit: `project.session_timeout`.
    public var sessionTimeout: Duration = .seconds(3600)
    /// Origins of other sites whose pages may open sockets here; `*` allows all.
    public var allowedOrigins: [String] = []
    /// Whether a supervisor restarts the app on every change, and tells it so on standard input.
    public var isWatched = false
    /// Whether to log more and say more.
    public var isDebug = false

    /// Creates the default configuration.
    public init() {}
}

extension AppConfiguration {
    /// The URL path prefix in canonical form: empty, or with a leading and without a trailing slash.
    var prefix: String {
        let parts = self.rootPath.split(separator: "/")
        return parts.isEmpty ? "" : "/" + parts.joined(separator: "/")
    }

    /// The address that people open.
    public var displayURL: String {
        if let publicURL = self.publicURL { return publicURL }
        let scheme = self.certificatePath == nil ? "http" : "https"
        switch self.listener {
        case .address(let host, let port):
            let shown = host == "0.0.0.0" || host == "::" ? "localhost" : host.contains(":") ? "[\(host)]" : host
            return "\(scheme)://\(shown):\(port)\(self.prefix)"
        case .unixDomainSocket(let path):
            return "unix:\(path)"
        }
    }
}
