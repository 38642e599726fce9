/// Answers that models are asked for, until each has begun; letting go of them ends them.
final class BeginningAnswers: Sendable {
    private let task: Task<[BegunAnswer], any Error>
    /// Ends when the task does.
    private let end: AsyncStream<Void>

    /// Asks.
    ///
    /// - Parameter begin: Waits until all answers have begun.
    init(_ begin: @escaping @Sendable () async throws -> [BegunAnswer]) {
        let (end, continuation) = AsyncStream<Void>.makeStream()
        self.end = end
        self.task = Task {
            defer { continuation.finish() }
            return try await begin()
        }
    }

    deinit { self.task.cancel() }

    /// Waits until they have begun, or failed to; to be asked once.
    ///
    /// - Parameter patience: The longest time to wait.
    /// - Returns: False if that takes longer.
    /// - Throws: `CancellationError`.
    func haveBegun(within patience: Duration) async throws -> Bool {
        let hasEnded = await withTaskGroup(of: Bool.self) { group in
            group.addTask { [end = self.end] in
                for await _ in end {}
                return true
            }
            group.addTask {
                try? await Task.sleep(for: patience)
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
        try Task.checkCancellation()
        return hasEnded
    }

    /// The answers, once all have begun.
    var all: [BegunAnswer] {
        get async throws {
            try await withTaskCancellationHandler {
                try await self.task.value
            } onCancel: {
                self.task.cancel()
            }
        }
    }
}
