import Testing

@testable import LanguageModels

/// What readers are told before their answer comes.
struct InferenceActivityTests {
    /// What one reader was told so far.
    private final class Told: Sendable {
        private let activities = Guarded<[GenerationActivity]>([])

        var all: [GenerationActivity] { self.activities.withLock { $0 } }

        func read(_ model: TestModel, _ prompt: String) async throws {
            for try await delta in model.stream(.text(prompt), options: GenerationOptions(maxNewTokens: 4)) {
                if let activity = delta.activity { self.activities.withLock { $0.append(activity) } }
            }
        }
    }

    private func activities(_ model: TestModel, _ prompt: String) async throws -> [GenerationActivity] {
        let told = Told()
        try await told.read(model, prompt)
        return told.all
    }

    @Test func `requests that wait are told their place in the queue`() async throws {
        let gate = StepGate()
        let limits = InferenceLimits(contextLength: 64, batchLength: 16, sequenceCount: 1)
        let model = try await TestModel(limits: limits, onDecode: gate.pass) { _ in "fine" }
        let (first, second, third) = (Told(), Told(), Told())
        async let one: Void = first.read(model, "1")
        await gate.waitForBatches(1)
        async let two: Void = second.read(model, "2")
        await model.engine.waitForOpen(2)
        async let three: Void = third.read(model, "3")
        await model.engine.waitForOpen(3)
        gate.allow()
        await gate.waitForBatches(2)
        while second.all.isEmpty || third.all.isEmpty { await Task.yield() }
        #expect(second.all == [.waiting(position: 1)])
        #expect(third.all == [.waiting(position: 2)])
        gate.open()
        _ = try await (one, two, three)
        #expect(first.all.isEmpty)
    }

    @Test func `a long prompt tells how far it is read`() async throws {
        let limits = InferenceLimits(contextLength: 256, batchLength: 16, sequenceCount: 1)
        let model = try await TestModel(limits: limits) { _ in "fine" }
        let told = try await self.activities(model, String(repeating: "p", count: 99))
        #expect(!told.isEmpty)
        for activity in told {
            guard case .readingPrompt(let done, let total) = activity else {
                Issue.record("\(activity) is told of a prompt that does not wait.")
                continue
            }
            #expect(done < total && total == 100)
        }
    }

    @Test func `a short prompt that need not wait tells nothing`() async throws {
        let model = try await TestModel { _ in "fine" }
        #expect(try await self.activities(model, "short").isEmpty)
    }

    @Test func `of activities that wait for a reader the newest alone is kept, and no text is lost`() async throws {
        let channel = GenerationChannel(capacity: 8, onResume: {}, onCancel: {})
        channel.send(.waiting(position: 2))
        channel.send(.waiting(position: 1))
        channel.send(GenerationDelta(text: "a"))
        channel.send(.readingPrompt(done: 1, total: 2))
        channel.send(.generating)
        channel.finish()
        var seen: [GenerationDelta] = []
        while let delta = try await channel.next() { seen.append(delta) }
        #expect(seen.map(\.activity) == [.waiting(position: 1), nil, .generating])
        #expect(seen.map(\.text) == ["", "a", ""])
    }

    @Test func `what was left out is told at once, and no other activity takes its place`() async throws {
        let limits = InferenceLimits(contextLength: 64, batchLength: 32, sequenceCount: 2)
        let engine = try await InferenceEngine { abort in
            TestInferenceBackend(limits: limits, abort: abort) { ($0.last ?? 0) % 90 + 1 }
        }
        let options = GenerationOptions(maxNewTokens: 200, overflow: .shift(keep: 4))
        let request = EngineRequest(prompt: [100, 101, 102, 103, 5], options: options, droppedMessages: 3)
        var losses: [GenerationActivity] = []
        var summary: GenerationSummary?
        for try await delta in engine.stream({ request }) {
            if let activity = delta.activity, activity.tellsOfLoss { losses.append(activity) }
            summary = delta.summary ?? summary
        }
        #expect(losses.first == .shortened(messages: 3, tokens: 0) && losses.count > 1)
        let shifted = try #require(summary?.shiftedTokens)
        #expect(shifted > 0 && losses.last == .shortened(messages: 3, tokens: shifted))

        let channel = GenerationChannel(capacity: 8, onResume: {}, onCancel: {})
        channel.send(.waiting(position: 1))
        channel.send(.shortened(messages: 1, tokens: 0))
        channel.send(.shortened(messages: 1, tokens: 9))
        channel.send(.readingPrompt(done: 1, total: 2))
        channel.send(.generating)
        channel.finish()
        var seen: [GenerationActivity?] = []
        while let delta = try await channel.next() { seen.append(delta.activity) }
        #expect(seen == [.shortened(messages: 1, tokens: 9), .generating])
    }

    @Test func `a summary tells how long the context is`() async throws {
        let limits = InferenceLimits(contextLength: 64, batchLength: 16, sequenceCount: 1)
        let model = try await TestModel(limits: limits) { _ in "fine" }
        let (_, summary) = try await model.stream(.text("x"), options: GenerationOptions()).collect()
        #expect(summary?.contextLength == 64)
    }
}
