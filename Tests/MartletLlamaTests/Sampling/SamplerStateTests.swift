#if Llama
    import CMartletLlama
    import Foundation
    import LanguageModels
    import Testing

    @testable import MartletLlama

    /// What samplers remember, and how they find the likely tokens of a large vocabulary.
    @Suite(.enabled(if: LlamaTestModel.exists, "the tests' model is absent; run make in Models"))
    struct SamplerStateTests {
        private let weights: LlamaWeights

        init() throws {
            self.weights = try LlamaWeights(path: LlamaTestModel.path, options: LlamaTestModel.options) { _ in true }
        }

        private static func everything(_ options: inout martlet_sampler_options) {
            (options.penalty_window, options.repetition_penalty) = (16, 1.2)
            (options.dry_multiplier, options.dry_window) = (0.7, 32)
            (options.temperature, options.dynamic_temperature_range) = (1.2, 0.3)
            (options.xtc_probability, options.xtc_threshold) = (0.4, 0.05)
            (options.top_k, options.top_p, options.seed) = (30, 0.95, 3)
        }

        private func samplerOfEverything() throws -> ShimSampler {
            try ShimSampler(
                self.weights,
                grammar: "root ::= [^\\x00]*",
                biases: self.weights.endless,
                breakers: ["\n"],
                Self.everything
            )
        }

        private func draws(_ sampler: ShimSampler, _ count: Int, from start: Int = 0) throws -> [Int32] {
            try (start..<start + count).map { step in
                try sampler.choose(fixedLogits(self.weights.vocabularySize, seed: UInt32(step % 4)))
            }
        }

        @Test func `a copy goes on like its original and apart from it`() throws {
            let sampler = try self.samplerOfEverything()
            sampler.accept([1, 2, 3, 1, 2])
            _ = try self.draws(sampler, 10)
            let copy = try sampler.clone()
            let other = try sampler.clone()
            let expected = try self.draws(sampler, 40, from: 10)
            #expect(try self.draws(copy, 40, from: 10) == expected)
            // What happened to the others does not matter.
            #expect(try self.draws(other.clone(), 40, from: 10) == expected)
        }

        @Test(arguments: [Int32(0), 1, 2])
        func `mirostat's copies keep its state too`(version: Int32) throws {
            let sampler = try ShimSampler(self.weights) { ($0.temperature, $0.mirostat, $0.seed) = (1, version, 5) }
            _ = try self.draws(sampler, 20)
            let copy = try sampler.clone()
            #expect(try self.draws(sampler, 40, from: 20) == self.draws(copy, 40, from: 20))
        }

        @Test func `a reset forgets everything`() throws {
            let sampler = try self.samplerOfEverything()
            let first = try self.draws(sampler, 30)
            #expect(try self.draws(sampler, 30) != first)
            sampler.reset()
            #expect(try self.draws(sampler, 30) == first)
        }

        @Test func `a shortlist changes no choice`() throws {
            let path = LlamaTestModel.vocabularies.appendingPathComponent("ggml-vocab-llama-spm.gguf").path
            let weights =
                (try? LlamaWeights(path: path, options: LlamaTestModel.options, vocabularyOnly: true) { _ in true })
                ?? self.weights
            let logits = (0..<UInt32(5)).map { fixedLogits(weights.vocabularySize, seed: $0) }
            for seed in 0..<UInt32(12) {
                let configure = { (options: inout martlet_sampler_options) in
                    (options.temperature, options.top_k, options.top_p) = (seed % 4 == 3 ? 0 : 0.9, 5, 0.9)
                    (options.penalty_window, options.repetition_penalty) = (8, seed % 2 == 0 ? 1.5 : 0.6)
                    (options.frequency_penalty, options.seed) = (seed % 3 == 0 ? -2 : 0.4, seed)
                }
                let biases = [martlet_token_bias(token: 11, bias: 7), .init(token: 12, bias: -.infinity)]
                let short = try ShimSampler(weights, biases: biases, configure)
                let whole = try ShimSampler(weights, biases: biases, configure)
                for step in 0..<24 {
                    // Applying a chain takes all candidates as they come.
                    let expected = try whole.apply(logits[step % 5]).chosen
                    whole.accept([expected])
                    #expect(try short.choose(logits[step % 5]) == expected)
                }
            }
        }

        @Test func `the likeliest of equals is the first`() throws {
            var logits = [Float](repeating: -1, count: self.weights.vocabularySize)
            for token in [1700, 900, 64, 65] { logits[token] = 3 }
            #expect(try ShimSampler(self.weights).choose(logits) == 64)
            logits[self.weights.vocabularySize - 1] = 4
            #expect(try ShimSampler(self.weights).choose(logits) == Int32(self.weights.vocabularySize - 1))
            logits[0] = 4
            #expect(try ShimSampler(self.weights).choose(logits) == 0)
        }

        @Test func `a token accepted from outside counts for penalties`() throws {
            var logits = [Float](repeating: 0, count: self.weights.vocabularySize)
            (logits[7], logits[8]) = (10, 9.5)
            let sampler = try ShimSampler(self.weights) { ($0.penalty_window, $0.repetition_penalty) = (2, 2) }
            #expect(try sampler.clone().choose(logits) == 7)
            sampler.accept([7])
            #expect(try sampler.choose(logits) == 8)
            // Both are penalised, and then the window has moved on.
            sampler.accept([100, 101])
            #expect(try sampler.choose(logits) == 7)
        }

        @Test func `typical sampling works beside forbidden and impossible tokens`() throws {
            var logits = fixedLogits(self.weights.vocabularySize)
            for token in stride(from: 0, to: logits.count, by: 3) { logits[token] = -200 }
            let biases = [martlet_token_bias(token: 4, bias: -.infinity)]
            let sampler = try ShimSampler(self.weights, biases: biases) { ($0.temperature, $0.typical_p) = (1, 0.5) }
            let left = try sampler.apply(logits)
            #expect(left.tokens.count > 1 && left.tokens.count < 1000)
            #expect(!left.tokens.contains(4) && left.tokens.allSatisfy { $0 % 3 != 0 })
        }
    }
#endif
