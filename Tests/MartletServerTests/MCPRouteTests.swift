import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import MartletCore
import MartletMCP
import Synchronization
import Testing

@testable import MartletServer

struct MCPRouteTests {
    /// A server that knows one tool, as a program that needs nothing but a shell.
    private static let program = """
        while read -r line; do
          id=$(printf '%s' "$line" | sed -n 's/.*"id":\\([0-9]*\\).*/\\1/p')
          case "$line" in
            *'"initialize"'*) result='{"protocolVersion":"2025-06-18","capabilities":{"tools":{}},"serverInfo":{"name":"s","version":"1"}}' ;;
            *'list"'*) result='{"tools":[{"name":"add","inputSchema":{"type":"object"}}]}' ;;
            *) continue ;;
          esac
          printf '{"jsonrpc":"2.0","id":%s,"result":%s}\\n' "$id" "$result"
        done
        """

    private struct Refused: Error, CustomStringConvertible {
        let description = "not today"
    }

    /// What the app was told, and what it refuses.
    private final class App: Sendable {
        let told = Mutex<[String]>([])
        let refuses = Mutex(false)

        var hooks: MCPHooks {
            var hooks = MCPHooks()
            hooks.onConnect = { connection, client, chat in
                self.told.withLock { $0.append("+\(connection.name) \(connection.type) \(chat.id)") }
                if self.refuses.withLock({ $0 }) { throw Refused() }
            }
            hooks.onDisconnect = { name, chat in
                self.told.withLock { $0.append("-\(name) \(chat.base.mcpClients.count)") }
                if self.refuses.withLock({ $0 }) { throw Refused() }
            }
            return hooks
        }
    }

    private static func withServers(
        _ app: App = App(),
        configure: @escaping (inout MCPSettings) -> Void = { _ in },
        _ body: @Sendable @escaping (any TestClientProtocol, Chats) async throws -> Void
    ) async throws {
        try await withFolder(files: ["server.sh": Self.program]) { root in
            let path = root.appending(path: "server.sh").path
            try await withChats(mcp: app.hooks) {
                $0.features.mcp.enabled = true
                $0.features.mcp.servers = [
                    MCPServerSettings(
                        name: "Tools",
                        connection: .stdio(command: "sh '\(path)' s3cret", environment: ["KEY": "s3cret"])
                    ),
                    MCPServerSettings(
                        name: "gone",
                        connection: .sse(url: "http://127.0.0.1:9/s3cret", headers: ["X": "s3cret"])
                    ),
                ]
                configure(&$0.features.mcp)
            } _: { client, chats in
                try await body(client, chats)
            }
        }
    }

