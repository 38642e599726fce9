/// The engine's thread: takes requests in, composes steps, and hands out what comes of them.
///
/// Nothing here is shared: other threads reach it through the mailbox and the requests' channels alone.
final class InferenceLoop {
    /// What other threads tell the loop.
    enum Message: Sendable {
        case submit(Submission)
        /// Something changed: a request was cancelled, or can go on.
        case wake
        case stop
    }

    /// A new request.
    struct Submission: Sendable {
        var id: Int
        var prompt: [Int32]
        var options: GenerationOptions
        var seed: UInt32
        var channel: GenerationChannel
    }

    private let backend: any InferenceBackend
    private let limits: InferenceLimits
    private let shared: InferenceEngine.Shared
    private var table: SequenceTable
    /// Requests that wait for a sequence, in the order they came.
    private var waiting: [InferenceJob] = []
    /// Requests that have a sequence, in the order they got it.
    private var running: [InferenceJob] = []
    private var turn = 0
    private var isStopped = false

    init(backend: any InferenceBackend, shared: InferenceEngine.Shared) {
        self.backend = backend
        self.limits = backend.limits
        self.shared = shared
        self.table = SequenceTable(count: backend.limits.sequenceCount, canTruncate: backend.limits.canTruncate)
    }

    /// Runs until the engine is released.
    func run() {
        var hasWork = false
        while !self.isStopped {
            for message in self.shared.mailbox.take(waits: !hasWork) {
                self.receive(message)
            }
            self.dropCancelled()
            self.admit()
            for (index, job) in self.waiting.enumerated() { job.tell(position: index + 1) }
            let plan = StepPlan(self.candidates(), batchLength: self.limits.batchLength, turn: self.turn)
            hasWork = !plan.parts.isEmpty && !self.isStopped
            if hasWork { self.step(plan) }
            self.publishStatistics()
        }
        for job in self.running + self.waiting {
            job.fail(CancellationError())
        }
    }

    private func receive(_ message: Message) {
        switch message {
        case .submit(let submission):
            self.waiting.append(InferenceJob(submission))
        case .wake:
            break
        case .stop:
            self.isStopped = true
        }
    }

    private func publishStatistics() {
        let (running, waiting, cached) = (self.running.count, self.waiting.count, self.table.usedLength)
        self.shared.statistics.withLock { statistics in
            statistics.running = running
            statistics.waiting = waiting
            statistics.cachedTokens = cached
            statistics.steps = self.turn
        }
    }

    // MARK: Coming and going

    private func dropCancelled() {
        self.waiting.removeAll { $0.channel.isCancelled }
        for job in self.running where job.channel.isCancelled {
            self.leave(job)
        }
    }

    /// Takes a request's sequence back; its tokens stay for the next prompt that begins alike.
    private func leave(_ job: InferenceJob) {
        if let sequence = job.sequence { self.table.release(sequence) }
        job.sequence = nil
        self.running.removeAll { $0 === job }
    }

    private func end(_ job: InferenceJob, _ reason: FinishReason) {
        self.leave(job)
        job.finish(reason, limit: self.limits.contextLength)
    }

    private func fail(_ job: InferenceJob, _ error: any Error) {
        self.leave(job)
        job.fail(error)
    }

    /// Gives sequences to waiting requests, in order, as long as there is room.
    private func admit() {
        while let job = self.waiting.first, let placement = self.makeRoom(for: job) {
            self.waiting.removeFirst()
            self.place(job, at: placement)
            self.running.append(job)
            do {
                if job.sampler == nil {
                    let prompt = Array(job.tokens[..<job.promptCount])
                    job.sampler = try self.backend.makeSampler(options: job.options, seed: job.seed, prompt: prompt)
                }
            } catch {
                self.fail(job, error)
            }
        }
    }

    /// Chooses a request's sequence and forgets finished ones until it fits.
    ///
    /// - Returns: The placement, or nil if the request has to wait for others to end.
    private func makeRoom(for job: InferenceJob) -> SequenceTable.Placement? {
        guard var placement = self.table.placement(for: job.tokens) else { return nil }
        let wanted = job.reservedLength(limit: self.limits.contextLength)
        let reserved = self.running.reduce(0) { $0 + $1.reservedLength(limit: self.limits.contextLength) }
        guard reserved + wanted <= self.limits.cacheLength || self.running.isEmpty else { return nil }

        var idle = self.table.idle.filter { $0 != placement.sequence && $0 != placement.source }
        func held() -> Int {
            (idle + [placement.source].compactMap { $0 })
                .filter { self.table.entries[$0].owner == nil }
                .reduce(0) { $0 + self.table.entries[$1].tokens.count }
        }
        while reserved + wanted + held() > self.limits.cacheLength {
            if !idle.isEmpty {
                self.clear(idle.removeFirst())
            } else if let source = placement.source, self.table.entries[source].owner == nil {
                placement = SequenceTable.Placement(sequence: source, kept: placement.kept)
            } else {
                break
            }
        }
        return placement
    }

