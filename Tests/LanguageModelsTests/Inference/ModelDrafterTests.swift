import Testing

@testable import LanguageModels

/// A drafter over a small model, alone.
struct ModelDrafterTests {
    private static let limits = InferenceLimits(contextLength: 100, cacheLength: 200, batchLength: 16, sequenceCount: 2)

    /// What becomes of the next decodes, and how many there were.
    private final class Decodes: Sendable {
        private let state = Guarded<(results: [DecodeResult], tokens: Int)>(([], 0))

        var tokenCount: Int { self.state.withLock { $0.tokens } }

        func plan(_ results: [DecodeResult]) { self.state.withLock { $0.results = results } }

        func next(_ batch: [DecodeToken], _ abort: DecodeAbort) -> DecodeResult {
            self.state.withLock { state in
                state.tokens += batch.count
                return state.results.isEmpty ? .done : state.results.removeFirst()
            }
        }
    }

    /// A drafter whose model counts up.
    private func drafter(
        limits: InferenceLimits = Self.limits,
        decodes: Decodes = Decodes(),
        leastProbability: Double = 0.5,
        vocabularySize: Int = 1000,
        certainty: @escaping @Sendable ([Int32]) -> Double = { _ in 1 }
    ) -> ModelDrafter {
        let abort = DecodeAbort()
        let backend = TestInferenceBackend(
            limits: limits,
            abort: abort,
            onDecode: decodes.next,
            certainty: certainty,
            nextToken: { ($0.last ?? 0) + 1 }
        )
        return ModelDrafter(
            backend: backend,
            longestDraft: 5,
            leastProbability: leastProbability,
            vocabularySize: vocabularySize,
            abort: abort
        )
    }

    @Test func `it says what the model would say`() {
        let drafter = self.drafter()
        #expect(drafter.unreadCount(request: 1, tokens: [7, 8, 9]) == 3)
        #expect(drafter.draft(request: 1, tokens: [7, 8, 9], limit: 3) == [10, 11, 12])
        #expect(drafter.draft(request: 1, tokens: [7, 8, 9], limit: 50) == [10, 11, 12, 13, 14])
    }

    @Test func `only what is new is read, whatever became of a guess`() {
        let decodes = Decodes()
        let drafter = self.drafter(decodes: decodes)
        #expect(drafter.draft(request: 1, tokens: [1, 2, 3], limit: 4) == [4, 5, 6, 7])
        #expect(decodes.tokenCount == 6)
        // Two were right.
        #expect(drafter.unreadCount(request: 1, tokens: [1, 2, 3, 4, 5, 50]) == 1)
        #expect(drafter.draft(request: 1, tokens: [1, 2, 3, 4, 5, 50], limit: 2) == [51, 52])
        #expect(decodes.tokenCount == 8)
        // All were right.
        #expect(drafter.draft(request: 1, tokens: [1, 2, 3, 4, 5, 50, 51, 52, 60], limit: 1) == [61])
        #expect(decodes.tokenCount == 10)
    }

    @Test func `a guess ends where the model ends, is not sure, or says what others do not know`() {
        #expect(self.drafter().draft(request: 1, tokens: [253], limit: 5) == [254, 255])
        let unsure = self.drafter { $0.count > 3 ? 0.4 : 0.6 }
        #expect(unsure.draft(request: 1, tokens: [1, 2], limit: 5) == [3, 4])
        #expect(self.drafter(vocabularySize: 12).draft(request: 1, tokens: [9], limit: 5) == [10, 11])
    }

    @Test func `a request with tokens of its own is left alone`() {
        let drafter = self.drafter(vocabularySize: 12)
        #expect(drafter.draft(request: 1, tokens: [9, 12, 3], limit: 5) == [])
        #expect(drafter.unreadCount(request: 1, tokens: [9, 12, 3]) == nil)
        drafter.release(request: 1)
        #expect(drafter.draft(request: 1, tokens: [-1], limit: 5) == [])
        #expect(drafter.draft(request: 2, tokens: [3], limit: 1) == [4])
    }

    @Test func `a long prompt is read in pieces of a batch at most`() {
        let decodes = Decodes()
        let drafter = self.drafter(decodes: decodes)
        let prompt = (1...50).map(Int32.init)
        drafter.read(request: 1, tokens: prompt, limit: 10)
        #expect(drafter.unreadCount(request: 1, tokens: prompt) == 40)
        drafter.read(request: 1, tokens: prompt, limit: 40)
        #expect(drafter.unreadCount(request: 1, tokens: prompt) == 24)
        for _ in 0..<3 { drafter.read(request: 1, tokens: prompt, limit: 40) }
        #expect(drafter.unreadCount(request: 1, tokens: prompt) == 1)
        #expect(decodes.tokenCount == 49)
        #expect(drafter.draft(request: 1, tokens: prompt, limit: 1) == [51])
    }

