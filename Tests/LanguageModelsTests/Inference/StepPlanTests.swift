import Testing

@testable import LanguageModels

struct StepPlanTests {
    private func prompt(_ request: Int, _ count: Int) -> StepPlan.Candidate {
        StepPlan.Candidate(
            request: request,
            sequence: request,
            position: 0,
            pending: ArraySlice((0..<count).map(Int32.init)),
            isAnswering: false
        )
    }

    private func answer(_ request: Int, at position: Int) -> StepPlan.Candidate {
        StepPlan.Candidate(request: request, sequence: request, position: position, pending: [7], isAnswering: true)
    }

    @Test func `a prompt that fits is evaluated at once and sampled at its end`() {
        let plan = StepPlan([self.prompt(0, 3)], batchLength: 8, turn: 0)
        #expect(plan.batch.map(\.position) == [0, 1, 2])
        #expect(plan.batch.map(\.isOutput) == [false, false, true])
        #expect(plan.parts == [.init(request: 0, sequence: 0, range: 0..<3, outputs: 2..<3)])
    }

    @Test func `a long prompt comes in pieces without an output`() {
        let plan = StepPlan([self.prompt(0, 20)], batchLength: 8, turn: 0)
        #expect(plan.batch.count == 8)
        #expect(!plan.batch.contains { $0.isOutput })
        #expect(plan.parts.first?.outputs.isEmpty == true)
    }

    @Test func `answers come before prompts, and prompts leave them room`() {
        let plan = StepPlan(
            [self.prompt(0, 500), self.answer(1, at: 9), self.answer(2, at: 4)],
            batchLength: 512,
            promptBudget: 128,
            turn: 0
        )
        #expect(plan.parts.map(\.request) == [1, 2, 0])
        #expect(plan.batch.count == 2 + 128)
        #expect(plan.promptCount == 128)
        #expect(plan.parts.map(\.outputs.isEmpty) == [false, false, true])
    }

    @Test func `answers take turns in being first`() {
        let candidates = [self.answer(0, at: 1), self.answer(1, at: 1), self.answer(2, at: 1)]
        #expect(StepPlan(candidates, batchLength: 2, turn: 0).parts.map(\.request) == [0, 1])
        #expect(StepPlan(candidates, batchLength: 2, turn: 1).parts.map(\.request) == [1, 2])
        #expect(StepPlan(candidates, batchLength: 2, turn: 2).parts.map(\.request) == [2, 0])
    }

    @Test func `the small rest of a prompt is read with the piece before`() {
        func count(_ candidates: [StepPlan.Candidate]) -> Int {
            StepPlan(candidates, batchLength: 512, promptBudget: 32, turn: 0).promptCount
        }
        #expect(count([self.prompt(0, 48)]) == 48)
        #expect(count([self.prompt(0, 49)]) == 32)
        // Where someone waits for a next token the step keeps to its length.
        #expect(count([self.prompt(0, 48), self.answer(1, at: 3)]) == 32)
        #expect(StepPlan([self.prompt(0, 48)], batchLength: 40, promptBudget: 32, turn: 0).promptCount == 40)
    }

    @Test func `the shortest prompt goes first`() {
        let plan = StepPlan([self.prompt(0, 50), self.prompt(1, 5)], batchLength: 16, turn: 0)
        #expect(plan.parts.map(\.request) == [1, 0])
        #expect(plan.batch.count == 16)
    }
}
