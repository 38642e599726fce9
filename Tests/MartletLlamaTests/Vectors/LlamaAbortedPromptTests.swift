#if Llama
    import CMartletLlama
    import LanguageModels
    import Synchronization
    import Testing

    @testable import MartletLlama

    /// Vector 16: decodes that end in the middle of a prompt, and what the cache and the engine know of it then.
    @Suite(.enabled(if: LlamaFixture.isAvailable, "python3 or the tests' model is missing"))
    struct LlamaAbortedPromptTests {
        private let weights: LlamaWeights

        init() throws {
            self.weights = try RandomModel.plain.weights
        }

        // Vector 16
        @Test func `a decode ended in any micro-batch leaves those before it, and goes on from there`() throws {
            let polls = AbortPolls()
            let prompt = self.weights.words(128, seed: 1)
            let context = try LlamaTestContext(self.weights, polls: polls) { $0.micro_batch_length = 32 }
            #expect(context.decode(prompt, from: 0) == MARTLET_OK)
            let expected = try context.logits(127)
            let all = polls.count
            #expect(all > 8)
            var lengths: Set<Int> = []
            for eighth in 0...8 {
                context.truncate(0, to: 0)
                polls.restart(allowed: all * eighth / 8)
                let status = context.decode(prompt, from: 0)
                #expect(status == (eighth == 8 ? Int32(MARTLET_OK) : Int32(MARTLET_ABORTED)))
                let length = context.length(0)
                #expect(length.isMultiple(of: 32))
                lengths.insert(length)
                polls.restart()
                if eighth == 8 { break }
                #expect(context.decode(prompt[length...], from: length) == MARTLET_OK)
                #expect(context.length(0) == 128)
                #expect(Logits.difference(try context.logits(127 - length), expected) <= 1e-5)
            }
            #expect(lengths == [0, 32, 64, 96, 128])
        }

        // Vector 16
        @Test func `others of an ended decode keep their place beside it`() throws {
            let polls = AbortPolls()
            let context = try LlamaTestContext(self.weights, polls: polls) { $0.micro_batch_length = 32 }
            let (first, second) = (self.weights.words(40, seed: 2), self.weights.words(60, seed: 3))
            let batch = [first, second].enumerated().flatMap { sequence, tokens in
                tokens.enumerated().map { index, token in
                    martlet_batch_token(token: token, position: Int32(index), sequence: Int32(sequence), output: false)
                }
            }
            #expect(martlet_decode(context.pointer, batch, batch.count, nil) == MARTLET_OK)
            let all = polls.count
            for sequence: Int32 in 0...1 { context.truncate(sequence, to: 0) }
            polls.restart(allowed: all / 2)
            #expect(martlet_decode(context.pointer, batch, batch.count, nil) == MARTLET_ABORTED)
            // Micro-batches may take tokens of both sequences, but whole ones are evaluated.
            #expect(context.length(0) + context.length(1) < 100)
            #expect((context.length(0) + context.length(1)).isMultiple(of: 32))
        }

        // Vector 16
        @Test(arguments: [1, 2, 3], [0, 1, 32, 96, 127])
        func `an engine goes on from where a decode was ended`(step: Int, evaluated: Int) async throws {
            let prompt = self.weights.words(300, seed: 4)
            let fresh = try await RecordedEngine(self.weights, batchSize: 128)
            let expected = try await fresh.answer(prompt, .endless(self.weights, 8)).tokens
            var hooks = DecodeHooks()
            hooks.endsAfter = { number, batch in number == step ? min(evaluated, batch.count - 1) : nil }
            let engine = try await RecordedEngine(self.weights, batchSize: 128, hooks: hooks)
            #expect(try await engine.answer(prompt, .endless(self.weights, 8)).tokens == expected)
            #expect(engine.record.faults.isEmpty)
            let steps = engine.record.batches
            let ended = try #require(steps.dropFirst(step - 1).first)
            let next = try #require(steps.dropFirst(step).first?.first)
            #expect(next.position == (ended.first?.position ?? 0) + min(evaluated, ended.count - 1))
        }

        // Vector 16
        @Test(arguments: [0, 2, 3, 40])
        func `chats beside a prompt whose decode was ended answer as alone`(evaluated: Int) async throws {
            let prompts = (0..<4).map { self.weights.words($0 == 3 ? 200 : 10, seed: UInt64(10 + $0)) }
            var expected: [[Int32]] = []
            for prompt in prompts {
                let alone = try await RecordedEngine(self.weights, batchSize: 64)
                expected.append(try await alone.answer(prompt, .endless(self.weights, 40)).tokens)
            }
            let ended = Atomic(0)
            var hooks = DecodeHooks()
            // Twice, while chats answer and the long prompt is read: within the answers' tokens, and within the prompt.
            hooks.endsAfter = { _, batch in
                guard Set(batch.map(\.sequence)).count == 4, batch.count > 8 else { return nil }
                return ended.add(1, ordering: .relaxed).newValue <= 2 ? min(evaluated, batch.count - 1) : nil
            }
            let engine = try await RecordedEngine(self.weights, batchSize: 64, isHeld: true, hooks: hooks)
            let answers = try await engine.answers(prompts, .endless(self.weights, 40))
            #expect(ended.load(ordering: .relaxed) >= 2)
            #expect(answers.map(\.tokens) == expected)
            #expect(engine.record.faults.isEmpty)
        }

        // Vector 16
        @Test(arguments: [1, 2, 3], [0, 32, 96])
        func `what a cancelled prompt left in the cache is what the next one finds`(
            step: Int,
            evaluated: Int
        ) async throws {
            let prompt = self.weights.words(300, seed: 5)
            let fresh = try await RecordedEngine(self.weights, batchSize: 128)
            let expected = try await fresh.answer(prompt, .endless(self.weights, 8)).tokens
            let reader = Mutex<Task<Void, any Error>?>(nil)
            var hooks = DecodeHooks()
            hooks.after = { number in
                guard number == step else { return }
                // The task is there soon after its request.
                var task: Task<Void, any Error>?
                while task == nil { task = reader.withLock { $0 } }
                task?.cancel()
            }
            hooks.endsAfter = { number, batch in number == step ? min(evaluated, batch.count - 1) : nil }
            let engine = try await RecordedEngine(self.weights, batchSize: 128, hooks: hooks)
            let task = Task { _ = try await engine.answer(prompt, .endless(self.weights, 8)) }
            reader.withLock { $0 = task }
            await #expect(throws: CancellationError.self) { try await task.value }
            await engine.waitForOpen(0)
            let again = try await engine.answer(prompt, .endless(self.weights, 8))
            #expect(again.tokens == expected)
            let before = engine.record.batches.prefix(step - 1).reduce(0) { $0 + $1.count }
            let ended = engine.record.batches[step - 1].count
            #expect(again.summary?.cachedTokens == before + min(evaluated, ended - 1))
            #expect(engine.record.faults.isEmpty)
        }

        // Vector 16
        @Test func `prompts cancelled at any moment leave the engine and the cache of one mind`() async throws {
            let prompt = self.weights.words(900, seed: 6)
            let fresh = try await RecordedEngine(self.weights, contextLength: 1000, batchSize: 256)
            let expected = try await fresh.answer(prompt, .endless(self.weights, 4)).tokens
            var context = LlamaContextOptions.exact
            context.microBatchSize = 16
            let engine = try await RecordedEngine(
                self.weights,
                contextLength: 1000,
                batchSize: 256,
                context: context
            )
            var random = SeededRandom(7)
            for _ in 0..<16 {
                let options = GenerationOptions.endless(self.weights, 4)
                // One of three beginnings: some find what an earlier one left, and none a whole prompt.
                let other = [Int32.random(in: 300..<303, using: &random)] + prompt.dropFirst()
                let task = Task { _ = try await engine.answer(other, options) }
                try await Task.sleep(for: .microseconds(Int.random(in: 0..<20_000, using: &random)))
                task.cancel()
                _ = await task.result
            }
            #expect(try await engine.answer(prompt, .endless(self.weights, 4)).tokens == expected)
            #expect(engine.record.faults.isEmpty)
        }
    }
#endif
