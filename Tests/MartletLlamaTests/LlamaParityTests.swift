#if Llama
    import Foundation
    import LanguageModels
    import Testing

    @testable import MartletLlama

    /// Answers compared token for token with llama-cpp-python's low-level calls on the same file.
    @Suite(
        .enabled(
            if: LlamaTestModel.exists && LlamaOracle.isAvailable,
            "python3, Scripts/setup-llama's files or the tests' model are missing"
        ),
        .serialized
    )
    struct LlamaParityTests {
        static let prompts =
            [
                "What is Martlet?", "Who are you?", "How do I run an app?", "What is the capital of France?",
                "How much is 3 plus 4?", "Tell me a joke.", "Hello!", "What is a step?", "Thank you.",
                "Which day comes after Monday?", "What colour is the sky?", "Count to one hundred", "日本語?", "",
            ].map { "Question: \($0)\nAnswer:" } + ["Hello", " ", "Once upon a time", "é😀", "A\n\nB", "The"]

        /// Answers all prompts.
        ///
        /// - Parameters:
        ///   - options: The options for each prompt.
        ///   - isFresh: Whether each prompt has a cache of its own. One that begins like an earlier prompt is else
        ///     evaluated in other steps than the oracle's, and a difference in a logit's last digits can change what
        ///     is sampled, though not what is likeliest.
        private func answers(_ options: [GenerationOptions], isFresh: Bool = false) async throws -> [[Int32]] {
            var answers: [[Int32]] = []
            let shared = try await LlamaModel(LlamaTestModel.path, threads: 1, cacheLength: 2048)
            for (index, (prompt, options)) in zip(Self.prompts, options).enumerated() {
                // Another cache length is another load, and so an empty cache.
                let model =
                    isFresh
                    ? try await LlamaModel(LlamaTestModel.path, threads: 1, cacheLength: 2304 + 256 * index) : shared
                var tokens: [Int32] = []
                for try await delta in model.stream(.text(prompt), options: options) { tokens += delta.tokens }
                answers.append(tokens)
            }
            #expect(answers.joined().count > 200)
            return answers
        }

        private func expected(_ options: [GenerationOptions]) throws -> [[Int32]] {
            try LlamaOracle.run(
                generate: zip(Self.prompts, options).map { prompt, options in
                    LlamaOracle.Generate(prompt: prompt, options: .init(options), count: options.maxNewTokens ?? 1000)
                }
            ).generate
        }

        // Vector 5
        @Test(arguments: [1, 1.1])
        func `greedy answers are equal token for token`(penalty: Double) async throws {
            let options = Self.prompts.map { _ in
                GenerationOptions(maxNewTokens: 64, repetitionPenalty: penalty, temperature: 0)
            }
            #expect(try await self.answers(options) == self.expected(options))
        }

        // Vector 8
        @Test func `the tutorial's settings give equal tokens for each seed`() async throws {
            let options = Self.prompts.indices.map { index in
                GenerationOptions(
                    maxNewTokens: 64,
                    repetitionPenalty: 1.1,
                    temperature: 0.5,
                    topP: 0.9,
                    topK: 50,
                    seed: UInt32(index * 7919)
                )
            }
            #expect(try await self.answers(options, isFresh: true) == self.expected(options))
        }

        // Vector 8
        @Test func `every parameter of the chain counts in the same way`() async throws {
            let options = Self.prompts.indices.map { index in
                GenerationOptions(
                    maxNewTokens: 48,
                    repetitionPenalty: [1, 1.3, 0.9][index % 3],
                    lastNTokens: [64, 0, -1, 8][index % 4],
                    temperature: [0.8, 1.4][index % 2],
                    topP: [0.95, 1, 0.5][index % 3],
                    topK: [40, 0, 5][index / 2 % 3],
                    minP: [0, 0.05][index / 3 % 2],
                    typicalP: [1, 0.9][index / 5 % 2],
                    frequencyPenalty: [0, 0.5][index / 4 % 2],
                    presencePenalty: [0, 0.3][index / 6 % 2],
                    seed: UInt32(index + 1)
                )
            }
            let (found, expected) = (try await self.answers(options, isFresh: true), try self.expected(options))
            for (index, options) in options.enumerated() {
                #expect(found[index] == expected[index], "prompt \(index) with \(options)")
            }
        }
    }
#endif
