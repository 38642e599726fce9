// Chats that had to leave the cache come back from copies instead of being read again.
extension InferenceLoop {
    /// A copy that was fetched for a request.
    struct FetchedState {
        var tokens: [Int32]
        var bytes: [UInt8]
    }

    /// Copies a finished chat before it is forgotten.
    func keepState(of sequence: Int) {
        let tokens = self.table.entries[sequence].tokens
        guard let store = self.store, store.wants(tokens), let bytes = self.backend.save(sequence: sequence) else {
            return
        }
        store.keep(tokens, bytes: bytes, seal: self.backend.stateSeal)
        self.statistics.savedStates += 1
    }

    /// Copies a finished chat before another one takes its sequence.
    func keepWhatIsLost(to placement: SequenceTable.Placement) {
        let kept = placement.source == nil ? placement.kept : 0
        let lost = self.table.entries[placement.sequence].tokens.count - kept
        guard lost >= max(self.configuration.promptCache.leastTokens, 1) else { return }
        self.keepState(of: placement.sequence)
    }

    /// Copies one finished chat while nothing else is to be done.
    ///
    /// - Returns: Whether there was one.
    func keepOneWhileIdle() -> Bool {
        guard let store = self.store else { return false }
        for sequence in self.table.idle.reversed() where store.wants(self.table.entries[sequence].tokens) {
            guard !self.unsavable.contains(sequence) else { continue }
            self.keepState(of: sequence)
            // Whatever became of it, it is not tried again before the sequence has changed.
            self.unsavable.insert(sequence)
            return true
        }
        return false
    }

    /// So many copies are on their way at once: each is as large as its part of the cache.
    private static let mostFetches = 2
    /// What a prompt token is taken to cost before any was read, in seconds.
    private static let assumedTokenCost = 0.01
    /// Any file is waited for so long, in seconds.
    private static let leastFetchTime = 0.25

    /// Whether a request waits for its copy; begins to fetch it if there is one.
    func waitsForState(_ job: InferenceJob) -> Bool {
        guard let store = self.store, !job.options.isStrict else { return false }
        switch job.state {
        case .fetching(let end):
            guard ContinuousClock.now >= end else { return true }
            self.stopFetching(for: job)
            return false
        case .fetched, .none: return false
        case .unknown: break
        }
        let cached = self.table.longestPrefix(of: job.tokens)
        guard self.queue.jobs.count(where: \.hasState) < Self.mostFetches else {
            // Its turn to look comes when theirs has come.
            return store.find(job.tokens, better: cached) != nil
        }
        job.state = .none
        guard let found = store.find(job.tokens, better: cached) else { return false }
        switch found {
        case .memory(let tokens, let bytes):
            job.state = .fetched(FetchedState(tokens: tokens, bytes: bytes))
            return false
        case .file(let file):
            let common = TokenPrefix.commonLength(file.tokens, job.tokens, limit: job.tokens.count - 1)
            let cost = Double(common - cached) * (self.cost.perPromptToken ?? Self.assumedTokenCost)
            let (id, mailbox) = (job.id, self.shared.mailbox)
            let isRead = store.reader.read(file, for: id, seal: self.backend.stateSeal) { outcome in
                mailbox.post(.fetched(id, file, outcome))
            }
            guard isRead else { return false }
            job.state = .fetching(until: .now + .seconds(max(cost, Self.leastFetchTime)))
            return true
        }
    }

    /// Lets a request go on, or end, without the copy that is being read for it.
    func stopFetching(for job: InferenceJob) {
        guard case .fetching = job.state else { return }
        job.state = .none
        self.store?.reader.giveUp(job.id)
    }

    /// Takes in what became of a copy that was fetched.
    func receiveState(_ id: Int, _ file: StateFile, _ outcome: StateReader.Outcome) {
        // What the system could not read at present may be read another time.
        if case .unusable = outcome { self.store?.forget(file) }
        // Whoever has given up waiting reads its prompt.
        guard let job = self.queue.jobs.first(where: { $0.id == id }), case .fetching = job.state else { return }
        if case .read(let bytes) = outcome {
            job.state = .fetched(FetchedState(tokens: file.tokens, bytes: bytes))
        } else {
            job.state = .none
        }
    }

    /// Brings a fetched copy into a request's empty sequence.
    ///
    /// - Returns: How many of the request's tokens it holds.
    func restoreState(_ state: FetchedState, for job: InferenceJob, into sequence: Int) -> Int {
        let result = self.backend.restore(state.bytes, into: sequence)
        guard case .restored = result, self.backend.length(of: sequence) == state.tokens.count else {
            _ = self.backend.truncate(sequence: sequence, to: 0)
            // Where only space is missing, the copy comes back another time.
            if result != .noSpace { self.store?.forget(state.tokens) }
            return 0
        }
        self.table.append(state.tokens, to: sequence)
        let common = TokenPrefix.commonLength(state.tokens, job.tokens, limit: job.tokens.count - 1)
        if common < state.tokens.count {
            guard self.backend.truncate(sequence: sequence, to: common) else {
                self.clear(sequence)
                return 0
            }
            self.table.truncate(sequence, to: common)
        }
        self.statistics.restoredStates += 1
        return common
    }
}

extension InferenceJob {
    /// Whether a copy is being read for it, or here.
    fileprivate var hasState: Bool {
        switch self.state {
        case .fetching, .fetched: true
        case .unknown, .none: false
        }
    }
}
