import Synchronization

/// One value that somebody waits for, and that comes once: an answer, or word that none will come.
final class Pending<Value: Sendable>: Sendable {
    private enum State {
        case empty
        case waiting(CheckedContinuation<Value?, Never>)
        /// The value is decided and about to be given.
        case claimed(CheckedContinuation<Value?, Never>?)
        case settled(Value?)
    }

    private let state = Mutex(State.empty)

    /// Gives the value; false when it was settled before.
    ///
    /// - Parameters:
    ///   - value: The value, or nil for word that none will come.
    ///   - first: What is done before the one who waits goes on, and only when this value counts.
    @discardableResult
    func settle(_ value: Value?, first: () -> Void = {}) -> Bool {
        let isFirst = self.state.withLock { state in
            switch state {
            case .claimed, .settled: return false
            case .empty: state = .claimed(nil)
            case .waiting(let continuation): state = .claimed(continuation)
            }
            return true
        }
        guard isFirst else { return false }
        first()
        let continuation = self.state.withLock { state -> CheckedContinuation<Value?, Never>? in
            defer { state = .settled(value) }
            guard case .claimed(let continuation) = state else { return nil }
            return continuation
        }
        continuation?.resume(returning: value)
        return true
    }

    /// Waits for the value: nil when the time is over, or the task was cancelled.
    func value(timeout: Duration, clock: any Clock<Duration>) async -> Value? {
        // Ended below, as soon as there is a value.
        let limit = Task {
            guard (try? await clock.sleep(for: timeout)) != nil else { return }
            self.settle(nil)
        }
        defer { limit.cancel() }
        return await self.value()
    }

    /// Waits for the value: nil when the task was cancelled, or when it was settled so.
    func value() async -> Value? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let settled = self.state.withLock { state -> Value?? in
                    switch state {
                    case .settled(let value): return .some(value)
                    case .claimed: state = .claimed(continuation)
                    case .empty, .waiting: state = .waiting(continuation)
                    }
                    return nil
                }
                if let settled { continuation.resume(returning: settled) }
            }
        } onCancel: {
            self.settle(nil)
        }
    }
}

extension Clock where Duration == Swift.Duration {
    /// Sleeps for a while, whichever clock it is.
    fileprivate func sleep(for duration: Duration) async throws {
        try await self.sleep(until: self.now.advanced(by: duration), tolerance: nil)
    }
}
