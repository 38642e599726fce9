/// Requests that wait for their turn, and whose turn is next.
///
/// The user who had least of the model is next, and of that user's requests the one that came first. Background
/// requests come after all others. Waiting counts as well, so that of those nobody waits for ever.
struct RequestQueue {
    /// How many tokens a second of waiting is worth.
    private static let tokensPerSecond = 25.0

    private(set) var jobs: [InferenceJob] = []
    var shares: FairShare

    init(weights: [String: Double]) {
        self.shares = FairShare(weights: weights)
    }

    var isEmpty: Bool { self.jobs.isEmpty }
    var count: Int { self.jobs.count }

    mutating func add(_ job: InferenceJob) {
        // One that gave its place up must not get it back for the time in which it had it.
        job.waitsSince = .now
        self.jobs.append(job)
    }

    mutating func remove(_ job: InferenceJob) {
        self.jobs.removeAll { $0 === job }
    }

    /// The requests in the order of their turns.
    func ordered() -> [InferenceJob] {
        guard self.jobs.count > 1 else { return self.jobs }
        let now = ContinuousClock.now
        return self.jobs
            .map { job in (job, self.rank(of: job, now: now)) }
            .sorted { left, right in
                if left.0.options.isBackground != right.0.options.isBackground { return right.0.options.isBackground }
                return (left.1, left.0.id) < (right.1, right.0.id)
            }
            .map(\.0)
    }

    private func rank(of job: InferenceJob, now: ContinuousClock.Instant) -> Double {
        self.shares.clock(of: job.user) - (now - job.waitsSince).seconds * Self.tokensPerSecond
    }
}
