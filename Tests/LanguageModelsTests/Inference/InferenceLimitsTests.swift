import Testing

@testable import LanguageModels

/// Time limits, slow readers, strict requests, and answers longer than the context.
struct InferenceLimitsTests {
    @Test func `a request whose time passes in the queue fails with its limit`() async throws {
        let gate = StepGate()
        let limits = InferenceLimits(contextLength: 64, batchLength: 16, sequenceCount: 1)
        let model = try await TestModel(limits: limits, onDecode: gate.pass) { _ in "fine" }
        async let first = model.stream(.text("1"), options: GenerationOptions()).collect()
        await gate.waitForBatches(1)
        var hurried = GenerationOptions()
        hurried.timeLimit = .milliseconds(30)
        let second = Task { [hurried] in try await model.stream(.text("2"), options: hurried).collect() }
        await model.engine.waitForOpen(2)
        try await Task.sleep(for: .milliseconds(60))
        gate.open()
        let error = await #expect(throws: LanguageModelError.self) { _ = try await second.value }
        #expect(error?.code == .timeLimitExceeded)
        #expect(error?.message.contains("0.03 s") == true)
        #expect(try await first.text == "fine")
    }

    @Test func `an answer whose time passes ends with what there is`() async throws {
        let gate = StepGate()
        let model = try await TestModel(onDecode: gate.pass) { _ in "one two three" }
        var options = GenerationOptions()
        options.timeLimit = .seconds(1)
        let reader = Task { [options] in try await model.stream(.text("x"), options: options).collect() }
        gate.allow(4)
        await gate.waitForBatches(5)
        try await Task.sleep(for: .milliseconds(1050))
        gate.allow(1)
        let (text, summary) = try await reader.value
        #expect(!text.isEmpty && text.utf8.count < 13)
        #expect(summary?.finishReason == .timeLimit)
        gate.open()
    }

    @Test func `an answer that is not read gives its place up and loses nothing`() async throws {
        let limits = InferenceLimits(contextLength: 1000, cacheLength: 1000, batchLength: 16, sequenceCount: 1)
        let configuration = InferenceConfiguration(bufferCapacity: 4, readerPatience: .milliseconds(20))
        let long = String(repeating: "0123456789", count: 30)
        let model = try await TestModel(limits: limits, configuration: configuration) { _ in long }
        let options = GenerationOptions(maxNewTokens: 500)
        var slow = model.stream(.text("s"), options: options).makeAsyncIterator()
        let first = try await slow.next()
        // The only sequence is free again although the first answer is not over.
        #expect(try await model.stream(.text("fast"), options: options).collect().text == long)
        var text = first?.text ?? ""
        while let delta = try await slow.next() { text += delta.text }
        #expect(text == long)
    }

    @Test func `a strict request runs alone and reuses nothing`() async throws {
        let gate = StepGate()
        let model = try await TestModel(onDecode: gate.pass) { "re: \($0)" }
        var strict = GenerationOptions()
        strict.isStrict = true
        async let before = model.stream(.text("before"), options: GenerationOptions()).collect()
        await gate.waitForBatches(1)
        async let alone = model.stream(.text("before strict"), options: strict).collect()
        await model.engine.waitForOpen(2)
        async let after = model.stream(.text("after"), options: GenerationOptions()).collect()
        await model.engine.waitForOpen(3)
        gate.open()
        #expect(try await before.text == "re: before")
        #expect(try await after.text == "re: after")
        let (text, summary) = try await alone
        #expect(text == "re: before strict")
        #expect(summary?.cachedTokens == 0)
        // While its tokens were evaluated, no others were.
        let sequences = gate.batches.map { Set($0.map(\.sequence)) }
        let strictBatches = gate.batches.indices.filter { index in
            gate.batches[index].contains { $0.position == 0 && $0.token == Int32(UInt8(ascii: "b")) }
        }
        #expect(strictBatches.count == 2)
        #expect(strictBatches.allSatisfy { sequences[$0].count == 1 })
    }

    @Test(arguments: [true, false])
    func `an answer goes on past the context where the request allows it`(canShift: Bool) async throws {
        let limits = InferenceLimits(
            contextLength: 64,
            cacheLength: 128,
            batchLength: 32,
            sequenceCount: 2,
            canShift: canShift
        )
        let engine = try await InferenceEngine(configuration: .init(guessesAhead: false)) { abort in
            // Counts up from the last token, whatever was forgotten before it.
            TestInferenceBackend(limits: limits, abort: abort) { ($0.last ?? 0) % 90 + 1 }
        }
        var options = GenerationOptions(maxNewTokens: 300)
        options.overflow = .shift(keep: 4)
        var tokens: [Int32] = []
        var summary: GenerationSummary?
        for try await delta in engine.stream(options: options, prompt: { [100, 101, 102, 103, 5] }) {
            tokens += delta.tokens
            summary = delta.summary ?? summary
        }
        #expect(tokens.count == 300)
        #expect(tokens.prefix(3) == [6, 7, 8])
        #expect(zip(tokens, tokens.dropFirst()).allSatisfy { $1 == $0 % 90 + 1 })
        #expect(summary?.finishReason == .maxNewTokens)
        #expect((summary?.shiftedTokens ?? 0) >= 240)
    }

