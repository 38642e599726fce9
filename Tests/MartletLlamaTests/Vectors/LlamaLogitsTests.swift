#if Llama
    import CMartletLlama
    import LanguageModels
    import Testing

    @testable import MartletLlama

    /// Numbers, not only tokens: logits compared with llama.cpp's own, and between ways to evaluate the same tokens.
    @Suite(.enabled(if: LlamaTestModel.exists, "the tests' model is absent; run make in Models"))
    struct LlamaLogitsTests {
        private static func prompt(_ weights: LlamaWeights) throws -> [Int32] {
            let text = String(repeating: "You answer questions about birds. Be short and kind. Why? ", count: 16)
            return Array(try weights.tokenize(text, addSpecial: true, parseSpecial: false).prefix(200))
        }

        /// A kind of attention, in llama.cpp's words and in the shim's.
        private struct Attention: Sendable {
            var name: LlamaOracle.Logits.FlashAttention
            var option: Int32

            static let all = [
                Attention(name: .off, option: Int32(MARTLET_FLASH_OFF)),
                Attention(name: .on, option: Int32(MARTLET_FLASH_ON)),
                Attention(name: .automatic, option: Int32(MARTLET_FLASH_AUTO)),
            ]
        }

        /// The same tokens as a whole, and in pieces that different kernels compute.
        private static let schedules = [200, 128, 100, 33, 8, 4, 1].map { Logits.pieces(of: 200, length: $0) }

        /// Ours and llama.cpp's logits for each kind of attention and each schedule.
        private func logits(
            _ weights: LlamaWeights,
            path: String,
            cache: LlamaCacheType
        ) throws -> [[(ours: [Float], theirs: [Float])]] {
            let prompt = try Self.prompt(weights)
            let cases = Attention.all.flatMap { attention in
                Self.schedules.map { pieces in
                    LlamaOracle.Logits(
                        tokens: prompt,
                        pieces: pieces,
                        flashAttention: attention.name,
                        cacheType: cache == .f32 ? 0 : 1
                    )
                }
            }
            let expected = try LlamaOracle.run(model: path, logits: cases).logits
            try #require(expected.count == cases.count)
            return try Attention.all.enumerated().map { index, attention in
                try Self.schedules.enumerated().map { number, pieces in
                    let context = try LlamaTestContext(weights) { options in
                        options.flash_attention = attention.option
                        options.key_type = cache.kind
                        options.value_type = cache.kind
                    }
                    let ours = try context.evaluate(prompt, pieces: pieces)
                    return (ours, expected[index * Self.schedules.count + number])
                }
            }
        }

        // Vector 4
        @Test(
            .enabled(if: LlamaOracle.isAvailable, "python3 or Scripts/setup-llama's files are missing"),
            arguments: [LlamaCacheType.f16, .f32]
        )
        func `logits after a prompt are llama.cpp's own, in any pieces and with any attention`(
            cache: LlamaCacheType
        ) throws {
            let found = try self.logits(.test(), path: LlamaTestModel.path, cache: cache)
            for (attention, pairs) in zip(Attention.all, found) {
                for (pieces, pair) in zip(Self.schedules, pairs) {
                    let difference = Logits.difference(pair.ours, pair.theirs)
                    #expect(difference <= 1e-6, "flash attention \(attention.name), pieces of \(pieces[0])")
                }
            }
        }

        // Vector 4
        @Test(.enabled(if: LlamaOracle.isAvailable, "python3 or Scripts/setup-llama's files are missing"))
        func `pieces and flash attention change the last digits of logits alone`() throws {
            let fixture = try LlamaFixture()
            let path = try RandomModel.plain.write(fixture)
            let found = try self.logits(RandomModel.plain.weights, path: path, cache: .f32)
            for (attention, pairs) in zip(Attention.all, found) {
                let whole = pairs[0].theirs
                // It must be able to fail: logits differ by far more than what is allowed.
                #expect((whole.max() ?? 0) - (whole.min() ?? 0) > 2)
                for (pieces, pair) in zip(Self.schedules, pairs) {
                    let what: Comment = "flash attention \(attention.name), pieces of \(pieces[0])"
                    #expect(Logits.difference(pair.ours, pair.theirs) <= 1e-6, what)
                    // llama.cpp's kernels of flash attention for few and for many tokens are 0.008 apart by themselves.
                    #expect(Logits.difference(pair.ours, whole) <= (attention.name == .off ? 1e-4 : 1e-2), what)
                    #expect(Logits.difference(pair.ours, found[0][0].theirs) <= 1e-2, what)
                }
            }
        }

        // Vector 4
        @Test(.enabled(if: LlamaOracle.isAvailable, "python3 or Scripts/setup-llama's files are missing"))
        func `an engine's first logits are llama.cpp's own`() async throws {
            let weights = try LlamaWeights.test()
            let prompt = try Self.prompt(weights)
            let engine = try await RecordedEngine(
                weights,
                context: LlamaContextOptions(),
                hooks: DecodeHooks(keepsLogits: true)
            )
            _ = try await engine.answer(prompt, .greedy(1))
            let pieces = engine.record.batches.map(\.count)
            let expected = try LlamaOracle.run(logits: [.init(tokens: prompt, pieces: pieces)]).logits[0]
            let found = try #require(engine.record.logits[prompt])
            #expect(Logits.difference(found, expected) <= 1e-6)
        }

        // Vector 11
        @Test(.enabled(if: LlamaFixture.isAvailable, "python3 is missing"))
        func `six chats on one parked beginning have the logits of fresh ones`() throws {
            let weights = try RandomModel.plain.weights
            let prefix = Array(try Self.prompt(weights).prefix(64))
            let suffixes = (0..<6).map { weights.words(5 + 3 * $0, seed: UInt64($0)) }
            let shared = try LlamaTestContext(weights)
            try shared.evaluate(prefix, pieces: [64])
            for (index, suffix) in suffixes.enumerated() {
                let sequence = Int32(index + 1)
                shared.share(0, with: sequence, count: 64)
                let found = try shared.evaluate(suffix, pieces: [suffix.count], sequence: sequence, from: 64)
                let fresh = try LlamaTestContext(weights)
                let expected = try fresh.evaluate(prefix + suffix, pieces: [64, suffix.count])
                #expect(Logits.difference(found, expected) <= 1e-5)
            }
        }

        // Vector 11
        @Test(.enabled(if: LlamaFixture.isAvailable, "python3 is missing"))
        func `an engine's chats on one beginning take its cells once`() async throws {
            let weights = try RandomModel.plain.weights
            let prefix = Array(try Self.prompt(weights).prefix(64))
            let suffixes = (0..<6).map { weights.words(5 + 3 * $0, seed: UInt64($0)) }
            let hooks = DecodeHooks(keepsLogits: true)
            let shared = try await RecordedEngine(weights, hooks: hooks)
            _ = try await shared.answer(prefix, .endless(weights, 1))
            for suffix in suffixes {
                let fresh = try await RecordedEngine(weights, hooks: hooks)
                let expected = try await fresh.answer(prefix + suffix, .endless(weights, 12))
                let found = try await shared.answer(prefix + suffix, .endless(weights, 12))
                #expect(found.tokens == expected.tokens)
                #expect(found.summary?.cachedTokens == 64)
                #expect(expected.summary?.cachedTokens == 0)
                let all = prefix + suffix + expected.tokens
                for length in prefix.count + suffix.count..<all.count {
                    let context = Array(all.prefix(length))
                    let (one, other) = (shared.record.logits[context], fresh.record.logits[context])
                    #expect(Logits.difference(one ?? [], other ?? []) <= 1e-5)
                }
            }
            // The beginning once, and of each chat its own: what was asked, and all of the answer but its last token.
            let own = suffixes.reduce(0) { $0 + $1.count + 11 }
            #expect(await shared.finalStatistics().cachedTokens == 64 + own)
            #expect(shared.record.faults.isEmpty)
        }
    }
#endif
