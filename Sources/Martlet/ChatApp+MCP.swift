public import MartletCore
public import MartletMCP
public import MartletServer

extension ChatApp {
    /// Runs when a person connected a chat to a server of the Model Context Protocol.
    ///
    /// When it throws, the connection is closed again, and one of the same name that was there before stays.
    ///
    /// Chainlit: `@cl.on_mcp_connect`.
    ///
    /// - Parameter handler: What to do; it is given what was asked for, and the connection.
    public func onMCPConnect(_ handler: @escaping @Sendable (MCPConnection, MCPClient, Chat) async throws -> Void) {
        self.changeMCP { $0.onConnect = handler }
    }

    /// Runs before a chat's connection to a server is closed: the person wants it, or another one took its place.
    ///
    /// Chainlit: `@cl.on_mcp_disconnect`.
    ///
    /// - Parameter handler: What to do; it is given the server's name.
    public func onMCPDisconnect(_ handler: @escaping @Sendable (String, Chat) async throws -> Void) {
        self.changeMCP { $0.onDisconnect = handler }
    }
}

extension Chat {
    /// The servers of the Model Context Protocol that this chat is connected to, by their names.
    ///
    /// Chainlit: `context.session.mcp_sessions`.
    public var mcp: [String: MCPClient] { self.base.mcpClients }
}
