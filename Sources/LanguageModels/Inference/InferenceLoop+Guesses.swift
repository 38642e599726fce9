extension InferenceLoop {
    /// The most answers under way for which next tokens are guessed: with more, the processors are busy anyway.
    private static let mostGuessingAnswers = 2

    /// Adds guesses of next tokens where few answers are under way.
    func addDrafts(to candidates: inout [StepPlan.Candidate]) {
        guard self.configuration.guessesAhead, self.limits.canTruncate, !candidates.isEmpty,
            candidates.count <= Self.mostGuessingAnswers, candidates.allSatisfy(\.isAnswering)
        else { return }
        let jobs = Dictionary(uniqueKeysWithValues: self.running.map { ($0.id, $0) })
        let free = max(self.limits.cacheLength - self.table.activeLength, 0) / candidates.count
        for index in candidates.indices {
            guard let job = jobs[candidates[index].request], job.canGuess, !job.channel.isCancelled else { continue }
            let limit = min(
                self.restCount(of: job) - 1,
                self.limits.contextLength - job.tokens.count - 1,
                free - 2,
                self.limits.batchLength / candidates.count - 1
            )
            candidates[index].drafts = self.guess(for: job, limit: limit, answers: candidates.count)
        }
    }

    /// Learns how a guess went.
    func noteGuess(for job: InferenceJob, drafted: Int, accepted: Int) {
        self.statistics.draftedTokens += drafted
        self.statistics.acceptedDraftTokens += accepted
        switch job.speculation?.source {
        case .text?:
            job.speculation?.note(drafted: drafted, accepted: accepted, count: job.tokens.count)
        case .drafter(let seconds)?:
            job.speculation?.count(drafted: drafted, accepted: accepted)
            self.drafting?.note(
                drafted: drafted,
                accepted: accepted,
                seconds: seconds,
                at: self.statistics.newTokens
            )
        case nil:
            break
        }
    }

    /// How many tokens a request may still generate.
    private func restCount(of job: InferenceJob) -> Int {
        job.options.maxNewTokens.map { $0 - job.newCount } ?? .max
    }

    /// Guesses from what was said before, or else with the back end's drafter; whichever is known to save more.
    private func guess(for job: InferenceJob, limit: Int, answers: Int) -> [Int32] {
        // What a step costs with so many tokens of this request beside the other's one.
        let stepCost = self.cost
        let cost = { stepCost.answerCost($0 + answers - 1) }
        var speculation = job.speculation ?? Speculation()
        job.speculation = nil
        defer { job.speculation = speculation }
        let found = speculation.draft(after: job.tokens, limit: limit, cost: cost)
        speculation.source = .text
        guard self.drafting != nil, found.isEmpty || self.isDrafterBetter(than: speculation.record, cost) else {
            return found
        }
        let (tokens, seconds) = self.askDrafter(for: job, limit: limit, answers: answers, cost: cost)
        guard !tokens.isEmpty else { return found }
        speculation.source = .drafter(seconds: seconds)
        return tokens
    }

    private func isDrafterBetter(than record: GuessRecord, _ cost: (Int) -> Double?) -> Bool {
        self.drafting?.isBetter(than: record, cost: cost) ?? false
    }

    private func askDrafter(
        for job: InferenceJob,
        limit: Int,
        answers: Int,
        cost: (Int) -> Double?
    ) -> (tokens: [Int32], seconds: Double) {
        let step = cost(1) ?? 0
        let wish = Drafting.Wish(
            request: job.id,
            tokens: job.tokens,
            newCount: job.newCount,
            restCount: self.restCount(of: job),
            limit: limit,
            // Reading keeps to the same time as that of prompts does.
            readSeconds: max(self.configuration.stepTarget.seconds - step, step / 2) / Double(answers)
        )
        let start = ContinuousClock.now
        // Its decodes end when the request is cancelled, as others do.
        self.shared.abort.begin([job.id])
        if job.channel.isCancelled { self.shared.abort.cancelled(job.id) }
        let draft = self.drafting?.draft(wish, at: self.statistics.newTokens, cost: cost)
        self.shared.abort.end()
        let seconds = (ContinuousClock.now - start).seconds
        self.statistics.draftSeconds += seconds
        // It lies within what is counted as everything else.
        self.statistics.overheadSeconds -= seconds
        return draft ?? ([], 0)
    }
}
