extension InferenceLoop {
    /// Takes out requests that nobody wants any more, whose time is over, or whose readers are too slow.
    func dropEnded() {
        let now = ContinuousClock.now
        for job in self.queue.jobs where job.channel.isCancelled || job.isOver(now) {
            self.queue.remove(job)
            self.conclude(job, now)
        }
        for job in self.parked {
            if job.channel.isCancelled || job.isOver(now) {
                self.parked.removeAll { $0 === job }
                self.conclude(job, now)
            } else if !job.channel.isPaused {
                self.parked.removeAll { $0 === job }
                self.queue.add(job)
                self.canAdmit = true
            }
        }
        for job in self.running {
            if job.channel.isCancelled || job.isOver(now) {
                self.leave(job)
                self.conclude(job, now)
            } else {
                self.noteReader(of: job, now)
            }
        }
    }

    /// Ends a request that was taken out.
    private func conclude(_ job: InferenceJob, _ now: ContinuousClock.Instant) {
        self.stopFetching(for: job)
        self.queue.shares.leave(job.user)
        if job.channel.isCancelled {
            self.statistics.cancelled += 1
            job.fail(CancellationError())
        } else if job.newCount > 0 {
            self.statistics.finished += 1
            job.finish(.timeLimit, limit: self.limits.contextLength)
        } else {
            self.statistics.failed += 1
            let limit = job.options.timeLimit?.seconds ?? 0
            job.fail(
                LanguageModelError(
                    .timeLimitExceeded,
                    "The request's time limit of \(limit) s passed before its answer began; "
                        + "try again later, or give it more time."
                )
            )
        }
    }

    /// Leaves a request out of steps while its reader's buffer is full, and lets others have its place after a while.
    private func noteReader(of job: InferenceJob, _ now: ContinuousClock.Instant) {
        guard job.channel.isPaused else {
            job.pausedAt = nil
            return
        }
        let since = job.pausedAt ?? now
        job.pausedAt = since
        guard now - since >= self.configuration.readerPatience else { return }
        job.pausedAt = nil
        self.leave(job)
        self.parked.append(job)
    }

    /// Takes a request's sequence back; its tokens stay for the next prompt that begins alike.
    func leave(_ job: InferenceJob) {
        if let sequence = job.sequence { self.table.release(sequence) }
        job.sequence = nil
        self.drafting?.drafter.release(request: job.id)
        self.running.removeAll { $0 === job }
        self.canAdmit = true
    }

    /// Ends a request with its answer.
    func end(_ job: InferenceJob, _ reason: FinishReason) {
        self.leave(job)
        self.queue.shares.leave(job.user)
        self.statistics.finished += 1
        job.finish(reason, limit: self.limits.contextLength)
    }

    /// Ends a request with an error.
    func fail(_ job: InferenceJob, _ error: any Error) {
        self.leave(job)
        self.queue.shares.leave(job.user)
        self.statistics.failed += 1
        job.fail(error)
    }

    /// Lets a request wait again, with all it has generated.
    func preempt(_ job: InferenceJob) {
        self.leave(job)
        job.preemptions += 1
        self.statistics.preemptions += 1
        self.queue.add(job)
    }

    /// Forgets all that a sequence holds.
    func clear(_ sequence: Int) {
        guard !self.table.entries[sequence].tokens.isEmpty else { return }
        _ = self.backend.truncate(sequence: sequence, to: 0)
        self.table.truncate(sequence, to: 0)
    }

    /// Forgets a finished chat to make room.
    func evict(_ sequence: Int) {
        self.statistics.evictions += 1
        self.keepState(of: sequence)
        self.clear(sequence)
    }
}

extension InferenceJob {
    /// Whether its time is over.
    fileprivate func isOver(_ now: ContinuousClock.Instant) -> Bool {
        self.deadline.map { now >= $0 } ?? false
    }
}
