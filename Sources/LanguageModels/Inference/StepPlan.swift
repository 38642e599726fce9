/// What one decode evaluates: tokens of several requests, and where each request's part lies.
struct StepPlan: Hashable, Sendable {
    /// A request as the plan sees it.
    struct Candidate: Hashable, Sendable {
        /// The request.
        var request: Int
        /// The sequence its tokens go to.
        var sequence: Int
        /// Where its next token stands.
        var position: Int
        /// What is still to be evaluated; one token for a request that is answering.
        var pending: ArraySlice<Int32>
        /// Whether it is past its prompt.
        var isAnswering: Bool
    }

    /// One request's part of the batch.
    struct Part: Hashable, Sendable {
        /// The request.
        var request: Int
        /// The sequence its tokens go to.
        var sequence: Int
        /// Where its tokens lie in the batch.
        var range: Range<Int>
        /// Where in the batch the next token is to be sampled, if all of the request is evaluated then.
        var output: Int?
    }

    private(set) var batch: [DecodeToken] = []
    private(set) var parts: [Part] = []

    /// The most prompt tokens in a step that others wait for with their next token.
    static let sharedPromptBudget = 128

    /// Composes a step.
    ///
    /// Answering requests come first with one token each, beginning with a different one each step. What is left goes to
    /// prompts, the shortest first; while anyone is answering that is at most ``sharedPromptBudget`` tokens.
    ///
    /// - Parameters:
    ///   - candidates: The requests that can go on, in the order they came.
    ///   - batchLength: The most tokens in a batch.
    ///   - turn: A number that grows by one with each step.
    init(_ candidates: [Candidate], batchLength: Int, turn: Int) {
        let answering = candidates.filter(\.isAnswering)
        let start = answering.isEmpty ? 0 : turn % answering.count
        for candidate in answering[start...] + answering[..<start] where self.batch.count < batchLength {
            self.add(candidate, count: min(candidate.pending.count, batchLength - self.batch.count))
        }
        var budget = batchLength - self.batch.count
        if !answering.isEmpty { budget = min(budget, Self.sharedPromptBudget) }
        let prompts = candidates.filter { !$0.isAnswering }.sorted { $0.pending.count < $1.pending.count }
        for candidate in prompts where budget > 0 {
            let count = min(candidate.pending.count, budget)
            self.add(candidate, count: count)
            budget -= count
        }
    }

    private mutating func add(_ candidate: Candidate, count: Int) {
        let start = self.batch.count
        for (offset, token) in candidate.pending.prefix(count).enumerated() {
            self.batch.append(
                DecodeToken(
                    token: token,
                    position: candidate.position + offset,
                    sequence: candidate.sequence,
                    isOutput: offset + 1 == candidate.pending.count
                )
            )
        }
        let isWhole = count == candidate.pending.count
        self.parts.append(
            Part(
                request: candidate.request,
                sequence: candidate.sequence,
                range: start..<start + count,
                output: isWhole ? start + count - 1 : nil
            )
        )
    }
}
