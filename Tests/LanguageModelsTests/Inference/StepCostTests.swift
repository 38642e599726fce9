import Testing

@testable import LanguageModels

struct StepCostTests {
    /// A machine where a step costs 20 ms, each answer 4 ms and each prompt token 2 ms.
    private func seconds(answers: Int, prompt: Int) -> Double {
        0.02 + 0.004 * Double(answers) + 0.002 * Double(prompt)
    }

    @Test func `prompts are cut so that steps keep to their target`() {
        var cost = StepCost()
        for _ in 0..<8 { cost.note(answers: 7, prompt: 0, seconds: self.seconds(answers: 7, prompt: 0)) }
        var budgets: [Int] = []
        for _ in 0..<12 {
            let budget = cost.promptBudget(target: 0.15, answers: 7)
            budgets.append(budget)
            cost.note(answers: 7, prompt: budget, seconds: self.seconds(answers: 7, prompt: budget))
        }
        #expect(budgets.allSatisfy { self.seconds(answers: 7, prompt: $0) <= 0.3 })
        let last = self.seconds(answers: 7, prompt: budgets[11])
        #expect(last > 0.12 && last <= 0.16)
    }

    @Test func `where answers alone take longer than the target, prompts still go on`() {
        var cost = StepCost()
        for _ in 0..<8 { cost.note(answers: 4, prompt: 0, seconds: 0.5) }
        for _ in 0..<8 { cost.note(answers: 4, prompt: 16, seconds: 0.6) }
        let budget = cost.promptBudget(target: 0.15, answers: 4)
        #expect(budget >= StepCost.shortestChunk)
        #expect(0.5 + Double(budget) * 0.1 / 16 <= 0.76)
    }

    @Test func `with nobody waiting prompts come in larger pieces`() {
        var cost = StepCost()
        for _ in 0..<8 { cost.note(answers: 0, prompt: 64, seconds: 0.128) }
        #expect(cost.promptBudget(target: 0.15, answers: 0) == 288)
    }

    @Test func `prompts of a token or two do not make others come in small pieces`() {
        var cost = StepCost()
        for _ in 0..<8 { cost.note(answers: 0, prompt: 64, seconds: 0.128) }
        // What was said before is cached: one token, and the whole step's time.
        for _ in 0..<20 { cost.note(answers: 0, prompt: 1, seconds: 0.1) }
        #expect(cost.promptBudget(target: 0.15, answers: 0) == 288)
    }

    @Test func `on a slow machine prompts alone come in pieces that pay`() {
        var cost = StepCost()
        for _ in 0..<8 { cost.note(answers: 0, prompt: 64, seconds: 8) }
        #expect(cost.promptBudget(target: 0.15, answers: 0) == StepCost.shortestChunkAlone)
    }

    /// Milliseconds of a step of a 7B model on two cores of x86, by its tokens; kernels take 16 at a time.
    private static let tiled: [Int: Double] = [
        1: 106, 3: 246, 5: 403, 7: 548, 8: 640, 12: 901, 14: 1028, 15: 1109, 16: 947, 23: 1416, 32: 1857,
    ]

    @Test(arguments: [1, 3, 5, 7, 8, 12, 14, 15])
    func `a prompt fills a step up to what kernels read at a time, and more than doubles none`(answers: Int) throws {
        var cost = StepCost()
        let alone = try #require(Self.tiled[answers]) / 1000
        cost.note(answers: 0, prompt: 64, seconds: 3.64)
        for _ in 0..<8 { cost.note(answers: answers, prompt: 0, seconds: alone) }
        for _ in 0..<20 {
            let budget = cost.promptBudget(target: 0.15, answers: answers)
            #expect((answers + budget) % 16 == 0)
            let seconds = try #require(Self.tiled[answers + budget]) / 1000
            // The least step that pays is longer than twice that of few answers.
            #expect(answers < 7 || seconds <= 2 * alone)
            cost.note(answers: answers, prompt: budget, seconds: seconds)
        }
    }

    @Test func `nonsense measurements do no harm`() {
        var cost = StepCost()
        cost.note(answers: 3, prompt: 0, seconds: 0)
        cost.note(answers: 3, prompt: 8, seconds: 0)
        #expect(cost.promptBudget(target: 0.15, answers: 3) >= StepCost.shortestChunk)
        cost.note(answers: 1, prompt: 0, seconds: 100)
        #expect(cost.promptBudget(target: 0, answers: 200) >= StepCost.shortestChunk)
    }
}
