import Synchronization

/// Numbers that were reported from any thread, in their order.
final class Seen: Sendable {
    private let numbers = Mutex<[Double]>([])

    var values: [Double] { self.numbers.withLock { $0 } }

    func append(_ number: Double) {
        self.numbers.withLock { $0.append(number) }
    }
}
