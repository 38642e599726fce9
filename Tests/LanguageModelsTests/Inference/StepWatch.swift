import Foundation
@testable import LanguageModels

/// What a long prompt did to the answers beside it, step by step: vector 23.
///
/// Chats of short prompts answer while one long prompt joins. Time is that of a machine whose steps cost what
/// ``seconds(answers:prompt:)`` says; decodes sleep so long, and what a busy machine adds counts for what the engine
/// learns and not for the gaps.
final class StepWatch: Sendable {
    struct Step: Sendable {
        /// Sequences that had a token of their answer.
        var answers: Set<Int> = []
        /// How many prompt tokens there were.
        var prompt = 0
        /// How many of them were of the long prompt.
        var long = 0
        /// How long the step took by the engine's own clock.
        var measured = 0.0
    }

    private struct State {
        var steps: [Step] = []
        var decodeSeconds = 0.0
        var engine: InferenceEngine?
    }

    private let state = Guarded(State())
    private let shortCount: Int
    private let longCount: Int
    private let isLong: @Sendable (DecodeToken) -> Bool

    /// Creates a watch.
    ///
    /// - Parameters:
    ///   - shortCount: How many tokens each short prompt has.
    ///   - longCount: How many the long one has.
    ///   - isLong: Whether a token is one of the long prompt.
    init(shortCount: Int, longCount: Int, isLong: @escaping @Sendable (DecodeToken) -> Bool) {
        self.shortCount = shortCount
        self.longCount = longCount
        self.isLong = isLong
    }

    static func seconds(answers: Int, prompt: Int) -> Double {
        0.006 + 0.0006 * Double(answers) + 0.00015 * Double(prompt)
    }

    var steps: [Step] { self.state.withLock { $0.steps } }

    func watch(_ engine: InferenceEngine?) {
        self.state.withLock { $0.engine = engine }
    }

    /// To be called before each decode, on the engine's thread.
    func pass(_ batch: [DecodeToken]) {
        let engine = self.state.withLock { $0.engine }
        // Published after each step, before the next one is composed.
        let total = engine?.statistics.decodeSeconds ?? 0
        var step = Step()
        for token in batch {
            let isLong = self.isLong(token)
            if token.position < (isLong ? self.longCount : self.shortCount) {
                step.prompt += 1
                step.long += isLong ? 1 : 0
            } else {
                step.answers.insert(token.sequence)
            }
        }
        self.state.withLock { state in
            if !state.steps.isEmpty { state.steps[state.steps.count - 1].measured = total - state.decodeSeconds }
            state.decodeSeconds = total
            state.steps.append(step)
        }
        Thread.sleep(forTimeInterval: Self.seconds(answers: step.answers.count, prompt: step.prompt))
    }

    /// The steps in which the long prompt was read, each with the most prompt tokens that the engine may have put in.
    func joined(target: Double) -> [(step: Step, budget: Int)] {
        var cost = StepCost()
        var found: [(Step, Int)] = []
        for step in self.steps {
            if step.long > 0 {
                found.append((step, cost.promptBudget(target: target, answers: step.answers.count)))
            }
            cost.note(answers: step.answers.count, prompt: step.prompt, seconds: step.measured)
        }
        return found
    }
}
