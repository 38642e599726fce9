#if Llama
    import Foundation
    import LanguageModels
    import Testing

    @testable import MartletLlama

    /// LoRA adapters.
    @Suite(.enabled(if: LlamaFixture.isAvailable, "the tests' model or python3 is missing"))
    struct LlamaAdapterTests {
        private let prompt = "Question: What is Martlet?\nAnswer:"

        private func tokens(_ model: LlamaModel) async throws -> [Int32] {
            let greedy = GenerationOptions(maxNewTokens: 24, repetitionPenalty: 1, temperature: 0)
            var tokens: [Int32] = []
            for try await delta in model.stream(.text(self.prompt), options: greedy) { tokens += delta.tokens }
            return tokens
        }

        private func error(_ adapter: LlamaAdapter) async throws -> LanguageModelError {
            try #require(
                await #expect(throws: LanguageModelError.self) {
                    _ = try await LlamaModel(LlamaTestModel.path, threads: 1, adapters: [adapter])
                }
            )
        }

        @Test func `an adapter changes answers for its own load only`() async throws {
            let fixture = try LlamaFixture()
            let path = try fixture.make("adapter")
            let plain = try await LlamaModel(LlamaTestModel.path, threads: 1)
            let changed = try await LlamaModel(LlamaTestModel.path, threads: 1, adapters: [LlamaAdapter(path)])
            let off = try await LlamaModel(LlamaTestModel.path, threads: 1, adapters: [LlamaAdapter(path, scale: 0)])
            let before = try await self.tokens(plain)
            #expect(try await self.tokens(changed) != before)
            #expect(try await self.tokens(plain) == before)
            #expect(try await self.tokens(off) == before)
            #expect(!changed.isShared(with: plain))
            // An adapter changes what contexts of the same weights read.
            #expect(changed.loaded.weights !== plain.loaded.weights)
            #expect(changed.identity.parameters["adapters"]?.contains(path) == true)
        }

        @Test(
            .enabled(if: LlamaOracle.isAvailable, "Scripts/setup-llama's files are missing"),
            arguments: [1, 0.5, -0.3]
        )
        func `answers with an adapter are equal token for token`(scale: Double) async throws {
            let fixture = try LlamaFixture()
            let path = try fixture.make("adapter")
            let model = try await LlamaModel(
                LlamaTestModel.path,
                threads: 1,
                adapters: [LlamaAdapter(path, scale: scale)]
            )
            var oracle = LlamaExtrasOracle(adapter: path, scale: scale)
            oracle.greedy = [.init(prompt: self.prompt, count: 24)]
            #expect(try await self.tokens(model) == oracle.answer().greedy[0])
        }

        @Test func `adapters that do not fit are told why`() async throws {
            let fixture = try LlamaFixture()
            let missing = try await self.error(LlamaAdapter(fixture.folder.path + "/missing.gguf"))
            #expect(missing.code == .fileNotFound)
            let narrow = try await self.error(
                LlamaAdapter(try fixture.make("adapter", "--width", "64", name: "a.gguf"))
            )
            #expect(narrow.code == .unsupportedModel)
            #expect(narrow.message.contains("incorrect shape"))
            let foreign = try await self.error(
                LlamaAdapter(try fixture.make("adapter", "--architecture", "gemma", name: "b.gguf"))
            )
            #expect(foreign.code == .unsupportedModel)
            #expect(foreign.message.contains("'gemma'"))
            let model = try await self.error(LlamaAdapter(LlamaTestModel.path))
            #expect(model.code == .notAModelFile)
            let scale = try await self.error(LlamaAdapter(LlamaTestModel.path, scale: .nan))
            #expect(scale.code == .invalidOption)
        }

        @Test(arguments: [0, 40, 400, 5000, -1])
        func `an adapter that was cut short is refused`(length: Int) async throws {
            let fixture = try LlamaFixture()
            let path = try fixture.make("adapter")
            let data = try Data(contentsOf: URL(fileURLWithPath: path))
            try (length < 0 ? data.dropLast(64) : data.prefix(length)).write(to: URL(fileURLWithPath: path))
            #expect(try await self.error(LlamaAdapter(path)).code == .notAModelFile)
        }

        @Test(arguments: 0..<40)
        func `a damaged adapter gives an error or an answer, and the process lives`(seed: Int) async throws {
            let fixture = try LlamaFixture()
            let path = try fixture.make("adapter")
            var data = try Data(contentsOf: URL(fileURLWithPath: path))
            var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
            for _ in 0...(seed % 4) {
                state ^= state << 13
                state ^= state >> 7
                state ^= state << 17
                data[Int(state % 1500)] = UInt8(truncatingIfNeeded: state >> 20)
            }
            try data.write(to: URL(fileURLWithPath: path))
            do {
                let model = try await LlamaModel(LlamaTestModel.path, threads: 1, adapters: [LlamaAdapter(path)])
                _ = try await self.tokens(model)
            } catch let error as LanguageModelError {
                #expect(!error.message.isEmpty)
            }
        }
    }
#endif
