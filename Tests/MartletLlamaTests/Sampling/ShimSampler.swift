#if Llama
    import CMartletLlama
    import Testing

    @testable import MartletLlama

    /// A sampler of the C shim, freed with the object.
    final class ShimSampler {
        struct Failure: Error, CustomStringConvertible {
            var status: Int32
            var description: String
        }

        let pointer: OpaquePointer
        private let weights: LlamaWeights

        init(
            _ weights: LlamaWeights,
            grammar: String? = nil,
            triggers: [String] = [],
            biases: [martlet_token_bias] = [],
            breakers: [String] = [],
            _ configure: (inout martlet_sampler_options) -> Void = { _ in }
        ) throws {
            var error = martlet_error()
            var options = martlet_sampler_default_options()
            configure(&options)
            let made = biases.withUnsafeBufferPointer { biases in
                CStrings.with(breakers) { breakers in
                    CStrings.with(triggers) { triggers in
                        CStrings.with([grammar ?? ""]) { texts in
                            options.biases = biases.baseAddress
                            options.bias_count = biases.count
                            options.dry_breakers = breakers.baseAddress
                            options.dry_breaker_count = breakers.count
                            options.triggers = triggers.baseAddress
                            options.trigger_count = triggers.count
                            options.grammar = grammar == nil ? nil : texts[0]
                            return martlet_sampler_create(weights.pointer, options, &error)
                        }
                    }
                }
            }
            guard let made else { throw Failure(status: error.status, description: error.text) }
            self.pointer = made
            self.weights = weights
        }

        private init(pointer: OpaquePointer, weights: LlamaWeights) {
            self.pointer = pointer
            self.weights = weights
        }

        deinit {
            martlet_sampler_free(self.pointer)
        }

        func clone() throws -> ShimSampler {
            var error = martlet_error()
            guard let copy = martlet_sampler_clone(self.pointer, &error) else {
                throw Failure(status: error.status, description: error.text)
            }
            return ShimSampler(pointer: copy, weights: self.weights)
        }

        func reset() {
            #expect(martlet_sampler_reset(self.pointer, nil) == MARTLET_OK)
        }

        func accept(_ tokens: [Int32]) {
            for token in tokens { #expect(martlet_sampler_accept(self.pointer, token, nil) == MARTLET_OK) }
        }

        func choose(_ logits: [Float]) throws -> Int32 {
            var error = martlet_error()
            let token = martlet_sampler_choose(self.pointer, logits, logits.count, &error)
            guard token >= 0 else { throw Failure(status: error.status, description: error.text) }
            #expect(error.isSuccess)
            return token
        }

        /// What remains of the candidates 0, 1, 2 and so on with these logits, and the chosen one.
        func apply(_ logits: [Float]) throws -> (tokens: [Int32], logits: [Float], chosen: Int32) {
            var error = martlet_error()
            var candidates = logits.enumerated().map { token, logit in
                martlet_candidate(token: Int32(token), logit: logit, probability: 0)
            }
            var (count, selected) = (candidates.count, 0)
            guard martlet_sampler_apply(self.pointer, &candidates, &count, &selected, &error) == MARTLET_OK else {
                throw Failure(status: error.status, description: error.text)
            }
            let left = candidates.prefix(count)
            return (left.map(\.token), left.map(\.logit), candidates[selected].token)
        }

        func allows(_ token: Int32) -> Bool { martlet_sampler_allows(self.pointer, token) }
    }

    extension LlamaWeights {
        /// Biases that keep a sampler from ending.
        var endless: [martlet_token_bias] {
            (0..<Int32(self.vocabularySize)).filter(self.isEndOfGeneration).map { .init(token: $0, bias: -.infinity) }
        }
    }

    /// Logits that are the same everywhere: most of them low, some high.
    func fixedLogits(_ count: Int, seed: UInt32 = 5) -> [Float] {
        var generator = MersenneTwister(seed: seed)
        return (0..<count).map { _ in
            let unit = generator.unit()
            return Float(unit * unit * unit * 12 + unit * 2 - 4)
        }
    }
#endif
