#if Llama
    import Foundation
    import LanguageModels
    import Testing

    @testable import MartletLlama

    /// The scheduler on a real model: what chats share, and what happens at the context's end.
    @Suite(.enabled(if: LlamaTestModel.exists, "the tests' model is absent; run make in Models"))
    struct LlamaSchedulingTests {
        private let greedy = GenerationOptions(maxNewTokens: 24, repetitionPenalty: 1, temperature: 0)
        private let system = "You answer questions about birds and about Martlet, a library. Be short and kind. "
        private let questions = [
            "What is Martlet?", "Who are you?", "What is a bird?", "Tell me a story.", "How do I stop it?", "Why?",
        ]

        private func tokens(_ model: LlamaModel, _ prompt: String, _ options: GenerationOptions) async throws
            -> (tokens: [Int32], summary: GenerationSummary?)
        {
            var tokens: [Int32] = []
            var summary: GenerationSummary?
            for try await delta in model.stream(.text(prompt), options: options) {
                tokens += delta.tokens
                summary = delta.summary ?? summary
            }
            return (tokens, summary)
        }

        // Vector 11; LlamaLogitsTests compares the logits.
        @Test func `chats that share a beginning answer as each would alone`() async throws {
            var alone: [[Int32]] = []
            for question in self.questions {
                // A model of its own for each, so that nothing is shared.
                let model = try await LlamaModel(LlamaTestModel.path, threads: 1, contextLength: 320)
                alone.append(try await self.tokens(model, self.system + question, self.greedy).tokens)
            }
            let model = try await LlamaModel(LlamaTestModel.path, threads: 1, contextLength: 321, cacheLength: 2048)
            _ = try await self.tokens(model, self.system, self.greedy)
            let shared = try await withThrowingTaskGroup(of: (Int, [Int32], Int).self) { group in
                for (index, question) in self.questions.enumerated() {
                    group.addTask {
                        let answer = try await self.tokens(model, self.system + question, self.greedy)
                        return (index, answer.tokens, answer.summary?.cachedTokens ?? 0)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let beginning = try model.tokenize(self.system).count
            for (index, tokens, cached) in shared {
                #expect(tokens == alone[index])
                #expect(cached >= beginning - 2)
            }
        }

        @Test func `guesses change nothing in an answer`() async throws {
            let repetitive = "one two three one two three one two three one two"
            var answers: [[Int32]] = []
            for guesses in [false, true] {
                let model = try await LlamaModel(
                    LlamaTestModel.path,
                    threads: 1,
                    contextLength: 340,
                    scheduling: InferenceConfiguration(guessesAhead: guesses)
                )
                let options = GenerationOptions(maxNewTokens: 80, repetitionPenalty: 1, temperature: 0)
                answers.append(try await self.tokens(model, repetitive, options).tokens)
            }
            #expect(answers[0] == answers[1])
        }

        @Test(arguments: [0, 4]) func `an answer goes on past the context where that is allowed`(keep: Int) async throws
        {
            let model = try await LlamaModel(LlamaTestModel.path, threads: 1, contextLength: 64)
            // Without its end tokens the answer goes on.
            var options = GenerationOptions.endless(model.loaded.weights, 200)
            options.temperature = 1
            options.overflow = .shift(keep: keep)
            let (tokens, summary) = try await self.tokens(model, self.questions[0], options)
            #expect(summary?.finishReason == .maxNewTokens)
            #expect(tokens.count == 200)
            #expect((summary?.shiftedTokens ?? 0) > 100)
        }

        @Test func `strict answers are the same bit by bit beside any other work`() async throws {
            let model = try await LlamaModel(LlamaTestModel.path, threads: 1, contextLength: 350, cacheLength: 2048)
            var options = GenerationOptions(maxNewTokens: 40, temperature: 1.5, topP: 1, topK: 0)
            options.isStrict = true
            options.seed = 7
            let first = try await self.tokens(model, self.system, options).tokens
            let others = Task {
                for question in self.questions { _ = try await self.tokens(model, question, self.greedy) }
            }
            for _ in 0..<3 { #expect(try await self.tokens(model, self.system, options).tokens == first) }
            try await others.value
        }

        @Test func `a cancelled prompt leaves what was read for the next try`() async throws {
            let model = try await LlamaModel(LlamaTestModel.path, threads: 1, contextLength: 1000, batchSize: 64)
            let long = String(repeating: self.system, count: 8)
            for milliseconds in [0, 1, 3, 10] {
                let reader = Task { try await self.tokens(model, long, self.greedy).tokens }
                try await Task.sleep(for: .milliseconds(milliseconds))
                reader.cancel()
                _ = await reader.result
            }
            let fresh = try await LlamaModel(LlamaTestModel.path, threads: 1, contextLength: 1001, batchSize: 64)
            let expected = try await self.tokens(fresh, long, self.greedy).tokens
            #expect(try await self.tokens(model, long, self.greedy).tokens == expected)
        }

        @Test func `a chat of an earlier load goes on without being read again`() async throws {
            let folder = try LlamaTestModel.temporaryFolder()
            defer { try? FileManager.default.removeItem(at: folder) }
            let scheduling = InferenceConfiguration(promptCache: .init(folder: folder.path, leastTokens: 8))
            func load() async throws -> LlamaModel {
                try await LlamaModel(LlamaTestModel.path, threads: 1, contextLength: 360, scheduling: scheduling)
            }
            let prompt = self.system + self.questions[0]
            var expected: [Int32] = []
            do {
                let model = try await load()
                expected = try await self.tokens(model, prompt, self.greedy).tokens
                for _ in 0..<400 where model.statistics.savedStates == 0 {
                    try await Task.sleep(for: .milliseconds(10))
                }
                model.loaded.engine.shutDown()
            }
            for _ in 0..<400 where try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty {
                try await Task.sleep(for: .milliseconds(10))
            }
            let model = try await load()
            let (tokens, summary) = try await self.tokens(model, prompt, self.greedy)
            #expect(tokens == expected)
            #expect((summary?.cachedTokens ?? 0) >= (summary?.promptTokens ?? 0) - 1)
        }

        @Test func `the oldest turns of a chat are left out where that is allowed`() async throws {
            let model = try await LlamaModel(LlamaTestModel.path, threads: 1, contextLength: 128)
            var messages = [ChatMessage(role: .system, content: "Be kind.")]
            for question in self.questions + self.questions {
                messages.append(ChatMessage(role: .user, content: question))
                messages.append(ChatMessage(role: .assistant, content: "I do not know, but I can guess."))
            }
            messages.append(ChatMessage(role: .user, content: "What is Martlet?"))
            var options = self.greedy
            let error = await #expect(throws: LanguageModelError.self) {
                _ = try await model.stream(.chat(messages), options: options).collect()
            }
            #expect(error?.code == .contextOverflow)
            #expect(error?.overflow?.largestParts.count == 3)
            options.overflow = .dropOldestTurns
            let (text, summary) = try await model.stream(.chat(messages), options: options).collect()
            #expect(!text.isEmpty)
            #expect((summary?.droppedMessages ?? 0) > 0)
        }
    }
#endif
