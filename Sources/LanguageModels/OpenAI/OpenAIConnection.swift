import AsyncHTTPClient
import Dispatch
import Foundation
import NIOCore
import NIOHTTP1

/// A model's way to its server: one HTTP client with its pool of connections, which ends with the last of model and
/// answers.
final class OpenAIConnection: Sendable {
    let baseURL: String
    let host: String
    let settings: OpenAISettings
    let reporter: OpenAIErrorReporter
    /// What follows the path of each request, the question mark included; it may hold a secret.
    private let query: String
    private let headers: HTTPHeaders
    /// What is wrong with how the model was made; told by its first request.
    private let problem: LanguageModelError?
    private let client: HTTPClient

    /// The longest answer that is read as a whole.
    private static let longest = 64 << 20

    init(model: String, baseURL: String, apiKey: String?, settings: OpenAISettings, environment: HubEnvironment) {
        self.settings = settings
        let url = Self.url(baseURL)
        let query = url.flatMap { URLComponents(url: $0, resolvingAgainstBaseURL: false)?.percentEncodedQuery } ?? ""
        self.query = query.isEmpty ? "" : "?" + query
        self.host = url?.host ?? SafeName.shown(baseURL)
        self.baseURL = url.map(Self.shown) ?? SafeName.shown(baseURL)
        var problem: LanguageModelError?
        if url == nil {
            problem = LanguageModelError(
                .invalidOption,
                "The base URL '\(SafeName.shown(baseURL))' is no address; give one such as https://api.openai.com/v1."
            )
        }
        var headers = HTTPHeaders()
        headers.add(name: "User-Agent", value: "martlet")
        let keyText = apiKey ?? environment["OPENAI_API_KEY"]
        let key = keyText.flatMap { HubToken($0) }
        if keyText?.isEmpty == false, key == nil {
            problem = LanguageModelError(
                .invalidOption,
                "The key for '\(self.host)' has characters that no header can carry; check apiKey or OPENAI_API_KEY."
            )
        }
        if let key { headers.add(name: "Authorization", value: "Bearer \(key.value)") }
        let named = [
            ("OpenAI-Organization", settings.organization ?? environment["OPENAI_ORG_ID"]),
            ("OpenAI-Project", settings.project ?? environment["OPENAI_PROJECT_ID"]),
        ]
        let given = named.compactMap { name, value in value.map { (name, $0) } }
        let extra = settings.headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        for (name, value) in given + extra {
            guard Self.isHeader(name, value) else {
                problem = LanguageModelError(
                    .invalidOption,
                    "The header '\(SafeName.shown(name))' cannot be sent; give a name and a value of one plain line."
                )
                continue
            }
            headers.replaceOrAdd(name: name, value: value)
        }
        self.problem = problem
        self.headers = headers
        let secrets = [key?.value].compactMap(\.self) + Array(settings.headers.values) + Self.secrets(url)
        self.reporter = OpenAIErrorReporter(
            model: model,
            host: self.host,
            hasKey: key != nil,
            secrets: secrets.filter { $0.count > 3 }
        )
        self.client = HTTPClient(
            eventLoopGroup: HTTPClient.defaultEventLoopGroup,
            configuration: Self.configuration(settings, url: url, environment: environment)
        )
    }

    deinit {
        // Only requests could still need it, and they hold this object.
        self.client.shutdown(queue: .global()) { _ in }
    }

