/// A server that speaks the Model Context Protocol, and the way to it.
public struct MCPServer: Hashable, Sendable {
    /// The way to a server.
    public enum Transport: Hashable, Sendable {
        /// A program that is started here and talks through its standard input and output.
        ///
        /// It sees `PATH`, `HOME`, `LANG` and the variables given, nothing else of Martlet's environment.
        case stdio(command: String, arguments: [String] = [], environment: [String: String] = [:])
        /// A web server of the protocol's first version: events come from one address, messages go to another.
        case sse(url: String, headers: [String: String] = [:])
        /// A web server with one address for everything.
        case streamableHTTP(url: String, headers: [String: String] = [:])

        /// A program that is started here, from a command line that was split.
        ///
        /// - Parameters:
        ///   - command: The program and its arguments.
        ///   - environment: The variables that it sees beside `PATH`, `HOME` and `LANG`.
        /// - Returns: The way to it.
        public static func stdio(_ command: MCPCommand, environment: [String: String] = [:]) -> Transport {
            .stdio(command: command.command, arguments: command.arguments, environment: environment)
        }

        /// The name of the kind in configuration files and on the wire.
        public var type: String {
            switch self {
            case .stdio: "stdio"
            case .sse: "sse"
            case .streamableHTTP: "streamable-http"
            }
        }
    }

    /// The name that people gave the server.
    public var name: String
    /// The way to it.
    public var transport: Transport
    /// What each request is checked against; nil grants the whole origin of the server's address.
    ///
    /// Set it for servers that users name: an address in the list does not grant its neighbours.
    public var allowlist: MCPURLAllowlist?

    /// Describes a server.
    ///
    /// - Parameters:
    ///   - name: The name that people gave the server.
    ///   - transport: The way to it.
    ///   - allowlist: What each request is checked against, for servers that users name.
    public init(name: String, transport: Transport, allowlist: MCPURLAllowlist? = nil) {
        self.name = name
        self.transport = transport
        self.allowlist = allowlist
    }
}

extension MCPServer: CustomStringConvertible, CustomReflectable {
    /// The name and the kind: arguments, addresses and headers may hold secrets.
    public var description: String { "\(self.name) (\(self.transport))" }

    /// No more than the description says.
    public var customMirror: Mirror { Mirror(self, children: ["name": self.name]) }
}

extension MCPServer.Transport: CustomStringConvertible, CustomReflectable {
    /// The kind alone.
    public var description: String { self.type }

    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
