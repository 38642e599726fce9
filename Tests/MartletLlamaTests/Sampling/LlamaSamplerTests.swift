#if Llama
    import Foundation
    import LanguageModels
    import Testing

    @testable import MartletLlama

    /// Options as requests give them, down to the answer.
    @Suite(.enabled(if: LlamaTestModel.exists, "the tests' model is absent; run make in Models"), .serialized)
    struct LlamaSamplerTests {
        private let backend: LlamaBackend
        private let weights: LlamaWeights

        init() throws {
            let options = LlamaTestModel.options
            self.weights = try LlamaWeights(path: LlamaTestModel.path, options: options) { _ in true }
            self.backend = try LlamaBackend(weights: self.weights, options: options, abort: DecodeAbort())
        }

        private func evaluate(_ tokens: [Int32]) {
            let batch = tokens.enumerated().map { position, token in
                DecodeToken(token: token, position: position, sequence: 0, isOutput: true)
            }
            guard case .done = self.backend.decode(batch) else {
                Issue.record("the prompt was not evaluated")
                return
            }
        }

        @Test func `options that the model cannot follow are refused`() throws {
            let size = Int32(self.weights.vocabularySize)
            let cases: [(GenerationOptions, String)] = [
                (GenerationOptions(logitBias: [size: 1]), "vocabulary"),
                (GenerationOptions(logitBias: [.max: -.infinity]), "vocabulary"),
                (GenerationOptions(format: .grammar("root ::= nothing")), "nothing"),
                (GenerationOptions(format: .grammar("root ::= \"\0\"")), "zero"),
                (GenerationOptions(format: .json), "grammar"),
                (GenerationOptions(format: .jsonSchema(try JSONSchema("{}"))), "grammar"),
            ]
            for (options, reason) in cases {
                let error = #expect(throws: LanguageModelError.self) {
                    _ = try self.backend.makeSampler(options: options, seed: 1, prompt: [])
                }
                #expect(error?.code == .invalidOption)
                #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
                let wrong: LanguageModelError.Option? = options.logitBias.isEmpty ? nil : .logitBias
                #expect(error?.option == wrong)
            }
            let error = #expect(throws: LanguageModelError.self) {
                _ = try self.backend.makeSampler(options: GenerationOptions(), seed: 1, prompt: [-4])
            }
            #expect(error?.code == .invalidToken)
        }

        @Test func `windows longer than the context cost no memory`() throws {
            var options = GenerationOptions(lastNTokens: .max, dryMultiplier: 1, dryLastNTokens: .max)
            _ = try self.backend.makeSampler(options: options, seed: 1, prompt: [1, 2, 3])
            (options.lastNTokens, options.dryLastNTokens) = (-1, -1)
            _ = try self.backend.makeSampler(options: options, seed: 1, prompt: [1, 2, 3])
        }

        @Test func `a copy chooses what its original chooses`() throws {
            let prompt = try self.weights.tokenize("Once upon a time, a bird", addSpecial: true, parseSpecial: false)
            self.evaluate(prompt)
            let options = GenerationOptions(temperature: 1.5, topP: 1, topK: 0, dryMultiplier: 0.5)
            let sampler = try #require(
                try self.backend.makeSampler(options: options, seed: 7, prompt: prompt) as? LlamaSampler
            )
            let index = prompt.count - 1
            _ = try sampler.sample(output: index)
            let copy = try sampler.clone()
            let choices = { (sampler: LlamaSampler) in try (0..<30).map { _ in try sampler.sample(output: index) } }
            let expected = try choices(sampler)
            #expect(try choices(copy) == expected)
            #expect(Set(expected).count > 3)
            let error = #expect(throws: LanguageModelError.self) { try copy.accept(.max) }
            #expect(error?.code == .invalidToken)
        }

        @Test func `a constraint goes before the format`() throws {
            self.evaluate([1])
            var options = GenerationOptions(temperature: 0, format: .json)
            options.constraint = SamplerConstraint(grammar: "root ::= \"7\"")
            let sampler = try self.backend.makeSampler(options: options, seed: 1, prompt: [1])
            let (seven, end) = (try sampler.sample(output: 0), try sampler.sample(output: 0))
            #expect(self.backend.piece(of: seven) == Array("7".utf8))
            #expect(self.backend.isEndOfGeneration(end))
            let error = #expect(throws: LanguageModelError.self) { try sampler.sample(output: 0) }
            #expect(error?.code == .generationFailed)
        }

        @Test func `what a grammar of JSON lets through is JSON`() async throws {
            let model = try await LlamaModel(LlamaTestModel.path, threads: 1)
            // Without values in values, so that each answer ends.
            let grammar = GrammarTests.json.replacing("object | array | ", with: "")
            for seed in 0..<UInt32(12) {
                let options = GenerationOptions(
                    maxNewTokens: 900,
                    temperature: 1.4,
                    topK: seed % 3 == 0 ? 0 : 40,
                    seed: seed,
                    mirostat: seed % 4 == 1 ? MirostatOptions() : nil,
                    format: .grammar(grammar)
                )
                let (text, summary) = try await model.stream(.text("Question: Who?\nAnswer:"), options: options)
                    .collect()
                #expect(summary?.finishReason == .endOfText)
                let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
                #expect(object is [String: Any], "\(text)")
            }
        }
    }
#endif