    private func place(_ job: InferenceJob, at placement: SequenceTable.Placement) {
        var placement = placement
        if let source = placement.source {
            self.clear(placement.sequence)
            if !self.backend.share(from: source, to: placement.sequence, count: placement.kept) {
                placement.kept = 0
            }
        } else if placement.kept < self.table.entries[placement.sequence].tokens.count,
            !self.backend.truncate(sequence: placement.sequence, to: placement.kept)
        {
            self.clear(placement.sequence)
            placement.kept = 0
        }
        self.table.occupy(placement, owner: job.id, tokens: job.tokens)
        job.sequence = placement.sequence
        if job.cachedCount == nil { job.cachedCount = min(placement.kept, job.promptCount) }
        job.tellProgress(evaluated: placement.kept)
    }

    /// Forgets all that a sequence holds.
    private func clear(_ sequence: Int) {
        guard !self.table.entries[sequence].tokens.isEmpty else { return }
        _ = self.backend.truncate(sequence: sequence, to: 0)
        self.table.truncate(sequence, to: 0)
    }

    // MARK: Steps

    private func candidates() -> [StepPlan.Candidate] {
        self.running.compactMap { job in
            guard let sequence = job.sequence, !job.channel.isPaused else { return nil }
            let evaluated = self.table.entries[sequence].tokens.count
            return StepPlan.Candidate(
                request: job.id,
                sequence: sequence,
                position: evaluated,
                pending: job.tokens[evaluated...],
                isAnswering: job.newCount > 0 && job.tokens.count - evaluated == 1
            )
        }
    }

    private func step(_ plan: StepPlan) {
        self.turn += 1
        let jobs = Dictionary(uniqueKeysWithValues: self.running.map { ($0.id, $0) })
        let participants = plan.parts.compactMap { jobs[$0.request] }
        self.evictIdle(for: plan.batch.count)

        self.shared.abort.begin(participants.lazy.map(\.id))
        for job in participants where job.channel.isCancelled {
            self.shared.abort.cancelled(job.id)
        }
        let result = self.backend.decode(plan.batch)
        self.shared.abort.end()

        switch result {
        case .done:
            for part in plan.parts {
                self.table.append(plan.batch[part.range].lazy.map(\.token), to: part.sequence)
            }
            for part in plan.parts {
                guard let job = jobs[part.request] else { continue }
                if let output = part.output {
                    self.advance(job, output: output)
                } else {
                    job.tellProgress(evaluated: self.table.entries[part.sequence].tokens.count)
                }
            }
        case .noSpace:
            self.makeSpace(for: plan, participants: participants)
        case .aborted:
            self.resynchronise(plan)
        case .failed(let error):
            self.resynchronise(plan)
            for job in participants {
                let sequence = job.sequence
                self.fail(job, error)
                if let sequence { self.clear(sequence) }
            }
        }
    }

    /// Samples a request's next token.
    private func advance(_ job: InferenceJob, output: Int) {
        guard !job.channel.isCancelled else { return }
        if job.options.maxNewTokens == 0 { return self.end(job, .maxNewTokens) }
        do {
            guard let token = try job.sampler?.sample(output: output) else { return }
            if self.backend.isEndOfGeneration(token) { return self.end(job, .endOfText) }
            let bytes = self.backend.piece(of: token)
            if let reason = job.accept(token, bytes: bytes, limit: self.limits.contextLength) {
                self.end(job, reason)
            }
        } catch {
            self.fail(job, error)
        }
    }

    /// Forgets finished sequences, the oldest first, until a batch fits.
    private func evictIdle(for count: Int) {
        var used = self.table.usedLength
        for sequence in self.table.idle where used + count > self.limits.cacheLength {
            used -= self.table.entries[sequence].tokens.count
            self.clear(sequence)
        }
    }

    /// Makes room after the cache was full although room was reserved, which happens when answers grow past it.
    ///
    /// The youngest request gives its room up and waits in front of the queue; what it has generated it keeps.
    private func makeSpace(for plan: StepPlan, participants: [InferenceJob]) {
        if let oldest = self.table.idle.first { return self.clear(oldest) }
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
        self.leave(youngest)
        self.clear(sequence)
        self.waiting.insert(youngest, at: 0)
    }

    /// Asks what the sequences of a step really hold after it was not evaluated to its end.
    private func resynchronise(_ plan: StepPlan) {
        for part in plan.parts {
            let before = self.table.entries[part.sequence].tokens.count
            let evaluated = min(max(self.backend.length(of: part.sequence) - before, 0), part.range.count)
            self.table.append(plan.batch[part.range].prefix(evaluated).lazy.map(\.token), to: part.sequence)
            if self.backend.length(of: part.sequence) != before + evaluated {
                self.clear(part.sequence)
                _ = self.backend.truncate(sequence: part.sequence, to: 0)
            }
        }
    }
}
