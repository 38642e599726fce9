import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Synchronization

/// The way to a web server of the protocol's first version.
///
/// One request stays open and brings events; the first event says where messages go.
final class SSEConnection: Connection {
    private let link: HTTPLink
    private let exchange: Exchange
    private let endpoint = OneShot<MCPAddress>()
    private let version = Mutex<String?>(nil)

    init(link: HTTPLink, exchange: Exchange) {
        self.link = link
        self.exchange = exchange
    }

    func waitUntilOpen() async throws {
        _ = try await self.endpoint.value()
    }

    func didInitialize(protocolVersion: String) {
        self.version.withLock { $0 = protocolVersion }
    }

    func send(_ message: Data, for id: Int?) async throws {
        let endpoint = try await self.endpoint.value()
        var headers = [("Content-Type", "application/json"), ("Accept", "application/json, text/event-stream")]
        if let version = self.version.withLock({ $0 }) { headers.append(("MCP-Protocol-Version", version)) }
        let response = try await self.link.send(.POST, to: endpoint, headers: headers, body: message)
        await HTTPLink.drain(response)
    }

    func run() async throws {
        do {
            try await self.listen()
        } catch {
            self.endpoint.complete(.failure(error))
            throw error
        }
    }

    private func listen() async throws {
        let response = try await self.link.send(
            .GET,
            headers: [("Accept", "text/event-stream"), ("Cache-Control", "no-store")]
        )
        guard response.contentType == "text/event-stream" else {
            throw MCPError(
                .invalidAnswer,
                """
                The MCP server '\(self.exchange.serverName)' sends no stream of events: see that its address is right \
                and its type is sse.
                """,
                detail: "Content-Type: \(ShownText.shown(response.contentType))"
            )
        }
        var parser = EventStreamParser(limit: self.exchange.options.largestMessage)
        do {
            for try await part in response.body {
                for event in try parser.push(part) { try await self.take(event) }
            }
        } catch {
            throw try self.link.broken(error)
        }
        throw MCPError(
            .connectionLost,
            "The MCP server '\(self.exchange.serverName)' has ended its stream of events: connect again."
        )
    }

    private func take(_ event: EventStreamParser.Event) async throws {
        switch event.name {
        case "endpoint":
            // Later ones are left alone: nobody may lead a connection elsewhere once it stands.
            if !self.endpoint.isComplete { self.endpoint.complete(.success(try self.address(event.data))) }
        case "message":
            await self.exchange.receive(event.data) { try await self.send($0, for: nil) }
        default: break
        }
    }

    private func address(_ data: [UInt8]) throws -> MCPAddress {
        let text = String(decoding: data, as: UTF8.self)
        let address: MCPAddress
        do {
            address = try self.link.address.resolving(text)
        } catch {
            throw MCPError(
                .invalidAnswer,
                """
                The MCP server '\(self.exchange.serverName)' names an address for messages that cannot be used: tell \
                whoever runs it.
                """,
                detail: "it \(error.reason): \(ShownText.shown(text))"
            )
        }
        try self.link.check(address)
        return address
    }

    func close() async {}
}
