#if Llama
    import LanguageModels
    import Testing

    @testable import MartletLlama

    /// Models whose memory is not a plain list of tokens: layers that see a window alone, and recurrent ones.
    ///
    /// Whatever chats share, edit or try again, each answer is that of the same prompt on an empty cache.
    @Suite(.enabled(if: LlamaFixture.isAvailable, "python3 or the tests' model is missing"))
    struct LlamaWindowTests {
        /// Kinds of memory.
        enum Memory: String, CaseIterable, Sendable {
            case wholeWindow, shortWindow, recurrent

            var model: RandomModel { self == .recurrent ? .recurrent : .windows }

            var context: LlamaContextOptions {
                var options = LlamaContextOptions.exact
                options.keepsFullSlidingWindow = self != .shortWindow
                return options
            }
        }

        /// A model, an engine on it, and answers of engines that know nothing else.
        private struct Bench {
            let weights: LlamaWeights
            let memory: Memory
            let engine: RecordedEngine
            var system: [Int32] { self.weights.words(80, seed: 100) }
            var options: GenerationOptions { .endless(self.weights, 16) }

            init(_ memory: Memory, cacheLength: Int = 1024, isHeld: Bool = false) async throws {
                self.weights = try memory.model.weights
                self.memory = memory
                self.engine = try await RecordedEngine(
                    self.weights,
                    cacheLength: cacheLength,
                    batchSize: 64,
                    sequences: 4,
                    context: memory.context,
                    isHeld: isHeld
                )
            }

            func words(_ count: Int, _ seed: UInt64) -> [Int32] { self.weights.words(count, seed: seed) }

            func alone(_ prompt: [Int32]) async throws -> [Int32] {
                let fresh = try await RecordedEngine(
                    self.weights,
                    cacheLength: 1024,
                    batchSize: 64,
                    sequences: 4,
                    context: self.memory.context
                )
                return try await fresh.answer(prompt, self.options).tokens
            }

            /// Asks, and compares the answer with that of a fresh engine.
            @discardableResult
            func ask(_ prompt: [Int32], _ what: Comment) async throws -> RecordedEngine.Answer {
                let answer = try await self.engine.answer(prompt, self.options)
                #expect(answer.tokens.count == 16, what)
                #expect(answer.tokens == (try await self.alone(prompt)), what)
                return answer
            }
        }

        @Test(arguments: Memory.allCases)
        func `what was said beyond a window counts in the answers that these tests compare`(
            memory: Memory
        ) async throws {
            let bench = try await Bench(memory)
            let end = bench.words(60, 1)
            let answers = [bench.system + end, bench.words(80, 2) + end, end]
            var found: Set<[Int32]> = []
            for prompt in answers { found.insert(try await bench.alone(prompt)) }
            // A recurrent model forgets what was long ago.
            #expect(memory == .recurrent || found.count == 3)
            #expect(Set(found.joined()).count > 8)
        }

        // Vectors 5 and 14 on a model with windows
        @Test(
            .enabled(if: LlamaOracle.isAvailable, "python3 or Scripts/setup-llama's files are missing"),
            arguments: [Memory.wholeWindow, .recurrent]
        )
        func `logits are llama.cpp's own`(memory: Memory) async throws {
            let fixture = try LlamaFixture()
            let path = try memory.model.write(fixture)
            let weights = try memory.model.weights
            let prompt = weights.words(150, seed: 3)
            let pieces = [64, 64, 22]
            let context = try LlamaTestContext(weights)
            let found = try context.evaluate(prompt, pieces: pieces)
            let expected = try LlamaOracle.run(model: path, logits: [.init(tokens: prompt, pieces: pieces)]).logits[0]
            #expect(Logits.difference(found, expected) <= 1e-5)
        }

        // Vector 12
        @Test(arguments: Memory.allCases)
        func `turns, tries again and edits answer as on an empty cache`(memory: Memory) async throws {
            let bench = try await Bench(memory)
            let first = bench.system + bench.words(60, 1)
            let answer = try await bench.ask(first, "the first question")
            let second = first + answer.tokens + bench.words(50, 2)
            let next = try await bench.ask(second, "the second turn")
            try await bench.ask(second, "the second turn again")
            let third = second + next.tokens + bench.words(50, 3)
            try await bench.ask(third, "the third turn")
            // Far before the end: at the first question, within the answer, within the instructions, at the start.
            try await bench.ask(first.prefix(100) + bench.words(70, 4), "an edit of the first question")
            try await bench.ask(second.prefix(150) + bench.words(20, 5), "an edit of the answer")
            try await bench.ask(second, "the second turn once more")
            try await bench.ask(bench.system.prefix(40) + bench.words(140, 6), "an edit of the instructions")
            try await bench.ask(third, "the third turn again")
            try await bench.ask([999] + third.dropFirst(), "an edit of the first word")
            try await bench.ask(third, "the third turn once more")
            #expect(await bench.engine.finalStatistics().failed == 0)
            #expect(bench.engine.record.faults.isEmpty)
        }

        // Vector 11
        @Test(arguments: Memory.allCases)
        func `chats on one beginning answer as on an empty cache`(memory: Memory) async throws {
            let bench = try await Bench(memory)
            // The first is so long that its window is far past the beginning it shares.
            let long = bench.system + bench.words(300, 1)
            let answer = try await bench.ask(long, "a long chat")
            for chat in 0..<5 {
                try await bench.ask(bench.system + bench.words(40, UInt64(10 + chat)), "chat \(chat)")
            }
            try await bench.ask(long + answer.tokens + bench.words(30, 2), "the long chat's next turn")
            for chat in 0..<5 {
                try await bench.ask(bench.system + bench.words(40, UInt64(10 + chat)), "chat \(chat) again")
            }
            #expect(await bench.engine.finalStatistics().failed == 0)
            #expect(bench.engine.record.faults.isEmpty)
        }

        // Vectors 11 and 12, where cells beyond windows are taken for others
        @Test(arguments: Memory.allCases)
        func `chats that fill the cache and come back answer as on an empty one`(memory: Memory) async throws {
            let bench = try await Bench(memory, cacheLength: 512)
            var chats = (0..<3).map { bench.system + bench.words(50 + 10 * $0, UInt64(20 + $0)) }
            for turn in 0..<4 {
                for index in chats.indices {
                    let answer = try await bench.ask(chats[index], "chat \(index), turn \(turn)")
                    // One of them edits what was said before; the others go on.
                    let seed = UInt64(30 + 10 * turn + index)
                    chats[index] =
                        index == turn % 3
                        ? chats[index].prefix(90) + bench.words(60, seed)
                        : chats[index] + answer.tokens + bench.words(15, seed)
                }
            }
            #expect(await bench.engine.finalStatistics().failed == 0)
            #expect(bench.engine.record.faults.isEmpty)
        }

        // Vectors 10 and 11
        @Test(arguments: Memory.allCases)
        func `chats at the same time answer as each on an empty cache`(memory: Memory) async throws {
            let bench = try await Bench(memory, isHeld: true)
            let prompts = (0..<4).map { bench.system + bench.words(30 + 20 * $0, UInt64(60 + $0)) }
            let answers = try await bench.engine.answers(prompts, bench.options)
            #expect(bench.engine.record.mostSequences > 1)
            for (prompt, answer) in zip(prompts, answers) {
                #expect(answer.tokens == (try await bench.alone(prompt)))
            }
            // Each goes on from there, one of them with an edit, all at once.
            let next = zip(prompts, answers).enumerated().map { index, chat -> [Int32] in
                index == 1
                    ? chat.0.prefix(85) + bench.words(60, 70)
                    : chat.0 + chat.1.tokens + bench.words(20, UInt64(70 + index))
            }
            let again = try await withThrowingTaskGroup(of: (Int, [Int32]).self) { group in
                for (index, prompt) in next.enumerated() {
                    group.addTask { (index, try await bench.engine.answer(prompt, bench.options).tokens) }
                }
                return try await group.reduce(into: [Int: [Int32]]()) { $0[$1.0] = $1.1 }
            }
            for (index, prompt) in next.enumerated() {
                #expect(again[index] == (try await bench.alone(prompt)))
            }
            #expect(await bench.engine.finalStatistics().failed == 0)
            #expect(bench.engine.record.faults.isEmpty)
        }
    }
#endif
