import Testing

@testable import LanguageModels

/// Who gets the model when many want it.
struct InferenceFairnessTests {
    private func options(_ user: String, most: Int = 40) -> GenerationOptions {
        var options = GenerationOptions(maxNewTokens: most)
        options.user = user
        return options
    }

    /// The order in which requests got their sequences: the first letters of their prompts.
    private func order(_ gate: StepGate) -> [String] {
        gate.batches.flatMap { $0 }.filter { $0.position == 0 }.map { String(UnicodeScalar(UInt8($0.token))) }
    }

    @Test func `a user with many requests does not keep others waiting`() async throws {
        let gate = StepGate()
        let limits = InferenceLimits(contextLength: 64, batchLength: 64, sequenceCount: 1)
        let model = try await TestModel(limits: limits, onDecode: gate.pass) { _ in "fine" }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, request) in [("a", "A"), ("b", "A"), ("c", "A"), ("d", "A"), ("x", "B")].enumerated() {
                group.addTask {
                    _ = try await model.stream(.text(request.0), options: self.options(request.1)).collect()
                }
                await model.engine.waitForOpen(index + 1)
                if index == 0 { await gate.waitForBatches(1) }
            }
            gate.open()
            try await group.waitForAll()
        }
        // The one that ran first was charged to A, so B is next.
        #expect(self.order(gate).prefix(2) == ["a", "x"])
        #expect(self.order(gate).sorted() == ["a", "b", "c", "d", "x"])
    }

    @Test func `background requests come last`() async throws {
        let gate = StepGate()
        let limits = InferenceLimits(contextLength: 64, batchLength: 64, sequenceCount: 1)
        let model = try await TestModel(limits: limits, onDecode: gate.pass) { _ in "fine" }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, request) in [("a", false), ("t", true), ("b", false)].enumerated() {
                group.addTask {
                    var options = self.options("user \(index)")
                    options.isBackground = request.1
                    _ = try await model.stream(.text(request.0), options: options).collect()
                }
                await model.engine.waitForOpen(index + 1)
                if index == 0 { await gate.waitForBatches(1) }
            }
            gate.open()
            try await group.waitForAll()
        }
        #expect(self.order(gate) == ["a", "b", "t"])
    }

    @Test(arguments: [0, 1500])
    func `one who has nothing gets a place of one who has several`(milliseconds: Int) async throws {
        let limits = InferenceLimits(contextLength: 3000, cacheLength: 9000, batchLength: 64, sequenceCount: 2)
        let answer = String(repeating: "0123456789", count: 200)
        let configuration = InferenceConfiguration(fairnessPatience: .milliseconds(50), guessesAhead: false)
        let gate = StepGate()
        let model = try await TestModel(limits: limits, configuration: configuration, onDecode: gate.pass) { prompt in
            prompt == "quick" ? "done" : answer
        }
        let greedy = (0..<2).map { index in
            Task { try await model.stream(.text("g\(index)"), options: self.options("A", most: 2000)).collect() }
        }
        // Both have their places before the third comes.
        await model.engine.waitForOpen(2)
        gate.allow(4)
        await gate.waitForBatches(5)
        // However long they have been there already.
        try await Task.sleep(for: .milliseconds(milliseconds))
        async let quick = model.stream(.text("quick"), options: self.options("B")).collect()
        await model.engine.waitForOpen(3)
        try await Task.sleep(for: .milliseconds(80))
        gate.open()
        let quickAnswer = try await quick
        #expect(quickAnswer.text == "done")
        var preemptions = 0
        for task in greedy {
            let (text, summary) = try await task.value
            #expect(text == answer)
            preemptions += summary?.preemptions ?? 0
        }
        #expect(preemptions == 1)
        #expect(model.engine.statistics.preemptions == 1)
    }

    @Test func `one who waits for what another reads takes nobody's place`() async throws {
        let limits = InferenceLimits(contextLength: 3000, cacheLength: 9000, batchLength: 64, sequenceCount: 4)
        let beginning = String(repeating: "the same words ", count: 60)
        let answer = String(repeating: "0123456789", count: 20)
        let configuration = InferenceConfiguration(fairnessPatience: .milliseconds(1), guessesAhead: false)
        let gate = StepGate()
        let model = try await TestModel(limits: limits, configuration: configuration, onDecode: gate.pass) { _ in answer
        }
        async let leader = model.stream(.text(beginning + "1"), options: self.options("A", most: 200)).collect()
        await gate.waitForBatches(1)
        async let other = model.stream(.text("other"), options: self.options("A", most: 200)).collect()
        await model.engine.waitForOpen(2)
        async let follower = model.stream(.text(beginning + "2"), options: self.options("B", most: 200)).collect()
        await model.engine.waitForOpen(3)
        try await Task.sleep(for: .milliseconds(20))
        gate.open()
        #expect(try await [leader.text, other.text, follower.text] == [answer, answer, answer])
        // It does not wait for the last few.
        #expect(try await follower.summary?.cachedTokens ?? 0 > beginning.count - 32)
        #expect(model.engine.statistics.preemptions == 0)
    }

    @Test func `a user's many prompts do not go before another's one`() {
        func prompt(_ request: Int, share: Double) -> StepPlan.Candidate {
            StepPlan.Candidate(
                request: request,
                sequence: request,
                position: 0,
                pending: ArraySlice(repeating: 7, count: 100 + request),
                isAnswering: false,
                share: share
            )
        }
        let many = (0..<5).map { prompt($0, share: 1.0 / 5) }
        let plan = StepPlan(many + [prompt(5, share: 1)], batchLength: 512, promptBudget: 64, turn: 0)
        #expect(plan.parts.map(\.request) == [5])
    }

    @Test func `of users with different weights the heavier one is served more`() {
        var shares = FairShare(weights: ["heavy": 3])
        for user in ["heavy", "light"] { shares.enter(user) }
        var served = ["heavy": 0, "light": 0]
        for _ in 0..<400 {
            let next = ["heavy", "light"].min { shares.clock(of: $0) < shares.clock(of: $1) } ?? ""
            shares.serve(next)
            shares.charge(next, tokens: 10)
            served[next, default: 0] += 1
        }
        #expect(served == ["heavy": 300, "light": 100])
    }

    @Test func `nobody saves up shares while away`() {
        var shares = FairShare()
        shares.enter("busy")
        for _ in 0..<100 {
            shares.serve("busy")
            shares.charge("busy", tokens: 10)
        }
        shares.enter("late")
        #expect(shares.clock(of: "late") >= shares.clock(of: "busy") - 10)
    }

    @Test func `who comes in late begins where those at work are on average`() {
        var shares = FairShare()
        for user in ["busy", "idle"] { shares.enter(user) }
        for _ in 0..<100 { shares.charge("busy", tokens: 10) }
        shares.enter("late")
        #expect(shares.clock(of: "idle") == 0 && shares.clock(of: "late") == 500 && shares.clock(of: "busy") == 1000)
    }

    @Test func `users who came once are forgotten`() {
        var shares = FairShare()
        shares.enter("stays")
        for number in 0..<20_000 {
            shares.enter("user \(number)")
            shares.serve("user \(number)")
            shares.charge("user \(number)", tokens: 10)
            shares.charge("stays", tokens: 10)
            shares.leave("user \(number)")
        }
        #expect(shares.clockCount <= 2048)
    }
}
