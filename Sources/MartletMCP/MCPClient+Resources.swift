import MartletCore

extension MCPClient {
    /// Lists the server's resources.
    ///
    /// - Returns: All of them, in the server's order; none if the server has no resources.
    /// - Throws: ``MCPError``, or `CancellationError`.
    public func listResources() async throws -> [MCPResource] {
        try await self.list("resources/list", "resources", capability: "resources", MCPResource.init)
    }

    /// Reads a resource.
    ///
    /// - Parameter uri: Where it lies, from ``MCPResource/uri``.
    /// - Returns: Its contents; a folder may have several.
    /// - Throws: ``MCPError``, or `CancellationError`.
    public func readResource(_ uri: String) async throws -> [MCPResourceContents] {
        let result = try await self.request("resources/read", ["uri": .string(uri)])
        return (result["contents"]?.elements ?? []).compactMap(MCPResourceContents.init)
    }

    /// Lists the server's prompts.
    ///
    /// - Returns: All of them, in the server's order; none if the server has no prompts.
    /// - Throws: ``MCPError``, or `CancellationError`.
    public func listPrompts() async throws -> [MCPPrompt] {
        try await self.list("prompts/list", "prompts", capability: "prompts", MCPPrompt.init)
    }

    /// Fills a prompt in.
    ///
    /// - Parameters:
    ///   - name: The prompt's name.
    ///   - arguments: What goes into its blanks.
    /// - Returns: Messages for a model.
    /// - Throws: ``MCPError``, or `CancellationError`.
    public func getPrompt(_ name: String, arguments: [String: String] = [:]) async throws -> MCPPromptResult {
        let result = try await self.request(
            "prompts/get",
            ["name": .string(name), "arguments": .object(arguments.mapValues { .string($0) })]
        )
        return MCPPromptResult(result)
    }
}
