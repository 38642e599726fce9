import Testing

@testable import LanguageModels

struct InferenceContextTests {
    private let limits = InferenceLimits(contextLength: 16, cacheLength: 64, batchLength: 8, sequenceCount: 4)

    @Test(arguments: [16, 17, 5000])
    func `a prompt that leaves no room is refused with both numbers`(count: Int) async throws {
        let gate = StepGate()
        let model = try await TestModel(limits: self.limits, onDecode: gate.pass) { _ in "x" }
        let prompt = String(repeating: "p", count: count - 1)
        let error = await #expect(throws: LanguageModelError.self) {
            _ = try await model.stream(.text(prompt), options: GenerationOptions()).collect()
        }
        #expect(error?.code == .contextOverflow)
        #expect(error?.message.contains("\(count) tokens") == true)
        #expect(error?.message.contains("16") == true)
        #expect(gate.batches.isEmpty)
    }

    @Test func `the longest prompt gets one token`() async throws {
        let model = try await TestModel(limits: self.limits) { _ in "abc" }
        let prompt = String(repeating: "p", count: 14)
        let (text, summary) = try await model.stream(.text(prompt), options: GenerationOptions()).collect()
        #expect(text == "a")
        #expect(summary?.finishReason == .contextFull)
    }

    @Test func `an answer that fills the context ends there and says so`() async throws {
        let model = try await TestModel(limits: self.limits) { _ in String(repeating: "a", count: 100) }
        let (text, summary) = try await model.stream(.text("pp"), options: GenerationOptions(maxNewTokens: nil))
            .collect()
        #expect(text.count == 13)
        #expect(summary?.finishReason == .contextFull)
        #expect(summary?.promptTokens == 3)
    }

    @Test func `a prompt longer than a batch is evaluated in pieces`() async throws {
        let gate = StepGate()
        gate.open()
        let model = try await TestModel(limits: self.limits, onDecode: gate.pass) { _ in "ok" }
        let (text, _) = try await model.stream(.text("123456789012"), options: GenerationOptions()).collect()
        #expect(text == "ok")
        #expect(gate.batches.prefix(2).map(\.count) == [8, 5])
    }

    @Test func `the next turn of a chat evaluates only what is new`() async throws {
        let limits = InferenceLimits(contextLength: 256, cacheLength: 1024, batchLength: 64, sequenceCount: 4)
        let engine = try await InferenceEngine { abort in
            TestInferenceBackend(limits: limits, abort: abort) { Int32(truncatingIfNeeded: $0.count % 100) }
        }
        let options = GenerationOptions(maxNewTokens: 4)
        let first: [Int32] = Array(1...20)
        let (_, before) = try await engine.stream(options: options) { first }.collect()
        #expect(before?.cachedTokens == 0)
        // The last new token is never evaluated, so 23 of the 24 are cached.
        let second = first + [20, 21, 22, 23, 200, 201]
        let (_, after) = try await engine.stream(options: options) { second }.collect()
        #expect(after?.cachedTokens == 23)
        let (_, again) = try await engine.stream(options: options) { second }.collect()
        #expect(again?.cachedTokens == second.count - 1)
    }

    @Test func `chats with the same beginning share it and do not disturb each other`() async throws {
        let model = try await TestModel { "re: \($0)" }
        let system = String(repeating: "s", count: 100)
        for turn in 0..<3 {
            for chat in ["a", "b", "c"] {
                let prompt = system + String(repeating: chat, count: 10 * turn + 1)
                let (text, summary) = try await model.stream(.text(prompt), options: GenerationOptions()).collect()
                #expect(text == "re: \(prompt)")
                #expect((summary?.cachedTokens ?? 0) >= (turn == 0 && chat == "a" ? 0 : 100))
            }
        }
    }

    @Test func `more chats than the cache holds at once take turns`() async throws {
        let limits = InferenceLimits(contextLength: 60, cacheLength: 64, batchLength: 16, sequenceCount: 8)
        let model = try await TestModel(limits: limits) { "<\($0)>" }
        let texts = try await withThrowingTaskGroup(of: (String, String).self) { group in
            for chat in 0..<12 {
                let prompt = String(repeating: "\(chat % 10)", count: 8 + chat)
                group.addTask {
                    (prompt, try await model.stream(.text(prompt), options: GenerationOptions()).collect().text)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(texts.count == 12)
        for (prompt, text) in texts { #expect(text == "<\(prompt)>") }
    }

    @Test func `answers that outgrow the cache give way and still end right`() async throws {
        // Two answers of 400 tokens; room is reserved 256 ahead, and the cache holds 600.
        let limits = InferenceLimits(contextLength: 500, cacheLength: 600, batchLength: 32, sequenceCount: 2)
        let model = try await TestModel(limits: limits) { String(repeating: $0, count: 400) }
        let options = GenerationOptions(maxNewTokens: nil)
        async let first = model.stream(.text("a"), options: options).collect()
        async let second = model.stream(.text("b"), options: options).collect()
        let (a, b) = try await (first, second)
        #expect(a.text == String(repeating: "a", count: 400))
        #expect(b.text == String(repeating: "b", count: 400))
        #expect(a.summary?.newTokens == 400)
        #expect(b.summary?.newTokens == 400)
    }

    @Test func `a model whose cache cannot be cut still answers every turn`() async throws {
        let limits = InferenceLimits(
            contextLength: 256,
            cacheLength: 512,
            batchLength: 64,
            sequenceCount: 2,
            canTruncate: false
        )
        let model = try await TestModel(limits: limits) { "re: \($0)" }
        for prompt in ["one", "one two", "two", "one"] {
            let (text, _) = try await model.stream(.text(prompt), options: GenerationOptions()).collect()
            #expect(text == "re: \(prompt)")
        }
    }

    @Test func `a model whose cache cannot be cut begins again after a step that was broken off`() async throws {
        let limits = InferenceLimits(contextLength: 256, batchLength: 64, sequenceCount: 2, canTruncate: false)
        let steps = Guarded<[[Int]]>([])
        let model = try await TestModel(
            limits: limits,
            onDecode: { batch, _ in
                steps.withLock { steps in
                    steps.append(batch.map(\.position))
                    return steps.count == 2 ? .aborted : .done
                }
            }
        ) { "re: \($0)" }
        let prompt = String(repeating: "a", count: 100)
        let (text, _) = try await model.stream(.text(prompt), options: GenerationOptions()).collect()
        #expect(text == "re: \(prompt)")
        // What the second piece left behind is not known: nothing of it is gone on from.
        #expect(steps.withLock { $0.prefix(3).map(\.first) } == [0, 64, 0])
    }
}
