import Foundation
import MartletCore
import Synchronization

/// A connection with the task that reads it, and the requests over it.
final class Link: Sendable {
    let exchange: Exchange
    let connectTimeout: Duration
    /// Reads what comes in; ends with the connection, or when the client is closed or let go of.
    let task: Task<Void, Never>
    private let connection: any Connection
    private let closing = Mutex<Task<Void, Never>?>(nil)

    /// How long a stream may go on after it has brought the answer.
    private static let grace: Duration = .milliseconds(100)
    private static let cancellationTimeout: Duration = .seconds(5)

    init(to server: MCPServer, exchange: Exchange) throws(MCPError) {
        let options = exchange.options
        let connection: any Connection
        switch server.transport {
        case .stdio(let command, let arguments, let environment):
            connection = StdioConnection(
                command: command,
                arguments: arguments,
                environment: environment,
                exchange: exchange
            )
            self.connectTimeout = options.processConnectTimeout
        case .sse(let url, let headers):
            let link = try HTTPLink(server, url: url, headers: headers, exchange: exchange)
            connection = SSEConnection(link: link, exchange: exchange)
            self.connectTimeout = options.httpConnectTimeout
        case .streamableHTTP(let url, let headers):
            let link = try HTTPLink(server, url: url, headers: headers, exchange: exchange)
            connection = StreamableHTTPConnection(link: link, exchange: exchange)
            self.connectTimeout = options.httpConnectTimeout
        }
        self.exchange = exchange
        self.connection = connection
        self.task = Task {
            do {
                try await connection.run()
                exchange.finish(Self.closed(exchange))
            } catch {
                exchange.finish(error as? MCPError ?? Self.closed(exchange))
            }
        }
    }

    var connectTimedOut: MCPError {
        MCPError(
            .timedOut,
            """
            The MCP server '\(self.exchange.serverName)' was not ready within \(ShownText.shown(self.connectTimeout)): \
            see that it runs, then try again.
            """
        )
    }

    private static func closed(_ exchange: Exchange) -> MCPError {
        MCPError(.closed, "The connection to the MCP server '\(exchange.serverName)' is closed: connect again.")
    }

    /// Agrees with the server on a version of the protocol.
    func introduce() async throws -> MCPServerInfo {
        try await self.connection.waitUntilOpen()
        let options = self.exchange.options
        let result = try await self.request(
            "initialize",
            [
                "protocolVersion": .string(MCPClient.protocolVersions[0]),
                "capabilities": [:],
                "clientInfo": ["name": .string(options.clientName), "version": .string(options.clientVersion)],
            ],
            timeout: self.connectTimeout,
            isCancellable: false
        )
        let version = result["protocolVersion"]?.stringValue ?? ""
        guard MCPClient.protocolVersions.contains(version) else {
            throw MCPError(
                .invalidAnswer,
                """
                The MCP server '\(self.exchange.serverName)' speaks version \
                '\(ShownText.shown(version, limit: 40))' of the protocol: use one that speaks \
                \(MCPClient.protocolVersions.joined(separator: ", ")).
                """
            )
        }
        self.connection.didInitialize(protocolVersion: version)
        try await self.notify("notifications/initialized")
        return MCPServerInfo(
            name: result["serverInfo"]?["name"]?.stringValue ?? self.exchange.serverName,
            title: result["serverInfo"]?["title"]?.stringValue,
            version: result["serverInfo"]?["version"]?.stringValue ?? "",
            protocolVersion: version,
            capabilities: result["capabilities"] ?? [:],
            instructions: result["instructions"]?.stringValue
        )
    }

    private func notify(_ method: String, _ parameters: JSONValue? = nil) async throws {
        let message = RPCMessage.notification(method: method, parameters: parameters)
        try await self.connection.send(message.encoded(limit: self.exchange.options.largestMessage), for: nil)
    }

    /// Sends a request and waits for its answer.
    func request(
        _ method: String,
        _ parameters: JSONValue?,
        timeout: Duration,
        isCancellable: Bool = true,
        onProgress: (@Sendable (MCPProgress) -> Void)? = nil
    ) async throws -> JSONValue {
        let question = try self.exchange.ask(onProgress: onProgress)
        defer { self.exchange.forget(question) }
        var parameters = parameters
        if onProgress != nil, case .object(var members)? = parameters {
            members["_meta"] = ["progressToken": .int(question.id)]
            parameters = .object(members)
        }
        let message = RPCMessage.request(.int(question.id), method: method, parameters: parameters)
        let data = try message.encoded(limit: self.exchange.options.largestMessage)
        do {
            return try await self.answer(to: question, data, method: method, timeout: timeout)
        } catch {
            let isGivenUp = error is CancellationError || (error as? MCPError)?.code == .timedOut
            if isCancellable, isGivenUp, self.exchange.end == nil { self.tellCancelled(question.id) }
            throw error
        }
    }

    private func answer(
        to question: Exchange.Question,
        _ data: Data,
        method: String,
        timeout: Duration
    ) async throws -> JSONValue {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    try await self.connection.send(data, for: question.id)
                } catch {
                    question.answer.complete(.failure(error))
                }
            }
            group.addTask {
                try await Task.sleep(for: timeout)
                question.answer.complete(
                    .failure(
                        MCPError(
                            .timedOut,
                            """
                            The MCP server '\(self.exchange.serverName)' did not answer '\(ShownText.shown(method))' \
                            within \(ShownText.shown(timeout)): try again, or allow it more time.
                            """
                        )
                    )
                )
            }
            defer { group.cancelAll() }
            let value = try await question.answer.value()
            // A stream that is read to its end leaves its connection fit for the next request.
            group.addTask { try await Task.sleep(for: Self.grace) }
            try await group.next()
            return value
        }
    }

    /// Tells the server that nobody waits for an answer any more.
    private func tellCancelled(_ id: Int) {
        // Bare because the task that asked is cancelled; ends by itself within its time limit.
        Task {
            try? await withTimeLimit(Self.cancellationTimeout) {
                try await self.notify(
                    "notifications/cancelled",
                    ["requestId": .int(id), "reason": "Nobody waits for it."]
                )
            }
        }
    }

    func close() async {
        let closing = self.closing.withLock { closing in
            if let closing { return closing }
            // Bare because leave is taken properly though the caller may be cancelled; ends within the time that a
            // program has to end.
            let task = Task {
                self.exchange.finish(Self.closed(self.exchange))
                await self.connection.close()
                self.task.cancel()
                await self.task.value
            }
            closing = task
            return task
        }
        await closing.value
    }
}
