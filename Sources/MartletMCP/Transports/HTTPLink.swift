import AsyncHTTPClient
import Foundation
import Logging
import NIOCore
import NIOHTTP1

/// Requests to one web server, none of which leaves what was granted.
struct HTTPLink: Sendable {
    let serverName: String
    /// The server's address; its origin is granted.
    let address: MCPAddress
    private let headers: MCPHeaders
    private let allowlist: MCPURLAllowlist?
    private let options: MCPClientOptions
    private let logger: Logger

    /// One client for all connections, never shut down: its idle connections close by themselves.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(30)),
            decompression: .disabled
        )
        // Each stream of events holds a connection for as long as its chat lives.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 10_000
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
    }()

    init(_ server: MCPServer, url: String, headers: [String: String], exchange: Exchange) throws(MCPError) {
        do {
            self.address = try MCPAddress(url)
        } catch {
            throw MCPError(
                .invalidURL,
                """
                The URL of the MCP server '\(ShownText.shown(server.name))' \(error.reason): write it like \
                https://tools.example.com/mcp.
                """
            )
        }
        self.serverName = server.name
        self.headers = MCPHeaders(headers, from: server.allowlist == nil ? .configuration : .user)
        self.allowlist = server.allowlist
        self.options = exchange.options
        self.logger = exchange.logger
        if !self.headers.dropped.isEmpty {
            let names = self.headers.dropped.map { ShownText.shown($0, limit: 60) }.joined(separator: ", ")
            self.logger.debug(
                "Header fields for an MCP server are left out",
                metadata: ["mcp.server": "\(server.name)", "mcp.headers": "\(names)"]
            )
        }
    }

    /// Sends a request and waits for the head of the answer, which is neither a redirect nor an error.
    ///
    /// - Parameter headTimeout: How long the head may take; nil is ``MCPClientOptions/httpConnectTimeout``.
    func send(
        _ method: HTTPMethod,
        to target: MCPAddress? = nil,
        headers: [(String, String)],
        body: Data? = nil,
        headTimeout: Duration? = nil
    ) async throws -> HTTPClientResponse {
        let target = target ?? self.address
        try self.check(target)
        var request = HTTPClientRequest(url: target.text)
        request.method = method
        for (name, value) in self.headers.accepted { request.headers.add(name: name, value: value) }
        request.headers.replaceOrAdd(name: "Accept-Encoding", value: "identity")
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        if !request.headers.contains(name: "User-Agent") {
            request.headers.add(name: "User-Agent", value: self.options.clientName)
        }
        if let body { request.body = .bytes(ByteBuffer(bytes: body)) }
        let response: HTTPClientResponse
        do {
            // The deadline covers the time up to the answer's head; what follows is guarded by whoever waits for it.
            response = try await Self.client.execute(
                request,
                deadline: .now() + TimeAmount(headTimeout ?? self.options.httpConnectTimeout)
            )
        } catch {
            throw try self.failure(error, target)
        }
        if (200..<300).contains(response.status.code) { return response }
        throw await self.refusal(response, target)
    }

    /// Reads the short body of an answer that says nothing: only then the connection is fit for the next request.
    static func drain(_ response: HTTPClientResponse) async {
        let body = response.body
        try? await withTimeLimit(.seconds(2)) { _ = try await body.collect(upTo: 64 << 10) }
    }

    /// Refuses an address outside of what was granted.
    func check(_ target: MCPAddress) throws(MCPError) {
        guard target.origin == self.address.origin else {
            throw MCPError(
                .urlNotAllowed,
                """
                The MCP server '\(self.serverName)' wants messages sent to another server than its own, which is \
                refused: tell whoever runs it.
                """,
                detail: "\(ShownText.shown(target.origin)) in place of \(self.address.origin)"
            )
        }
        try self.allowlist?.check(target.text)
    }

    /// Turns an error of a stream that had begun into one of this module.
    func broken(_ error: any Error) throws -> MCPError {
        if let error = error as? MCPError { return error }
        if error is NIOTooManyBytesError || error is EventStreamParser.TooLarge {
            return MCPError(
                .messageTooLarge,
                """
                The MCP server '\(self.serverName)' sent a message of more than \(self.options.largestMessage) bytes: \
                let its tools give less at once.
                """
            )
        }
        return try self.failure(error, self.address)
    }

    private func failure(_ error: any Error, _ target: MCPAddress) throws -> MCPError {
        try Task.checkCancellation()
        let isTimeout = [.connectTimeout, .deadlineExceeded, .readTimeout].contains(error as? HTTPClientError)
        let state = isTimeout ? "does not answer" : "cannot be reached"
        let shown = ShownText.shown(target.shown)
        return MCPError(
            isTimeout ? .timedOut : .connectionLost,
            "The MCP server '\(self.serverName)' at \(shown) \(state): see that it runs, then try again.",
            detail: ShownText.shown("\(error)"),
            cause: error
        )
    }

    /// The error for an answer that is none; it has 401 and 404 in its own words.
    private func refusal(_ response: HTTPClientResponse, _ target: MCPAddress) async -> MCPError {
        let status = response.status
        var detail = "\(status.code) \(ShownText.shown(status.reasonPhrase, limit: 60))"
        let shown = ShownText.shown(target.shown)
        let subject = "The MCP server '\(self.serverName)' at \(shown)"
        if (300..<400).contains(status.code) {
            let target = response.headers.first(name: "Location").map { " to \(ShownText.shown($0))" } ?? ""
            return MCPError(
                .urlNotAllowed,
                "\(subject) redirects, which is not followed: write the address that it redirects to.",
                detail: detail + target
            )
        }
        if let body = try? await Self.beginning(of: response.body), !body.isEmpty { detail += ": \(body)" }
        let advice =
            switch status.code {
            case 401, 403: "wants another authorization: set its Authorization header"
            case 404, 405: "has no MCP server of this type there: see that its address and type are right"
            default: "refused the request: look into its log"
            }
        return MCPError(
            .refused,
            "\(subject) \(advice).",
            detail: detail,
            cause: HTTPStatusFailure(code: Int(status.code))
        )
    }

    /// The first bytes of an answer, for a message; the rest is not fetched.
    private static func beginning(of body: HTTPClientResponse.Body) async throws -> String {
        try await withTimeLimit(.seconds(2)) {
            var text = ""
            for try await part in body {
                text += String(buffer: part)
                if text.utf8.count > 400 { break }
            }
            return ShownText.shown(text)
        }
    }
}

/// The status of an answer that refused a request.
struct HTTPStatusFailure: Error, Hashable {
    let code: Int
}

extension HTTPClientResponse {
    /// The type of the body in lower case, without its parameters.
    var contentType: String {
        let value = self.headers.first(name: "Content-Type") ?? ""
        return value.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
    }
}
