extension InferenceLoop {
    /// Forgets finished sequences, the oldest first, until a batch fits.
    func evictIdle(for count: Int) {
        guard self.table.usedLength + count > self.limits.cacheLength else { return }
        for sequence in self.table.idle where self.table.usedLength + count > self.limits.cacheLength {
            self.evict(sequence)
        }
    }

    /// Makes room after the cache was full although room was reserved, which happens when answers grow past it.
    ///
    /// The youngest request gives its room up and waits; what it has generated it keeps.
    func makeSpace(for plan: StepPlan, participants: [InferenceJob]) {
        self.statistics.fullDecodes += 1
        if let oldest = self.table.idle.first { return self.evict(oldest) }
        guard self.running.count > 1, let youngest = self.running.last, let sequence = youngest.sequence else {
            for job in participants {
                self.fail(
                    job,
                    LanguageModelError(
                        .generationFailed,
                        "The cache of \(self.limits.cacheLength) tokens has no room for a request of "
                            + "\(job.tokens.count); load the model with a longer context."
                    )
                )
            }
            return
        }
        self.preempt(youngest)
        self.clear(sequence)
    }

    /// Asks what the sequences of a step really hold after it was not evaluated to its end.
    func resynchronise(_ plan: StepPlan) {
        for part in plan.parts {
            let before = self.table.entries[part.sequence].tokens.count
            let evaluated = min(max(self.backend.length(of: part.sequence) - before, 0), part.range.count)
            self.table.append(plan.batch[part.range].prefix(evaluated).lazy.map(\.token), to: part.sequence)
            // The state of a recurrent model tells not how much of a piece that was cut off is in it, nor can it go back.
            if !self.limits.canTruncate || self.backend.length(of: part.sequence) != before + evaluated {
                self.clear(part.sequence)
                _ = self.backend.truncate(sequence: part.sequence, to: 0)
            }
        }
        self.forgetUnsampled(plan)
    }

    /// A request whose last token was evaluated without being sampled after has to evaluate it again.
    private func forgetUnsampled(_ plan: StepPlan) {
        for job in self.running {
            guard let sequence = job.sequence, plan.parts.contains(where: { $0.request == job.id }) else { continue }
            let held = self.table.entries[sequence].tokens.count
            guard held >= job.tokens.count else { continue }
            if self.backend.truncate(sequence: sequence, to: job.tokens.count - 1) {
                self.table.truncate(sequence, to: job.tokens.count - 1)
            } else {
                self.clear(sequence)
            }
        }
    }
}
