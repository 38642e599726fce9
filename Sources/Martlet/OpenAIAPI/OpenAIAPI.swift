import Foundation
import LanguageModels
import Logging
import MartletServer

/// Serves an app's models to programs that know OpenAI's API.
struct OpenAIAPI: ServerExtension {
    /// Pictures come in the body, a third longer than they are.
    private static let largestBody = 16 << 20

    let models: ServedModels
    let logger: Logger

    var routes: [ServerExtensionRoute] {
        let generation = GenerationRoutes(models: self.models, logger: self.logger)
        let vectors = VectorRoutes(models: self.models)
        return [
            self.post("chat/completions", "messages", generation.chat),
            self.post("completions", "prompt", generation.completion),
            self.post("embeddings", "input", vectors.embeddings),
            self.post("rerank", "documents", vectors.rerank),
            // llama-server's other name for it.
            self.post("reranking", "documents", vectors.rerank),
            ServerExtensionRoute(.get, "/v1/models") { _ in self.list },
            ServerExtensionRoute(.get, "/v1/models/**") { request in self.model(request) },
            ServerExtensionRoute(.get, "/v1/**") { request in
                throw ServerExtensionFailure(.notFound, "There is no \(request.path); see /v1/models for the models.")
            },
            ServerExtensionRoute(.post, "/v1/**") { request in
                throw ServerExtensionFailure(
                    .notFound,
                    "There is no \(request.path); post chats to /v1/chat/completions."
                )
            },
        ]
    }

    func response(to failure: ServerExtensionFailure) -> ServerExtensionResponse {
        APIFailure(failure).response
    }

    private func post(
        _ name: String,
        _ parameter: String,
        _ work: @escaping @Sendable (APIFields) async throws -> ServerExtensionResponse
    ) -> ServerExtensionRoute {
        ServerExtensionRoute(.post, "/v1/" + name, largestBody: Self.largestBody) { request in
            do {
                // Those who name no user are one with all who hold their key.
                return try await RequestUser.$current.withValue(request.caller) {
                    try await work(APIFields(body: request.body))
                }
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                if let failure = APIFailure(error, parameter: parameter) { return failure.response }
                self.logger.error("A model failed", metadata: ["http.path": "\(request.path)", "error": "\(error)"])
                return APIFailure.server.response
            }
        }
    }

    // MARK: Models

    private var list: ServerExtensionResponse {
        ServerExtensionResponse(
            json: JSONBuffer.object { buffer in
                buffer.member("object", "list")
                buffer.key("data")
                buffer.array { buffer in
                    for name in self.models.names { buffer.object { self.write(name, to: &$0) } }
                }
            }
        )
    }

    private func model(_ request: ServerExtensionRequest) -> ServerExtensionResponse {
        // A name may have slashes, as those of the Hugging Face hub do.
        let path = request.path.firstRange(of: "/v1/models/").map { request.path[$0.upperBound...] } ?? ""
        let name = String(path).removingPercentEncoding ?? ""
        guard self.models[name] != nil else { return self.models.notFound(name).response }
        return ServerExtensionResponse(json: JSONBuffer.object { self.write(name, to: &$0) })
    }

    private func write(_ name: String, to buffer: inout JSONBuffer) {
        buffer.member("id", name)
        buffer.member("object", "model")
        buffer.member("created", self.models.created)
        buffer.member("owned_by", "martlet")
    }
}
