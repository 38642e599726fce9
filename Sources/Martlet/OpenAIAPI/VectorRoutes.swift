import Foundation
import LanguageModels
import MartletCore
import MartletServer

/// Answers `/v1/embeddings` and `/v1/rerank`.
struct VectorRoutes: Sendable {
    private static let mostTexts = 2048

    let models: ServedModels

    /// Turns texts into vectors.
    ///
    /// - Parameter fields: The request.
    /// - Returns: The reply.
    /// - Throws: An ``APIFailure``, and what the model throws.
    func embeddings(_ fields: APIFields) async throws -> ServerExtensionResponse {
        let (name, open) = try self.models.embeddings(fields)
        let texts = try Self.input(fields)
        let isBase64 = try fields.choice("encoding_format", of: ["float", "base64"]) == "base64"
        let dimensions = try fields.integer("dimensions", in: 1...Int.max)
        let model = try await open()
        if let dimensions, dimensions != model.dimensions {
            let own = model.dimensions.map { ", or ask for \($0)" } ?? ""
            throw APIFailure.unsupported("dimensions", "The model's vectors cannot be cut; leave dimensions out\(own).")
        }
        let result = try await model.countedEmbeddings(of: texts)
        let vectors = result.value
        guard vectors.count == texts.count else {
            throw LanguageModelError(
                .generationFailed,
                "The model gave \(vectors.count) vectors for \(texts.count) texts."
            )
        }
        return ServerExtensionResponse(
            json: JSONBuffer.object { buffer in
                buffer.member("object", "list")
                buffer.key("data")
                buffer.array { buffer in
                    for (index, vector) in vectors.enumerated() {
                        buffer.object { Self.write(vector, index: index, isBase64: isBase64, to: &$0) }
                    }
                }
                buffer.member("model", name)
                Self.writeUsage(result.promptTokens, to: &buffer)
            }
        )
    }

    private static func input(_ fields: APIFields) throws -> [String] {
        if case .array(let values)? = fields["input"], let first = values.first {
            switch first {
            case .integer, .number, .array:
                throw APIFailure.unsupported("input", "input has token ids; send texts.")
            default: break
            }
        }
        guard let texts = try fields.texts("input", atMost: Self.mostTexts) else { throw fields.missing("input") }
        guard !texts.isEmpty, !texts.contains("") else {
            throw APIFailure.invalid("input", "input has an empty text; send texts of at least one character.")
        }
        return texts
    }

    private static func write(_ vector: [Float], index: Int, isBase64: Bool, to buffer: inout JSONBuffer) {
        buffer.member("object", "embedding")
        buffer.member("index", index)
        buffer.key("embedding")
        if isBase64 {
            // OpenAI's clients ask for this by default: 32-bit numbers, the lowest byte first.
            let bytes = vector.flatMap { number in withUnsafeBytes(of: number.bitPattern.littleEndian) { Array($0) } }
            buffer.string(Data(bytes).base64EncodedString())
        } else {
            buffer.array { buffer in
                for number in vector { buffer.value(.double(Double(number))) }
            }
        }
    }

    /// Clients want the members also where a model does not count.
    private static func writeUsage(_ promptTokens: Int?, to buffer: inout JSONBuffer) {
        buffer.key("usage")
        buffer.object { buffer in
            buffer.member("prompt_tokens", promptTokens ?? 0)
            buffer.member("total_tokens", promptTokens ?? 0)
        }
    }

    // MARK: Reranking

    /// Scores documents, in the shape of Jina's and llama-server's API.
    ///
    /// - Parameter fields: The request.
    /// - Returns: The reply, the best document first.
    /// - Throws: An ``APIFailure``, and what the model throws.
    func rerank(_ fields: APIFields) async throws -> ServerExtensionResponse {
        let (name, open) = try self.models.reranker(fields)
        let query = try fields.requiredText("query")
        let documents = try Self.documents(fields)
        let limit = try fields.integer("top_n", in: 1...Int.max) ?? documents.count
        let returnsDocuments = try fields.flag("return_documents") ?? false
        let model = try await open()
        let result = try await model.countedScores(query: query, documents: documents)
        let scores = result.value
        guard scores.count == documents.count else {
            throw LanguageModelError(
                .generationFailed,
                "The model gave \(scores.count) scores for \(documents.count) documents."
            )
        }
        let order = scores.indices.sorted { (scores[$0], $1) > (scores[$1], $0) }
        return ServerExtensionResponse(
            json: JSONBuffer.object { buffer in
                buffer.member("model", name)
                buffer.member("object", "list")
                Self.writeUsage(result.promptTokens, to: &buffer)
                buffer.key("results")
                buffer.array { buffer in
                    for index in order.prefix(limit) {
                        buffer.object { buffer in
                            buffer.member("index", index)
                            buffer.member("relevance_score", .double(scores[index]))
                            guard returnsDocuments else { return }
                            buffer.member("document", .object(["text": .string(documents[index])]))
                        }
                    }
                }
            }
        )
    }

    private static func documents(_ fields: APIFields) throws -> [String] {
        guard let values = try fields.list("documents", atMost: Self.mostTexts) else {
            throw fields.missing("documents")
        }
        guard !values.isEmpty else {
            throw APIFailure.invalid("documents", "documents is empty; send at least one document.")
        }
        return try values.enumerated().map { index, value in
            if case .string(let text) = value { return text }
            if case .string(let text)? = value["text"] { return text }
            throw fields.mismatch("documents[\(index)]", value, "a string, or an object with text")
        }
    }
}
