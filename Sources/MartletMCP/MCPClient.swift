import Foundation
public import Logging
public import MartletCore
import Synchronization

/// A connection to an MCP server: lists what it offers and calls its tools, any number at once.
///
/// ```swift
/// let server = MCPServer(name: "files", transport: .stdio(command: "uvx", arguments: ["files-server"]))
/// let client = try await MCPClient.connect(to: server, logger: logger)
/// let tools = try await client.listTools()
/// let result = try await client.callTool("read", arguments: ["path": "notes.txt"])
/// await client.close()
/// ```
///
/// Close a client when it is no longer needed; one that is let go of unclosed ends its connection less politely.
/// Chainlit: the `mcp.ClientSession` that `on_mcp_connect` gets.
public final class MCPClient: Sendable {
    /// The server as it was described.
    public let server: MCPServer
    /// What the server said of itself.
    public let info: MCPServerInfo

    let exchange: Exchange
    private let link: Link

    /// The versions of the protocol that this client speaks, the newest first.
    public static let protocolVersions = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"]

    private init(_ server: MCPServer, info: MCPServerInfo, link: Link) {
        self.server = server
        self.info = info
        self.exchange = link.exchange
        self.link = link
    }

    deinit {
        self.link.task.cancel()
    }

    /// Connects to a server and introduces both sides to each other.
    ///
    /// - Parameters:
    ///   - server: The server, and the way to it.
    ///   - options: Time limits, sizes and names.
    ///   - logger: Where the server's log lines and other details go, at the level `debug`.
    /// - Returns: The connection, until ``close()``.
    /// - Throws: ``MCPError`` of code `connectFailed` or `timedOut`, whose detail says why; `CancellationError`.
    public static func connect(
        to server: MCPServer,
        options: MCPClientOptions = MCPClientOptions(),
        logger: Logger
    ) async throws -> MCPClient {
        let exchange = Exchange(serverName: ShownText.shown(server.name, limit: 100), options: options, logger: logger)
        do {
            let link = try Link(to: server, exchange: exchange)
            do {
                let info = try await withTimeLimit(link.connectTimeout, orThrow: { link.connectTimedOut }) {
                    try await link.introduce()
                }
                return MCPClient(server, info: info, link: link)
            } catch {
                await link.close()
                throw error
            }
        } catch let error as MCPError {
            logger.warning(
                "An MCP server cannot be connected",
                metadata: ["mcp.server": "\(exchange.serverName)", "error": "\(error)"]
            )
            throw MCPError(
                error.code == .timedOut ? .timedOut : .connectFailed,
                "Cannot connect to the MCP server '\(exchange.serverName)': the app's log has the reason.",
                detail: error.description,
                cause: error
            )
        }
    }

    /// Whether nothing more can be asked: after ``close()``, or because the server went away.
    public var isClosed: Bool { self.exchange.end != nil }

    /// Asks the server for a sign of life.
    ///
    /// - Throws: ``MCPError``, or `CancellationError`.
    public func ping() async throws {
        _ = try await self.request("ping")
    }

    /// Takes leave of the server; requests that wait for an answer fail with the code `closed`.
    ///
    /// A program is given time to end by itself, and killed after ``MCPClientOptions/killAfter``. Returns when it has
    /// ended, also if the task is cancelled. May be called again.
    public func close() async {
        await self.link.close()
    }

    /// Asks for anything that has no function of its own.
    ///
    /// - Parameters:
    ///   - method: The method's name, for example `completion/complete`.
    ///   - parameters: What the method takes.
    ///   - timeout: How long to wait; nil is ``MCPClientOptions/requestTimeout``.
    /// - Returns: The server's result.
    /// - Throws: ``MCPError``, or `CancellationError`; the server is then told that nobody waits any more.
    public func request(
        _ method: String,
        _ parameters: JSONValue? = nil,
        timeout: Duration? = nil
    ) async throws -> JSONValue {
        try await self.link.request(method, parameters, timeout: timeout ?? self.exchange.options.requestTimeout)
    }

    func call(
        _ parameters: [String: JSONValue],
        timeout: Duration,
        onProgress: (@Sendable (MCPProgress) -> Void)?
    ) async throws -> JSONValue {
        try await self.link.request("tools/call", .object(parameters), timeout: timeout, onProgress: onProgress)
    }
}
