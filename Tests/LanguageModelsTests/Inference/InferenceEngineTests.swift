import Testing

@testable import LanguageModels

struct InferenceEngineTests {
    private func options(_ most: Int? = 1000, stop: [String] = [], stream: Bool = true) -> GenerationOptions {
        GenerationOptions(maxNewTokens: most, stop: stop, stream: stream)
    }

    @Test(arguments: ["a", "Hello, world", "日本語 👩‍👩‍👧 é", String(repeating: "long ", count: 60)])
    func `an answer arrives whole, and its summary counts right`(prompt: String) async throws {
        let model = try await TestModel { "You said: \($0)" }
        let (text, summary) = try await model.stream(.text(prompt), options: self.options(3000)).collect()
        #expect(text == "You said: \(prompt)")
        #expect(summary?.finishReason == .endOfText)
        #expect(summary?.promptTokens == prompt.utf8.count + 1)
        #expect(summary?.newTokens == text.utf8.count)
        #expect(summary?.seed != nil)
        #expect((summary?.timeToFirstToken ?? -1) > 0)
    }

    @Test func `every delta is whole characters and has its tokens`() async throws {
        let model = try await TestModel { _ in "a😀b" }
        var deltas: [GenerationDelta] = []
        for try await delta in model.stream(.text("x"), options: self.options()) { deltas.append(delta) }
        #expect(deltas.map(\.text) == ["a", "😀", "b", ""])
        #expect(deltas.map(\.tokens.count) == [1, 4, 1, 0])
        #expect(deltas.map { $0.summary != nil } == [false, false, false, true])
    }

    @Test func `without streaming there is one delta`() async throws {
        let model = try await TestModel { _ in "all at once" }
        var deltas: [GenerationDelta] = []
        for try await delta in model.stream(.text("x"), options: self.options(stream: false)) { deltas.append(delta) }
        #expect(deltas.map(\.text) == ["all at once"])
        #expect(deltas.first?.tokens.count == 11)
        #expect(deltas.first?.summary?.finishReason == .endOfText)
    }

    @Test(arguments: [0, 1, 5])
    func `the limit on new tokens is exact`(most: Int) async throws {
        let model = try await TestModel { _ in "0123456789" }
        let (text, summary) = try await model.stream(.text("x"), options: self.options(most)).collect()
        #expect(text == String("0123456789".prefix(most)))
        #expect(summary?.newTokens == most)
        #expect(summary?.finishReason == .maxNewTokens)
    }

    @Test func `a limit within a character gives the replacement character`() async throws {
        let model = try await TestModel { _ in "é" }
        let (text, _) = try await model.stream(.text("x"), options: self.options(1)).collect()
        #expect(text == "\u{FFFD}")
    }

    @Test func `a stop text ends the answer before it`() async throws {
        let model = try await TestModel { _ in "one two three" }
        let (text, summary) = try await model.stream(.text("x"), options: self.options(stop: ["three", "two"]))
            .collect()
        #expect(text == "one ")
        #expect(summary?.finishReason == .stopText("two"))
    }

    @Test func `the beginning of a stop text at the end is shown`() async throws {
        let model = try await TestModel { _ in "one tw" }
        let (text, _) = try await model.stream(.text("x"), options: self.options(stop: ["two"])).collect()
        #expect(text == "one tw")
    }

    @Test func `an option out of range is refused before anything is evaluated`() async throws {
        let gate = StepGate()
        let model = try await TestModel(onDecode: gate.pass) { _ in "" }
        let error = await #expect(throws: LanguageModelError.self) {
            _ = try await model.stream(.text("x"), options: GenerationOptions(topP: 7)).collect()
        }
        #expect(error?.code == .invalidOption)
        #expect(error?.message.contains("topP is 7") == true)
        #expect(gate.batches.isEmpty)
    }

    @Test func `each answer reports its seed`() async throws {
        let model = try await TestModel { _ in "x" }
        var options = self.options()
        options.seed = 42
        #expect(try await model.stream(.text("x"), options: options).collect().summary?.seed == 42)
    }

    @Test func `nothing happens before a stream is iterated`() async throws {
        let gate = StepGate()
        let model = try await TestModel(onDecode: gate.pass) { _ in "x" }
        let stream = model.stream(.text("x"), options: self.options())
        #expect(model.engine.statistics.open == 0)
        gate.open()
        #expect(try await stream.collect().text == "x")
    }
}
