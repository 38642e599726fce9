/// The servers of the Model Context Protocol that chats may connect to: the table `[features.mcp]`.
public struct MCPSettings: Sendable, Hashable {
    /// Servers that people bring themselves: the table `[features.mcp.user_servers]`.
    public struct UserServers: Sendable, Hashable {
        /// Whether people may connect to servers of their own; `enabled`.
        public var enabled = false
        /// URLs at or below which such servers must lie; `allowed_urls`.
        ///
        /// None are allowed when it is empty.
        public var allowedURLs: [String] = []

        /// Creates the default settings.
        public init() {}
    }

    /// Whether chats may connect to servers at all; `enabled`.
    public var enabled = false
    /// The servers that the app offers, by name; `[[features.mcp.servers]]`.
    public var servers: [MCPServerSettings] = []
    /// Servers that people bring themselves.
    public var userServers = UserServers()

    /// Creates the default settings.
    public init() {}
}

/// A server of the Model Context Protocol that an app offers: an entry of `[[features.mcp.servers]]`.
///
/// Clients are told its name and its kind; commands, addresses, headers and variables stay with the server.
public struct MCPServerSettings: Sendable, Hashable {
    /// How a server is reached.
    public enum Connection: Sendable, Hashable {
        /// A program that is started, spoken to on its standard input and output.
        ///
        /// The command is split as a shell would, but no shell runs. The variables are added to its environment.
        case stdio(command: String, environment: [String: String] = [:])
        /// A URL that sends events (the transport that came before `streamableHTTP`).
        case sse(url: String, headers: [String: String] = [:])
        /// A URL that is posted to.
        case streamableHTTP(url: String, headers: [String: String] = [:])

        /// The kind as it is written in configuration files: `stdio`, `sse` or `streamable-http`.
        public var kind: String {
            switch self {
            case .stdio: "stdio"
            case .sse: "sse"
            case .streamableHTTP: "streamable-http"
            }
        }
    }

    /// The name people choose it by; `name`.
    ///
    /// It is unique without regard to case and surrounding spaces.
    public var name: String
    /// How it is reached; `type`, with `command` and `env`, or `url` and `headers`.
    public var connection: Connection

    /// Creates a server's settings.
    ///
    /// - Parameters:
    ///   - name: The name people choose it by.
    ///   - connection: How it is reached.
    public init(name: String, connection: Connection) {
        self.name = name
        self.connection = connection
    }
}
