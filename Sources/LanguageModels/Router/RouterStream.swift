/// One answer through a router: from the queue to a server, and on to the next while none has begun to answer.
struct RouterStream: AsyncSequence, Sendable {
    typealias Element = GenerationDelta
    typealias Failure = any Error

    let core: RouterCore
    let prompt: ModelPrompt
    let options: GenerationOptions

    /// A place in the queue that is given up when its holder goes.
    private final class Place: Sendable {
        let waiter: RouterWaiter

        init(_ waiter: RouterWaiter) {
            self.waiter = waiter
        }

        deinit { self.waiter.cancel() }
    }

    struct AsyncIterator: AsyncIteratorProtocol {
        private enum State {
            case new
            case waiting(Place)
            case open(RouterLease, GenerationStream.AsyncIterator)
            case ended
        }

        private let core: RouterCore
        private let prompt: ModelPrompt
        private let options: GenerationOptions
        private let key: RouterKey
        private var state = State.new
        private var tried: Set<Int> = []
        private var lastError: (any Error)?
        private var hasBegun = false
        /// Whether the server that is asked has told anything, be it that the request waits there.
        private var hasHeard = false
        private var start: ContinuousClock.Instant?
        /// How long it took until the server that answers was asked.
        private var waited = Duration.zero

        init(core: RouterCore, prompt: ModelPrompt, options: GenerationOptions) {
            self.core = core
            self.prompt = prompt
            self.options = options
            self.key = RouterKey(prompt)
        }

        mutating func next() async throws -> GenerationDelta? {
            try await self.next(isolation: nil)
        }

        mutating func next(isolation actor: isolated (any Actor)?) async throws -> GenerationDelta? {
            while true {
                // Whatever throws ends the answer.
                let state = self.state
                self.state = .ended
                switch state {
                case .new:
                    try Task.checkCancellation()
                    self.start = self.start ?? .now
                    switch try self.core.admit(self.key, tried: self.tried) {
                    case .lease(let lease): self.state = try self.opened(lease)
                    case .waiter(let waiter): self.state = .waiting(Place(waiter))
                    case .nobody: throw self.nobodyError()
                    }
                case .waiting(let place):
                    switch try await self.news(of: place.waiter) {
                    case .position(let position):
                        self.state = .waiting(place)
                        return GenerationDelta(text: "", activity: .waiting(position: position))
                    case .lease(let lease): self.state = try self.opened(lease)
                    case .nobody: throw self.nobodyError()
                    }
                case .open(let lease, var iterator):
                    do {
                        guard var delta = try await iterator.next(isolation: actor) else { return nil }
                        self.note(&delta, of: lease)
                        self.state = .open(lease, iterator)
                        return delta
                    } catch {
                        try self.handle(error, of: lease)
                    }
                case .ended:
                    return nil
                }
            }
        }

        private mutating func opened(_ lease: RouterLease) throws -> State {
            var options = self.options
            self.hasHeard = false
            self.waited = self.start.map { .now - $0 } ?? .zero
            if let limit = options.timeLimit {
                guard self.waited < limit else { throw self.timeLimitError(limit) }
                options.timeLimit = limit - self.waited
            }
            return .open(lease, lease.server.model.stream(self.prompt, options: options).makeAsyncIterator())
        }

        /// Waits for news from the queue, at most until the time limit.
        private func news(of waiter: RouterWaiter) async throws -> RouterWaiter.Event {
            guard let limit = self.options.timeLimit, let start = self.start else { return try await waiter.next() }
            let error = self.timeLimitError(limit)
            return try await withThrowingTaskGroup(of: RouterWaiter.Event.self) { group in
                group.addTask { try await waiter.next() }
                group.addTask {
                    try await Task.sleep(until: start + limit, clock: .continuous)
                    throw error
                }
                defer { group.cancelAll() }
                guard let event = try await group.next() else { throw CancellationError() }
                return event
            }
        }

        private mutating func note(_ delta: inout GenerationDelta, of lease: RouterLease) {
            self.hasHeard = true
            if !self.hasBegun, delta.activity == nil || !delta.text.isEmpty || delta.summary != nil {
                self.hasBegun = true
                lease.begin()
            }
            // An answer that has begun can still break off; one with its summary is whole.
            if delta.summary != nil { lease.succeed() }
            guard self.waited > .milliseconds(1), var summary = delta.summary else { return }
            let seconds = self.waited / .seconds(1)
            summary.queueTime = (summary.queueTime ?? 0) + seconds
            summary.timeToFirstToken = summary.timeToFirstToken.map { $0 + seconds }
            summary.duration += seconds
            delta.summary = summary
        }

        /// Decides what an error means: for the server, and whether the next one is asked.
        private mutating func handle(_ error: any Error, of lease: RouterLease) throws {
            if error is CancellationError || Task.isCancelled { throw error }
            if self.isSilence(error) { lease.fail() }
            // That a request is wrong is found out before it is sent, often, which tells nothing of the server.
            guard self.isServersFault(error) else { throw error }
            lease.fail()
            if self.hasBegun { throw error }
            self.tried.insert(lease.index)
            self.lastError = error
            self.state = .new
        }

        /// Whether another server could do better.
        private func isServersFault(_ error: any Error) -> Bool {
            guard let error = error as? LanguageModelError else { return true }
            // Where it is the only one, the model's name is wrong rather than the server.
            if error.cause is MissingModel { return self.core.servers.count > 1 }
            let codes: [LanguageModelError.Code] = [
                .serverUnavailable, .rateLimited, .unauthorized, .generationFailed, .queueFull, .outOfMemory,
            ]
            return codes.contains(error.code)
        }

        /// Whether a server let the time limit pass without a sign of life.
        ///
        /// There is no time left to ask another one. A limit that mostly passed in the queue tells nothing of the
        /// server.
        private func isSilence(_ error: any Error) -> Bool {
            guard let error = error as? LanguageModelError, error.code == .timeLimitExceeded,
                let limit = self.options.timeLimit
            else { return false }
            return !self.hasHeard && self.waited < limit / 2
        }

        private func timeLimitError(_ limit: Duration) -> LanguageModelError {
            LanguageModelError(
                .timeLimitExceeded,
                """
                No server was free within the time limit of \(limit.shown): raise timeLimit, or add servers.
                """
            )
        }

        private func nobodyError() -> LanguageModelError {
            guard let lastError = self.lastError else {
                return LanguageModelError(
                    .serverUnavailable,
                    "None of the router's \(self.core.servers.count) servers takes requests: add one, or end a drain."
                )
            }
            let known = lastError as? LanguageModelError
            return LanguageModelError(
                known?.code ?? .serverUnavailable,
                "None of \(self.tried.count) servers could answer; the last one: \(known?.message ?? "\(lastError)")",
                cause: lastError
            )
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(core: self.core, prompt: self.prompt, options: self.options)
    }
}
