public import MartletCore
public import MartletMCP

/// What an app does about servers of the Model Context Protocol that people connect their chats to.
public struct MCPHooks: Sendable {
    /// Runs when a chat was connected to a server; when it throws, the connection is closed again.
    ///
    /// Chainlit: `@cl.on_mcp_connect`.
    public var onConnect: (@Sendable (MCPConnection, MCPClient, Chat) async throws -> Void)?
    /// Runs before a chat's connection to a server is closed: the person wants it, or another one took its place.
    ///
    /// Chainlit: `@cl.on_mcp_disconnect`.
    public var onDisconnect: (@Sendable (_ name: String, Chat) async throws -> Void)?

    /// Creates hooks that do nothing.
    public init() {}
}

/// A chat's connection to a server, as the person asked for it.
///
/// Chainlit: `McpConnection`.
public struct MCPConnection: Hashable, Sendable {
    /// The server's name.
    public let name: String
    /// How it is reached: `stdio`, `sse` or `streamable-http`.
    public let type: String
    /// The server's address, if it is one that the person named.
    public let url: String?
    /// Whether the person named the server, rather than the app's configuration.
    public var isUserProvided: Bool { self.url != nil }
}
