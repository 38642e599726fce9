import MartletServer
import Synchronization

/// Writes a stream of events, and says that it is still there wherever nothing was written for a while.
final class PatientWriter: Sendable {
    private let writer: ServerExtensionWriter
    private let patience: Duration
    private let lastTime = Mutex(ContinuousClock.now)

    /// Takes a writer over.
    ///
    /// - Parameters:
    ///   - writer: Where events are written.
    ///   - patience: The longest silence.
    init(_ writer: ServerExtensionWriter, patience: Duration) {
        self.writer = writer
        self.patience = patience
    }

    /// Writes an event, and waits as long as the client reads more slowly than this writes.
    ///
    /// - Throws: When the client is gone.
    func write(_ bytes: [UInt8]) async throws {
        try await self.writer.write(bytes)
        self.lastTime.withLock { $0 = .now }
    }

    /// Does work that writes now and then.
    ///
    /// - Parameter work: The work; it is cancelled when the client is gone.
    /// - Throws: What the work throws, or what writing throws.
    func keepingAlive(_ work: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await work() }
            group.addTask { try await self.breakSilence() }
            defer { group.cancelAll() }
            _ = try await group.next()
        }
    }

    private func breakSilence() async throws {
        while true {
            let next = self.lastTime.withLock { $0 } + self.patience
            if next > .now {
                try await Task.sleep(until: next, clock: .continuous)
            } else {
                try await self.write(ServerSentEvent.comment)
            }
        }
    }
}
