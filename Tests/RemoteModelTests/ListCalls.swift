import LanguageModels
import Testing

extension RemoteCalls {
    /// Models and vectors.
    @Suite struct Lists {
        @Test(.timeLimit(.minutes(3)), arguments: RemoteServer.present)
        func `models are listed`(server: RemoteServer) async throws {
            try await server.with { remote in
                let models = try await remote.model().models()
                #expect(models.contains { $0.name == "tiny" && $0.owner?.isEmpty == false })
                if server == .llamaServer { #expect(models[0].contextLength ?? 0 > 0) }
            }
        }

        @Test(.timeLimit(.minutes(3)), arguments: RemoteServer.present)
        func `texts become vectors, and are counted`(server: RemoteServer) async throws {
            try await server.with(.init(makesVectors: true)) { remote in
                let model = remote.model("vectors")
                let texts = ["A small bird.", "A small bird.", "The old house by the sea was empty."]
                let result = try await model.countedEmbeddings(of: texts)
                let vectors = result.value
                #expect(vectors.count == 3 && Set(vectors.map(\.count)).count == 1 && vectors[0].count > 8)
                #expect(Self.cosine(vectors[0], vectors[1]) > 0.9999)
                #expect(Self.cosine(vectors[0], vectors[2]) < 0.999)
                let one = try #require(try await model.countedEmbeddings(of: [texts[0]]).promptTokens)
                let other = try #require(try await model.countedEmbeddings(of: [texts[2]]).promptTokens)
                #expect(one > 2 && other > one && result.promptTokens == 2 * one + other)
                #expect(try await model.embeddings(of: []).isEmpty)

                let long = String(repeating: "word ", count: 5000)
                let error = try await #require(throws: LanguageModelError.self) {
                    try await model.embeddings(of: [long])
                }
                #expect(error.code == .contextOverflow, "\(error)")
            }
        }

        @Test(.timeLimit(.minutes(3)), arguments: RemoteServer.present)
        func `a model that makes no vectors says so`(server: RemoteServer) async throws {
            try await server.with { remote in
                let error = try await #require(throws: LanguageModelError.self) {
                    try await remote.model().embeddings(of: ["a"])
                }
                #expect(error.code == .requestFailed, "\(error)")
            }
        }

        private static func cosine(_ left: [Float], _ right: [Float]) -> Float {
            func dot(_ a: [Float], _ b: [Float]) -> Float { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
            return dot(left, right) / (dot(left, left) * dot(right, right)).squareRoot()
        }
    }
}
