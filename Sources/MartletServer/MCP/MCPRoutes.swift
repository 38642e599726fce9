import HTTPTypes
import Hummingbird
import Logging
import MartletCore
import MartletMCP

/// Connects chats to servers of the Model Context Protocol, and takes connections away (wire protocol §7, §7.3).
struct MCPRoutes: Sendable {
    let access: SessionAccess
    let hooks: MCPHooks
    var options = MCPClientOptions()

    func add(to router: some RouterMethods<ServerContext>) {
        router.post("/mcp") { request, _ in try await self.connect(request) }
        router.delete("/mcp") { request, _ in try await self.disconnect(request) }
    }

    // MARK: Connecting

    private func connect(_ request: Request) async throws -> JSONResponse {
        let wanted = try await MCPRequest(request)
        let session = try await self.access.session(wanted.sessionID, for: request)
        let target: MCPRequest.Target
        do {
            target = try wanted.target(session.configuration.features.mcp)
        } catch {
            self.access.note(request, "MCP: \(error.body ?? "")", session)
            throw error
        }
        let connections = session.mcpConnections
        guard connections.begin(wanted.name) else {
            throw HTTPError(.tooManyRequests, message: "This chat has too many MCP connections; disconnect one first.")
        }
        defer { connections.end() }
        let (client, tools) = try await self.open(target, in: session)
        // Only now does the connection before it go: had the new one failed, the old one would still do.
        let (old, isTaken) = connections.swap(client, as: wanted.name)
        guard isTaken else {
            await client.close()
            throw HTTPError(.notFound, message: "Session not found")
        }
        if let old { await self.retire(old, wanted.name, session) }
        return JSONResponse(value: ["success": true, "mcp": Self.answer(target, tools)])
    }

    /// Connects, and asks the app.
    private func open(
        _ target: MCPRequest.Target,
        in session: ChatSession
    ) async throws -> (client: MCPClient, tools: [MCPTool]) {
        let client: MCPClient
        do {
            client = try await MCPClient.connect(to: target.server, options: self.options, logger: self.access.logger)
        } catch let error as MCPError {
            throw self.failure(target, error.detail ?? error.message, error)
        }
        do {
            let tools = try await client.listTools()
            if let handler = self.hooks.onConnect {
                let connection = target.connection
                try await session.callHandler("on_mcp_connect") { try await handler(connection, client, $0) }
            }
            return (client, tools)
        } catch {
            await client.close()
            throw self.failure(target, (error as? MCPError)?.message ?? ErrorText.of(error), error)
        }
    }

    /// What went wrong is told of servers that people brought; of the app's own it may hold a secret.
    private func failure(_ target: MCPRequest.Target, _ reason: String, _ error: any Error) -> HTTPError {
        self.access.logger.warning(
            "MCP server not connected",
            metadata: ["mcp.server": .string(target.server.name), "error": "\(error)"]
        )
        guard target.connection.isUserProvided else {
            return HTTPError(
                .badRequest,
                message: "Could not connect to the MCP server. Check the server logs for details."
            )
        }
        return HTTPError(.badRequest, message: "Could not connect to the MCP: \(reason)")
    }

    /// What the page is told: of the app's own servers neither address nor header fields, and no command.
    private static func answer(_ target: MCPRequest.Target, _ tools: [MCPTool]) -> JSONValue {
        let connection = target.connection
        var answer: [String: JSONValue] = [
            "name": .string(connection.name),
            "tools": .array(tools.map { ["name": .string($0.name)] }),
            "isUserProvided": .bool(connection.isUserProvided),
            "url": .optional(connection.url),
            "headers": target.headers.map { .object($0.mapValues(JSONValue.string)) } ?? .null,
        ]
        answer[connection.isUserProvided ? "clientType" : "type"] = .string(connection.type)
        return .object(answer)
    }

    // MARK: Disconnecting

    private func disconnect(_ request: Request) async throws -> JSONResponse {
        var form = try await RequestForm(request)
        let (sessionID, name) = (form.text("sessionId"), form.text("name"))
        try form.check()
        let session = try await self.access.session(sessionID, for: request)
        guard let client = session.mcpConnections.remove(name) else { return JSONResponse(value: ["success": true]) }
        var failure: (any Error)?
        do {
            try await self.tellOfEnd(name, session)
        } catch {
            failure = error
        }
        await client.close()
        if let failure {
            throw HTTPError(
                .badRequest,
                message: "Could not disconnect from the MCP: \(ErrorText.of(failure))"
            )
        }
        return JSONResponse(value: ["success": true])
    }

    /// Closes a connection that another one took the place of.
    private func retire(_ client: MCPClient, _ name: String, _ session: ChatSession) async {
        do {
            try await self.tellOfEnd(name, session)
        } catch {
            self.access.logger.error(
                "Handler failed",
                metadata: ["martlet.handler": "on_mcp_disconnect", "error": "\(error)"]
            )
        }
        await client.close()
    }

    private func tellOfEnd(_ name: String, _ session: ChatSession) async throws {
        guard let handler = self.hooks.onDisconnect else { return }
        try await session.callHandler("on_mcp_disconnect") { try await handler(name, $0) }
    }
}
