#if Llama
    import CMartletLlama
    import Foundation
    import LanguageModels
    import Testing

    @testable import MartletLlama

    /// Texts to vectors.
    @Suite(.enabled(if: LlamaTestModel.exists, "the tests' model is absent; run make in Models"))
    struct LlamaEmbeddingTests {
        static let texts = ["Hello", "What is Martlet?", "日本語 é😀", String(repeating: "long ", count: 40), "<s> </s>"]

        private func difference(_ left: [Float], _ right: [Double]) -> Double {
            guard left.count == right.count else { return .infinity }
            return zip(left, right).map { abs(Double($0) - $1) }.max() ?? .infinity
        }

        private func error(_ body: () async throws -> Void) async throws -> LanguageModelError {
            try #require(await #expect(throws: LanguageModelError.self) { try await body() })
        }

        // Vector 20
        @Test(
            .enabled(if: LlamaOracle.isAvailable, "python3 or Scripts/setup-llama's files are missing"),
            arguments: [(LlamaPooling.mean, 1), (.first, 2), (.last, 3)]
        )
        func `vectors are equal to llama.cpp's own`(pooling: LlamaPooling, number: Int) async throws {
            let model = try await LlamaEmbeddingModel(
                LlamaTestModel.path,
                pooling: pooling,
                normalizes: false,
                threads: 1
            )
            #expect(model.dimensions == 128)
            let expected = try LlamaExtrasOracle(embed: Self.texts.map { .init(pooling: number, text: $0) }).answer()
            for (text, expected) in zip(Self.texts, expected.embed) {
                let vector = try await model.embeddings(of: [text])[0]
                #expect(self.difference(vector, expected[0]) <= 1e-6)
            }
            // With the length 1, each number is divided by the length of the whole.
            let normal = try await LlamaEmbeddingModel(LlamaTestModel.path, pooling: pooling, threads: 1)
            for (text, expected) in zip(Self.texts, expected.embed) {
                let length = expected[0].reduce(0) { $0 + $1 * $1 }.squareRoot()
                let vector = try await normal.embeddings(of: [text])[0]
                #expect(self.difference(vector, expected[0].map { $0 / length }) <= 1e-6)
            }
            // Beside others, the last digits may differ.
            let together = try await model.embeddings(of: Self.texts)
            for (vector, expected) in zip(together, expected.embed) {
                #expect(self.difference(vector, expected[0]) <= 0.02)
            }
        }

        @Test(.enabled(if: LlamaOracle.isAvailable, "python3 or Scripts/setup-llama's files are missing"))
        func `each token has a vector without pooling`() async throws {
            let model = try await LlamaEmbeddingModel(
                LlamaTestModel.path,
                pooling: LlamaPooling.none,
                normalizes: false,
                threads: 1
            )
            let expected = try LlamaExtrasOracle(embed: [.init(pooling: 0, text: "What is Martlet?")]).answer().embed[0]
            let vectors = try await model.tokenEmbeddings(of: "What is Martlet?")
            #expect(vectors.count == expected.count && vectors.count > 3)
            for (vector, expected) in zip(vectors, expected) { #expect(self.difference(vector, expected) <= 1e-6) }
            let error = try await self.error { _ = try await model.embeddings(of: ["a"]) }
            #expect(error.code == .invalidOption)
        }

        // Vector 20
        @Test(.enabled(if: LlamaOracle.isAvailable, "python3 or Scripts/setup-llama's files are missing"))
        func `an encoder's vectors are equal to llama.cpp's own`() async throws {
            let fixture = try LlamaFixture()
            let path = try fixture.make("bert", needsModel: false)
            let model = try await LlamaEmbeddingModel(path, normalizes: false, threads: 1)
            #expect(model.pooling == .first)
            #expect(model.contextLength == 64)
            let texts = ["why is the sky blue ?", "a", "the sky is xyz"]
            var oracle = LlamaExtrasOracle(embed: texts.map { .init(pooling: 2, text: $0) })
            oracle.model = path
            let vectors = try await model.embeddings(of: texts)
            for (index, expected) in try oracle.answer().embed.enumerated() {
                let alone = try await model.embeddings(of: [texts[index]])[0]
                #expect(self.difference(alone, expected[0]) <= 1e-6)
                // Beside others, the last digits may differ.
                #expect(self.difference(vectors[index], expected[0]) <= 1e-5)
            }
            // It generates no text, and says so.
            let error = try await self.error { _ = try await LlamaModel(path, threads: 1) }
            #expect(error.code == .unsupportedModel)
        }

        @Test func `vectors have the length 1 unless that is turned off`() async throws {
            let model = try await LlamaEmbeddingModel(LlamaTestModel.path, threads: 1)
            #expect(model.pooling == .mean)
            for vector in try await model.embeddings(of: Self.texts) {
                #expect(abs(vector.reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
            }
            #expect(try await model.embeddings(of: []).isEmpty)
        }

        @Test func `weights are shared with a model of the same file`() async throws {
            let model = try await LlamaModel(LlamaTestModel.path, threads: 1)
            let first = try await LlamaEmbeddingModel(LlamaTestModel.path, threads: 1)
            let second = try await LlamaEmbeddingModel(LlamaTestModel.path, normalizes: false, threads: 1)
            let other = try await LlamaEmbeddingModel(LlamaTestModel.path, pooling: .last, threads: 1)
            #expect(first.embedder === second.embedder)
            #expect(first.embedder !== other.embedder)
            #expect(first.embedder.weights === model.loaded.weights)
        }

        @Test func `an embedder ends with its last handle`() async throws {
            weak var embedder: LlamaEmbedder?
            do {
                let model = try await LlamaEmbeddingModel(LlamaTestModel.path, threads: 1, contextLength: 99)
                embedder = model.embedder
                _ = try await model.embeddings(of: ["a"])
            }
            while embedder != nil { await Task.yield() }
            #expect(embedder == nil)
        }

        @Test func `texts that do not fit are told with their number`() async throws {
            let model = try await LlamaEmbeddingModel(LlamaTestModel.path, threads: 1, contextLength: 20)
            let long = String(repeating: "long ", count: 40)
            let error = try await self.error { _ = try await model.embeddings(of: ["a", long]) }
            #expect(error.code == .contextOverflow)
            #expect(error.message.contains("Text 2 has"))
            let cut = try await LlamaEmbeddingModel(
                LlamaTestModel.path,
                truncates: true,
                threads: 1,
                contextLength: 20
            )
            #expect(try await cut.embeddings(of: [long])[0].count == 128)
            #expect(try await cut.embeddings(of: [""])[0].count == 128)
        }

        @Test func `options out of range are refused`() async throws {
            for open in [
                { _ = try await LlamaEmbeddingModel(LlamaTestModel.path, threads: 0) },
                { _ = try await LlamaEmbeddingModel(LlamaTestModel.path, sequences: 0) },
                { _ = try await LlamaEmbeddingModel(LlamaTestModel.path, batchSize: 0) },
                { _ = try await LlamaEmbeddingModel(LlamaTestModel.path, pooling: .rank) },
            ] {
                #expect(try await self.error(open).code == .invalidOption)
            }
        }

        @Test func `eight callers at once get their own vectors`() async throws {
            let model = try await LlamaEmbeddingModel(LlamaTestModel.path, threads: 1, sequences: 4)
            let alone = try await model.embeddings(of: (0..<8).map { "Caller \($0)" })
            try await withThrowingTaskGroup(of: (Int, [[Float]]).self) { group in
                for caller in 0..<8 {
                    group.addTask {
                        (caller, try await model.embeddings(of: Array(repeating: "Caller \(caller)", count: 20)))
                    }
                }
                for try await (caller, vectors) in group {
                    #expect(vectors.count == 20)
                    for vector in vectors {
                        #expect(self.difference(vector, alone[caller].map(Double.init)) < 5e-3)
                        // None is another caller's.
                        #expect(self.difference(vector, alone[(caller + 1) % 8].map(Double.init)) > 1e-2)
                    }
                }
            }
        }

        @Test func `cancelling ends a call, and others go on`() async throws {
            let model = try await LlamaEmbeddingModel(LlamaTestModel.path, threads: 1)
            let long = String(repeating: "long ", count: 90)
            let task = Task { try await model.embeddings(of: Array(repeating: long, count: 3000)) }
            let other = try await model.embeddings(of: ["Hello"])
            task.cancel()
            await #expect(throws: CancellationError.self) { _ = try await task.value }
            #expect(try await model.embeddings(of: ["Hello"])[0].count == other[0].count)
            let late = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await model.embeddings(of: ["Hello"])
            }
            await #expect(throws: CancellationError.self) { _ = try await late.value }
        }

        // MARK: Guards

        @Test func `the shim refuses what would end the process`() throws {
            let weights = try LlamaWeights(path: LlamaTestModel.path, options: LlamaTestModel.options) { _ in true }
            var error = martlet_error()
            var options = martlet_context_options(cache_length: 256, batch_length: 16, sequence_count: 4, threads: 1)
            options.embeddings = true
            options.pooling = LlamaPooling.kind(.mean)
            let context = try #require(martlet_context_create(weights.pointer, options, nil, nil, &error))
            defer { martlet_context_free(context) }
            let invalid = Int32(MARTLET_INVALID_ARGUMENT)
            let tokens = [Int32](repeating: 5, count: 40)
            for lengths in [[], [0], [17], [8, 9], [1, 1, 1, 1, 1], [Int.max], [Int.max, Int.max]] {
                #expect(martlet_embed(context, tokens, lengths, lengths.count, &error) == invalid)
            }
            for token in [Int32(-1), Int32.max] {
                #expect(martlet_embed(context, [token], [1], 1, &error) == invalid)
            }
            #expect(martlet_embed(context, tokens, [3, 4], 2, &error) == MARTLET_OK)
            var length = 0
            #expect(martlet_embedding(context, 1, &length, &error) != nil)
            #expect(length == 128)
            for index in [Int32(-1), 2, Int32.max] {
                #expect(martlet_embedding(context, index, &length, &error) == nil)
                #expect(error.status == invalid)
            }
            let batch = [martlet_batch_token(token: 5, position: 0, sequence: 0, output: true)]
            #expect(martlet_decode(context, batch, 1, &error) == invalid)
            options.embeddings = false
            let plain = try #require(martlet_context_create(weights.pointer, options, nil, nil, &error))
            defer { martlet_context_free(plain) }
            #expect(martlet_embed(plain, tokens, [1], 1, &error) == invalid)
        }
    }
#endif
