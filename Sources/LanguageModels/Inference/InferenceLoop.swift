/// The engine's thread: takes requests in, composes steps, and hands out what comes of them.
///
/// Nothing here is shared: other threads reach it through the mailbox and the requests' channels alone.
final class InferenceLoop {
    /// What other threads tell the loop.
    enum Message: Sendable {
        case submit(Submission)
        /// Something changed: a request was cancelled, or can go on.
        case wake
        /// What became of a file that a request waits for.
        case fetched(Int, StateFile, StateReader.Outcome)
        case stop
    }

    /// A new request.
    struct Submission: Sendable {
        var id: Int
        var prompt: [Int32]
        var options: GenerationOptions
        var seed: UInt32
        var droppedMessages: Int
        /// What chooses its tokens, if it was made already.
        var sampler: (any PreparedSampler)?
        var channel: GenerationChannel
        var time: ContinuousClock.Instant
    }

    /// How long it takes at most until waiting requests are looked at again though nothing has changed.
    private static let admissionInterval = Duration.milliseconds(200)

    let backend: any InferenceBackend
    let limits: InferenceLimits
    let configuration: InferenceConfiguration
    let shared: InferenceEngine.Shared
    var table: SequenceTable
    /// Requests that wait for a sequence.
    var queue: RequestQueue
    /// Requests that have a sequence, in the order they got it.
    var running: [InferenceJob] = []
    /// Requests that gave their sequence up because their readers were slow.
    var parked: [InferenceJob] = []
    /// Chats that had to leave the cache; nil if none are kept.
    let store: StateStore?
    /// Sequences that were copied, or cannot be, and have not changed since.
    var unsavable: Set<Int> = []
    var cost = StepCost()
    /// What guesses next tokens besides what was said before; nil if the back end has no such thing.
    var drafting: Drafting?
    var statistics = InferenceStatistics()
    var turn = 0
    /// Whether something has changed since requests were last let in.
    var canAdmit = false
    /// When requests were last let in.
    var admittedAt = ContinuousClock.now
    private var isStopped = false

    init(backend: any InferenceBackend, configuration: InferenceConfiguration, shared: InferenceEngine.Shared) {
        self.backend = backend
        self.limits = backend.limits
        self.configuration = configuration
        self.shared = shared
        self.drafting = backend.drafter.map { Drafting($0) }
        self.table = SequenceTable(count: backend.limits.sequenceCount, canTruncate: backend.limits.canTruncate)
        self.store =
            configuration.promptCache.isOn
            ? StateStore(
                configuration.promptCache,
                identity: backend.stateIdentity,
                longest: backend.limits.cacheLength,
                onWritten: { shared.mailbox.post(.wake) }
            ) : nil
        self.queue = RequestQueue(weights: configuration.userWeights)
    }

    /// Runs until the engine is released or shut down.
    func run() {
        var hasWork = false
        while !self.isStopped {
            if !hasWork, self.queue.isEmpty, self.keepOneWhileIdle() { hasWork = true }
            let messages = self.shared.mailbox.take(waits: !hasWork, until: hasWork ? nil : self.nextMoment)
            let start = ContinuousClock.now
            for message in messages { self.receive(message) }
            self.dropEnded()
            if self.canAdmit || !self.queue.isEmpty && start - self.admittedAt > Self.admissionInterval { self.admit() }
            self.tellPositions()
            let plan = self.plan()
            hasWork = !plan.parts.isEmpty && !self.isStopped
            if hasWork {
                let ready = ContinuousClock.now
                self.statistics.overheadSeconds += (ready - start).seconds
                self.step(plan)
            }
            self.publishStatistics()
        }
        for job in self.running + self.queue.jobs + self.parked {
            job.fail(CancellationError())
        }
        self.store?.flush()
    }

    private func receive(_ message: Message) {
        switch message {
        case .submit(let submission):
            let job = InferenceJob(submission)
            self.queue.shares.enter(job.user)
            self.queue.add(job)
        case .wake:
            break
        case .fetched(let id, let file, let outcome):
            self.receiveState(id, file, outcome)
        case .stop:
            self.isStopped = true
        }
        self.canAdmit = true
    }

    private func publishStatistics() {
        self.statistics.running = self.running.count
        self.statistics.waiting = self.queue.count
        self.statistics.paused = self.parked.count + self.running.count { $0.pausedAt != nil }
        self.statistics.cachedTokens = self.table.usedLength
        self.statistics.activeTokens = self.table.activeLength
        self.statistics.steps = self.turn
        self.statistics.stepSeconds = self.cost.average ?? 0
        let statistics = self.statistics
        self.shared.statistics.withLock { $0 = statistics }
    }

    /// The next time at which something has to be done though nobody says anything.
    private var nextMoment: ContinuousClock.Instant? {
        var moments = (self.queue.jobs + self.running + self.parked).compactMap(\.deadline)
        moments += self.running.compactMap { $0.pausedAt.map { $0 + self.configuration.readerPatience } }
        if !self.queue.isEmpty { moments.append(.now + Self.admissionInterval) }
        return moments.min()
    }

    private func tellPositions() {
        guard !self.queue.isEmpty else { return }
        for (index, job) in self.queue.ordered().enumerated() { job.tell(position: index + 1) }
    }

    private func plan() -> StepPlan {
        let candidates = self.candidates()
        guard !candidates.isEmpty else { return StepPlan([], batchLength: 1, turn: 0) }
        let answers = candidates.count(where: \.isAnswering)
        let isStrict = self.running.contains { $0.options.isStrict }
        let budget =
            isStrict
            // Always the same pieces, however fast the machine is at present.
            ? self.limits.batchLength
            : self.cost.promptBudget(target: self.configuration.stepTarget.seconds, answers: answers)
        return StepPlan(candidates, batchLength: self.limits.batchLength, promptBudget: budget, turn: self.turn)
    }

    /// How many requests each user has running.
    var runningCounts: [String: Int] {
        self.running.reduce(into: [:]) { counts, job in counts[job.user, default: 0] += 1 }
    }

    private func candidates() -> [StepPlan.Candidate] {
        let counts = self.runningCounts
        var found = self.running.compactMap { job in
            self.candidate(for: job, share: self.queue.shares.weight(of: job.user) / Double(counts[job.user] ?? 1))
        }
        self.addDrafts(to: &found)
        return found
    }

    /// A request as a step's plan sees it; nil if it cannot go on at present.
    func candidate(for job: InferenceJob, share: Double = 1) -> StepPlan.Candidate? {
        guard let sequence = job.sequence, job.pausedAt == nil else { return nil }
        let evaluated = self.table.entries[sequence].tokens.count
        return StepPlan.Candidate(
            request: job.id,
            sequence: sequence,
            position: evaluated,
            pending: job.tokens[evaluated...],
            isAnswering: job.newCount > 0 && job.tokens.count - evaluated == 1,
            isBackground: job.options.isBackground,
            stepsLeftOut: job.stepsLeftOut,
            share: share
        )
    }
}
