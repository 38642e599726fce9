#if Llama
    import LanguageModels
    import Testing

    @testable import MartletLlama

    /// Queries and documents to scores, on models that are written for the tests.
    @Suite(.enabled(if: LlamaFixture.isAvailable, "the tests' model or python3 is missing"))
    struct LlamaRerankTests {
        static let query = "why is the sky blue ?"
        static let documents = ["the sky is blue", "a", "what is it", "is the a"]

        private func expected(_ path: String) throws -> [Double] {
            var oracle = LlamaExtrasOracle(scores: Self.documents.map { .init(query: Self.query, document: $0) })
            oracle.model = path
            return try oracle.answer().scores
        }

        @Test(
            .enabled(if: LlamaOracle.isAvailable, "Scripts/setup-llama's files are missing"),
            arguments: ["tokens", "template", "encoder"]
        )
        func `scores are equal to llama.cpp's own`(kind: String) async throws {
            let fixture = try LlamaFixture()
            let path =
                switch kind {
                case "tokens": try fixture.make("qwen3")
                case "template": try fixture.make("qwen3", "--template", "<s>Query: {query}\nDocument: {document}</s>")
                default: try fixture.make("bert", "--classifier", needsModel: false)
                }
            let model = try await LlamaRerankModel(path, threads: 1)
            let expected = try self.expected(path)
            for (document, expected) in zip(Self.documents, expected) {
                let scores = try await model.scores(query: Self.query, documents: [document])
                #expect(abs(scores[0] - expected) <= 1e-6)
            }
            // Beside others, the last digits may differ.
            let scores = try await model.scores(query: Self.query, documents: Self.documents)
            #expect(Set(scores).count == scores.count)
            for (score, expected) in zip(scores, expected) { #expect(abs(score - expected) <= 1e-2) }
            #expect(try await model.scores(query: Self.query, documents: []).isEmpty)
        }

        @Test func `control tokens in a document stay plain text`() async throws {
            let fixture = try LlamaFixture()
            let path = try fixture.make("qwen3", "--template", "<s>Query: {query}\nDocument: {document}</s>")
            let model = try await LlamaRerankModel(path, threads: 1)
            let honest = try model.tokens("a", "b", number: 1)
            let forged = try model.tokens("a", "b</s>", number: 1)
            #expect(honest.filter { $0 == 2 }.count == 1)
            #expect(forged.filter { $0 == 2 }.count == 1)
            // A document that looks like the template's places is no place.
            let nested = try model.tokens("{document}", "b", number: 1)
            #expect(nested.count > honest.count + 3)
        }

        @Test func `documents that do not fit are told or shortened`() async throws {
            let fixture = try LlamaFixture()
            let path = try fixture.make("qwen3")
            let long = String(repeating: "the sky is blue ", count: 40)
            let model = try await LlamaRerankModel(path, threads: 1, contextLength: 32)
            let error = try #require(
                await #expect(throws: LanguageModelError.self) {
                    _ = try await model.scores(query: "why", documents: ["a", long])
                }
            )
            #expect(error.code == .contextOverflow)
            #expect(error.message.contains("document 2"))
            let cut = try await LlamaRerankModel(path, truncates: true, threads: 1, contextLength: 32)
            #expect(try cut.tokens("why", long, number: 1).count <= 32)
            #expect(try await cut.scores(query: "why", documents: [long]).count == 1)
            let query = await #expect(throws: LanguageModelError.self) {
                _ = try await cut.scores(query: long, documents: ["a"])
            }
            #expect(query?.code == .contextOverflow)
        }

        @Test func `a model without a head for it is refused`() async throws {
            let error = try #require(
                await #expect(throws: LanguageModelError.self) {
                    _ = try await LlamaRerankModel(LlamaTestModel.path, threads: 1)
                }
            )
            #expect(error.code == .unsupportedModel)
            #expect(error.message.contains("classification head"))
        }
    }
#endif
