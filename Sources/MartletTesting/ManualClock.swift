import Synchronization

/// A clock whose time stands still until it is moved.
///
/// An app that is tested in memory measures with it how long answers are awaited and how long a chat that nobody watches
/// lives on. A ``ScriptedModel`` can take its time by it.
///
/// ```swift
/// let clock = ManualClock()
/// Task { try await clock.sleep(for: .seconds(60)) }
/// try await clock.waitForSleepers(1)
/// clock.advance(by: .seconds(60))
/// ```
public final class ManualClock: Clock {
    /// A moment of the clock: the time since it was made.
    public struct Instant: InstantProtocol {
        /// The time since the clock was made.
        public let offset: Duration

        /// The moment after this one by a while.
        public func advanced(by duration: Duration) -> Instant {
            Instant(offset: self.offset + duration)
        }

        /// The time from this moment to another.
        public func duration(to other: Instant) -> Duration {
            other.offset - self.offset
        }

        /// Whether the left moment is the earlier one.
        public static func < (left: Instant, right: Instant) -> Bool {
            left.offset < right.offset
        }
    }

    private struct Sleeper {
        let deadline: Instant
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct Watch {
        let condition: @Sendable ([Instant]) -> Bool
        let continuation: AsyncStream<Void>.Continuation
    }

    private struct State {
        var now = Instant(offset: .zero)
        var sleepers: [Int: Sleeper] = [:]
        var watches: [Int: Watch] = [:]
        var next = 0
        /// Sleepers that were cancelled before they began to sleep.
        var cancelled: Set<Int> = []

        var deadlines: [Instant] { self.sleepers.values.map(\.deadline) }
    }

    private let state = Mutex(State())

    /// Creates a clock.
    public init() {}

    /// The present moment.
    public var now: Instant { self.state.withLock { $0.now } }

    /// The smallest step.
    public var minimumResolution: Duration { .nanoseconds(1) }

    /// How many tasks sleep.
    public var sleeperCount: Int { self.state.withLock { $0.sleepers.count } }

    /// Sleeps until the clock was moved so far.
    ///
    /// - Parameters:
    ///   - deadline: Until when.
    ///   - tolerance: Has no effect: the clock is exact.
    /// - Throws: `CancellationError` when the task is cancelled.
    public func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let id = self.state.withLock { state in
            defer { state.next += 1 }
            return state.next
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                self.begin(id, until: deadline, continuation)
            }
        } onCancel: {
            let sleeper = self.state.withLock { state -> Sleeper? in
                guard let sleeper = state.sleepers.removeValue(forKey: id) else {
                    state.cancelled.insert(id)
                    return nil
                }
                return sleeper
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
        _ = self.state.withLock { $0.cancelled.remove(id) }
    }

    private func begin(_ id: Int, until deadline: Instant, _ continuation: CheckedContinuation<Void, any Error>) {
        let (outcome, watches) = self.state.withLock { state -> (Result<Void, any Error>?, [Watch]) in
            if state.cancelled.remove(id) != nil { return (.failure(CancellationError()), []) }
            if deadline <= state.now { return (.success(()), []) }
            state.sleepers[id] = Sleeper(deadline: deadline, continuation: continuation)
            let deadlines = state.deadlines
            let satisfied = state.watches.filter { $0.value.condition(deadlines) }
            for key in satisfied.keys { state.watches[key] = nil }
            return (nil, Array(satisfied.values))
        }
        for watch in watches { watch.continuation.finish() }
        if let outcome { continuation.resume(with: outcome) }
    }

    /// Moves the clock on and wakes, in the order of their deadlines, the tasks whose time has come.
    ///
    /// - Parameter duration: How far.
    public func advance(by duration: Duration) {
        let due = self.state.withLock { state -> [Sleeper] in
            state.now = state.now.advanced(by: duration)
            let due = state.sleepers.filter { $0.value.deadline <= state.now }
            for id in due.keys { state.sleepers[id] = nil }
            return due.sorted { ($0.value.deadline, $0.key) < ($1.value.deadline, $1.key) }.map(\.value)
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    /// Waits until so many tasks sleep, so that moving the clock reaches them.
    ///
    /// - Parameters:
    ///   - count: How many.
    ///   - limit: How long to wait in real time.
    /// - Throws: A ``TestFailure`` when the time is over, `CancellationError` when the task is cancelled.
    public func waitForSleepers(_ count: Int, limit: Duration = .seconds(10)) async throws {
        try await self.wait(for: "\(count) tasks", limit: limit) { $0.count >= count }
    }

    /// Waits until there is a task that sleeps until each of some moments.
    func waitForSleepers(until deadlines: [Instant], limit: Duration) async throws {
        try await self.wait(for: "\(deadlines.count) tasks with time limits", limit: limit) { sleeping in
            deadlines.allSatisfy { deadline in
                sleeping.count { $0 == deadline } >= deadlines.count { $0 == deadline }
            }
        }
    }

    private func wait(
        for what: String,
        limit: Duration,
        until condition: @escaping @Sendable ([Instant]) -> Bool
    ) async throws {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        let id = self.state.withLock { state -> Int? in
            guard !condition(state.deadlines) else { return nil }
            defer { state.next += 1 }
            state.watches[state.next] = Watch(condition: condition, continuation: continuation)
            return state.next
        }
        guard let id else { return }
        try await TimeLimit.run(limit) {
            for await _ in stream {}
        } onTimeout: {
            let sleeping = self.state.withLock { state in
                state.watches[id] = nil
                return state.sleepers.count
            }
            return TestFailure(
                "Waited \(limit) for \(what) to sleep on the manual clock, in vain; \(sleeping) sleep. "
                    + "Does the code under test use another clock?"
            )
        }
    }
}
