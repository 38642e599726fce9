#if Llama
    import CMartletLlama
    import Foundation
    import LanguageModels
    import Testing

    @testable import MartletLlama

    /// Options of loads and contexts, and what they do to answers.
    @Suite(.enabled(if: LlamaTestModel.exists, "the tests' model is absent; run make in Models"))
    struct LlamaOptionTests {
        private let greedy = GenerationOptions(maxNewTokens: 16, repetitionPenalty: 1, temperature: 0)
        private let question = "Question: What is Martlet?\nAnswer:"

        private func answer(_ model: LlamaModel) async throws -> String {
            try await model.stream(.text(self.question), options: self.greedy).collect().text
        }

        private func error(_ open: () async throws -> Void) async throws -> LanguageModelError {
            try #require(await #expect(throws: LanguageModelError.self) { try await open() })
        }

        @Test(arguments: LlamaCacheType.allCases)
        func `every kind of cache answers`(kind: LlamaCacheType) async throws {
            let plain = try await LlamaModel(LlamaTestModel.path, threads: 1)
            let options = LlamaContextOptions(keyCacheType: kind, valueCacheType: kind)
            let model = try await LlamaModel(LlamaTestModel.path, threads: 1, contextOptions: options)
            let answer = try await self.answer(model)
            #expect(!answer.isEmpty)
            if [.f16, .f32, .bf16, .q8_0].contains(kind) { #expect(try await self.answer(plain) == answer) }
            #expect(model.identity.parameters["key_cache_type"] == (kind == .f16 ? nil : kind.rawValue))
            let weights = model.loaded.weights
            #expect(weights === plain.loaded.weights)
            // 4 layers of 2 heads of 32 numbers, keys and values.
            let bytes: [LlamaCacheType: Int64] = [.f16: 1024, .f32: 2048, .q8_0: 544, .q4_0: 288, .q5_1: 384]
            if let bytes = bytes[kind] { #expect(weights.cacheBytesPerToken(keys: kind, values: kind) == bytes) }
        }

        @Test(arguments: LlamaFlashAttention.allCases)
        func `attention in one step or in several answers alike`(attention: LlamaFlashAttention) async throws {
            let options = LlamaContextOptions(
                flashAttention: attention,
                offloadsCache: false,
                keepsFullSlidingWindow: false,
                batchThreads: 2,
                microBatchSize: 64
            )
            let model = try await LlamaModel(LlamaTestModel.path, threads: 1, contextOptions: options)
            let plain = try await LlamaModel(LlamaTestModel.path, threads: 1)
            #expect(try await self.answer(model) == self.answer(plain))
        }

        @Test func `values that are quantised need flash attention`() async throws {
            let error = try await self.error {
                let options = LlamaContextOptions(valueCacheType: .q4_0, flashAttention: .off)
                _ = try await LlamaModel(LlamaTestModel.path, threads: 1, contextOptions: options)
            }
            #expect(error.code == .invalidOption)
            #expect(error.message.contains("valueCacheType is q4_0"))
        }

        @Test(.enabled(if: LlamaFixture.isAvailable, "python3 is missing"))
        func `heads that are no whole blocks are told with their size`() async throws {
            let fixture = try LlamaFixture()
            let path = try fixture.make("llama", "--head", "16")
            for attention in LlamaFlashAttention.allCases {
                let error = try await self.error {
                    let options = LlamaContextOptions(keyCacheType: .q8_0, flashAttention: attention)
                    _ = try await LlamaModel(path, threads: 1, contextOptions: options)
                }
                #expect(error.code == .invalidOption)
                #expect(error.message.contains("multiple of 32") && error.message.contains("16"))
            }
            let model = try await LlamaModel(path, threads: 1)
            #expect(!(try await self.answer(model)).isEmpty)
        }

        @Test(.enabled(if: LlamaFixture.isAvailable, "python3 is missing"))
        func `a synthetic model of whole blocks answers from a cache of 8 bits`() async throws {
            let fixture = try LlamaFixture()
            let path = try fixture.make("llama", "--head", "32")
            let options = LlamaContextOptions(keyCacheType: .q8_0, valueCacheType: .q8_0)
            let model = try await LlamaModel(path, threads: 1, contextOptions: options)
            let (_, summary) = try await model.stream(.text("Hello"), options: self.greedy).collect()
            #expect((summary?.newTokens ?? 0) > 0)
        }

        @Test func `positions can be stretched, and a longer context with them`() async throws {
            let scaling = LlamaRopeScaling(method: .yarn, frequencyScale: 0.5)
            let options = LlamaContextOptions(ropeScaling: scaling)
            let model = try await LlamaModel(
                LlamaTestModel.path,
                threads: 1,
                contextLength: 2000,
                contextOptions: options
            )
            #expect(model.contextLength == 2000)
            #expect(model.trainingContextLength == 1024)
            #expect(!(try await self.answer(model)).isEmpty)
            let linear = LlamaContextOptions(ropeScaling: LlamaRopeScaling(method: .linear, frequencyScale: 0.25))
            let other = try await LlamaModel(LlamaTestModel.path, threads: 1, contextOptions: linear)
            #expect(other.contextLength == 4096)
            #expect(!(try await self.answer(other)).isEmpty)
        }

        @Test(arguments: [-1, 0, Double.nan, .infinity, 1e-9])
        func `numbers that cannot be a scale are named`(scale: Double) throws {
            let error = #expect(throws: LanguageModelError.self) {
                try LlamaRopeScaling(frequencyScale: scale).validate()
            }
            #expect(error?.message.contains("frequencyScale is \(scale)") == true)
        }

        @Test func `options out of range are named with their values`() throws {
            func check(_ options: LlamaContextOptions, _ text: String) {
                let error = #expect(throws: LanguageModelError.self) { try options.validate() }
                #expect(error?.code == .invalidOption)
                #expect(error?.message.contains(text) == true)
            }
            check(LlamaContextOptions(batchThreads: 0), "batchThreads is 0")
            check(LlamaContextOptions(microBatchSize: 0), "microBatchSize is 0")
            check(LlamaContextOptions(ropeScaling: .init(originalContextLength: 0)), "originalContextLength is 0")
            #expect(throws: LanguageModelError.self) { try LlamaModelOptions(mainGPU: -1).validate() }
            for shares in [[-1], [Double.nan], [0, 0]] {
                #expect(throws: LanguageModelError.self) { try LlamaModelOptions(tensorSplit: shares).validate() }
            }
        }

        @Test func `files can be read in other ways`() async throws {
            let plain = try await LlamaModel(LlamaTestModel.path, threads: 1)
            let expected = try await self.answer(plain)
            for options in [LlamaModelOptions(checksTensors: true), LlamaModelOptions(directIO: true)] {
                let model = try await LlamaModel(LlamaTestModel.path, threads: 1, modelOptions: options)
                #expect(model.loaded.weights !== plain.loaded.weights)
                #expect(try await self.answer(model) == expected)
            }
        }

        @Test func `a graphics processor that is not there is told`() async throws {
            let error = try await self.error {
                let options = LlamaModelOptions(split: .none, mainGPU: 9)
                _ = try await LlamaModel(LlamaTestModel.path, threads: 1, modelOptions: options)
            }
            #expect(error.code == .invalidOption)
            #expect(error.message.contains("mainGPU is 9"))
        }

        @Test func `the processor is among the devices`() throws {
            let devices = try LlamaDevice.all()
            let processor = try #require(devices.first { $0.kind == .cpu })
            #expect(processor.name == "CPU")
            #expect((processor.totalMemory ?? 0) > 0)
            var (free, total): (UInt64, UInt64) = (1, 1)
            martlet_device_memory(devices.count, &free, &total)
            #expect(total == 0)
            #expect(martlet_device_name(devices.count, nil, 0) == -1)
        }
    }
#endif
