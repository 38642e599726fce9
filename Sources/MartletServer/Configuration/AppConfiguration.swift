public import Foundation
import Logging
public import MartletCore

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
    /// The host that holds the public port, where the listener is a socket behind it.
    var relayHost = ""
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
    /// What chats may do and how they look.
    ///
    /// Chainlit: `.chainlit/config.toml`.
    public var chat = ChatConfiguration()
    /// Whether a configuration file is written into the app's folder when it has none.
    public var writesConfigurationFile = false
    /// What was passed over when the configuration file was read, one sentence each.
    var warnings: [String] = []
    /// Whether a supervisor restarts the app on every change, and tells it so on standard input.
    public var isWatched = false
    /// Whether to log more and say more.
    public var isDebug = false

    /// Creates the default configuration.
    public init() {}
}

extension AppConfiguration {
    /// The folder in which each chat has one for its files; removed when the server ends.
    var filesFolder: URL { self.appRoot.appending(path: ".files", directoryHint: .isDirectory) }

    /// The app's name, which its messages carry; short for `chat.ui.name`.
    ///
    /// Chainlit: `UI.name`.
    public var name: String {
        get { self.chat.ui.name }
        set { self.chat.ui.name = newValue }
    }

    /// How long a chat that nobody watches lives on; short for `chat.project.sessionTimeout`.
    ///
    /// Chainlit: `project.session_timeout`.
    public var sessionTimeout: Duration {
        get { self.chat.project.sessionTimeout }
        set { self.chat.project.sessionTimeout = newValue }
    }

    /// Origins of other sites whose pages may open sockets here; `*` allows all.
    ///
    /// Short for `chat.project.allowOrigins`, empty when nothing is set.
    public var allowedOrigins: [String] {
        get { self.chat.project.allowOrigins ?? [] }
        set { self.chat.project.allowOrigins = newValue }
    }

    /// Whether the server can be reached from its own machine alone, as far as it knows.
    var isLocal: Bool {
        switch self.listener {
        case .address(let host, _): APIAccess.isLoopback(host)
        case .unixDomainSocket: APIAccess.isLoopback(self.relayHost)
        }
    }

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

extension AppConfiguration {
    /// Tells what was passed over in the configuration file, or writes one for a new app.
    ///
    /// - Parameter logger: Where to tell it. A folder that cannot be written to is no reason not to start.
    func prepareFolder(logger: Logger) {
        for warning in self.warnings {
            logger.warning("Configuration key ignored", metadata: ["martlet.key": .string(warning)])
        }
        guard self.writesConfigurationFile else { return }
        do {
            if let name = try ConfigurationFile(folder: self.appRoot).writeIfMissing() {
                logger.debug("Configuration file written", metadata: ["martlet.file": .string(name)])
            }
        } catch {
            logger.notice("No configuration file written", metadata: ["martlet.reason": .string(error.message)])
        }
    }
}
