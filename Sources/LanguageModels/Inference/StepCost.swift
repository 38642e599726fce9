/// What a step costs: learnt from the steps so far, so that the next one can be made to last about as long as wanted.
struct StepCost: Hashable, Sendable {
    /// How much a new measurement counts against what is known.
    private static let weight = 0.25
    /// Fewer prompt tokens beside answers than this are not worth a step's overhead.
    static let shortestChunk = 4
    /// Matrices are multiplied with so many tokens at a time, and what is left over costs more: llama.cpp's kernels for
    /// x86 read 16 tokens faster than 15, and 7 answers with 9 prompt tokens faster than 7 with 8.
    static let tile = 16
    /// Fewer prompt tokens in a step of prompts alone than this read the weights too often; with fewer the flash attention of
    /// a llama.cpp without `Scripts/llama-attention.patch` also takes each by itself, which doubles the time after 1,000
    /// tokens.
    static let shortestChunkAlone = 64
    /// So few prompt tokens tell what a step costs rather than what a token does.
    private static let fewestTelling = 8
    /// While nothing is known, this many prompt tokens are tried.
    private static let firstChunk = 64
    /// When nobody waits for a next token, a step may last so many times the target.
    private static let patience = 4.0

    /// Seconds of a step that only answers, by the number of answers rounded up to a power of two.
    private var answering: [Int: Double] = [:]
    /// Seconds that one prompt token adds to a step.
    private(set) var perPromptToken: Double?
    /// Seconds of a step of any kind.
    private(set) var average: Double?

    /// Learns from a step.
    ///
    /// - Parameters:
    ///   - answers: How many tokens of answers it had.
    ///   - prompt: How many prompt tokens it had.
    ///   - seconds: How long it lasted.
    mutating func note(answers: Int, prompt: Int, seconds: Double) {
        Self.mix(&self.average, seconds)
        if prompt == 0 {
            Self.mix(&self.answering[Self.bucket(answers)], seconds)
        } else {
            guard prompt >= Self.fewestTelling || self.perPromptToken == nil else { return }
            let rest = max(seconds - (self.answerCost(answers) ?? 0), seconds / 20)
            Self.mix(&self.perPromptToken, rest / Double(prompt))
        }
    }

    /// Seconds that a step takes which only answers, or nil while that is unknown.
    ///
    /// - Parameter answers: How many answers.
    func answerCost(_ answers: Int) -> Double? {
        guard answers > 0 else { return 0 }
        let bucket = Self.bucket(answers)
        if let exact = self.answering[bucket] { return exact }
        // The nearest number of answers that was seen.
        return self.answering.min { abs($0.key - bucket) < abs($1.key - bucket) }?.value
    }

    /// How many prompt tokens a step may have.
    ///
    /// - Parameters:
    ///   - target: How long the step should last, in seconds. If answers alone take longer, it is half as long again
    ///     as they take.
    ///   - answers: How many answers are in the step.
    /// - Returns: What fills the step up to a multiple of ``tile``; at least ``shortestChunk``, or ``shortestChunkAlone``
    ///   without answers.
    func promptBudget(target: Double, answers: Int) -> Int {
        guard let perToken = self.perPromptToken, perToken > 0 else { return Self.firstChunk }
        let answerCost = self.answerCost(answers) ?? 0
        let wanted = answers == 0 ? target * Self.patience : max(target, answerCost * 1.5)
        let tokens = (wanted - answerCost) / perToken
        guard tokens < 1e6 else { return 1_000_000 }
        let least = answers + (answers == 0 ? Self.shortestChunkAlone : Self.shortestChunk)
        let whole = (answers + max(Int(tokens), 0)) / Self.tile * Self.tile
        return max(whole, (least + Self.tile - 1) / Self.tile * Self.tile) - answers
    }

    private static func bucket(_ count: Int) -> Int {
        count <= 1 ? 0 : Int.bitWidth - (count - 1).leadingZeroBitCount
    }

    private static func mix(_ average: inout Double?, _ value: Double) {
        average = average.map { $0 + (value - $0) * Self.weight } ?? value
    }
}
