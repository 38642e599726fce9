extension InferenceLoop {
    /// Evaluates a plan and hands out what comes of it.
    func step(_ plan: StepPlan) {
        self.turn += 1
        let jobs = Dictionary(uniqueKeysWithValues: self.running.map { ($0.id, $0) })
        let participants = plan.parts.compactMap { jobs[$0.request] }
        self.evictIdle(for: plan.batch.count)

        self.shared.abort.begin(participants.lazy.map(\.id))
        for job in participants where job.channel.isCancelled {
            self.shared.abort.cancelled(job.id)
        }
        let start = ContinuousClock.now
        let result = self.backend.decode(plan.batch)
        self.shared.abort.end()
        let decoded = ContinuousClock.now
        self.statistics.decodeSeconds += (decoded - start).seconds

        switch result {
        case .done:
            let answers = plan.batch.count - plan.promptCount
            self.cost.note(answers: answers, prompt: plan.promptCount, seconds: (decoded - start).seconds)
            self.statistics.promptTokens += plan.promptCount
            self.noteParts(of: plan, jobs)
            self.handOut(plan, jobs)
            self.statistics.samplingSeconds += (ContinuousClock.now - decoded).seconds
        case .noSpace:
            self.makeSpace(for: plan, participants: participants)
        case .aborted:
            self.resynchronise(plan)
        case .failed(let error):
            self.resynchronise(plan)
            if participants.count > 1 { return self.stepAlone(participants) }
            for job in participants {
                let sequence = job.sequence
                self.fail(job, error)
                if let sequence { self.clear(sequence) }
            }
        }
    }

    /// Evaluates each request by itself after a step failed: those that are not to blame go on.
    private func stepAlone(_ jobs: [InferenceJob]) {
        for job in jobs {
            guard let candidate = self.candidate(for: job) else { continue }
            self.step(StepPlan([candidate], batchLength: self.limits.batchLength, turn: self.turn))
        }
    }

    private func noteParts(of plan: StepPlan, _ jobs: [Int: InferenceJob]) {
        if plan.promptCount > 0 {
            // Those who share a beginning with a prompt look again how far it is.
            if !self.queue.isEmpty { self.canAdmit = true }
            let included = Set(plan.parts.lazy.map(\.request))
            for job in self.running where !included.contains(job.id) { job.stepsLeftOut += 1 }
        }
        for part in plan.parts {
            self.table.append(plan.batch[part.range].lazy.map(\.token), to: part.sequence)
            guard let job = jobs[part.request] else { continue }
            job.stepsLeftOut = 0
            self.queue.shares.charge(job.user, tokens: part.range.count)
        }
    }

    private func handOut(_ plan: StepPlan, _ jobs: [Int: InferenceJob]) {
        for part in plan.parts {
            guard let job = jobs[part.request] else { continue }
            if part.outputs.isEmpty {
                job.tellProgress(evaluated: self.table.entries[part.sequence].tokens.count)
            } else {
                self.advance(job, part, plan)
            }
        }
    }

    /// Samples a request's next token, and more where guesses turn out right.
    private func advance(_ job: InferenceJob, _ part: StepPlan.Part, _ plan: StepPlan) {
        guard !job.channel.isCancelled else { return }
        if job.options.maxNewTokens == 0 { return self.end(job, .maxNewTokens) }
        let drafted = part.outputs.count - 1
        var accepted = 0
        do {
            for output in part.outputs {
                guard let token = try job.sampler?.sample(output: output) else { return }
                if self.backend.isEndOfGeneration(token) { return self.end(job, .endOfText) }
                self.statistics.newTokens += 1
                let bytes = self.backend.piece(of: token)
                if let reason = job.accept(token, bytes: bytes, limit: self.limits.contextLength) {
                    if reason == .contextFull, self.shift(job) { return }
                    return self.end(job, reason)
                }
                guard output + 1 < part.outputs.upperBound, plan.batch[output + 1].token == token else { break }
                accepted += 1
            }
        } catch {
            return self.fail(job, error)
        }
        guard drafted > 0 else { return }
        self.noteGuess(for: job, drafted: drafted, accepted: accepted)
        self.truncate(part.sequence, to: job.tokens.count - 1)
    }

    /// Forgets the end of a running request's sequence.
    private func truncate(_ sequence: Int, to count: Int) {
        guard self.table.entries[sequence].tokens.count > count else { return }
        if self.backend.truncate(sequence: sequence, to: count) {
            self.table.truncate(sequence, to: count)
        } else {
            self.clear(sequence)
        }
    }

    /// Forgets a request's older tokens so that its answer can go on, if the request asks for that.
    private func shift(_ job: InferenceJob) -> Bool {
        guard case .shift(let wanted) = job.options.overflow, let sequence = job.sequence else { return false }
        // As llama-server does, the token before all text stays whatever is asked for.
        let least = job.tokens.first.map(self.backend.isBeginOfText) == true ? 1 : 0
        let keep = min(max(wanted, least), job.tokens.count - 2)
        let discard = max((job.tokens.count - keep) / 2, 1)
        let range = keep..<keep + discard
        let held = self.table.entries[sequence].tokens.count
        // Cells that others share must not move under them.
        if self.limits.canShift, range.upperBound <= held, self.table.isExclusive(sequence, from: keep),
            self.backend.shift(sequence: sequence, forgetting: range)
        {
            self.table.remove(range, from: sequence)
        } else {
            self.clear(sequence)
        }
        job.shift(range)
        return true
    }
}
