import Synchronization

/// One value that somebody waits for, and that comes once: an answer, or word that none will come.
final class Pending<Value: Sendable>: Sendable {
    private enum State {
        case empty
        case waiting(CheckedContinuation<Value?, Never>)
        case settled(Value?)
    }

    private let state = Mutex(State.empty)

    /// Gives the value; false when it was settled before.
    @discardableResult
    func settle(_ value: Value?) -> Bool {
        let (isFirst, continuation) = self.state.withLock { state -> (Bool, CheckedContinuation<Value?, Never>?) in
            switch state {
            case .settled: return (false, nil)
            case .empty:
                state = .settled(value)
                return (true, nil)
            case .waiting(let continuation):
                state = .settled(value)
                return (true, continuation)
            }
        }
        continuation?.resume(returning: value)
        return isFirst
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
                    if case .settled(let value) = state { return .some(value) }
                    state = .waiting(continuation)
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
