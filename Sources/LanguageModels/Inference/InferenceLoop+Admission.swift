extension InferenceLoop {
    /// A beginning in common with a prompt that is being read has to be this long to be worth waiting for.
    private static let sharedPrefixWorthWaitingFor = 32

    /// Gives sequences to waiting requests, in the order of their turns, as long as there is room.
    func admit() {
        self.canAdmit = false
        self.admittedAt = .now
        // Those who wait of their own will, for what is just being read.
        var following: Set<Int> = []
        // Their order stays while places are given: clocks move with tokens alone.
        let ordered = self.queue.ordered()
        let (counts, now) = (self.runningCounts, ContinuousClock.now)
        // A place that was taken from others for someone goes to nobody else.
        let denied = Set(ordered.lazy.filter { self.isDenied($0, counts, now) }.map(\.id))
        for job in ordered.filter({ denied.contains($0.id) }) + ordered.filter({ !denied.contains($0.id) }) {
            guard self.mayRunBeside(job) else { break }
            if self.waitsForState(job) || self.waitsForLeader(job) {
                following.insert(job.id)
                continue
            }
            guard let placement = self.makeRoom(for: job) else { break }
            self.queue.remove(job)
            self.start(job, at: placement)
        }
        self.makeRoomForOthers(besides: following)
    }

    /// Strict requests run alone.
    private func mayRunBeside(_ job: InferenceJob) -> Bool {
        job.options.isStrict ? self.running.isEmpty : !self.running.contains { $0.options.isStrict }
    }

    private func start(_ job: InferenceJob, at placement: SequenceTable.Placement) {
        self.place(job, at: placement)
        self.running.append(job)
        job.begin()
        self.queue.shares.serve(job.user)
        do {
            if let prepared = job.preparedSampler.take() {
                job.sampler = try prepared.sampler(for: self.backend)
            } else if job.sampler == nil {
                let prompt = Array(job.tokens[..<job.promptCount])
                job.sampler = try self.backend.makeSampler(options: job.options, seed: job.seed, prompt: prompt)
            }
        } catch {
            self.fail(job, error)
        }
    }

    /// Whether another request is just reading a beginning that this one has as well.
    ///
    /// Many chats with the same instructions then cost their evaluation once. The wait is bounded by the other's prompt.
    private func waitsForLeader(_ job: InferenceJob) -> Bool {
        guard self.limits.canTruncate, !job.options.isStrict else { return false }
        let limit = job.tokens.count - 1
        var cached: Int?
        for leader in self.running where leader.pausedAt == nil {
            guard let sequence = leader.sequence else { continue }
            let evaluated = self.table.entries[sequence].tokens.count
            guard leader.tokens.count - evaluated > 1 else { continue }
            let common = TokenPrefix.commonLength(leader.tokens, job.tokens, limit: limit)
            guard common > evaluated else { continue }
            let best = cached ?? self.table.longestPrefix(of: job.tokens)
            cached = best
            if common - best >= Self.sharedPrefixWorthWaitingFor { return true }
        }
        return false
    }

    /// Chooses a request's sequence and forgets finished ones until it fits.
    ///
    /// - Returns: The placement, or nil if the request has to wait for others to end.
    private func makeRoom(for job: InferenceJob) -> SequenceTable.Placement? {
        let limit = self.limits.contextLength
        if job.options.isStrict {
            for sequence in self.table.entries.indices {
                self.keepState(of: sequence)
                self.clear(sequence)
            }
            self.backend.clear()
            return self.table.placement(for: job.tokens)
        }
        var wanted = job.reservedLength(limit: limit)
        guard var placement = self.table.placement(for: job.tokens) else { return nil }
        if case .fetched(let state) = job.state {
            // It comes whole, into a sequence of its own.
            wanted = max(wanted, state.tokens.count)
            guard let sequence = self.table.emptiest else { return nil }
            placement = SequenceTable.Placement(sequence: sequence, kept: 0)
        }
        let outstanding = self.running.reduce(0) { sum, other in
            let held = other.sequence.map { self.table.entries[$0].tokens.count } ?? 0
            return sum + max(other.reservedLength(limit: limit) - held, 0)
        }
        let more = max(wanted - placement.kept, 0)
        let active = self.table.activeLength + self.table.newlyActive(placement)
        guard active + outstanding + more <= self.limits.cacheLength || self.running.isEmpty else { return nil }

        var idle = self.table.idle.filter { $0 != placement.sequence && $0 != placement.source }
        while self.heldLength(with: placement) + outstanding + more > self.limits.cacheLength {
            if !idle.isEmpty {
                self.evict(idle.removeFirst())
            } else if let source = placement.source, self.table.entries[source].owner == nil {
                placement = SequenceTable.Placement(sequence: source, kept: placement.kept)
            } else {
                break
            }
        }
        return placement
    }

    /// How many cells are taken once a placement has forgotten what it does not keep.
    private func heldLength(with placement: SequenceTable.Placement) -> Int {
        let entry = self.table.entries[placement.sequence]
        let kept = placement.source == nil ? placement.kept : 0
        return self.table.usedLength - self.table.ledger.exclusiveCount(of: entry.cells.dropFirst(kept))
    }

    private func place(_ job: InferenceJob, at placement: SequenceTable.Placement) {
        var placement = placement
        self.keepWhatIsLost(to: placement)
        if let source = placement.source {
            self.clear(placement.sequence)
            if !self.backend.share(from: source, to: placement.sequence, count: placement.kept) {
                placement = SequenceTable.Placement(sequence: placement.sequence, kept: 0)
            }
        } else if placement.kept < self.table.entries[placement.sequence].tokens.count,
            !self.backend.truncate(sequence: placement.sequence, to: placement.kept)
        {
            self.clear(placement.sequence)
            placement.kept = 0
        }
        self.table.occupy(placement, owner: job.id)
        self.unsavable.remove(placement.sequence)
        job.sequence = placement.sequence
        if case .fetched(let state) = job.state {
            placement.kept = self.restoreState(state, for: job, into: placement.sequence)
            job.state = .none
        }
        if job.cachedCount == nil {
            let reused = min(placement.kept, job.promptCount)
            job.cachedCount = reused
            self.statistics.reusedTokens += reused
        }
        job.tellProgress(evaluated: placement.kept)
    }

    /// Whether a request's user has no place, and has waited long for one.
    private func isDenied(_ job: InferenceJob, _ counts: [String: Int], _ now: ContinuousClock.Instant) -> Bool {
        counts[job.user] == nil && !job.options.isBackground && !job.options.isStrict
            && now - job.submittedAt >= self.configuration.fairnessPatience
    }

    /// Takes a place from a user who has several, for one who has waited long and has none.
    private func makeRoomForOthers(besides following: Set<Int>) {
        guard self.queue.count > following.count, self.running.count > 1 else { return }
        let now = ContinuousClock.now
        let counts = self.runningCounts
        let isAnyoneDenied = self.queue.jobs.contains { job in
            !following.contains(job.id) && self.isDenied(job, counts, now)
        }
        guard isAnyoneDenied, let most = counts.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }), most.value > 1
        else { return }
        // One at a time: what becomes free is looked at first.
        guard let youngest = self.running.last(where: { $0.user == most.key && !$0.options.isStrict }) else { return }
        self.preempt(youngest)
    }
}
