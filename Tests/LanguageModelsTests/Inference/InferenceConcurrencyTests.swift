import Testing

@testable import LanguageModels

struct InferenceConcurrencyTests {
    private let long = String(repeating: "x", count: 500)
    private let options = GenerationOptions(maxNewTokens: 500)

    @Test func `two chats are evaluated in one batch`() async throws {
        let gate = StepGate()
        let model = try await TestModel(onDecode: gate.pass) { "\($0)\($0)\($0)\($0)" }
        async let first = model.stream(.text("one"), options: self.options).collect()
        await gate.waitForBatches(1)
        async let second = model.stream(.text("two"), options: self.options).collect()
        await model.engine.waitForOpen(2)
        gate.open()
        #expect(try await first.text == "oneoneoneone")
        #expect(try await second.text == "twotwotwotwo")
        #expect(gate.batches.contains { Set($0.map(\.sequence)).count == 2 })
    }

    @Test func `cancelling ends an answer at the next step`() async throws {
        let gate = StepGate()
        let model = try await TestModel(onDecode: gate.pass) { [long] _ in long }
        let reader = Task {
            var count = 0
            for try await delta in model.stream(.text("x"), options: self.options) { count += delta.text.count }
            return count
        }
        gate.allow(3)
        await gate.waitForBatches(4)
        reader.cancel()
        await #expect(throws: CancellationError.self) { try await reader.value }
        gate.open()
        // The engine goes on to serve others, and did not evaluate this one again.
        let (text, _) = try await model.stream(.text("next"), options: GenerationOptions(maxNewTokens: 2)).collect()
        #expect(text == "xx")
        let cancelled = try #require(gate.batches.first?.first?.sequence)
        let later = gate.batches.dropFirst(4)
        #expect(!later.contains { $0.contains { $0.sequence == cancelled && $0.position > 5 } })
    }

    @Test func `a decode that no one waits for is ended`() async throws {
        let gate = StepGate()
        let model = try await TestModel(onDecode: gate.pass) { _ in "answer" }
        let reader = Task { try await model.stream(.text("x"), options: self.options).collect() }
        await gate.waitForBatches(1)
        reader.cancel()
        _ = await reader.result
        gate.open()
        let (text, summary) = try await model.stream(.text("x"), options: self.options).collect()
        #expect(text == "answer")
        // The ended decode evaluated nothing, so nothing was cached.
        #expect(summary?.cachedTokens == 0)
    }

    @Test func `dropping the iterator ends an answer`() async throws {
        let gate = StepGate()
        gate.open()
        let model = try await TestModel(configuration: .init(bufferCapacity: 4), onDecode: gate.pass) { [long] _ in long
        }
        for try await delta in model.stream(.text("x"), options: self.options) where !delta.text.isEmpty { break }
        await model.engine.waitForOpen(0)
        let (text, _) = try await model.stream(.text("y"), options: GenerationOptions(maxNewTokens: 3)).collect()
        #expect(text == "xxx")
        #expect(gate.batches.count < 100)
    }

    @Test func `a reader that does not read pauses its answer and no other`() async throws {
        let gate = StepGate()
        gate.open()
        let model = try await TestModel(configuration: .init(bufferCapacity: 4), onDecode: gate.pass) { [long] _ in long
        }
        var slow = model.stream(.text("s"), options: self.options).makeAsyncIterator()
        _ = try await slow.next()
        let (text, _) = try await model.stream(.text("fast"), options: self.options).collect()
        #expect(text == self.long)
        // Prompt, and at most what fits the buffer.
        let steps = gate.batches.filter { $0.contains { $0.sequence == 0 } }.count
        #expect(steps <= 8)
        var rest = 1
        while let delta = try await slow.next() { rest += delta.text.count }
        #expect(rest == 500)
    }

    @Test func `too many open requests are refused`() async throws {
        let gate = StepGate()
        let model = try await TestModel(configuration: .init(queueLimit: 2), onDecode: gate.pass) { _ in "x" }
        async let first = model.stream(.text("1"), options: self.options).collect()
        async let second = model.stream(.text("2"), options: self.options).collect()
        await model.engine.waitForOpen(2)
        let error = await #expect(throws: LanguageModelError.self) {
            _ = try await model.stream(.text("3"), options: self.options).collect()
        }
        #expect(error?.code == .queueFull)
        gate.open()
        #expect(try await first.text == "x")
        #expect(try await second.text == "x")
    }

    @Test func `one user cannot take all places`() async throws {
        let gate = StepGate()
        let model = try await TestModel(configuration: .init(queueLimit: 16), onDecode: gate.pass) { _ in "x" }
        func ask(_ user: String) -> GenerationStream {
            model.stream(.text("a"), options: GenerationOptions(user: user))
        }
        let own = (0..<12).map { _ in Task { try await ask("hog").collect().text } }
        await model.engine.waitForOpen(12)
        let error = await #expect(throws: LanguageModelError.self) { _ = try await ask("hog").collect() }
        #expect(error?.code == .queueFull)
        async let other = ask("other").collect().text
        await model.engine.waitForOpen(13)
        gate.open()
        #expect(try await other == "x")
        for task in own { #expect(try await task.value == "x") }
        // What has ended counts no more.
        #expect(try await ask("hog").collect().text == "x")
    }

    @Test func `a failed decode fails its requests, and the next ones work`() async throws {
        let model = try await TestModel(onDecode: { batch, _ in
            batch.contains { $0.token == 33 }
                ? .failed(LanguageModelError(.generationFailed, "The test asked for it; ask for less."))
                : .done
        }) { _ in "fine" }
        let error = await #expect(throws: LanguageModelError.self) {
            _ = try await model.stream(.text("fail!"), options: self.options).collect()
        }
        #expect(error?.code == .generationFailed)
        #expect(try await model.stream(.text("go on"), options: self.options).collect().text == "fine")
    }

    @Test func `a request that cannot be evaluated fails alone`() async throws {
        let gate = StepGate()
        let model = try await TestModel(onDecode: { batch, abort in
            guard batch.contains(where: { $0.token == 33 }) else { return gate.pass(batch, abort) }
            return .failed(LanguageModelError(.generationFailed, "The test asked for it; ask for less."))
        }) { _ in "fine, and fine" }
        async let first = model.stream(.text("one"), options: self.options).collect()
        async let second = model.stream(.text("two"), options: self.options).collect()
        await gate.waitForBatches(1)
        await model.engine.waitForOpen(2)
        let failing = Task { try await model.stream(.text("fail!"), options: self.options).collect() }
        await model.engine.waitForOpen(3)
        gate.open()
        await #expect(throws: LanguageModelError.self) { _ = try await failing.value }
        #expect(try await [first.text, second.text] == ["fine, and fine", "fine, and fine"])
        #expect(model.engine.statistics.failed == 1)
    }

    @Test func `many requests that come and go all end`() async throws {
        let model = try await TestModel { "echo \($0)" }
        let answered = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<64 {
                group.addTask {
                    let reader = Task {
                        try await model.stream(.text("request \(number)"), options: self.options).collect().text
                    }
                    if number.isMultiple(of: 3) { reader.cancel() }
                    do {
                        let text = try await reader.value
                        #expect(text == "echo request \(number)")
                        return 1
                    } catch is CancellationError {
                        return 0
                    }
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(answered >= 42)
        await model.engine.waitForOpen(0)
    }

    @Test func `an engine whose back end cannot be made throws its error`() async throws {
        await #expect(throws: LanguageModelError.self) {
            _ = try await InferenceEngine { _ in
                throw LanguageModelError(.outOfMemory, "There is no memory; get more.")
            }
        }
    }
}
