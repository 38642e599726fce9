#if Llama
    import CMartletLlama
    import Foundation
    import LanguageModels
    import Logging
    import Testing

    @testable import MartletLlama

    /// Draft models: the same answers with them as without, and which models can be one.
    @Suite(.enabled(if: LlamaFixture.isAvailable, "the tests' model or python3 is missing"))
    struct LlamaDraftTests {
        private let greedy = GenerationOptions(maxNewTokens: 60, repetitionPenalty: 1, temperature: 0)
        private let questions = ["What is Martlet?", "Tell me a story.", "How do I stop it?"]

        private struct Answer {
            var tokens: [Int32] = []
            var summary: GenerationSummary?
        }

        private func answer(_ model: LlamaModel, _ question: String, _ options: GenerationOptions) async throws
            -> Answer
        {
            var answer = Answer()
            let prompt = ModelPrompt.text("Question: \(question)\nAnswer:")
            for try await delta in model.stream(prompt, options: options) {
                answer.tokens += delta.tokens
                answer.summary = delta.summary ?? answer.summary
            }
            return answer
        }

        /// A model that guesses nothing, and one with a draft model.
        private func models(_ draft: LlamaDraftModel, contextLength: Int) async throws -> (LlamaModel, LlamaModel) {
            let plain = try await LlamaModel(
                LlamaTestModel.path,
                threads: 1,
                contextLength: contextLength,
                scheduling: InferenceConfiguration(guessesAhead: false)
            )
            let drafting = try await LlamaModel(
                LlamaTestModel.path,
                threads: 1,
                contextLength: contextLength,
                draftModel: draft
            )
            return (plain, drafting)
        }

        private func error(_ draft: LlamaDraftModel) async throws -> LanguageModelError {
            try #require(
                await #expect(throws: LanguageModelError.self) {
                    _ = try await LlamaModel(LlamaTestModel.path, threads: 1, contextLength: 500, draftModel: draft)
                }
            )
        }

        @Test func `a model guesses its own answers, which stay the same`() async throws {
            let draft = LlamaDraftModel(LlamaTestModel.path, leastProbability: 0)
            let (plain, drafting) = try await self.models(draft, contextLength: 510)
            for question in self.questions {
                let expected = try await self.answer(plain, question, self.greedy)
                let answer = try await self.answer(drafting, question, self.greedy)
                #expect(answer.tokens == expected.tokens)
                #expect(expected.summary?.draftedTokens == 0)
            }
            let statistics = drafting.statistics
            #expect(statistics.acceptedDraftTokens > 0)
            #expect(statistics.acceptedDraftTokens <= statistics.draftedTokens)
            #expect(statistics.draftSeconds > 0)
            #expect(statistics.failed == 0)
        }

        @Test(arguments: [1, 2, 3] as [UInt32]) func `sampled answers stay the same`(seed: UInt32) async throws {
            let draft = LlamaDraftModel(LlamaTestModel.path, longestDraft: 5, leastProbability: 0.1)
            let (plain, drafting) = try await self.models(draft, contextLength: 511)
            let options = GenerationOptions(maxNewTokens: 60, temperature: 0.8, topP: 0.95, topK: 40, seed: seed)
            for question in self.questions {
                let expected = try await self.answer(plain, question, options).tokens
                #expect(try await self.answer(drafting, question, options).tokens == expected)
            }
            #expect(drafting.statistics.draftedTokens > 0)
        }

        @Test func `a small model that knows what a deep one says makes fewer steps`() async throws {
            let fixture = try LlamaFixture()
            let path = try fixture.make("deep")
            let small = try await LlamaModel(LlamaTestModel.path, threads: 1, contextLength: 518)
            let deep = try await LlamaModel(
                path,
                threads: 1,
                contextLength: 518,
                draftModel: LlamaDraftModel(LlamaTestModel.path)
            )
            for question in self.questions {
                let expected = try await self.answer(small, question, self.greedy).tokens
                #expect(try await self.answer(deep, question, self.greedy).tokens == expected)
            }
            let statistics = deep.statistics
            #expect(statistics.acceptedDraftTokens * 3 > statistics.newTokens)
            #expect(statistics.steps * 4 < statistics.newTokens * 3)
        }

        @Test(arguments: ["", "filled"])
        func `a draft model that knows nothing changes nothing`(vocabulary: String) async throws {
            let fixture = try LlamaFixture()
            let path = try fixture.make("llama", "--vocabulary", vocabulary)
            let (plain, drafting) = try await self.models(
                LlamaDraftModel(path, leastProbability: 0),
                contextLength: 512
            )
            for question in self.questions {
                let expected = try await self.answer(plain, question, self.greedy).tokens
                #expect(try await self.answer(drafting, question, self.greedy).tokens == expected)
            }
            #expect(drafting.statistics.draftedTokens > 0)
            #expect(drafting.statistics.failed == 0)
        }

        @Test func `chats at once and turns of a chat answer as without`() async throws {
            let draft = LlamaDraftModel(LlamaTestModel.path, leastProbability: 0)
            let (plain, drafting) = try await self.models(draft, contextLength: 513)
            let questions = (0..<10).map { "\(self.questions[$0 % 3]) And how much is \($0) plus \($0)?" }
            var expected: [[Int32]] = []
            for question in questions { expected.append(try await self.answer(plain, question, self.greedy).tokens) }
            try await withThrowingTaskGroup(of: (Int, [Int32]).self) { group in
                for (index, question) in questions.enumerated() {
                    group.addTask { (index, try await self.answer(drafting, question, self.greedy).tokens) }
                }
                for try await (index, tokens) in group { #expect(tokens == expected[index]) }
            }
            for (index, question) in questions.enumerated() {
                #expect(try await self.answer(drafting, question, self.greedy).tokens == expected[index])
            }
        }

        @Test func `an answer that must fit a grammar stays the same`() async throws {
            let draft = LlamaDraftModel(LlamaTestModel.path, leastProbability: 0)
            let (plain, drafting) = try await self.models(draft, contextLength: 514)
            var options = GenerationOptions(maxNewTokens: 80, temperature: 1, seed: 5)
            let schema = #"{"properties": {"a": {"type": "string", "maxLength": 30}}, "required": ["a"]}"#
            options.format = .jsonSchema(try JSONSchema(schema))
            let expected = try await self.answer(plain, "JSON?", options).tokens
            #expect(try await self.answer(drafting, "JSON?", options).tokens == expected)
        }

        @Test func `an answer past the context, and a cancelled one, leave the drafter in order`() async throws {
            let draft = LlamaDraftModel(LlamaTestModel.path, leastProbability: 0)
            let (plain, drafting) = try await self.models(draft, contextLength: 96)
            let reader = Task { try await self.answer(drafting, "Who are you?", self.greedy) }
            try await Task.sleep(for: .milliseconds(5))
            reader.cancel()
            _ = await reader.result
            var options = GenerationOptions(maxNewTokens: 200, repetitionPenalty: 1, temperature: 0)
            options.overflow = .shift(keep: 4)
            for token in [plain.endOfTextToken, plain.endOfTurnToken].compactMap({ $0 }) {
                options.logitBias[token] = -.infinity
            }
            let expected = try await self.answer(plain, self.questions[0], options)
            let answer = try await self.answer(drafting, self.questions[0], options)
            #expect(answer.tokens.prefix(60) == expected.tokens.prefix(60))
            #expect(answer.summary?.finishReason == expected.summary?.finishReason)
            #expect(drafting.statistics.failed == 0)
        }

        @Test func `the same draft model shares a load, another one or other options do not`() async throws {
            func load(_ draft: LlamaDraftModel?, guesses: Bool = true) async throws -> LlamaModel {
                try await LlamaModel(
                    LlamaTestModel.path,
                    threads: 1,
                    contextLength: 515,
                    draftModel: draft,
                    scheduling: InferenceConfiguration(guessesAhead: guesses)
                )
            }
            let draft = LlamaDraftModel(LlamaTestModel.path)
            let model = try await load(draft)
            #expect(model.isShared(with: try await load(draft)))
            #expect(!model.isShared(with: try await load(nil)))
            #expect(!model.isShared(with: try await load(LlamaDraftModel(LlamaTestModel.path, longestDraft: 3))))
            #expect(model.identity.parameters["draft_model"] == LlamaTestModel.path)
            // Weights are weights, whatever they are for.
            #expect(model.loaded.draft?.weights === model.loaded.weights)
            let off = try await load(draft, guesses: false)
            #expect(off.loaded.draft == nil)
            #expect(off.isShared(with: try await load(nil, guesses: false)))
        }

        @Test func `the log tells the draft model's size`() async throws {
            let lines = Lines()
            let model = try await LlamaModel(
                LlamaTestModel.path,
                threads: 1,
                contextLength: 516,
                draftModel: LlamaDraftModel(LlamaTestModel.path),
                logger: Logger(label: "test") { _ in lines.handler }
            )
            #expect(lines.messages == ["Model loaded"])
            let metadata = try #require(lines.metadata.first)
            #expect(metadata["draft.path"] == "\(LlamaTestModel.path)")
            #expect(metadata["draft.bytes"] == "\(model.size)")
            // 1,032 tokens of 1,024 bytes.
            #expect(metadata["draft.cache_bytes"] == "1056768")
        }

        @Test func `everything is released with the last handle`() async throws {
            weak var weights: LlamaWeights?
            let fixture = try LlamaFixture()
            let path = try fixture.make("llama")
            do {
                let model = try await LlamaModel(
                    LlamaTestModel.path,
                    threads: 2,
                    contextLength: 517,
                    draftModel: LlamaDraftModel(path, leastProbability: 0)
                )
                weights = model.loaded.draft?.weights
                #expect(weights != nil)
                _ = try await self.answer(model, self.questions[0], self.greedy)
            }
            while weights != nil { await Task.yield() }
            #expect(weights == nil)
        }

        @Test func `the likeliest token is the one that the logits say`() throws {
            let weights = try LlamaWeights(path: LlamaTestModel.path, options: LlamaTestModel.options) { _ in true }
            let backend = try LlamaBackend(
                weights: weights,
                options: LlamaTestModel.options,
                abort: DecodeAbort()
            )
            let tokens = try weights.tokenize(
                "Question: What is Martlet?\nAnswer:",
                addSpecial: true,
                parseSpecial: false
            )
            let batch = tokens.enumerated().map { DecodeToken(token: $1, position: $0, sequence: 0, isOutput: true) }
            guard case .done = backend.decode(batch) else {
                Issue.record("The prompt cannot be evaluated.")
                return
            }
            for index in tokens.indices {
                let logits = try #require(martlet_logits(backend.context, Int32(index), nil))
                let numbers = (0..<weights.vocabularySize).map { Double(logits[$0]) }
                let greatest = try #require(numbers.max())
                let sum = numbers.reduce(0) { $0 + exp($1 - greatest) }
                let likeliest = try #require(backend.likeliest(output: index))
                #expect(numbers[Int(likeliest.token)] == greatest)
                #expect(abs(likeliest.probability - 1 / sum) < 1e-5)
            }
            #expect(backend.likeliest(output: tokens.count) == nil)
            #expect(backend.likeliest(output: -1) == nil)
        }

        // MARK: Models that cannot be one

        @Test(arguments: [
            ("swapped", "token 300 is '"), ("longer", "and the model's has"), ("begin", "begin-of-text token is 7"),
        ])
        func `a draft model with another vocabulary is told what differs`(change: String, message: String) async throws
        {
            let fixture = try LlamaFixture()
            let path = try fixture.make("llama", "--vocabulary", change)
            let error = try await self.error(LlamaDraftModel(path))
            #expect(error.code == .unsupportedModel)
            #expect(error.message.contains(path))
            #expect(error.message.contains(message))
            #expect(error.message.contains("leave draftModel out"))
        }

        @Test func `files that are no draft models are told why`() async throws {
            let fixture = try LlamaFixture()
            let missing = try await self.error(LlamaDraftModel(fixture.folder.path + "/missing.gguf"))
            #expect(missing.code == .fileNotFound)
            let encoder = try fixture.make("bert", needsModel: false)
            let error = try await self.error(LlamaDraftModel(encoder))
            #expect(error.code == .unsupportedModel)
            #expect(error.message.contains("'\(encoder)' cannot be used as draft model"))
        }

        @Test func `options out of range name the value`() async throws {
            for length in [0, -1, 65] {
                let error = try await self.error(LlamaDraftModel(LlamaTestModel.path, longestDraft: length))
                #expect(error.code == .invalidOption)
                #expect(error.message.contains("longestDraft is \(length)"))
            }
            for probability in [-0.1, 1.1, .nan, .infinity] {
                let error = try await self.error(LlamaDraftModel(LlamaTestModel.path, leastProbability: probability))
                #expect(error.code == .invalidOption)
                #expect(error.message.contains("leastProbability"))
            }
            let layers = try await self.error(LlamaDraftModel(LlamaTestModel.path, gpuLayers: -2))
            #expect(layers.message.contains("gpuLayers of the draft model is -2"))
        }
    }
#endif
