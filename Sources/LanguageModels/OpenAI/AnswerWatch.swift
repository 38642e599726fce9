/// Watches over one attempt: ends it when the server takes too long, and leaves it alone while the app does.
final class AnswerWatch: Sendable {
    private struct State {
        /// When the wait that goes on now becomes too long; nil while nothing is waited for.
        var due: ContinuousClock.Instant?
        var wait: OpenAIFailure.Wait
    }

    private let state: Guarded<State>
    private let timeouts: OpenAISettings.Timeouts
    /// When the whole request must end, and how long it was given.
    private let limit: (instant: ContinuousClock.Instant, duration: Duration)?

    /// The longest wait for the end of a body whose answer is whole already.
    private static let rest = Duration.seconds(1)

    /// Begins to wait for the first byte.
    init(_ timeouts: OpenAISettings.Timeouts, limit: (instant: ContinuousClock.Instant, duration: Duration)?) {
        self.timeouts = timeouts
        self.limit = limit
        self.state = Guarded(State(due: .now + timeouts.firstByte, wait: .firstByte(timeouts.firstByte)))
    }

    /// Notes that something came, and begins to wait for what is next.
    func begin() {
        self.state.withLock { state in
            state.due = .now + self.timeouts.betweenChunks
            state.wait = .betweenChunks(self.timeouts.betweenChunks)
        }
    }

    /// Begins to wait for the end of the body, after which a connection can be used again.
    func beginRest() {
        self.state.withLock { state in
            state.due = .now + Self.rest
            state.wait = .betweenChunks(Self.rest)
        }
    }

    /// Notes that nothing is waited for at the moment.
    func pause() {
        self.state.withLock { $0.due = nil }
    }

    /// Runs an attempt and ends it with ``OpenAIFailure/timeout(_:)`` when a wait becomes too long.
    func run<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        try await withThrowingTaskGroup(of: Value.self) { group in
            group.addTask { try await body() }
            group.addTask { throw OpenAIFailure.timeout(try await self.tooLong()) }
            defer { group.cancelAll() }
            guard let value = try await group.next() else { throw CancellationError() }
            return value
        }
    }

    /// Sleeps until a wait is too long.
    ///
    /// No wait that begins meanwhile can end sooner than the shortest timeout from now, so that it is enough to look
    /// again after that.
    private func tooLong() async throws -> OpenAIFailure.Wait {
        let shortest = max(min(self.timeouts.firstByte, self.timeouts.betweenChunks, Self.rest), .milliseconds(5))
        while true {
            let now = ContinuousClock.Instant.now
            if let limit = self.limit, now >= limit.instant { return .timeLimit(limit.duration) }
            let (due, wait) = self.state.withLock { ($0.due, $0.wait) }
            if let due, now >= due { return wait }
            let next = [due, self.limit?.instant, now + shortest].compactMap(\.self).min() ?? now + shortest
            try await Task.sleep(until: next, clock: .continuous)
        }
    }
}
