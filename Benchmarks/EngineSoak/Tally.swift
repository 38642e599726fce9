import LanguageModels

/// Counts how requests ended.
final class Tally: Sendable {
    struct Counts: Sendable {
        var requests = 0
        var done = 0
        var stopped = 0
        var failed: [String: Int] = [:]
        var broken: [String: Int] = [:]
        /// Requests that the engine still held in the end.
        var leftOpen = 0

        var ended: Int {
            self.done + self.stopped + self.failed.values.reduce(0, +) + self.broken.values.reduce(0, +)
        }
    }

    private let counts = Guarded(Counts())

    var now: Counts { self.counts.withLock { $0 } }

    func begin() {
        self.counts.withLock { $0.requests += 1 }
    }

    func end(_ outcome: Client.Outcome) {
        self.counts.withLock { counts in
            switch outcome {
            case .done: counts.done += 1
            case .stopped: counts.stopped += 1
            case .failed(let code): counts.failed[code.description, default: 0] += 1
            case .broken(let reason): counts.broken[reason, default: 0] += 1
            }
        }
    }

    func note(leftOpen: Int) {
        self.counts.withLock { $0.leftOpen = leftOpen }
    }
}
