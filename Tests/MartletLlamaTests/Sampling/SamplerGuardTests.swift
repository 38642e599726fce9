#if Llama
    import CMartletLlama
    import LanguageModels
    import Testing

    @testable import MartletLlama

    /// What llama.cpp's samplers end the process for, or compute nonsense from: through the shim each is an error.
    @Suite(.enabled(if: LlamaTestModel.exists, "the tests' model is absent; run make in Models"))
    struct SamplerGuardTests {
        private let weights: LlamaWeights

        init() throws {
            self.weights = try LlamaWeights(path: LlamaTestModel.path, options: LlamaTestModel.options) { _ in true }
        }

        private func expectRefused(
            biases: [martlet_token_bias] = [],
            breakers: [String] = [],
            _ configure: (inout martlet_sampler_options) -> Void = { _ in }
        ) {
            do {
                _ = try ShimSampler(self.weights, biases: biases, breakers: breakers, configure)
                Issue.record("the options are accepted")
            } catch let failure as ShimSampler.Failure {
                #expect(failure.status == Int32(MARTLET_INVALID_ARGUMENT))
                #expect(!failure.description.isEmpty)
            } catch {
                Issue.record(error)
            }
        }

        @Test func `samplers with impossible numbers`() {
            let numbers: [WritableKeyPath<martlet_sampler_options, Float>] = [
                \.repetition_penalty, \.frequency_penalty, \.presence_penalty, \.typical_p, \.top_p, \.min_p,
                \.temperature, \.dynamic_temperature_range, \.dynamic_temperature_exponent, \.top_n_sigma,
                \.xtc_probability, \.xtc_threshold, \.dry_multiplier, \.dry_base, \.mirostat_tau, \.mirostat_eta,
            ]
            for number in numbers {
                for value in [Float.nan, .infinity, -.infinity] {
                    self.expectRefused { $0[keyPath: number] = value }
                }
            }
            for penalty in [Float(0), -1, 1e-30] { self.expectRefused { $0.repetition_penalty = penalty } }
            self.expectRefused { $0.penalty_window = .max }
            self.expectRefused { ($0.dry_multiplier, $0.dry_window) = (1, .max) }
            self.expectRefused { ($0.dry_multiplier, $0.dry_window, $0.dry_base) = (1, 8, 0.5) }
            self.expectRefused { ($0.dry_multiplier, $0.dry_window, $0.dry_allowed_length) = (1, 8, -1) }
            for version in [Int32(-1), 3, .max] { self.expectRefused { $0.mirostat = version } }
            self.expectRefused { ($0.mirostat, $0.mirostat_tau) = (2, 0) }
            self.expectRefused { ($0.mirostat, $0.mirostat_eta) = (1, -1) }
        }

        @Test func `biases and breakers that cannot be`() {
            for token in [Int32(-1), Int32(self.weights.vocabularySize), .max, .min] {
                self.expectRefused(biases: [.init(token: token, bias: 1)])
            }
            for bias in [Float.nan, .infinity, 1e30] {
                self.expectRefused(biases: [.init(token: 1, bias: bias)])
            }
            for breaker in ["", String(repeating: "a", count: 41)] {
                self.expectRefused(breakers: [breaker]) { ($0.dry_multiplier, $0.dry_window) = (1, 8) }
            }
            let many = [String](repeating: "a", count: 65)
            self.expectRefused(breakers: many) { ($0.dry_multiplier, $0.dry_window) = (1, 8) }
        }

        @Test func `logits that are no numbers, too few or too many`() throws {
            let size = self.weights.vocabularySize
            let samplers = try [
                ShimSampler(self.weights), ShimSampler(self.weights) { $0.temperature = 1 },
                ShimSampler(self.weights) { ($0.temperature, $0.top_k) = (1, 3) },
            ]
            for sampler in samplers {
                for place in [0, 1, 31, 32, size / 2, size - 1] {
                    for value in [Float.nan, .infinity] {
                        var logits = fixedLogits(size)
                        logits[place] = value
                        #expect(throws: ShimSampler.Failure.self) { try sampler.choose(logits) }
                    }
                }
                #expect(throws: ShimSampler.Failure.self) {
                    try sampler.choose([Float](repeating: -.infinity, count: size))
                }
                for count in [0, 1, size - 1, size + 1] {
                    #expect(throws: ShimSampler.Failure.self) {
                        try sampler.choose([Float](repeating: 0, count: count))
                    }
                }
                // A sampler goes on after such an error.
                var logits = [Float](repeating: -.infinity, count: size)
                logits[5] = -3
                #expect(try sampler.choose(logits) == 5)
            }
        }

        @Test func `candidates that cannot be`() throws {
            let sampler = try ShimSampler(self.weights) { $0.temperature = 1 }
            #expect(throws: ShimSampler.Failure.self) { try sampler.apply([]) }
            #expect(throws: ShimSampler.Failure.self) { try sampler.apply([1, .nan]) }
            #expect(throws: ShimSampler.Failure.self) { try sampler.apply([1, .infinity]) }
            let tooMany = [Float](repeating: 0, count: self.weights.vocabularySize + 1)
            #expect(throws: ShimSampler.Failure.self) { try sampler.apply(tooMany) }
            #expect(!sampler.allows(-1) && !sampler.allows(.max))
        }

        @Test(arguments: [Int32(0), 1, 2])
        func `all tokens forbidden`(mirostat: Int32) throws {
            let biases = (0..<Int32(self.weights.vocabularySize)).map {
                martlet_token_bias(token: $0, bias: -.infinity)
            }
            for (temperature, topK) in [(Float(0), Int32(0)), (1, 0), (1, 40)] {
                let sampler = try ShimSampler(self.weights, biases: biases) {
                    ($0.temperature, $0.top_k, $0.mirostat) = (temperature, topK, mirostat)
                    ($0.typical_p, $0.top_p, $0.min_p, $0.top_n_sigma) = (0.9, 0.9, 0.1, 1)
                    ($0.xtc_probability, $0.dynamic_temperature_range) = (1, 0.5)
                }
                #expect(throws: ShimSampler.Failure.self) {
                    try sampler.choose(fixedLogits(self.weights.vocabularySize))
                }
            }
        }

        @Test func `extreme options choose a token`() throws {
            let logits = [fixedLogits(self.weights.vocabularySize), fixedLogits(self.weights.vocabularySize, seed: 6)]
            for seed in 0..<UInt32(40) {
                let sampler = try ShimSampler(self.weights, breakers: ["é", "\n"]) {
                    $0.seed = seed == 0 ? .max : seed
                    $0.temperature = [1e-6, 100, 1][Int(seed) % 3]
                    ($0.top_p, $0.min_p) = (seed % 2 == 0 ? 0 : 1, seed % 5 == 0 ? 1 : 0)
                    ($0.typical_p, $0.top_k) = (seed % 3 == 0 ? 1e-6 : 1, Int32(seed % 7))
                    $0.top_n_sigma = seed % 4 == 0 ? 1e-6 : 0
                    ($0.dry_multiplier, $0.dry_base, $0.dry_window, $0.dry_allowed_length) = (100, 100, 50, 0)
                    ($0.xtc_probability, $0.xtc_threshold) = (1, 0)
                    ($0.dynamic_temperature_range, $0.dynamic_temperature_exponent) = (seed % 2 == 0 ? 100 : 0, 0.01)
                    $0.mirostat = Int32(seed % 11 / 9)
                    ($0.penalty_window, $0.repetition_penalty, $0.frequency_penalty) = (64, 100, 2)
                }
                for step in 0..<60 {
                    let token = try sampler.choose(logits[step % 2])
                    #expect(token < self.weights.vocabularySize)
                }
            }
        }
    }
#endif