    private static func configuration(
        _ settings: OpenAISettings,
        url: URL?,
        environment: HubEnvironment
    ) -> HTTPClient.Configuration {
        // A redirect could lead the key to another host.
        var options = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .init(settings.timeouts.connect)),
            decompression: .disabled
        )
        // Attempts are counted and paused for by the answer.
        options.connectionPool.retryConnectionEstablishment = false
        // The server, or the router, decides how many chats it answers at once.
        options.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1024
        switch settings.proxy {
        case .none: break
        case .server(let host, let port): options.proxy = .server(host: host, port: port)
        case .environment: options.proxy = url.flatMap { HubProxy(environment: environment, endpoint: $0) }?.forClient
        }
        return options
    }

    /// Sends a request and waits for the head of its answer.
    ///
    /// - Throws: ``OpenAIFailure``, `CancellationError`, or a ``LanguageModelError`` when the model was made wrongly.
    func send(_ method: HTTPMethod, _ path: String, body: [UInt8]? = nil) async throws -> HTTPClientResponse {
        if let problem = self.problem { throw problem }
        var request = HTTPClientRequest(url: self.baseURL + "/" + path + self.query)
        request.method = method
        request.headers = self.headers
        if let body {
            request.headers.replaceOrAdd(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        let response: HTTPClientResponse
        do {
            response = try await self.client.execute(request, deadline: .distantFuture)
        } catch {
            throw try OpenAIFailure(network: error)
        }
        let status = Int(response.status.code)
        guard (200..<300).contains(status) else {
            // What cannot be read of an explanation changes nothing about the failure.
            var text = (try? await response.body.collect(upTo: 64 << 10)) ?? ByteBuffer()
            try Task.checkCancellation()
            var error = WireError(body: text.readBytes(length: text.readableBytes) ?? [])
            error.location = response.headers.first(name: "Location").flatMap { self.base($0, path) }
            throw OpenAIFailure.status(status, error, retryAfter: OpenAIFailure.retryAfter(response.headers))
        }
        return response
    }

    /// Sends a request and reads its whole answer, in as many attempts as the settings allow.
    ///
    /// - Throws: A ``LanguageModelError``, or `CancellationError`.
    func fetch(
        _ method: HTTPMethod,
        _ path: String,
        body: [UInt8]? = nil,
        retries: OpenAISettings.Retries? = nil
    ) async throws -> [UInt8] {
        var pauses = OpenAIRetry(retries ?? self.settings.retries)
        while true {
            do {
                let watch = AnswerWatch(self.settings.timeouts, limit: nil)
                return try await watch.run {
                    let response = try await self.send(method, path, body: body)
                    do {
                        var buffer = try await response.body.collect(upTo: Self.longest)
                        return buffer.readBytes(length: buffer.readableBytes) ?? []
                    } catch {
                        throw try OpenAIFailure(network: error)
                    }
                }
            } catch let failure as OpenAIFailure {
                guard let pause = pauses.pause(after: failure) else { throw self.reporter.error(failure) }
                try await Task.sleep(for: pause)
            }
        }
    }

    private static func url(_ text: String) -> URL? {
        let text = text.trimmingCharacters(in: .whitespaces)
        let end = text.firstIndex(of: "?") ?? text.endIndex
        var address = text[..<end]
        while address.hasSuffix("/") { address = address.dropLast() }
        guard let url = URL(string: String(address) + String(text[end...])), let host = url.host, !host.isEmpty,
            ["http", "https"].contains(url.scheme?.lowercased()), url.fragment == nil
        else { return nil }
        return url
    }

    /// The values in a base URL's query, but for Azure's version: some gateways take their key there.
    private static func secrets(_ url: URL?) -> [String] {
        let items = url.flatMap { URLComponents(url: $0, resolvingAgainstBaseURL: false)?.queryItems } ?? []
        return items.filter { $0.name != "api-version" }.compactMap(\.value)
    }

    /// The base URL to which a redirection of the request for a path leads.
    private func base(_ location: String, _ path: String) -> String? {
        let request = URL(string: self.baseURL + "/" + path)
        guard let url = URL(string: location, relativeTo: request)?.absoluteURL else { return nil }
        var shown = Substring(Self.shown(url))
        while shown.hasSuffix("/") { shown = shown.dropLast() }
        if shown.hasSuffix("/" + path) { shown = shown.dropLast(path.count + 1) }
        return shown.isEmpty ? nil : String(shown)
    }

    /// An address without its query, and without the name and password that it may have.
    private static func shown(_ url: URL) -> String {
        var parts = URLComponents(url: url, resolvingAgainstBaseURL: false)
        parts?.user = nil
        parts?.password = nil
        parts?.query = nil
        parts?.fragment = nil
        return parts?.string ?? ""
    }

    private static func isHeader(_ name: String, _ value: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { $0.isASCIIAlphanumeric || Array("-_".utf8).contains($0) }
            && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }
}