    @Test func `an answer that shares its beginning is moved on without touching the others`() async throws {
        let limits = InferenceLimits(
            contextLength: 128,
            cacheLength: 512,
            batchLength: 64,
            sequenceCount: 4,
            canShift: true
        )
        let engine = try await InferenceEngine { abort in
            TestInferenceBackend(limits: limits, abort: abort) { ($0.last ?? 0) % 90 + 1 }
        }
        let shared = [Int32](200..<240)
        let first = shared + [Int32](300..<360)
        _ = try await engine.stream(options: GenerationOptions(maxNewTokens: 1)) { first }.collect()
        var options = GenerationOptions(maxNewTokens: 200)
        options.overflow = .shift(keep: 2)
        let (_, summary) = try await engine.stream(options: options) { shared + [7] }.collect()
        #expect(summary?.cachedTokens == 40)
        #expect(summary?.newTokens == 200)
        #expect((summary?.shiftedTokens ?? 0) > 0)
        let (_, after) = try await engine.stream(options: GenerationOptions(maxNewTokens: 1)) { first + [9] }.collect()
        #expect(after?.cachedTokens == 100)
    }

    @Test(arguments: [true, false])
    func `the token before all text stays, and guesses count from the beginning`(canShift: Bool) async throws {
        let limits = InferenceLimits(
            contextLength: 32,
            cacheLength: 128,
            batchLength: 32,
            sequenceCount: 2,
            canShift: canShift
        )
        let begin = TestInferenceBackend.beginOfText
        let engine = try await InferenceEngine { abort in
            TestInferenceBackend(limits: limits, abort: abort) { context in
                context.first == begin ? (context.last ?? 0) % 3 + 65 : 99
            }
        }
        let options = GenerationOptions(maxNewTokens: 200, overflow: .shift(keep: 0))
        var tokens: [Int32] = []
        var summary: GenerationSummary?
        for try await delta in engine.stream(options: options, prompt: { [begin, 65, 66] }) {
            tokens += delta.tokens
            summary = delta.summary ?? summary
        }
        #expect(tokens.count == 200 && !tokens.contains(99))
        #expect((summary?.shiftedTokens ?? 0) > 100)
        #expect((summary?.draftedTokens ?? 0) > 0)
        #expect(summary?.draftedTokens == engine.statistics.draftedTokens)
        #expect(summary?.acceptedDraftTokens == engine.statistics.acceptedDraftTokens)
    }

    @Test func `a number of kept tokens that leaves no room is refused`() async throws {
        let model = try await TestModel { _ in "x" }
        var options = GenerationOptions()
        options.overflow = .shift(keep: 4000)
        let error = await #expect(throws: LanguageModelError.self) {
            _ = try await model.stream(.text("x"), options: options).collect()
        }
        #expect(error?.code == .invalidOption)
    }

    @Test func `a model that is shut down ends what runs and refuses what comes`() async throws {
        let gate = StepGate()
        let model = try await TestModel(onDecode: gate.pass) { _ in "long answer" }
        let reader = Task { try await model.stream(.text("x"), options: GenerationOptions()).collect() }
        await gate.waitForBatches(1)
        model.engine.shutDown()
        gate.open()
        await #expect(throws: CancellationError.self) { _ = try await reader.value }
        let error = await #expect(throws: LanguageModelError.self) {
            _ = try await model.stream(.text("x"), options: GenerationOptions()).collect()
        }
        #expect(error?.message.contains("shut down") == true)
    }

    @Test func `a summary tells how long each part took`() async throws {
        let model = try await TestModel { _ in "some answer" }
        let (_, summary) = try await model.stream(.text("x"), options: GenerationOptions()).collect()
        let queue = try #require(summary?.queueTime)
        let prompt = try #require(summary?.promptTime)
        let first = try #require(summary?.timeToFirstToken)
        #expect(queue >= 0 && prompt > 0 && abs(queue + prompt - first) < 1e-6)
        #expect((summary?.tokenIntervalMedian ?? 0) > 0)
        #expect((summary?.tokenInterval95th ?? 0) >= (summary?.tokenIntervalMedian ?? 1))
    }
}
