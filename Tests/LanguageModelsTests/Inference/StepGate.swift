import Dispatch
@testable import LanguageModels

/// Lets an engine's decodes through one by one, so that a test decides what happens between them.
final class StepGate: Sendable {
    private let permits = DispatchSemaphore(value: 0)
    private let record = Guarded<(batches: [[DecodeToken]], isOpen: Bool)>(([], false))

    /// The batches that were asked for, also those that still wait.
    var batches: [[DecodeToken]] { self.record.withLock { $0.batches } }

    /// Lets so many decodes through.
    func allow(_ count: Int = 1) {
        for _ in 0..<count { self.permits.signal() }
    }

    /// Lets all decodes through from now on.
    func open() {
        self.record.withLock { $0.isOpen = true }
        self.permits.signal()
    }

    /// Waits, without blocking, until so many batches were asked for.
    func waitForBatches(_ count: Int) async {
        while self.batches.count < count { await Task.yield() }
    }

    /// To be called before each decode.
    func pass(_ batch: [DecodeToken], _ abort: DecodeAbort) -> DecodeResult {
        let isOpen = self.record.withLock { record in
            record.batches.append(batch)
            return record.isOpen
        }
        if !isOpen {
            self.permits.wait()
            if self.record.withLock({ $0.isOpen }) { self.permits.signal() }
        }
        return abort.isRequested ? .aborted : .done
    }
}

extension InferenceEngine {
    /// Waits, without blocking, until so many requests are open.
    func waitForOpen(_ count: Int) async {
        while self.statistics.open != count { await Task.yield() }
    }
}
