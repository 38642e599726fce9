import Foundation
import LanguageModels
import Logging
import MartletCore
import MartletServer
import Synchronization

@testable import Martlet

/// Asks the API of an app, without a server.
struct APIClient: Sendable {
    /// What came back.
    struct Reply: Sendable {
        let status: Int
        let headers: [String: String]
        let text: String

        var json: JSONValue { (try? JSONDecoder().decode(JSONValue.self, from: Data(self.text.utf8))) ?? .null }

        /// The JSON of each event of a stream; the last one is told apart.
        var events: [JSONValue] {
            self.text.components(separatedBy: "\n\n").filter { $0.hasPrefix("data: {") }.map { line in
                (try? JSONDecoder().decode(JSONValue.self, from: Data(line.dropFirst(6).utf8))) ?? .null
            }
        }

        var error: JSONValue? { self.json["error"] }
    }

    let app: ChatApp
    /// Who asks.
    var caller = "API"

    private var routes: [ServerExtensionRoute] {
        OpenAIAPI(models: self.app.served, logger: Logger(label: "test")).routes
    }

    func post(_ path: String, _ json: String, onPiece: (@Sendable (String) async throws -> Void)? = nil) async throws
        -> Reply
    {
        try await self.send(.post, path, Array(json.utf8), onPiece)
    }

    func get(_ path: String) async throws -> Reply { try await self.send(.get, path, [], nil) }

    private func send(
        _ method: ServerExtensionRoute.Method,
        _ path: String,
        _ body: [UInt8],
        _ onPiece: (@Sendable (String) async throws -> Void)?
    ) async throws -> Reply {
        let route = self.routes.first { route in
            let pattern = route.path.replacing("**", with: "")
            let fits = route.path.hasSuffix("**") ? path.hasPrefix(pattern) : path == route.path
            return route.method == method && fits
        }
        guard let route else { return Reply(status: 0, headers: [:], text: "") }
        let response = try await route.handler(ServerExtensionRequest(path: path, body: body, caller: self.caller))
        let text: String
        switch response.body {
        case .bytes(let bytes): text = String(decoding: bytes, as: UTF8.self)
        case .stream(let produce):
            let pieces = Mutex("")
            try await produce(
                ServerExtensionWriter { bytes in
                    let piece = String(decoding: bytes, as: UTF8.self)
                    try await onPiece?(piece)
                    pieces.withLock { $0 += piece }
                }
            )
            text = pieces.withLock { $0 }
        }
        let headers = Dictionary(response.headers.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        return Reply(status: response.status, headers: headers, text: text)
    }
}

/// A model that gives the deltas it was made with, and remembers what it was asked.
final class DeltaModel: LanguageModel {
    let identity = ModelIdentity(type: "test", name: "DeltaModel")
    private let deltas: [GenerationDelta]
    private let failure: LanguageModelError?
    private let log = Mutex<[(prompt: ModelPrompt, options: GenerationOptions)]>([])

    init(_ deltas: [GenerationDelta] = [.end(.endOfText)], failure: LanguageModelError? = nil) {
        self.deltas = deltas
        self.failure = failure
    }

    var options: GenerationOptions? { self.log.withLock { $0.last?.options } }

    var messages: [ChatMessage] {
        guard case .chat(let messages)? = self.log.withLock({ $0.last?.prompt }) else { return [] }
        return messages
    }

    func stream(_ prompt: ModelPrompt, options: GenerationOptions) -> GenerationStream {
        self.log.withLock { $0.append((prompt, options)) }
        return GenerationStream(
            AsyncThrowingStream { continuation in
                for delta in self.deltas { continuation.yield(delta) }
                continuation.finish(throwing: self.failure)
            }
        )
    }
}

extension GenerationDelta {
    /// The last delta of an answer with a few numbers.
    static func end(_ reason: FinishReason) -> GenerationDelta {
        GenerationDelta(
            text: "",
            summary: GenerationSummary(
                finishReason: reason,
                promptTokens: 7,
                cachedTokens: 3,
                newTokens: 2,
                timeToFirstToken: 0.1,
                duration: 0.2
            )
        )
    }
}

/// An app that serves one model as `m`.
func client(_ model: any LanguageModel) -> APIClient {
    let app = ChatApp()
    app.serve(model, as: "m")
    return APIClient(app: app)
}
