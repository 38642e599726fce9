import Foundation
import Testing

@testable import LanguageModels

/// Guesses of a drafter: the same answers, faster where they pay, and none where they do not.
struct InferenceDraftingTests {
    /// Text that never says the same thing twice, so that all guesses are the drafter's.
    private static let answer: String = {
        var state: UInt32 = 7
        return String(
            (0..<400).map { _ in
                state = state &* 1_664_525 &+ 1_013_904_223
                return Character(UnicodeScalar(UInt8(33 + (state >> 16) % 90)))
            }
        )
    }()

    /// As with a real model, a step costs much and a token more in it little.
    private static let dearStep: @Sendable ([DecodeToken], DecodeAbort) -> DecodeResult = { _, abort in
        Thread.sleep(forTimeInterval: 0.003)
        return abort.isRequested ? .aborted : .done
    }

    private struct Outcome {
        var text: String
        var summary: GenerationSummary?
        var statistics: InferenceStatistics
        var calls: TestDrafter.Record.Calls
    }

    private func run(
        prompt: String = "x",
        options: GenerationOptions = GenerationOptions(maxNewTokens: 1000),
        secondsPerRead: Double = 0,
        answer: String = Self.answer,
        guess: @escaping @Sendable (_ right: [Int32], _ limit: Int) -> [Int32]
    ) async throws -> Outcome {
        let record = TestDrafter.Record()
        let model = try await TestModel(
            onDecode: Self.dearStep,
            makeDrafter: { _ in
                TestDrafter(record, secondsPerRead: secondsPerRead) { tokens, limit in
                    guess(TestDrafter.rest(of: answer, after: tokens), limit)
                }
            },
            reply: { _ in answer }
        )
        let (text, summary) = try await model.stream(.text(prompt), options: options).collect()
        return Outcome(text: text, summary: summary, statistics: model.engine.statistics, calls: record.all)
    }

    @Test func `right guesses make fewer steps and the same answer`() async throws {
        let outcome = try await self.run { right, limit in Array(right.prefix(limit)) }
        #expect(outcome.text == Self.answer)
        let accepted = outcome.summary?.acceptedDraftTokens ?? 0
        #expect(accepted > 200)
        #expect(accepted == outcome.summary?.draftedTokens)
        #expect(outcome.statistics.steps < 200)
        #expect(outcome.statistics.acceptedDraftTokens == accepted)
        #expect(outcome.statistics.draftedTokens == accepted)
        #expect(outcome.statistics.draftSeconds > 0)
        #expect(outcome.calls.released == [1])
    }

    @Test func `wrong guesses change nothing, and soon there are none`() async throws {
        let outcome = try await self.run { right, limit in right.prefix(limit).map { $0 ^ 1 } }
        #expect(outcome.text == Self.answer)
        #expect(outcome.summary?.acceptedDraftTokens == 0)
        #expect((1..<150).contains(outcome.summary?.draftedTokens ?? 0))
        #expect(outcome.statistics.steps > 390)
    }

    @Test func `of guesses that are half right the right half is kept`() async throws {
        let outcome = try await self.run { right, limit in
            right.prefix(limit).enumerated().map { $0 < 2 ? $1 : $1 ^ 1 }
        }
        #expect(outcome.text == Self.answer)
        let (drafted, accepted) = (outcome.summary?.draftedTokens ?? 0, outcome.summary?.acceptedDraftTokens ?? 0)
        #expect(accepted > 20)
        #expect(accepted < drafted)
    }

    @Test func `guesses that take longer than they save come to an end`() async throws {
        let outcome = try await self.run { right, limit in
            Thread.sleep(forTimeInterval: 0.06)
            return Array(right.prefix(limit))
        }
        #expect(outcome.text == Self.answer)
        #expect((1..<25).contains(outcome.calls.drafts))
    }

    @Test func `a drafter that never guesses is left alone`() async throws {
        let outcome = try await self.run { _, _ in [] }
        #expect(outcome.text == Self.answer)
        #expect(outcome.summary?.draftedTokens == 0)
        #expect((1..<200).contains(outcome.calls.drafts))
    }

    @Test func `guesses longer than asked for are cut`() async throws {
        let outcome = try await self.run(options: GenerationOptions(maxNewTokens: 50)) { right, _ in right + [1, 2, 3] }
        #expect(outcome.text == String(Self.answer.prefix(50)))
        #expect(outcome.summary?.newTokens == 50)
    }

    @Test(arguments: [1, 2, 7, 100]) func `guesses keep to the limit on new tokens`(most: Int) async throws {
        let options = GenerationOptions(maxNewTokens: most)
        let outcome = try await self.run(options: options) { right, limit in Array(right.prefix(limit)) }
        #expect(outcome.text == String(Self.answer.prefix(most)))
        #expect(outcome.summary?.newTokens == most)
    }

    @Test func `a strict request goes without`() async throws {
        var options = GenerationOptions(maxNewTokens: 1000)
        options.isStrict = true
        let outcome = try await self.run(options: options) { right, limit in Array(right.prefix(limit)) }
        #expect(outcome.text == Self.answer)
        #expect(outcome.calls.drafts == 0)
    }

