import Synchronization

/// Counts from 1.
final class CallCounter: Sendable {
    private let state = Mutex(0)

    func next() -> Int {
        self.state.withLock { count in
            count += 1
            return count
        }
    }
}
