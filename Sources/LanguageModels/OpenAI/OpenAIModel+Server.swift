import Foundation
import NIOHTTP1

/// A model as its server lists it.
public struct OpenAIModelInfo: Hashable, Sendable {
    /// The model's name, for ``OpenAIModel/init(_:baseURL:apiKey:api:dialect:settings:contextLength:environment:)``.
    public let name: String
    /// Whose it is, where the server tells.
    public let owner: String?
    /// The most tokens of one request, where the server tells, as vLLM and llama-server do.
    public let contextLength: Int?
}

extension OpenAIModel {
    /// Lists the models of the server.
    ///
    /// - Returns: The models in the server's order.
    /// - Throws: A ``LanguageModelError`` as ``stream(_:options:)`` does.
    public func models() async throws -> [OpenAIModelInfo] {
        struct Answer: Decodable {
            struct Meta: Decodable {
                let context: Int?
                let trainedContext: Int?

                private enum CodingKeys: String, CodingKey {
                    case context = "n_ctx"
                    case trainedContext = "n_ctx_train"
                }
            }
            struct Model: Decodable {
                let id: String
                let owner: String?
                let longest: Int?
                let meta: Meta?

                private enum CodingKeys: String, CodingKey {
                    case id, meta
                    case owner = "owned_by"
                    case longest = "max_model_len"
                }
            }
            let data: [Model]
        }
        let answer: Answer = try self.decoded(try await self.connection.fetch(.GET, "models"))
        return answer.data.map { model in
            OpenAIModelInfo(
                name: model.id,
                owner: model.owner,
                contextLength: model.longest ?? model.meta?.context ?? model.meta?.trainedContext
            )
        }
    }

    /// Asks the server whether it can answer, once and without retries; for a ``RouterModel``.
    ///
    /// It asks for the list of models, which every such server has. llama-server refuses it while it loads its model.
    ///
    /// - Throws: A ``LanguageModelError`` when it cannot, or `CancellationError`.
    public func checkHealth() async throws {
        _ = try await self.connection.fetch(.GET, "models", retries: OpenAISettings.Retries(count: 0))
    }
}