    @Test func `what is unread may be longer than a batch`() {
        #expect(self.drafter().draft(request: 1, tokens: (1...40).map(Int32.init), limit: 2) == [41, 42])
    }

    @Test func `a request's end leaves what was read to the next one that begins alike`() {
        let drafter = self.drafter()
        let prompt = (1...30).map(Int32.init)
        _ = drafter.draft(request: 1, tokens: prompt, limit: 1)
        drafter.release(request: 1)
        #expect(drafter.unreadCount(request: 2, tokens: prompt + [90]) == 1)
        #expect(drafter.draft(request: 2, tokens: prompt + [90], limit: 2) == [91, 92])
        // Another one takes its beginning from it without disturbing it.
        #expect(drafter.unreadCount(request: 3, tokens: prompt + [70]) == 1)
        #expect(drafter.draft(request: 3, tokens: prompt + [70], limit: 2) == [71, 72])
        #expect(drafter.unreadCount(request: 2, tokens: prompt + [90, 91]) == 1)
    }

    @Test func `of too many requests the one served longest ago loses its place`() {
        let drafter = self.drafter()
        for round in 0..<3 {
            for request in 1...5 {
                let tokens = (0...round).map { Int32(request * 40 + $0) }
                #expect(drafter.draft(request: request, tokens: tokens, limit: 2).first == tokens[round] + 1)
            }
        }
        for request in 1...5 { drafter.release(request: request) }
        #expect(drafter.draft(request: 6, tokens: [1], limit: 1) == [2])
    }

    @Test func `a full cache forgets what others left`() {
        let limits = InferenceLimits(contextLength: 40, cacheLength: 40, batchLength: 16, sequenceCount: 3)
        let drafter = self.drafter(limits: limits)
        let prompts = (1...3).map { request in (0..<30).map { Int32(request * 50 + $0) } }
        for (request, prompt) in prompts.enumerated() {
            #expect(drafter.draft(request: request, tokens: prompt, limit: 2) == [prompt[29] + 1, prompt[29] + 2])
        }
        #expect(drafter.draft(request: 0, tokens: prompts[0], limit: 1) == [prompts[0][29] + 1])
        // A request as long as the context is not guessed for.
        #expect(drafter.unreadCount(request: 4, tokens: (1...40).map(Int32.init)) == nil)
        #expect(drafter.draft(request: 4, tokens: (1...40).map(Int32.init), limit: 1) == [])
        #expect(drafter.draft(request: 5, tokens: (1...38).map(Int32.init), limit: 5) == [39, 40])
    }

    @Test func `a decode that finds no room is tried once more with nothing else in the cache`() {
        let decodes = Decodes()
        let drafter = self.drafter(decodes: decodes)
        _ = drafter.draft(request: 1, tokens: [1, 2, 3], limit: 1)
        decodes.plan([.noSpace])
        #expect(drafter.draft(request: 2, tokens: [60], limit: 1) == [61])
        #expect(drafter.unreadCount(request: 1, tokens: [1, 2, 3]) == 3)
        decodes.plan([.noSpace, .noSpace])
        #expect(drafter.draft(request: 2, tokens: [60, 61, 62], limit: 1) == [])
        #expect(drafter.unreadCount(request: 2, tokens: [60, 61, 62]) == nil)
    }

    @Test func `after a failure a request goes without, and others do not`() {
        let decodes = Decodes()
        let drafter = self.drafter(decodes: decodes)
        _ = drafter.draft(request: 1, tokens: [1, 2, 3], limit: 1)
        decodes.plan([.done, .failed(LanguageModelError(.generationFailed, "A test."))])
        #expect(drafter.draft(request: 1, tokens: [1, 2, 3, 4], limit: 3) == [5])
        #expect(drafter.unreadCount(request: 1, tokens: [1, 2, 3, 4]) == nil)
        #expect(drafter.draft(request: 1, tokens: [1, 2, 3, 4], limit: 3) == [])
        #expect(drafter.draft(request: 2, tokens: [1, 2, 3, 4], limit: 1) == [5])
        drafter.release(request: 1)
        #expect(drafter.draft(request: 1, tokens: [1, 2, 3, 4], limit: 1) == [5])
    }

    @Test func `a decode that was ended is gone on with later`() {
        let decodes = Decodes()
        let drafter = self.drafter(decodes: decodes)
        decodes.plan([.done, .aborted])
        #expect(drafter.draft(request: 1, tokens: [1, 2, 3], limit: 4) == [4])
        #expect(drafter.unreadCount(request: 1, tokens: [1, 2, 3]) == 1)
        #expect(drafter.draft(request: 1, tokens: [1, 2, 3], limit: 2) == [4, 5])
    }
}
