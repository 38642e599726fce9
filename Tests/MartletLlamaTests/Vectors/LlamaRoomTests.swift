#if Llama
    import LanguageModels
    import Testing

    @testable import MartletLlama

    /// The ends of the context and of the cache on a real model, and what of a chat stays in the cache.
    @Suite(.enabled(if: LlamaFixture.isAvailable, "python3 or the tests' model is missing"))
    struct LlamaRoomTests {
        private let weights: LlamaWeights

        init() throws {
            self.weights = try RandomModel.plain.weights
        }

        private func fresh(_ prompt: [Int32], _ most: Int?, contextLength: Int = 512) async throws -> [Int32] {
            let engine = try await RecordedEngine(self.weights, contextLength: contextLength)
            return try await engine.answer(prompt, .endless(self.weights, most)).tokens
        }

        // Vector 14
        @Test func `the longest prompt gets one token, and longer ones are refused with both numbers`() async throws {
            let engine = try await RecordedEngine(self.weights, contextLength: 64)
            let words = self.weights.words(80, seed: 1)
            let longest = try await engine.answer(Array(words.prefix(63)), .endless(self.weights, nil))
            #expect(longest.tokens.count == 1)
            #expect(longest.summary?.finishReason == .contextFull)
            for count in [64, 65, 80] {
                let error = await #expect(throws: LanguageModelError.self) {
                    _ = try await engine.answer(Array(words.prefix(count)), .endless(self.weights, nil))
                }
                #expect(error?.code == .contextOverflow)
                #expect(error?.overflow?.needed == count + 1)
                #expect(error?.overflow?.available == 64)
            }
            #expect(engine.record.batches.reduce(0) { $0 + $1.count } == 63)
        }

        // Vector 14
        @Test(arguments: [1, 10, 40, 62])
        func `an answer ends exactly where the context is full`(count: Int) async throws {
            let engine = try await RecordedEngine(self.weights, contextLength: 64)
            let prompt = self.weights.words(count, seed: 2)
            let answer = try await engine.answer(prompt, .endless(self.weights, nil))
            #expect(answer.tokens.count == 64 - count)
            #expect(answer.summary?.finishReason == .contextFull)
            // One token less is a limit of the request's own.
            let limited = try await engine.answer(prompt, .endless(self.weights, 63 - count))
            #expect(limited.summary?.finishReason == .maxNewTokens)
            #expect(limited.tokens[...] == answer.tokens.dropLast())
            #expect(engine.record.faults.isEmpty)
        }

        // Vector 15
        @Test(arguments: [(28, 2), (29, 1)])
        func `two chats that fill the cache exactly run together, and one token more waits`(
            most: Int,
            together: Int
        ) async throws {
            let prompts = (0..<3).map { self.weights.words(100, seed: UInt64(3 + $0)) }
            let engine = try await RecordedEngine(
                self.weights,
                contextLength: 256,
                cacheLength: 256,
                sequences: 4,
                isHeld: true
            )
            #expect(engine.engine.limits.cacheLength == 256)
            let answers = try await engine.answers(prompts, .endless(self.weights, most))
            #expect(engine.record.mostSequences == together)
            for (prompt, answer) in zip(prompts, answers) {
                #expect(answer.tokens == (try await self.fresh(prompt, most)))
                #expect(answer.summary?.finishReason == .maxNewTokens)
            }
            let statistics = await engine.finalStatistics()
            #expect(statistics.failed == 0)
            #expect(statistics.fullDecodes == 0)
            #expect(engine.record.faults.isEmpty)
        }

        // Vector 15
        @Test func `answers that outgrow the cache give way, and end as each alone`() async throws {
            // Room is reserved 256 tokens ahead: both are let in, and 400 each do not fit together.
            let prompts = (0..<2).map { self.weights.words(60, seed: UInt64(6 + $0)) }
            let engine = try await RecordedEngine(
                self.weights,
                contextLength: 700,
                cacheLength: 768,
                sequences: 4,
                isHeld: true
            )
            let answers = try await engine.answers(prompts, .endless(self.weights, 400))
            let statistics = await engine.finalStatistics()
            #expect(statistics.fullDecodes + statistics.preemptions >= 1)
            #expect(statistics.failed == 0)
            for (prompt, answer) in zip(prompts, answers) {
                #expect(answer.tokens == (try await self.fresh(prompt, 400, contextLength: 700)))
                #expect(answer.summary?.finishReason == .maxNewTokens)
            }
            #expect(engine.record.faults.isEmpty)
        }

        // Vector 15
        @Test func `twelve chats in the room of three take turns`() async throws {
            let prompts = (0..<12).map { self.weights.words(40 + 3 * $0, seed: UInt64(20 + $0)) }
            let engine = try await RecordedEngine(
                self.weights,
                contextLength: 256,
                cacheLength: 256,
                sequences: 8,
                isHeld: true
            )
            let answers = try await engine.answers(prompts, .endless(self.weights, 12))
            for (prompt, answer) in zip(prompts, answers) {
                #expect(answer.tokens == (try await self.fresh(prompt, 12)))
            }
            #expect(await engine.finalStatistics().evictions > 0)
            #expect(engine.record.mostSequences > 1)
            #expect(engine.record.faults.isEmpty)
        }

        // Vector 12
        @Test func `turns, tries again and edits find exactly what they have in common with the cache`() async throws {
            let engine = try await RecordedEngine(self.weights, contextLength: 800)
            let system = "You answer questions about birds and about Martlet, a library. Be short and kind.\n"
            var history = system
            var held: [Int32] = []
            func ask(_ text: String) async throws -> [Int32] {
                let prompt = try self.weights.tokenize(text, addSpecial: true, parseSpecial: false)
                let answer = try await engine.answer(prompt, .greedy(24))
                let common = zip(held, prompt).prefix { $0 == $1 }.count
                #expect(answer.summary?.cachedTokens == min(common, prompt.count - 1))
                let alone = try await RecordedEngine(self.weights, contextLength: 800)
                let expected = try await alone.answer(prompt, .greedy(24))
                #expect(expected.summary?.cachedTokens == 0)
                #expect(answer.tokens == expected.tokens)
                // A last token that a limit cut off was sampled and never evaluated.
                let isCut = answer.summary?.finishReason == .maxNewTokens
                held = prompt + answer.tokens.dropLast(isCut ? 1 : 0)
                return answer.tokens
            }
            for question in ["What is Martlet?", "Who are you?", "What is a bird?", "Why?"] {
                let prompt = history + "Question: \(question)\nAnswer:"
                let tokens = try await ask(prompt)
                // The same question again.
                #expect(try await ask(prompt) == tokens)
                let text = try self.weights.detokenize(tokens, removeSpecial: true, unparseSpecial: false)
                history = prompt + String(decoding: text, as: UTF8.self) + "\n"
            }
            // An early message is another one now; then the instructions themselves.
            _ = try await ask(history.replacingOccurrences("Who are you?", with: "Where are you from?"))
            _ = try await ask(history.replacingOccurrences("birds", with: "fish"))
            #expect(engine.record.faults.isEmpty)
        }
    }

    extension String {
        fileprivate func replacingOccurrences(_ part: String, with other: String) -> String {
            self.split(separator: part, omittingEmptySubsequences: false).joined(separator: other)
        }
    }
#endif
