// The tiny model behind the API, with one that writes slowly and one of vectors.
import Foundation
import LanguageModels
import Martlet
import MartletLlama

let model = try await LlamaModel(ProcessInfo.processInfo.environment["MODEL"] ?? "", sequences: 32, cacheLength: 16384)

/// A model that writes 100 words a second until it is stopped.
let slow = try await TestModel(
    configuration: InferenceConfiguration(bufferCapacity: 4),
    onDecode: { _, _ in
        Thread.sleep(forTimeInterval: 0.01)
        return .done
    },
    reply: { _ in String(repeating: "word ", count: 700) }
)

/// Makes of each text the numbers of its first two bytes, and scores documents by the words they share with a query.
struct ByteModel: EmbeddingModel, RerankModel {
    let identity = ModelIdentity(type: "bytes", name: "bytes")
    let dimensions: Int? = 2

    func embeddings(of texts: [String]) async throws -> [[Float]] {
        texts.map { text in (Array(text.utf8) + [0, 0]).prefix(2).map { Float($0) / 256 } }
    }

    func scores(query: String, documents: [String]) async throws -> [Double] {
        let words = Set(query.split(separator: " "))
        return documents.map { Double(words.intersection($0.split(separator: " ")).count) }
    }
}

let app = ChatApp()
app.serve(model, as: "tiny")
app.serve(slow, as: "slow")
app.serve(embeddings: ByteModel(), as: "bytes")
app.serve(reranker: ByteModel(), as: "ranks")
app.serve(embeddings: try await LlamaEmbeddingModel(ProcessInfo.processInfo.environment["MODEL"] ?? ""), as: "vectors")
app.serveChat(as: "app")

app.onMessage { message, chat in
    try await chat.send("You said: \(message.content)")
}

try await app.run()
