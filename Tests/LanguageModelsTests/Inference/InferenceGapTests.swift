import Testing

@testable import LanguageModels

/// Vector 23: seven chats answer while a prompt of 8,000 tokens joins.
struct InferenceGapTests {
    /// A machine of its own clock: seconds of a step.
    private struct Machine {
        var fixed: Double
        var perAnswer: Double
        var perPromptToken: Double

        func seconds(answers: Int, prompt: Int) -> Double {
            self.fixed + self.perAnswer * Double(answers) + self.perPromptToken * Double(prompt)
        }
    }

    /// From a fast one to one whose answers alone take longer than the target.
    private static let machines = [
        Machine(fixed: 0.002, perAnswer: 0.0005, perPromptToken: 0.0001),
        Machine(fixed: 0.02, perAnswer: 0.004, perPromptToken: 0.002),
        Machine(fixed: 0.06, perAnswer: 0.005, perPromptToken: 0.004),
        Machine(fixed: 0.15, perAnswer: 0.03, perPromptToken: 0.01),
    ]

    // Vector 23
    @Test(arguments: machines.indices)
    func `on a clock of its own no gap is longer than twice the target`(index: Int) {
        let machine = Self.machines[index]
        let alone = machine.seconds(answers: 7, prompt: 0)
        // As the configuration says: where answers alone take longer, half as long again counts instead.
        let target = max(0.15, 1.5 * alone)
        var cost = StepCost()
        var position = 0
        var answered = 100
        var gaps: [Double] = []
        // The chats' own prompts, and some steps before the long one joins.
        for _ in 0..<7 { cost.note(answers: 0, prompt: 20, seconds: machine.seconds(answers: 0, prompt: 20)) }
        for _ in 0..<10 { cost.note(answers: 7, prompt: 0, seconds: alone) }
        while position < 8000 {
            let answers = (0..<7).map { chat in
                StepPlan.Candidate(
                    request: chat,
                    sequence: chat,
                    position: answered,
                    pending: [1],
                    isAnswering: true
                )
            }
            let prompt = StepPlan.Candidate(
                request: 7,
                sequence: 7,
                position: position,
                pending: Array(repeating: 2, count: 8000 - position)[...],
                isAnswering: false
            )
            let plan = StepPlan(
                answers + [prompt],
                batchLength: 2048,
                promptBudget: cost.promptBudget(target: 0.15, answers: 7),
                turn: answered
            )
            // Each decoder has its token in each step, so a step is the gap.
            #expect(Set(plan.batch.filter { $0.sequence < 7 }.map(\.sequence)).count == 7)
            #expect(plan.batch.count == 7 + plan.promptCount)
            #expect(plan.promptCount > 0)
            guard plan.promptCount > 0 else { return }
            let seconds = machine.seconds(answers: 7, prompt: plan.promptCount)
            gaps.append(seconds)
            cost.note(answers: 7, prompt: plan.promptCount, seconds: seconds)
            position += plan.promptCount
            answered += 1
        }
        #expect(gaps.max() ?? .infinity <= 2 * target)
        // And the prompt is not kept back for it: the time there is is used.
        let typical = gaps.sorted()[gaps.count / 2]
        #expect(typical >= 0.5 * min(target, machine.seconds(answers: 7, prompt: 2041)))
    }

    // Vector 23
    @Test(.timeLimit(.minutes(5)))
    func `in an engine every step of the prompt has each answer's token and keeps to its budget`() async throws {
        let target = 0.04
        let limits = InferenceLimits(contextLength: 16384, cacheLength: 65536, batchLength: 512, sequenceCount: 8)
        let watch = StepWatch(shortCount: 4, longCount: 8000) { $0.token >= 1000 }
        // No answer pauses because a busy machine does not get to its reader.
        let configuration = InferenceConfiguration(
            bufferCapacity: 100_000,
            stepTarget: .seconds(target),
            guessesAhead: false
        )
        let engine = try await InferenceEngine(configuration: configuration) { abort in
            TestInferenceBackend(limits: limits, abort: abort) { batch, _ in
                watch.pass(batch)
                return .done
            } nextToken: { context in
                Int32(context.count % 100)
            }
        }
        watch.watch(engine)
        defer { watch.watch(nil) }
        let readers = (0..<7).map { chat in
            Task {
                let prompt = (0..<4).map { Int32(200 + 10 * chat + $0) }
                for try await _ in engine.stream(options: GenerationOptions(maxNewTokens: 6000), prompt: { prompt }) {}
            }
        }
        while watch.steps.count(where: { $0.answers.count == 7 }) < 10 { await Task.yield() }
        let long = (0..<8000).map { Int32(1000 + $0 % 500) }
        let (_, summary) = try await engine.stream(options: GenerationOptions(maxNewTokens: 1)) { long }.collect()
        for reader in readers { reader.cancel() }
        for reader in readers { _ = await reader.result }
        #expect(summary?.promptTokens == 8000)

        let joined = watch.joined(target: target)
        #expect(joined.reduce(0) { $0 + $1.step.long } == 8000)
        #expect(joined.count > 8)
        for (step, budget) in joined {
            #expect(step.answers.count == 7)
            // Sums of seconds are rounded, and budgets are multiples of 8.
            #expect(step.prompt <= budget + 8)
        }
        // The gaps themselves, unless the machine was so busy that the engine had to learn wrong costs.
        let wasBusy = watch.steps.dropLast().contains { step in
            step.measured > 1.5 * StepWatch.seconds(answers: step.answers.count, prompt: step.prompt) + 0.005
        }
        let gap = joined.map { StepWatch.seconds(answers: $0.step.answers.count, prompt: $0.step.prompt) }.max()
        #expect(wasBusy || (gap ?? .infinity) <= 2 * target)
    }
}
