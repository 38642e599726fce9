import AsyncHTTPClient
import Foundation
import Logging
import NIOCore
import NIOHTTP1

/// Requests to the hub, and to the hosts that it sends its callers on to.
struct HubConnection: Sendable {
    /// How far a redirect is followed.
    enum RedirectRule: Sendable {
        /// To any host, as a download needs; the token stays behind.
        case everywhere
        /// Within the endpoint's own host: the answer that leads away from it is the one that describes the file.
        case sameOrigin
    }

    /// An answer and the address it came from in the end.
    struct Answer: Sendable {
        let response: HTTPClientResponse
        let url: URL

        func header(_ name: String) -> String? { self.response.headers.first(name: name) }

        var status: Int { Int(self.response.status.code) }
    }

    let configuration: HubConfiguration
    let client: HTTPClient
    let logger: Logger

    private static let mostRedirects = 10

    /// Lends a connection to a closure and closes it afterwards.
    static func with<Value: Sendable>(
        _ configuration: HubConfiguration,
        logger: Logger,
        _ body: (HubConnection) async throws -> Value
    ) async throws -> Value {
        // Redirects are followed below, where it is decided who gets to see the token.
        var options = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(
                connect: .init(configuration.connectTimeout),
                read: .init(configuration.readTimeout)
            ),
            decompression: .disabled
        )
        // Attempts are counted and paused for here, and a hub that refuses is told at once.
        options.connectionPool.retryConnectionEstablishment = false
        options.proxy = configuration.proxy?.forClient
        let client = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: options)
        let connection = HubConnection(configuration: configuration, client: client, logger: logger)
        do {
            let value = try await body(connection)
            try? await client.shutdown()
            return value
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    /// Sends a request and follows redirects by a rule.
    func send(
        _ method: HTTPMethod,
        _ url: URL,
        headers: [(String, String)] = [],
        redirects: RedirectRule
    ) async throws -> Answer {
        var url = url
        for _ in 0...Self.mostRedirects {
            let answer = try await self.sendOnce(method, url, headers: headers)
            guard (300..<400).contains(answer.status), let location = answer.header("Location") else { return answer }
            guard let next = URL(string: location, relativeTo: url)?.absoluteURL, next.host != nil,
                ["http", "https"].contains(next.scheme)
            else {
                throw HubFailure.redirect("to '\(SafeName.shown(location))', which is no address", from: url)
            }
            if redirects == .sameOrigin {
                let describesFile = answer.header("X-Linked-Etag") != nil && answer.header("X-Repo-Commit") != nil
                if describesFile || !self.isEndpoint(next) { return answer }
            }
            guard next.scheme == "https" || url.scheme == "http" else {
                throw HubFailure.redirect("from HTTPS to the unprotected '\(next.host ?? "")'", from: url)
            }
            // Only a body that has been read leaves the connection fit for the next request; these are short.
            _ = try? await answer.response.body.collect(upTo: 64 << 10)
            url = next
        }
        throw HubFailure.redirect("more than \(Self.mostRedirects) times", from: url)
    }

    private func sendOnce(_ method: HTTPMethod, _ url: URL, headers: [(String, String)]) async throws -> Answer {
        var request = HTTPClientRequest(url: url.absoluteString)
        request.method = method
        request.headers.add(name: "User-Agent", value: "martlet")
        // The sizes that count are those of the file, not of a compressed form.
        request.headers.add(name: "Accept-Encoding", value: "identity")
        for (name, value) in headers {
            request.headers.add(name: name, value: value)
        }
        if let token = self.configuration.token, self.isEndpoint(url) {
            request.headers.add(name: "Authorization", value: "Bearer \(token.value)")
        }
        do {
            // The deadline covers the time up to the answer's head; the read timeout guards what follows.
            let wait = self.configuration.connectTimeout + self.configuration.readTimeout
            let response = try await self.client.execute(
                request,
                deadline: .now() + TimeAmount(wait),
                logger: self.logger
            )
            return Answer(response: response, url: url)
        } catch {
            throw try HubFailure(network: error, url: url)
        }
    }

    private func isEndpoint(_ url: URL) -> Bool {
        func origin(_ url: URL) -> [String?] {
            [url.scheme, url.host?.lowercased(), String(url.port ?? (url.scheme == "https" ? 443 : 80))]
        }
        return origin(url) == origin(self.configuration.endpoint)
    }
}
