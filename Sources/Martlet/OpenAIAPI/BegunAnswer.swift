import LanguageModels

/// What a model failed with while it answered, told apart from what went wrong on the way to the client.
struct AnswerFailure: Error {
    let cause: any Error
}

/// An answer whose first piece has come, so that whatever is wrong with the request is known before the reply begins.
struct BegunAnswer: Sendable {
    private let first: GenerationDelta?
    /// Used by one task at a time: the one that begins the answer, and then the one that reads it.
    private nonisolated(unsafe) let iterator: GenerationStream.AsyncIterator

    /// Waits for an answer's first piece.
    ///
    /// - Parameter stream: The answer.
    /// - Throws: What the model throws.
    init(_ stream: GenerationStream) async throws {
        var iterator = stream.makeAsyncIterator()
        self.first = try await iterator.next()
        self.iterator = iterator
    }

    /// Reads the answer, once.
    ///
    /// - Parameter take: Takes a piece; the next one is asked for when it has returned.
    /// - Returns: How the answer ended.
    /// - Throws: An ``AnswerFailure`` with what the model throws, and what `take` throws.
    func read(_ take: (GenerationDelta) async throws -> Void) async throws -> AnswerEnd {
        var (end, iterator, next) = (AnswerEnd(), self.iterator, self.first)
        while let delta = next {
            end.note(delta)
            try await take(delta)
            do { next = try await iterator.next() } catch { throw AnswerFailure(cause: error) }
        }
        // A cancelled stream may just end; only a whole answer has a summary.
        if end.summary == nil { try Task.checkCancellation() }
        return end
    }
}

/// How an answer ended.
struct AnswerEnd: Sendable {
    private(set) var summary: GenerationSummary?
    private var tokens = 0
    private var calls = 0

    mutating func note(_ delta: GenerationDelta) {
        self.tokens += delta.tokens.count
        self.calls += delta.toolCalls.count
        self.summary = delta.summary ?? self.summary
    }

    /// Why it ended, in OpenAI's words.
    var reason: String {
        // Whole calls are there to be made, also where a limit cut a further one: the model asks for that again.
        if self.calls > 0 { return "tool_calls" }
        switch self.summary?.finishReason {
        case .maxNewTokens, .contextFull, .timeLimit: return "length"
        case .toolCalls: return "tool_calls"
        case .endOfText, .stopText, nil: return "stop"
        }
    }

    /// How many tokens were generated, as far as the model tells.
    var newTokens: Int { self.summary?.newTokens ?? self.tokens }
}

/// Tokens that a request cost.
struct TokenUsage: Sendable {
    var prompt = 0
    var cached = 0
    var completion = 0

    /// The tokens of answers; a prompt that was answered several times counts once.
    ///
    /// - Parameter ends: How the answers ended, and which prompt each is for.
    init(of ends: [(prompt: Int, end: AnswerEnd)]) {
        var seen: Set<Int> = []
        for (prompt, end) in ends {
            self.completion += end.newTokens
            guard let summary = end.summary, seen.insert(prompt).inserted else { continue }
            self.prompt += summary.promptTokens
            self.cached += summary.cachedTokens
        }
    }
}
