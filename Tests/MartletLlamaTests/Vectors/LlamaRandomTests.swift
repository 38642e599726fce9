#if Llama
    import LanguageModels
    import Testing

    @testable import MartletLlama

    /// Vector 22 on a real model: many who ask, read slowly or go away in the middle, at moments that a seed chooses.
    @Suite(.enabled(if: LlamaFixture.isAvailable, "python3 or the tests' model is missing"))
    struct LlamaRandomTests {
        /// Asks in one of several ways, and gives the answer back if it was read to its end.
        private static func client(_ number: Int, seed: UInt64, engine: RecordedEngine, prompt: [Int32])
            async throws -> [Int32]?
        {
            var random = SeededRandom(seed &* 1000 &+ UInt64(number))
            let manner = Int.random(in: 0..<5, using: &random)
            let count = Int.random(in: 0..<8, using: &random)
            let delay = Duration.microseconds(Int.random(in: 0..<30_000, using: &random))
            try await Task.sleep(for: .microseconds(Int.random(in: 0..<20_000, using: &random)))
            let reader = Task { () -> [Int32]? in
                var tokens: [Int32] = []
                for try await delta in engine.engine.stream(options: .greedy(12), prompt: { prompt }) {
                    tokens += delta.tokens
                    if manner == 1 { try await Task.sleep(for: .microseconds(500)) }
                    if manner == 2, tokens.count >= count { withUnsafeCurrentTask { $0?.cancel() } }
                    if manner == 3, tokens.count >= count { return nil }
                }
                return tokens
            }
            if manner == 4 {
                try await Task.sleep(for: delay)
                reader.cancel()
            }
            do {
                return try await reader.value
            } catch is CancellationError {
                return nil
            }
        }

        // Vector 22
        @Test(.timeLimit(.minutes(5)), arguments: [1, 2, 3] as [UInt64])
        func `64 who come and go at random moments all end, and get the answers of each alone`(
            seed: UInt64
        ) async throws {
            let weights = try RandomModel.plain.weights
            let prompts = try ["What is Martlet?", "Who are you?", "Tell me a joke.", "How much is 3 plus 4?"].map {
                try weights.tokenize("Question: \($0)\nAnswer:", addSpecial: true, parseSpecial: false)
            }
            var expected: [[Int32]] = []
            for prompt in prompts {
                expected.append(try await RecordedEngine(weights).answer(prompt, .greedy(12)).tokens)
            }
            let scheduling = InferenceConfiguration(bufferCapacity: 2, readerPatience: .milliseconds(5))
            let engine = try await RecordedEngine(
                weights,
                contextLength: 256,
                cacheLength: 256,
                sequences: 6,
                scheduling: scheduling
            )
            let answered = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<64 {
                    let which = number % prompts.count
                    let (prompt, wanted) = (prompts[which], expected[which])
                    group.addTask {
                        let tokens = try await Self.client(number, seed: seed, engine: engine, prompt: prompt)
                        guard let tokens else { return 0 }
                        #expect(tokens == wanted)
                        return 1
                    }
                }
                return try await group.reduce(0, +)
            }
            // Two manners of five read to the end.
            #expect(answered >= 10)
            await engine.waitForOpen(0)
            #expect(try await engine.answer(prompts[0], .greedy(12)).tokens == expected[0])
            let statistics = await engine.finalStatistics()
            #expect(statistics.failed == 0)
            #expect(statistics.paused == 0)
            #expect(statistics.finished >= answered + 1)
            #expect(statistics.finished + statistics.cancelled <= 65)
            #expect(engine.record.faults.isEmpty)
        }
    }
#endif
