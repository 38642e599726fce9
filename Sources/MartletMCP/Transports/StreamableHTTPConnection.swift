import AsyncHTTPClient
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import Synchronization

/// The way to a web server with one address: each message is a request, whose answer may be a stream of events.
final class StreamableHTTPConnection: Connection {
    private struct State {
        var session: String?
        var version: String?
    }

    /// What a stream of events came to.
    private struct StreamEnd {
        var lastEventID: String?
        var retry: Int?
        var error: MCPError?
    }

    private let link: HTTPLink
    private let exchange: Exchange
    private let state = Mutex(State())
    private let initialized = OneShot<Void>()
    private let closed = OneShot<Void>()

    /// How often a stream that ends without bringing anything is opened again.
    private static let mostAttempts = 5
    private static let longestSession = 4_096

    init(link: HTTPLink, exchange: Exchange) {
        self.link = link
        self.exchange = exchange
    }

    func waitUntilOpen() async throws {}

    func didInitialize(protocolVersion: String) {
        self.state.withLock { $0.version = protocolVersion }
        self.initialized.complete(.success(()))
    }

    private var sessionHeaders: [(String, String)] {
        let state = self.state.withLock { $0 }
        return [("Mcp-Session-Id", state.session), ("MCP-Protocol-Version", state.version)].compactMap { name, value in
            value.map { (name, $0) }
        }
    }

    // MARK: - Messages

    func send(_ message: Data, for id: Int?) async throws {
        let response = try await self.post(message, isRequest: id != nil)
        guard let id else {
            await HTTPLink.drain(response)
            return
        }
        self.keepSession(of: response)
        switch response.contentType {
        case "application/json":
            let body: [UInt8]
            do {
                let buffer = try await response.body.collect(upTo: self.exchange.options.largestMessage)
                body = Array(buffer.readableBytesView)
            } catch {
                throw try self.link.broken(error)
            }
            await self.exchange.receive(body) { try await self.send($0, for: nil) }
        case "text/event-stream":
            try await self.follow(response, until: id)
        default:
            throw self.noAnswer("Content-Type: \(ShownText.shown(response.contentType))")
        }
        if self.exchange.isWaiting(id) { throw self.noAnswer(nil) }
    }

    private func post(_ message: Data, isRequest: Bool) async throws -> HTTPClientResponse {
        let headers = [("Content-Type", "application/json"), ("Accept", "application/json, text/event-stream")]
        do {
            return try await self.link.send(
                .POST,
                headers: headers + self.sessionHeaders,
                body: message,
                // Servers that answer in JSON send nothing until the result is there; the request has its own limit.
                headTimeout: isRequest ? .seconds(86_400) : nil
            )
        } catch let error as MCPError {
            guard (error.cause as? HTTPStatusFailure)?.code == 404, self.state.withLock({ $0.session }) != nil else {
                throw error
            }
            let ended = MCPError(
                .connectionLost,
                "The MCP server '\(self.exchange.serverName)' has ended the session: connect again.",
                detail: error.detail
            )
            self.state.withLock { $0.session = nil }
            self.exchange.finish(ended)
            throw ended
        }
    }

    private func keepSession(of response: HTTPClientResponse) {
        // The session is named in the answer to the first request.
        guard !self.initialized.isComplete, let session = response.headers.first(name: "Mcp-Session-Id"),
            session.utf8.count <= Self.longestSession, session.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return }
        self.state.withLock { $0.session = session }
    }

    private func noAnswer(_ detail: String?) -> MCPError {
        MCPError(
            .invalidAnswer,
            """
            The MCP server '\(self.exchange.serverName)' ended its answer without a result: see that its address and \
            type are right, and look into its log.
            """,
            detail: detail
        )
    }

    // MARK: - Streams

    /// Reads events until a request is answered, over as many streams as the server lets it resume.
    private func follow(_ response: HTTPClientResponse, until id: Int) async throws {
        var end = try await self.read(response, resuming: nil)
        var attempts = 0
        while self.exchange.isWaiting(id) {
            guard let lastEventID = end.lastEventID, attempts < Self.mostAttempts else {
                throw end.error ?? self.noAnswer(nil)
            }
            attempts += 1
            try await self.pause(end.retry, attempt: attempts)
            do {
                let resumed = try await self.get(resuming: lastEventID)
                end = try await self.read(resumed, resuming: lastEventID)
                if end.lastEventID != lastEventID { attempts = 0 }
            } catch let error as MCPError {
                end.error = error
            }
        }
    }

    private func get(resuming lastEventID: String?) async throws -> HTTPClientResponse {
        var headers = [("Accept", "text/event-stream"), ("Cache-Control", "no-store")] + self.sessionHeaders
        if let lastEventID { headers.append(("Last-Event-ID", lastEventID)) }
        let response = try await self.link.send(.GET, headers: headers)
        guard response.contentType == "text/event-stream" else {
            throw self.noAnswer("Content-Type: \(ShownText.shown(response.contentType))")
        }
        return response
    }

    /// Reads a stream to its end, however it ends; throws what makes a resumption useless.
    private func read(_ response: HTTPClientResponse, resuming lastEventID: String?) async throws -> StreamEnd {
        var parser = EventStreamParser(limit: self.exchange.options.largestMessage)
        var end = StreamEnd(lastEventID: lastEventID)
        do {
            for try await part in response.body {
                for event in try parser.push(part) where event.name == "message" {
                    await self.exchange.receive(event.data) { try await self.send($0, for: nil) }
                }
                end.lastEventID = parser.lastEventID ?? lastEventID
                end.retry = parser.retry
            }
        } catch {
            let error = try self.link.broken(error)
            if error.code == .messageTooLarge { throw error }
            end.error = error
        }
        return end
    }

    private func pause(_ milliseconds: Int?, attempt: Int) async throws {
        // A server that asks for no pause at all would be asked again and again.
        try await Task.sleep(for: .milliseconds(max(milliseconds ?? min(250 << attempt, 8_000), 100)))
    }

    // MARK: - The server's own messages

    /// Keeps a stream open for what the server has to say unasked; many servers have none.
    func run() async throws {
        try await self.initialized.value()
        await self.listen()
        try Task.checkCancellation()
        // Requests go on without that stream.
        try await self.closed.value()
    }

    private func listen() async {
        var attempts = 0
        var lastEventID: String?
        while attempts < Self.mostAttempts, !Task.isCancelled, !self.closed.isComplete {
            do {
                let response = try await self.get(resuming: lastEventID)
                let end = try await self.read(response, resuming: lastEventID)
                attempts = end.lastEventID == lastEventID ? attempts + 1 : 1
                lastEventID = end.lastEventID
                try await self.pause(end.retry, attempt: attempts)
            } catch {
                let status = ((error as? MCPError)?.cause as? HTTPStatusFailure)?.code
                self.exchange.logger.debug(
                    "No stream of the MCP server's own messages",
                    metadata: ["mcp.server": "\(self.exchange.serverName)", "error": "\(error)"]
                )
                // A server that has no such stream says so.
                if let status, (400..<500).contains(status) { return }
                attempts += 1
                do { try await self.pause(nil, attempt: attempts) } catch { return }
            }
        }
    }

    func close() async {
        let (session, headers) = (self.state.withLock { $0.session }, self.sessionHeaders)
        self.closed.complete(.success(()))
        guard session != nil else { return }
        let link = self.link
        // Servers may keep their sessions to themselves, and then answer 405.
        try? await withTimeLimit(.seconds(5)) {
            await HTTPLink.drain(try await link.send(.DELETE, headers: headers))
        }
    }
}
