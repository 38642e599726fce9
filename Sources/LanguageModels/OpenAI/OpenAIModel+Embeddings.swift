import Foundation
import NIOHTTP1

extension OpenAIModel: EmbeddingModel {
    /// How many numbers a vector has, as ``OpenAISettings/embeddingDimensions`` asks.
    public var dimensions: Int? { self.connection.settings.embeddingDimensions }

    /// The most texts of one request; OpenAI takes 2,048, others less.
    private static let batch = 256

    /// Turns texts into vectors.
    ///
    /// - Parameter texts: The texts; they are sent in requests of 256.
    /// - Returns: A vector for each text, in the same order.
    /// - Throws: A ``LanguageModelError`` as ``stream(_:options:)`` does.
    public func embeddings(of texts: [String]) async throws -> [[Float]] {
        try await self.countedEmbeddings(of: texts).value
    }

    /// Turns texts into vectors, and tells how many tokens the server counted.
    ///
    /// - Parameter texts: The texts.
    /// - Returns: What ``embeddings(of:)`` does, with the number of tokens unless a server left it out.
    /// - Throws: A ``LanguageModelError`` as ``embeddings(of:)`` does.
    public func countedEmbeddings(of texts: [String]) async throws -> CountedResult<[[Float]]> {
        var whole = CountedResult<[[Float]]>([], promptTokens: 0)
        for start in stride(from: 0, to: texts.count, by: Self.batch) {
            let part = try await self.vectors(of: Array(texts[start..<min(start + Self.batch, texts.count)]))
            whole.value += part.value
            whole.promptTokens = whole.promptTokens.flatMap { sum in part.promptTokens.map { sum + $0 } }
        }
        return whole
    }

    private func vectors(of texts: [String]) async throws -> CountedResult<[[Float]]> {
        struct Answer: Decodable {
            struct Vector: Decodable {
                let index: Int?
                let embedding: [Float]
            }
            struct Usage: Decodable {
                let promptTokens: Int?

                private enum CodingKeys: String, CodingKey {
                    case promptTokens = "prompt_tokens"
                }
            }
            let data: [Vector]
            let usage: Usage?
        }
        var members = [
            WireValue.Member("model", .string(self.identity.name)),
            WireValue.Member("input", .array(texts.map(WireValue.string))),
            WireValue.Member("encoding_format", .string("float")),
        ]
        if let dimensions = self.dimensions { members.append(WireValue.Member("dimensions", .integer(dimensions))) }
        let bytes = try await self.connection.fetch(.POST, "embeddings", body: WireValue.object(members).bytes)
        let answer: Answer = try self.decoded(bytes)
        var vectors = [[Float]?](repeating: nil, count: texts.count)
        for (position, vector) in answer.data.enumerated() {
            let index = vector.index ?? position
            guard vectors.indices.contains(index) else { continue }
            vectors[index] = vector.embedding
        }
        let whole = vectors.compactMap(\.self)
        guard whole.count == texts.count, Set(whole.map(\.count)).count <= 1, whole.first?.isEmpty != true else {
            let what = "the vectors do not match the \(texts.count) texts"
            throw self.connection.reporter.error(.malformed(what, cause: nil))
        }
        // A number that no count can be is none.
        let promptTokens = answer.usage?.promptTokens.flatMap { 0..<1 << 40 ~= $0 ? $0 : nil }
        return CountedResult(whole, promptTokens: promptTokens)
    }

    /// Reads JSON that a server sent.
    func decoded<Value: Decodable>(_ bytes: [UInt8]) throws -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(bytes))
        } catch {
            throw self.connection.reporter.error(.malformed("it is not the JSON that was expected", cause: error))
        }
    }
}
