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
        /// Tokens that may come next, evaluated in the hope that they do; for an answering request alone.
        var drafts: [Int32] = []
        /// Whether others go first.
        var isBackground = false
        /// How many steps its prompt has been left out of.
        var stepsLeftOut = 0
        /// Its part of what is its user's due: less for each of a user's many requests, more for a user of great weight.
        var share = 1.0
    }

    /// One request's part of the batch.
    struct Part: Hashable, Sendable {
        /// The request.
        var request: Int
        /// The sequence its tokens go to.
        var sequence: Int
        /// Where its tokens lie in the batch.
        var range: Range<Int>
        /// Where in the batch next tokens are to be sampled: nowhere while some of the prompt is left, after the last
        /// token if there are no drafts, and after each token otherwise.
        var outputs: Range<Int>
    }

    /// Fewer prompt tokens than this are not added to those of another prompt.
    private static let shortestRest = 8

    private(set) var batch: [DecodeToken] = []
    private(set) var parts: [Part] = []
    /// How many of the batch's tokens belong to prompts.
    private(set) var promptCount = 0

    /// Composes a step.
    ///
    /// Answering requests come first with one token each, beginning with a different one each step. What is left goes to
    /// prompts, the shortest first, and the longer one is left out the sooner it comes. Where nobody is answering, a
    /// prompt's last piece is read with the one before if it is small.
    ///
    /// - Parameters:
    ///   - candidates: The requests that can go on, in the order they came.
    ///   - batchLength: The most tokens in a batch.
    ///   - promptBudget: The most prompt tokens in the batch.
    ///   - turn: A number that grows by one with each step.
    init(_ candidates: [Candidate], batchLength: Int, promptBudget: Int = .max, turn: Int) {
        let answering = candidates.filter(\.isAnswering)
        let start = answering.isEmpty ? 0 : turn % answering.count
        var room = batchLength
        for candidate in answering[start...] + answering[..<start] where room > 0 {
            let count = min(candidate.pending.count, room)
            // Each answer has its token; drafts get what is left.
            let left = room - count - (answering.count - self.parts.count - 1)
            self.add(candidate, count: count, drafts: candidate.drafts.prefix(max(left, 0)))
            room = batchLength - self.batch.count
        }
        var budget = min(room, promptBudget)
        let prompts = candidates.filter { !$0.isAnswering }.sorted(by: Self.goesFirst)
        for (index, candidate) in prompts.enumerated() where budget > 0 {
            // A small rest would cost a step's overhead for next to nothing.
            guard index == 0 || budget >= min(candidate.pending.count, Self.shortestRest) else { break }
            let pending = candidate.pending.count
            // With nobody waiting, no small piece shall remain, which would cost a step of its own.
            let takesTail = index == 0 && answering.isEmpty && pending <= budget + budget / 2
            let count = min(pending, takesTail ? room : budget)
            self.add(candidate, count: count, drafts: [])
            self.promptCount += count
            budget -= count
        }
    }

    private static func goesFirst(_ left: Candidate, _ right: Candidate) -> Bool {
        if left.isBackground != right.isBackground { return right.isBackground }
        return self.urgency(left) > self.urgency(right)
    }

    private static func urgency(_ candidate: Candidate) -> Double {
        candidate.share * (1 + Double(candidate.stepsLeftOut) / 8) / Double(max(candidate.pending.count, 1))
    }

    private mutating func add(_ candidate: Candidate, count: Int, drafts: ArraySlice<Int32>) {
        let start = self.batch.count
        let isWhole = count == candidate.pending.count
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
        for (offset, token) in drafts.enumerated() {
            self.batch.append(
                DecodeToken(
                    token: token,
                    position: candidate.position + count + offset,
                    sequence: candidate.sequence,
                    isOutput: true
                )
            )
        }
        let end = self.batch.count
        self.parts.append(
            Part(
                request: candidate.request,
                sequence: candidate.sequence,
                range: start..<end,
                outputs: isWhole ? end - drafts.count - 1..<end : end..<end
            )
        )
    }
}
