public import MartletCore

extension MCPClient {
    /// Lists the server's tools.
    ///
    /// - Returns: All of them, in the server's order; none if the server has no tools.
    /// - Throws: ``MCPError``, or `CancellationError`.
    public func listTools() async throws -> [MCPTool] {
        try await self.list("tools/list", "tools", capability: "tools", MCPTool.init)
    }

    /// Calls a tool.
    ///
    /// - Parameters:
    ///   - name: The tool's name.
    ///   - arguments: What the tool takes, by its schema.
    ///   - timeout: How long to wait; nil is ``MCPClientOptions/callTimeout``.
    ///   - onProgress: Told how far the tool is, by servers that know; it must be quick.
    /// - Returns: What the tool gave back; see ``MCPToolResult/isError`` for tools that failed.
    /// - Throws: ``MCPError``, or `CancellationError`; the server is then told that nobody waits any more.
    public func callTool(
        _ name: String,
        arguments: [String: JSONValue] = [:],
        timeout: Duration? = nil,
        onProgress: (@Sendable (MCPProgress) -> Void)? = nil
    ) async throws -> MCPToolResult {
        let result = try await self.call(
            ["name": .string(name), "arguments": .object(arguments)],
            timeout: timeout ?? self.exchange.options.callTimeout,
            onProgress: onProgress
        )
        return MCPToolResult(result)
    }

    /// Reads a list to its end, page by page.
    func list<Element>(
        _ method: String,
        _ member: String,
        capability: String,
        _ make: (JSONValue) -> Element?
    ) async throws -> [Element] {
        var elements: [Element] = []
        var cursors: Set<String> = []
        var cursor: String?
        repeat {
            let page: JSONValue
            do {
                page = try await self.request(method, .object(cursor.map { ["cursor": .string($0)] } ?? [:]))
            } catch let error as MCPError {
                // A server that has none of these may not know the method.
                guard error.answer?.code == -32601, self.info.capabilities[capability] == nil else { throw error }
                return []
            }
            let made = (page[member]?.elements ?? []).compactMap(make)
            elements += made
            cursor = page["nextCursor"]?.stringValue
            // A server that gives the same place twice, or no end of pages, would be read for ever.
            let isNew = cursor.map { cursors.insert($0).inserted } ?? true
            guard isNew, elements.count <= self.exchange.options.longestList, cursors.count <= 1_000 else {
                throw MCPError(
                    .invalidAnswer,
                    """
                    The MCP server '\(self.exchange.serverName)' gives a list of \(member) without an end: tell \
                    whoever runs it.
                    """
                )
            }
        } while cursor != nil
        return elements
    }
}
