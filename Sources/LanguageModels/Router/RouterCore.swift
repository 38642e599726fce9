/// A router's state behind a lock, with those who wait for a server.
final class RouterCore: Sendable {
    private struct State {
        var router: RouterState
        /// Those who wait, the longest first.
        var waiters: [RouterWaiter] = []
    }

    /// What is to be told to a request that waits.
    private typealias News = (RouterWaiter, RouterWaiter.Event)

    /// What a request that comes in gets.
    enum Admission {
        case lease(RouterLease)
        case waiter(RouterWaiter)
        /// Nobody is left to ask.
        case nobody
    }

    let servers: [RouterServer]
    let policy: RouterPolicy
    /// What time it is.
    private let now: @Sendable () -> ContinuousClock.Instant
    private let state: Guarded<State>

    init(
        _ servers: [RouterServer],
        policy: RouterPolicy,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.servers = servers
        self.policy = policy
        self.now = now
        self.state = Guarded(State(router: RouterState(servers, policy: policy)))
    }

    var statistics: RouterStatistics {
        self.state.withLock { $0.router.statistics(waiting: $0.waiters.count, now: self.now()) }
    }

    /// Finds a server for a request, or a place in the queue.
    ///
    /// - Throws: A ``LanguageModelError`` of code `queueFull`.
    func admit(_ key: RouterKey, tried: Set<Int>) throws -> Admission {
        let (admission, told) = self.state.withLock { state -> (Admission?, [News]) in
            let now = self.now()
            // Who waits already comes first, but for a request that was in before; a server that was out may be due.
            let told = tried.isEmpty ? self.serve(&state, now: now) : []
            return (self.admission(key, tried: tried, now: now, &state), told)
        }
        for (waiter, event) in told { waiter.tell(event) }
        if let admission { return admission }
        throw LanguageModelError(
            .queueFull,
            """
            \(self.policy.queueLimit) requests wait for the \(self.servers.count) servers already; try when less is \
            going on, or add servers.
            """
        )
    }

    /// What a request gets; nil when the queue is full.
    private func admission(
        _ key: RouterKey,
        tried: Set<Int>,
        now: ContinuousClock.Instant,
        _ state: inout State
    ) -> Admission? {
        // A request that waits for those servers alone that it has not tried keeps nobody from the others.
        let isFirst = !tried.isEmpty || !state.waiters.contains { $0.tried.isEmpty }
        switch isFirst ? state.router.choose(key, tried: tried, now: now) : .full {
        case .server(let index): return .lease(RouterLease(core: self, index: index))
        case .nobody: return .nobody
        case .full:
            guard state.waiters.count < self.policy.queueLimit else { return nil }
            let waiter = RouterWaiter(core: self, key: key, tried: tried, position: state.waiters.count + 1)
            state.waiters.append(waiter)
            return .waiter(waiter)
        }
    }

    func leave(_ index: Int) { self.change { $0.leave(index, now: $1) } }

    func begin(_ index: Int) { self.change { state, _ in state.begin(index) } }

    func succeed(_ index: Int) { self.change { state, _ in state.succeed(index) } }

    func fail(_ index: Int) {
        guard let end = self.change({ $0.fail(index, now: $1) }) else { return }
        // Nothing else may happen when the server is due again. Ends with the time out, at most a minute as a rule.
        Task { [weak self] in
            try? await Task.sleep(until: end, clock: .continuous)
            self?.wake(at: end)
        }
    }

    func setHealth(_ isHealthy: Bool, _ index: Int) { self.change { $0.setHealth(isHealthy, index, now: $1) } }

    func setDraining(_ isDraining: Bool, name: String) -> Bool {
        self.change { state, _ in state.setDraining(isDraining, name: name) }
    }

    /// Takes someone who went away out of the queue.
    func remove(_ waiter: RouterWaiter) {
        self.state.withLock { $0.waiters.removeAll { $0 === waiter } }
        self.change { _, _ in }
    }

