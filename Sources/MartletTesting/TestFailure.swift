/// Why a test could not go on: what was awaited or missing, and what had happened until then.
public struct TestFailure: Error, Sendable, CustomStringConvertible {
    /// The whole story, to be read by a person.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Waiting that does not go on for ever.
enum TimeLimit {
    /// Runs work that is cancelled when its time is over.
    ///
    /// - Parameters:
    ///   - limit: How long it may take in real time.
    ///   - work: The work; it must heed its cancellation.
    ///   - onTimeout: Makes the error that is thrown then.
    static func run(
        _ limit: Duration,
        _ work: @escaping @Sendable () async -> Void,
        onTimeout: @Sendable () -> TestFailure
    ) async throws {
        let isDone = await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                await work()
                return true
            }
            group.addTask {
                try? await Task.sleep(for: limit)
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
        try Task.checkCancellation()
        if !isDone { throw onTimeout() }
    }
}
