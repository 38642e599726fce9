import Foundation
import Testing

@testable import LanguageModels

/// What requests share, and what becomes of it.
struct InferenceSharingTests {
    @Test func `chats that come together read what they have in common once`() async throws {
        let gate = StepGate()
        let limits = InferenceLimits(contextLength: 1024, cacheLength: 8192, batchLength: 128, sequenceCount: 16)
        let model = try await TestModel(limits: limits, onDecode: gate.pass) { "re: \($0.suffix(1))" }
        let system = String(repeating: "instructions ", count: 40)
        let answers = try await withThrowingTaskGroup(of: (Int, String, GenerationSummary?).self) { group in
            for chat in 0..<8 {
                group.addTask {
                    let prompt = system + "\(chat)"
                    let answer = try await model.stream(.text(prompt), options: GenerationOptions()).collect()
                    return (chat, answer.text, answer.summary)
                }
            }
            await model.engine.waitForOpen(8)
            gate.open()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for (chat, text, _) in answers { #expect(text == "re: \(chat)") }
        let cached = answers.map { $0.2?.cachedTokens ?? 0 }.sorted()
        #expect(cached.first == 0)
        #expect(cached.dropFirst().allSatisfy { $0 == system.utf8.count })
        let evaluated = model.engine.statistics.promptTokens
        #expect(evaluated == system.utf8.count + 8 * 2)
    }

    @Test func `cells that sequences share are counted once`() {
        var table = SequenceTable(count: 3, canTruncate: true)
        table.occupy(.init(sequence: 0, kept: 0), owner: 1)
        table.append([1, 2, 3, 4], to: 0)
        table.release(0)
        #expect((table.usedLength, table.activeLength) == (4, 0))
        table.occupy(.init(sequence: 1, kept: 3, source: 0), owner: 2)
        table.append([9, 9], to: 1)
        #expect((table.usedLength, table.activeLength) == (6, 5))
        #expect(!table.isExclusive(1, from: 2))
        #expect(table.isExclusive(1, from: 3))
        #expect(table.exclusiveCount(of: 0) == 1)
        table.truncate(0, to: 0)
        #expect((table.usedLength, table.activeLength) == (5, 5))
        table.release(1)
        table.truncate(1, to: 0)
        #expect((table.usedLength, table.activeLength) == (0, 0))
    }

    @Test func `work in the background costs only what it adds to a chat under way`() async throws {
        let gate = StepGate()
        gate.open()
        let model = try await TestModel(onDecode: gate.pass) { _ in "ok" }
        let chat = String(repeating: "a long conversation ", count: 50)
        _ = try await model.stream(.text(chat), options: GenerationOptions()).collect()
        var options = GenerationOptions()
        options.isBackground = true
        let (_, summary) = try await model.stream(.text(chat + "title?"), options: options).collect()
        #expect(summary?.cachedTokens == chat.utf8.count)
        // The chat itself is still there for its next turn.
        let (_, next) = try await model.stream(.text(chat + "next"), options: GenerationOptions()).collect()
        #expect(next?.cachedTokens == chat.utf8.count)
    }

    @Test func `guesses make fewer steps and the same answer`() async throws {
        let answer = String(repeating: "all work and no play makes jack a dull boy. ", count: 8)
        var steps: [Int] = []
        for guesses in [false, true] {
            let model = try await TestModel(
                configuration: .init(guessesAhead: guesses),
                // As with a real model, a step costs much and a token more in it little.
                onDecode: { _, _ in
                    Thread.sleep(forTimeInterval: 0.002)
                    return .done
                },
                reply: { _ in answer }
            )
            let (text, summary) = try await model.stream(.text("x"), options: GenerationOptions(maxNewTokens: 1000))
                .collect()
            #expect(text == answer)
            #expect(summary?.newTokens == answer.utf8.count)
            #expect(((summary?.acceptedDraftTokens ?? 0) > 40) == guesses)
            steps.append(model.engine.statistics.steps)
        }
        // A busy machine can make a guess look dear now and then.
        #expect(steps[1] * 5 < steps[0] * 4)
    }

    @Test(arguments: [1, 5, 100, 333]) func `guesses keep to the limit on new tokens`(most: Int) async throws {
        let model = try await TestModel { _ in String(repeating: "ab", count: 500) }
        let (text, summary) = try await model.stream(.text("x"), options: GenerationOptions(maxNewTokens: most))
            .collect()
        #expect(text.utf8.count == most)
        #expect(summary?.newTokens == most)
        let (again, after) = try await model.stream(.text("x"), options: GenerationOptions(maxNewTokens: 4)).collect()
        #expect(again == "abab".prefix(min(4, 4)))
        #expect(after?.cachedTokens == 1)
    }

    @Test func `guessing stops where it is never right`() {
        var speculation = Speculation()
        var tokens: [Int32] = []
        var drafted = 0
        var seed: UInt32 = 1
        for _ in 0..<4000 {
            // A run of three that recurs, followed by something else each time.
            seed = seed &* 1_664_525 &+ 1_013_904_223
            tokens += [1, 2, 3]
            let draft = speculation.draft(after: tokens, limit: 8) { _ in nil }
            drafted += draft.count
            tokens.append(Int32(seed >> 8) & 0xFFFF | 0x10000)
            speculation.note(drafted: draft.count, accepted: 0, count: tokens.count)
        }
        #expect(drafted > 0)
        #expect(drafted < 1200)
    }

    @Test func `guessing stops where a longer step costs more than it gains`() {
        var speculation = Speculation()
        let tokens: [Int32] = Array(repeating: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], count: 40).flatMap { $0 }
        var drafted = 0
        for count in 20..<400 {
            let draft = speculation.draft(after: Array(tokens[..<count]), limit: 8) { Double($0) }
            drafted += draft.count
            speculation.note(drafted: draft.count, accepted: draft.count / 2, count: count)
        }
        #expect(drafted < 60)
    }
}