    /// Lets in who can go when a server's time out ends; a sleep that ends a little early must not miss it.
    private func wake(at end: ContinuousClock.Instant) {
        let told = self.state.withLock { state -> [News] in self.serve(&state, now: max(self.now(), end)) }
        for (waiter, event) in told { waiter.tell(event) }
    }

    /// Changes the state, and lets in who can go now.
    private func change<Value: Sendable>(_ body: (inout RouterState, ContinuousClock.Instant) -> Value) -> Value {
        let (value, told) = self.state.withLock { state -> (Value, [News]) in
            // Read under the lock: a server may be due from the very moment that another thread let go of it.
            let now = self.now()
            let value = body(&state.router, now)
            return (value, self.serve(&state, now: now))
        }
        for (waiter, event) in told { waiter.tell(event) }
        return value
    }

    /// Goes through the queue.
    ///
    /// - Returns: What to tell its requests, once the lock is let go of.
    private func serve(_ state: inout State, now: ContinuousClock.Instant) -> [News] {
        var told: [News] = []
        var waiting: [RouterWaiter] = []
        for waiter in state.waiters {
            switch state.router.choose(waiter.key, tried: waiter.tried, now: now) {
            case .server(let index): told.append((waiter, .lease(RouterLease(core: self, index: index))))
            case .nobody: told.append((waiter, .nobody))
            case .full:
                waiting.append(waiter)
                told.append((waiter, .position(waiting.count)))
            }
        }
        state.waiters = waiting
        return told
    }
}

/// A request's place at a server; letting go of it makes room.
final class RouterLease: Sendable {
    private let core: RouterCore
    let index: Int

    init(core: RouterCore, index: Int) {
        self.core = core
        self.index = index
    }

    var server: RouterServer { self.core.servers[self.index] }

    /// Notes that the server has begun to answer.
    func begin() { self.core.begin(self.index) }

    /// Notes that the server has answered, whole.
    func succeed() { self.core.succeed(self.index) }

    /// Notes that the server failed.
    func fail() { self.core.fail(self.index) }

    deinit {
        self.core.leave(self.index)
    }
}

/// A request's place in the queue.
final class RouterWaiter: Sendable {
    enum Event: Sendable {
        case position(Int)
        case lease(RouterLease)
        case nobody
    }

    private struct State {
        var event: Event?
        var position: Int
        var continuation: CheckedContinuation<Event, any Error>?
        /// Whether it was told that it has left the queue.
        var isSettled = false
        var isCancelled = false
    }

    let key: RouterKey
    let tried: Set<Int>
    private let core: RouterCore
    private let state: Guarded<State>

    init(core: RouterCore, key: RouterKey, tried: Set<Int>, position: Int) {
        self.core = core
        self.key = key
        self.tried = tried
        self.state = Guarded(State(event: .position(position), position: position))
    }

    /// Tells what has become of the request; a position that nobody has read yet is replaced.
    func tell(_ event: Event) {
        let continuation = self.state.withLock { state -> CheckedContinuation<Event, any Error>? in
            if case .position(let position) = event {
                // News are told outside the core's lock, so that an older position may come after the place itself.
                guard !state.isSettled, position != state.position else { return nil }
                state.position = position
            } else {
                state.isSettled = true
            }
            if let continuation = state.continuation.take() { return continuation }
            // What a request that went away holds is let go of with the event.
            if !state.isCancelled { state.event = event }
            return nil
        }
        continuation?.resume(returning: event)
    }

    /// Waits for the next news.
    ///
    /// - Throws: `CancellationError`.
    func next() async throws -> Event {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let result = self.state.withLock { state -> Result<Event, any Error>? in
                    if state.isCancelled { return .failure(CancellationError()) }
                    if let event = state.event.take() { return .success(event) }
                    state.continuation = continuation
                    return nil
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            self.cancel()
        }
    }

    /// Leaves the queue.
    func cancel() {
        let (continuation, event) = self.state.withLock { state in
            state.isCancelled = true
            return (state.continuation.take(), state.event.take())
        }
        continuation?.resume(throwing: CancellationError())
        self.core.remove(self)
        // A place that was given meanwhile is given up here, outside the lock.
        withExtendedLifetime(event) {}
    }
}