    @Test func `what was said before is guessed from first`() async throws {
        let answer = String(repeating: "abcdefghij", count: 40)
        let outcome = try await self.run(answer: answer) { right, limit in Array(right.prefix(limit)) }
        #expect(outcome.text == answer)
        #expect((outcome.summary?.acceptedDraftTokens ?? 0) > 200)
        #expect(outcome.calls.drafts < outcome.statistics.steps / 2)
    }

    @Test func `a long prompt is read in pieces, and only then something is guessed`() async throws {
        let prompt = String(repeating: "a long prompt, ", count: 100)
        let outcome = try await self.run(prompt: prompt, secondsPerRead: 5e-6) { right, limit in
            Array(right.prefix(limit))
        }
        #expect(outcome.text == Self.answer)
        #expect(outcome.calls.reads.first == 64)
        #expect(outcome.calls.reads.count > 1)
        #expect(outcome.calls.reads.reduce(0, +) >= prompt.utf8.count - 16)
        #expect(outcome.calls.unreadAtDraft.allSatisfy { $0 <= 16 })
        #expect((outcome.summary?.acceptedDraftTokens ?? 0) > 100)
    }

    @Test func `a prompt that takes longer to read than can be saved is not read`() async throws {
        let prompt = String(repeating: "a long prompt, ", count: 100)
        let outcome = try await self.run(prompt: prompt, secondsPerRead: 5e-3) { right, limit in
            Array(right.prefix(limit))
        }
        #expect(outcome.text == Self.answer)
        #expect(outcome.calls.reads == [64])
        #expect(outcome.calls.drafts == 0)
    }

    @Test(.timeLimit(.minutes(1))) func `a cancelled request ends a guess under way`() async throws {
        let record = TestDrafter.Record()
        let (started, startedContinuation) = AsyncStream.makeStream(of: Void.self)
        let model = try await TestModel(
            onDecode: Self.dearStep,
            makeDrafter: { abort in
                TestDrafter(record) { _, _ in
                    startedContinuation.yield()
                    while !abort.isRequested { Thread.sleep(forTimeInterval: 0.001) }
                    return []
                }
            },
            reply: { _ in Self.answer }
        )
        let reader = Task {
            try await model.stream(.text("x"), options: GenerationOptions(maxNewTokens: 1000)).collect()
        }
        for await _ in started { break }
        reader.cancel()
        await #expect(throws: CancellationError.self) { _ = try await reader.value }
        while record.all.released.isEmpty { await Task.yield() }
        #expect(model.engine.statistics.finished == 0)
    }

    @Test func `many chats with a draft model that is right now and then answer as without`() async throws {
        let limits = InferenceLimits(contextLength: 300, cacheLength: 1200, batchLength: 48, sequenceCount: 4)
        let small = InferenceLimits(contextLength: 280, cacheLength: 560, batchLength: 32, sequenceCount: 2)
        let next: @Sendable ([Int32]) -> Int32 = { context in
            let hash = context.suffix(5).reduce(UInt32(context.count)) { $0 &* 31 &+ UInt32(bitPattern: $1) }
            return Int32((hash &* 2_654_435_761) >> 20) % 200
        }
        func engine(drafts: Bool) async throws -> InferenceEngine {
            try await InferenceEngine(configuration: .init(guessesAhead: drafts)) { abort in
                let smallModel = TestInferenceBackend(limits: small, abort: abort) { context in
                    context.count.isMultiple(of: 5) ? next(context) ^ 1 : next(context)
                }
                let drafter = ModelDrafter(
                    backend: smallModel,
                    longestDraft: 6,
                    leastProbability: 0,
                    vocabularySize: 1000,
                    abort: abort
                )
                return TestInferenceBackend(
                    limits: limits,
                    abort: abort,
                    onDecode: drafts ? Self.dearStep : nil,
                    drafter: drafts ? drafter : nil,
                    nextToken: next
                )
            }
        }
        let (plain, drafting) = (try await engine(drafts: false), try await engine(drafts: true))
        @Sendable func answer(_ engine: InferenceEngine, _ chat: Int) async throws -> [Int32] {
            let prompt = (0..<(20 + chat * 7)).map { Int32($0 < 15 ? $0 : $0 * chat % 90 + 1) }
            var tokens: [Int32] = []
            let options = GenerationOptions(maxNewTokens: 40 + chat * 5)
            for try await delta in engine.stream(options: options, prompt: { prompt }) { tokens += delta.tokens }
            return tokens
        }
        var expected: [[Int32]] = []
        for chat in 0..<16 { expected.append(try await answer(plain, chat)) }
        for chat in 0..<4 { #expect(try await answer(drafting, chat) == expected[chat]) }
        try await withThrowingTaskGroup(of: (Int, [Int32]).self) { group in
            for chat in 4..<16 { group.addTask { (chat, try await answer(drafting, chat)) } }
            for try await (chat, tokens) in group { #expect(tokens == expected[chat]) }
        }
        #expect(drafting.statistics.acceptedDraftTokens > 50)
        #expect(drafting.statistics.failed == 0)
    }
}
