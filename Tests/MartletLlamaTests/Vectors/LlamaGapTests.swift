#if Llama
    import Synchronization
    import Testing

    @testable import LanguageModels
    @testable import MartletLlama

    /// Vector 23 on a real model: seven chats answer while a long prompt joins.
    @Suite(.enabled(if: LlamaTestModel.exists, "the tests' model is absent; run make in Models"))
    struct LlamaGapTests {
        /// A step as the engine composed it.
        private struct Step: Sendable {
            var answers: Set<Int> = []
            var prompt = 0
            var long = 0
        }

        // Vector 23; on steps as they are composed, since a busy machine can make any of them long.
        @Test(.timeLimit(.minutes(5)), arguments: [4, 10])
        func `each step of the prompt has every answer's token and keeps to its budget`(
            milliseconds: Int
        ) async throws {
            let weights = try LlamaWeights.test()
            let short = (0..<7).map { weights.words(20, seed: UInt64($0)) }
            let long = weights.words(900, seed: 8)
            let reference = Mutex<InferenceEngine?>(nil)
            let seconds = Mutex<[Double]>([])
            var hooks = DecodeHooks()
            // What all decodes took is published after each of them, before the next one is composed.
            hooks.before = { _, _ in
                let total = reference.withLock { $0 }?.statistics.decodeSeconds ?? 0
                seconds.withLock { $0.append(total) }
            }
            let target = Double(milliseconds) / 1000
            let engine = try await RecordedEngine(
                weights,
                contextLength: 1024,
                cacheLength: 8192,
                scheduling: InferenceConfiguration(
                    bufferCapacity: 100_000,
                    stepTarget: .milliseconds(milliseconds),
                    guessesAhead: false
                ),
                hooks: hooks
            )
            reference.withLock { $0 = engine.engine }
            defer { reference.withLock { $0 = nil } }
            let readers = short.map { prompt in
                Task { _ = try await engine.answer(prompt, .endless(weights, 900)) }
            }
            while engine.record.mostSequences < 7 { try await Task.sleep(for: .milliseconds(2)) }
            let answer = try await engine.answer(long, .endless(weights, 1))
            for reader in readers { reader.cancel() }
            for reader in readers { _ = await reader.result }
            #expect(answer.summary?.promptTokens == 900)

            let longSequence = try #require(
                engine.record.batches.joined().first { $0.position == 0 && $0.token == long[0] }?.sequence
            )
            let steps = engine.record.batches.map { batch in
                batch.reduce(into: Step()) { step, token in
                    let isLong = token.sequence == longSequence
                    if token.position < (isLong ? 900 : 20) {
                        step.prompt += 1
                        step.long += isLong ? 1 : 0
                    } else {
                        step.answers.insert(token.sequence)
                    }
                }
            }
            let totals = seconds.withLock { $0 }
            var cost = StepCost()
            var joined = 0
            for (index, step) in steps.enumerated() {
                if step.long > 0 {
                    joined += step.long
                    #expect(step.answers.count == 7)
                    // Sums of seconds are rounded, and steps are multiples of 16.
                    let budget = cost.promptBudget(target: target, answers: step.answers.count)
                    #expect(step.prompt <= budget + StepCost.tile)
                    if joined == 900 { break }
                }
                try #require(index + 1 < totals.count)
                cost.note(
                    answers: step.answers.count,
                    prompt: step.prompt,
                    seconds: totals[index + 1] - totals[index]
                )
            }
            #expect(joined == 900)
            #expect(engine.record.faults.isEmpty)
        }
    }
#endif
