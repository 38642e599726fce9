public import MartletCore
public import MartletMCP
import Synchronization

/// The servers that one chat is connected to.
final class MCPSessionConnections: Sendable {
    private struct State {
        var clients: [String: MCPClient] = [:]
        var connecting = 0
        var isClosed = false
    }

    /// The most servers of one chat, those that are being connected among them.
    static let most = 16
    private let state = Mutex(State())

    /// The connections by the servers' names.
    var clients: [String: MCPClient] { self.state.withLock { $0.clients } }

    /// A connection is about to be made.
    ///
    /// - Parameter name: The server's name; one that is connected already takes no further room.
    /// - Returns: Whether there is room for it.
    func begin(_ name: String) -> Bool {
        self.state.withLock { state in
            let taken = state.clients.count + state.connecting - (state.clients[name] == nil ? 0 : 1)
            guard taken < Self.most else { return false }
            state.connecting += 1
            return true
        }
    }

    /// A connection was made, or could not be.
    func end() {
        self.state.withLock { $0.connecting -= 1 }
    }

    /// Puts a connection in the place of the one before it.
    ///
    /// - Parameters:
    ///   - client: The new connection.
    ///   - name: The server's name.
    /// - Returns: The connection that had the name, and whether the new one was taken; none is when the chat is over.
    func swap(_ client: MCPClient, as name: String) -> (old: MCPClient?, isTaken: Bool) {
        self.state.withLock { state in
            guard !state.isClosed else { return (nil, false) }
            return (state.clients.updateValue(client, forKey: name), true)
        }
    }

    /// Takes a connection away, without closing it.
    func remove(_ name: String) -> MCPClient? {
        self.state.withLock { $0.clients.removeValue(forKey: name) }
    }

    /// Closes all connections; none can be made any more.
    func close() async {
        let clients = self.refuse()
        await withDiscardingTaskGroup { group in
            for client in clients {
                group.addTask { await client.close() }
            }
        }
    }

    /// Takes no connection any more.
    ///
    /// - Returns: Those that there were, to be closed.
    @discardableResult
    func refuse() -> [MCPClient] {
        self.state.withLock { state in
            state.isClosed = true
            defer { state.clients.removeAll() }
            return Array(state.clients.values)
        }
    }
}

extension SessionKey<MCPSessionConnections> {
    /// The servers that a chat is connected to.
    static let mcp = SessionKey("martlet.mcp")
}

extension ChatSession {
    /// The servers of the Model Context Protocol that this chat is connected to, by their names.
    public var mcpClients: [String: MCPClient] { self.attachments[.mcp]?.clients ?? [:] }

    /// The chat's connections, which are closed with it.
    var mcpConnections: MCPSessionConnections {
        let made = MCPSessionConnections()
        let kept = self.attachments.value(.mcp, or: made)
        if kept === made, !self.atEnd({ await made.close() }) { made.refuse() }
        return kept
    }
}
