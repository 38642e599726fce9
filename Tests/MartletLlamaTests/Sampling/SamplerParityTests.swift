#if Llama
    import CMartletLlama
    import LanguageModels
    import Testing

    @testable import MartletLlama

    /// Samplers compared with llama-cpp-python's low-level calls on the same logits.
    @Suite(
        .enabled(
            if: LlamaTestModel.exists && LlamaOracle.isAvailable,
            "python3, Scripts/setup-llama's files or the tests' model are missing"
        )
    )
    struct SamplerParityTests {
        private let weights: LlamaWeights

        init() throws {
            self.weights = try LlamaWeights(path: LlamaTestModel.path, options: LlamaTestModel.options) { _ in true }
        }

        private struct Case {
            var link: LlamaOracle.Link
            var accepted: [Int32] = []
            var biases: [martlet_token_bias] = []
            var breakers: [String] = []
            var configure: (inout martlet_sampler_options) -> Void = { _ in }

            init(
                _ name: String,
                _ arguments: LlamaOracle.Link.Argument...,
                accepted: [Int32] = [],
                biases: [martlet_token_bias] = [],
                breakers: [String] = [],
                configure: @escaping (inout martlet_sampler_options) -> Void = { _ in }
            ) {
                self.link = LlamaOracle.Link(name: name, arguments: arguments)
                self.accepted = accepted
                self.biases = biases
                self.breakers = breakers
                self.configure = configure
            }
        }

        private static let biases = [
            martlet_token_bias(token: 3, bias: 5), martlet_token_bias(token: 10, bias: -4.5),
            martlet_token_bias(token: 299, bias: 0.25),
        ]
        private static let said: [Int32] = [5, 6, 7, 8, 200, 5, 6, 7, 9, 5, 6, 7]

        private let cases = [
            Case("logit_bias", .pairs([[3, 5], [10, -4.5], [299, 0.25]]), biases: Self.biases),
            Case("penalties", .count(8), .number(1.3), .number(0.5), .number(0.25), accepted: Self.said) {
                ($0.penalty_window, $0.repetition_penalty) = (8, 1.3)
                ($0.frequency_penalty, $0.presence_penalty) = (0.5, 0.25)
            },
            Case(
                "dry",
                .number(0.8),
                .number(1.75),
                .count(2),
                .count(64),
                .texts(["\n", ":"]),
                accepted: Self.said,
                breakers: ["\n", ":"]
            ) { ($0.dry_multiplier, $0.dry_window) = (0.8, 64) },
            Case("top_n_sigma", .number(1.5)) { $0.top_n_sigma = 1.5 },
            Case("top_k", .count(7)) { $0.top_k = 7 },
            Case("top_k", .count(150)) { $0.top_k = 150 },
            Case("typical", .number(0.6), .count(1)) { $0.typical_p = 0.6 },
            Case("top_p", .number(0.7), .count(1)) { $0.top_p = 0.7 },
            Case("min_p", .number(0.1), .count(1)) { $0.min_p = 0.1 },
            Case("xtc", .number(1), .number(0.04), .count(1), .count(9)) {
                ($0.xtc_probability, $0.xtc_threshold, $0.seed) = (1, 0.04, 9)
            },
            Case("temp", .number(0.7)) { $0.temperature = 0.7 },
            Case("temp_ext", .number(1), .number(0.5), .number(1.2)) {
                ($0.dynamic_temperature_range, $0.dynamic_temperature_exponent) = (0.5, 1.2)
            },
        ]

        @Test func `each sampler leaves the same candidates with the same logits`() throws {
            let logits = fixedLogits(300)
            let expected = try LlamaOracle.run(
                apply: self.cases.map { .init(links: [$0.link], accepted: $0.accepted, logits: logits) }
            ).apply
            #expect(expected.count == self.cases.count)
            for (test, expected) in zip(self.cases, expected) {
                let sampler = try ShimSampler(self.weights, biases: test.biases, breakers: test.breakers) {
                    $0.temperature = 1
                    test.configure(&$0)
                }
                sampler.accept(test.accepted)
                let found = try sampler.apply(logits)
                #expect(found.tokens == expected.tokens, "\(test.link.name)")
                #expect(found.tokens.count < logits.count || found.logits != logits, "\(test.link.name) does nothing")
                for (found, expected) in zip(found.logits, expected.logits) {
                    #expect(abs(found - expected) <= 1e-6, "\(test.link.name)")
                }
            }
        }

        @Test(arguments: [UInt32(0), 1, 42, UInt32.max - 1])
        func `draws are those of the library and of the generator's definition`(seed: UInt32) throws {
            let logits = fixedLogits(self.weights.vocabularySize)
            let options = GenerationOptions(repetitionPenalty: 1, temperature: 1, topP: 1, topK: 0, seed: seed)
            let expected = try LlamaOracle.run(
                draw: [.init(options: .init(options), accepted: [], logits: logits, count: 32)]
            ).draw
            let sampler = try ShimSampler(self.weights) { ($0.temperature, $0.seed) = (1, seed) }
            let found = try (0..<32).map { _ in try sampler.choose(logits) }
            #expect([found] == expected)
            var generator = MersenneTwister(seed: seed)
            #expect(found == (0..<32).map { _ in generator.draw(logits) })
            #expect(Set(found).count > 8)
        }

        /// Requests with windows of all kinds.
        private static func requests(window: Int) -> [GenerationOptions] {
            [
                GenerationOptions(lastNTokens: window, seed: 11),
                GenerationOptions(repetitionPenalty: 1.3, lastNTokens: window, topP: 0.9, topK: 5, seed: 12),
                GenerationOptions(lastNTokens: window, temperature: 0),
            ]
        }

        /// Requests that together use every option.
        private static let requests: [GenerationOptions] = [
            // Few enough tokens to be chosen from a shortlist.
            GenerationOptions(lastNTokens: 6, topK: 10, presencePenalty: -1.5, seed: 1),
            GenerationOptions(lastNTokens: 6, temperature: 1.4, topK: 4, seed: 2, logitBias: [3: 9, 700: -3]),
            GenerationOptions(repetitionPenalty: 1, temperature: 0, logitBias: [900: 30]),
            GenerationOptions(temperature: 1.2, topK: 0, seed: 3, dynamicTemperatureRange: 0.7),
            GenerationOptions(topK: 0, minP: 0.02, seed: 4, topNSigma: 1.2),
            GenerationOptions(topK: 30, seed: 5, xtcProbability: 0.6, xtcThreshold: 0.05),
            GenerationOptions(lastNTokens: 0, topK: 8, seed: 6, dryMultiplier: 0.9, dryLastNTokens: 9),
            GenerationOptions(topP: 1, topK: 0, typicalP: 0.7, seed: 7, dryMultiplier: 2, dryAllowedLength: 1),
            GenerationOptions(seed: 8, mirostat: MirostatOptions(version: 1, tau: 3, eta: 0.2)),
            GenerationOptions(temperature: 1.5, seed: 9, mirostat: MirostatOptions(tau: 4)),
        ]

        @Test func `whole chains choose the same tokens after a prompt`() throws {
            let logits = fixedLogits(self.weights.vocabularySize, seed: 77)
            let prompt = Self.said + (0..<90).map { Int32($0 * 19 % self.weights.vocabularySize) }
            let requests = [0, 1, 64, -1].flatMap(Self.requests(window:)) + Self.requests
            let expected = try LlamaOracle.run(
                draw: requests.map { .init(options: .init($0), accepted: prompt, logits: logits, count: 48) }
            ).draw
            #expect(expected.count == requests.count)
            for (options, expected) in zip(requests, expected) {
                let windows = [options.lastNTokens, options.dryLastNTokens].map { $0 < 0 ? 1024 : $0 }
                let pointer = try LlamaSamplerOptions(
                    options: options,
                    seed: options.seed ?? 0,
                    windows: (penalties: windows[0], dry: options.dryMultiplier > 0 ? windows[1] : 0)
                ).makeSampler(weights: self.weights)
                defer { martlet_sampler_free(pointer) }
                for token in prompt { #expect(martlet_sampler_accept(pointer, token, nil) == MARTLET_OK) }
                var found: [Int32] = []
                for _ in 0..<48 { found.append(martlet_sampler_choose(pointer, logits, logits.count, nil)) }
                #expect(found == expected, "\(options)")
            }
        }
    }
#endif
