import HTTPTypes
import Hummingbird
import MartletCore
import MartletMCP

/// A request to connect a chat to a server (wire protocol §7.3), and what the app's configuration makes of it.
struct MCPRequest {
    /// A server that may be connected to.
    struct Target {
        let server: MCPServer
        let connection: MCPConnection
        /// The header fields that go along, of a server that the person named.
        var headers: [String: String]?
    }

    let sessionID: String
    let name: String
    /// The address of a server that the person brings, and how it is spoken to.
    let own: (url: String, type: String)?
    let headers: [String: String]?

    private static let longestName = 128

    /// Reads a request.
    ///
    /// - Throws: A ``RequestValidationError``.
    init(_ request: Request) async throws {
        var form = try await RequestForm(request)
        self.sessionID = form.text("sessionId")
        self.name = form.text("name")
        let type = form.optionalChoice("clientType", of: ["sse", "streamable-http"])
        let url = form.optionalText("url")
        self.headers = form.optionalTexts("headers")
        if (type == nil) != (url == nil) {
            form.note("value_error", "Of clientType and url there is only one; send both, or neither.")
        }
        if self.name.utf8.count > Self.longestName {
            form.note("string_too_long", "The name is too long; send one of at most \(Self.longestName) bytes.")
        }
        try form.check()
        if let url, let type { self.own = (url, type) } else { self.own = nil }
    }

    /// The server that is meant.
    ///
    /// - Parameter settings: What the app allows.
    /// - Returns: The server.
    /// - Throws: `HTTPError` 400 that says why it may not be connected to.
    func target(_ settings: MCPSettings) throws(HTTPError) -> Target {
        guard settings.enabled else { throw Self.refusal("This app does not support MCP.") }
        if let own = self.own { return try self.own(own.url, own.type, settings) }
        return try self.named(settings)
    }

    private func named(_ settings: MCPSettings) throws(HTTPError) -> Target {
        guard let server = settings.servers.first(where: { $0.name == self.name }) else {
            throw Self.refusal(
                "MCP server '\(self.name)' is not configured. Add it to [[features.mcp.servers]] in .martlet/config.toml."
            )
        }
        let transport: MCPServer.Transport =
            switch server.connection {
            case .stdio(let line, let environment): try Self.program(line, environment)
            case .sse(let url, let headers):
                .sse(url: url, headers: MCPHeaders(headers, from: .configuration).accepted)
            case .streamableHTTP(let url, let headers):
                .streamableHTTP(url: url, headers: MCPHeaders(headers, from: .configuration).accepted)
            }
        return Target(
            server: MCPServer(name: self.name, transport: transport),
            connection: MCPConnection(name: self.name, type: transport.type, url: nil)
        )
    }

    private static func program(
        _ line: String,
        _ environment: [String: String]
    ) throws(HTTPError) -> MCPServer.Transport {
        do {
            let command = try MCPCommand(line)
            return .stdio(command: command.command, arguments: command.arguments, environment: environment)
        } catch {
            throw Self.refusal(error.message)
        }
    }

    private func own(_ url: String, _ type: String, _ settings: MCPSettings) throws(HTTPError) -> Target {
        // A name that looks like that of a server of the app's would pass for it on the page.
        guard !settings.servers.contains(where: { MCPServerName.folded($0.name) == MCPServerName.folded(self.name) })
        else {
            throw Self.refusal(
                "MCP server name '\(self.name)' is reserved by a configured server and cannot be used for a "
                    + "user-provided connection."
            )
        }
        guard settings.userServers.enabled else {
            throw Self.refusal(
                "User-provided MCP servers are not enabled. Set features.mcp.user_servers.enabled = true in your config."
            )
        }
        let allowlist: MCPURLAllowlist
        do {
            allowlist = try MCPURLAllowlist(settings.userServers.allowedURLs)
            try allowlist.check(url)
        } catch {
            throw Self.refusal(error.message)
        }
        let headers = self.headers.map { MCPHeaders($0, from: .user).accepted }
        let transport: MCPServer.Transport =
            type == "sse" ? .sse(url: url, headers: headers ?? [:]) : .streamableHTTP(url: url, headers: headers ?? [:])
        return Target(
            server: MCPServer(name: self.name, transport: transport, allowlist: allowlist),
            connection: MCPConnection(name: self.name, type: type, url: url),
            headers: headers
        )
    }

    private static func refusal(_ detail: String) -> HTTPError {
        HTTPError(.badRequest, message: detail)
    }
}