    private static func connect(_ client: any TestClientProtocol, _ json: String) async throws -> TestResponse {
        try await client.send(.post, "/mcp", #"{"sessionId":"one",\#(json)}"#)
    }

    @Test func `a chat is connected to a server of the app's, which keeps its secrets`() async throws {
        let app = App()
        try await Self.withServers(app) { client, chats in
            let session = try chats.open("one")
            let response = try await Self.connect(client, #""name":"Tools""#)
            #expect(response.status == .ok && !response.text.contains("s3cret"))
            #expect(
                response.json == [
                    "success": true,
                    "mcp": [
                        "name": "Tools", "tools": [["name": "add"]], "isUserProvided": false, "url": nil,
                        "headers": nil,
                        "type": "stdio",
                    ],
                ]
            )
            let first = try #require(session.mcpClients["Tools"])
            #expect(app.told.withLock { $0 } == ["+Tools stdio one"])
            // Another one of the same name takes its place.
            #expect(try await Self.connect(client, #""name":"Tools""#).status == .ok)
            let second = try #require(session.mcpClients["Tools"])
            #expect(first !== second && first.isClosed && !second.isClosed)
            let gone = try await client.send(.delete, "/mcp", #"{"sessionId":"one","name":"Tools"}"#)
            #expect(gone.json == ["success": true] && second.isClosed && session.mcpClients.isEmpty)
            let again = try await client.send(.delete, "/mcp", #"{"sessionId":"one","name":"Tools"}"#)
            #expect(again.json == ["success": true])
            #expect(app.told.withLock { $0 } == ["+Tools stdio one", "+Tools stdio one", "-Tools 1", "-Tools 0"])
        }
    }

    @Test func `a connection lives on when the one that should replace it fails`() async throws {
        let app = App()
        try await Self.withServers(app) { client, chats in
            let session = try chats.open("one")
            _ = try await Self.connect(client, #""name":"Tools""#)
            let first = try #require(session.mcpClients["Tools"])
            app.refuses.withLock { $0 = true }
            let response = try await Self.connect(client, #""name":"Tools""#)
            #expect(response.status == .badRequest)
            #expect(response.detail == "Could not connect to the MCP server. Check the server logs for details.")
            #expect(session.mcpClients["Tools"] === first && !first.isClosed)
            let gone = try await client.send(.delete, "/mcp", #"{"sessionId":"one","name":"Tools"}"#)
            #expect(gone.status == .badRequest && gone.detail == "Could not disconnect from the MCP: not today")
            #expect(first.isClosed)
        }
    }

    @Test func `connections end with their chat`() async throws {
        try await Self.withServers { client, chats in
            let session = try chats.open("one")
            _ = try await Self.connect(client, #""name":"Tools""#)
            let connection = try #require(session.mcpClients["Tools"])
            await session.end()
            #expect(connection.isClosed && session.mcpClients.isEmpty)
            #expect(try await Self.connect(client, #""name":"Tools""#).status != .ok)
            #expect(session.mcpClients.isEmpty)
        }
    }

    @Test func `what is not offered is refused, and the reason told without secrets`() async throws {
        try await Self.withServers { settings in
            settings.userServers.enabled = true
            settings.userServers.allowedURLs = ["http://127.0.0.1:9/mcp"]
        } _: { client, chats in
            _ = try chats.open("one")
            _ = try chats.open("hers", user: "her")
            let cases = [
                (#""name":"other""#, "MCP server 'other' is not configured."),
                (#""name":"tools""#, "MCP server 'tools' is not configured."),
                (
                    #""name":" TOOLS ","clientType":"sse","url":"http://127.0.0.1:9/mcp""#,
                    "MCP server name ' TOOLS ' is reserved by a configured server"
                ),
                (#""name":"gone""#, "Could not connect to the MCP server. Check the server logs for details."),
                (
                    #""name":"own","clientType":"streamable-http","url":"http://127.0.0.1:9/mcp/x""#,
                    "Could not connect to the MCP: "
                ),
                (
                    #""name":"own","clientType":"sse","url":"http://127.0.0.1:9/other""#,
                    "The URL 'http://127.0.0.1:9/other'"
                ),
                (#""name":"own","clientType":"sse","url":"http://127.0.0.1:9/mcp/../x""#, "The URL "),
                (#""name":"own","clientType":"sse","url":"file:///etc/passwd""#, "The URL "),
            ]
            for (json, start) in cases {
                let response = try await Self.connect(client, json)
                #expect(response.status == .badRequest)
                #expect(response.detail?.hasPrefix(start) == true && !response.text.contains("s3cret"))
            }
            for json in [
                #""name":"a","clientType":"stdio","fullCommand":"sh""#, #""name":"a","url":"http://a""#,
                #""name":"a","clientType":"sse""#, #""other":1"#,
                #""name":"a","clientType":"sse","url":"http://a","headers":{"a":1}"#,
            ] {
                #expect(try await Self.connect(client, json).status == .unprocessableContent)
            }
            let unknown = try await client.send(.post, "/mcp", #"{"sessionId":"two","name":"Tools"}"#)
            #expect(unknown.status == .notFound && unknown.detail == "Session not found")
            for method in [HTTPRequest.Method.post, .delete] {
                let foreign = try await client.send(method, "/mcp", #"{"sessionId":"hers","name":"Tools"}"#)
                #expect(foreign.status == .unauthorized)
            }
        }
    }

    @Test func `an app without MCP, or without servers of people's own, says so`() async throws {
        try await Self.withServers {
            $0.enabled = false
        } _: { client, chats in
            _ = try chats.open("one")
            #expect(try await Self.connect(client, #""name":"Tools""#).detail == "This app does not support MCP.")
        }
        try await Self.withServers { client, chats in
            _ = try chats.open("one")
            let json = #""name":"own","clientType":"sse","url":"http://127.0.0.1:9""#
            let response = try await Self.connect(client, json)
            #expect(response.detail?.hasPrefix("User-provided MCP servers are not enabled.") == true)
        }
    }

    @Test func `a chat has only so many connections`() {
        let connections = MCPSessionConnections()
        for number in 0..<MCPSessionConnections.most { #expect(connections.begin("\(number)")) }
        #expect(!connections.begin("more"))
        connections.end()
        #expect(connections.begin("more"))
    }
}
