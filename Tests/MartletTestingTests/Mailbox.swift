import Synchronization

/// Collects what handlers report, for a test to look at.
final class Mailbox<Value: Sendable>: Sendable {
    private let values = Mutex<[Value]>([])

    var all: [Value] { self.values.withLock { $0 } }

    func put(_ value: Value) {
        self.values.withLock { $0.append(value) }
    }
}
