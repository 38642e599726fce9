import HTTPTypes
import Hummingbird

/// Ends work on a request that takes too long.
enum TimeLimit {
    /// Does work, yet not for longer than a while.
    ///
    /// Bodies that make no progress at all are ended by the connection; this ends those that trickle.
    ///
    /// - Parameters:
    ///   - limit: How long it may take.
    ///   - work: The work; it is cancelled when the time is over.
    /// - Returns: What the work returned.
    /// - Throws: `HTTPError` 408 when the time is over; what the work throws.
    static func run<Value: Sendable>(
        _ limit: Duration,
        clock: any Clock<Duration> = ContinuousClock(),
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await clock.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            guard case .some(.some(let value)) = try await group.next() else {
                throw HTTPError(.requestTimeout, message: "The request took longer than \(limit); send it faster.")
            }
            return value
        }
    }
}
