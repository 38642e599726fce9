import Synchronization

/// A function whose results are kept: for each argument the work is done once in the life of the process.
///
/// Chainlit: `@cl.cache`.
///
/// ```swift
/// let embeddings = Cached { (path: String) in try await load(path) }
/// let first = try await embeddings("words.bin")
/// ```
///
/// Calls with the same argument share one run of the work, those with others run side by side. What throws is not kept.
public final class Cached<Argument: Hashable & Sendable, Value: Sendable>: Sendable {
    private let results = Mutex<[Argument: Task<Value, any Error>]>([:])
    private let work: @Sendable (Argument) async throws -> Value

    /// Creates a function whose results are kept.
    ///
    /// - Parameter work: The function.
    public init(_ work: @escaping @Sendable (Argument) async throws -> Value) {
        self.work = work
    }

    /// The result for an argument.
    ///
    /// - Parameter argument: The argument.
    /// - Returns: What the function returned for it, now or before.
    /// - Throws: What the function throws.
    public func callAsFunction(_ argument: Argument) async throws -> Value {
        let work = self.work
        let task = self.results.withLock { results in
            if let task = results[argument] { return task }
            // Ends with the work; a caller's cancellation must not spoil the result for the others.
            let task = Task { try await work(argument) }
            results[argument] = task
            return task
        }
        do {
            return try await task.value
        } catch {
            self.results.withLock { results in
                if results[argument] == task { results[argument] = nil }
            }
            throw error
        }
    }

    /// Forgets everything.
    public func removeAll() {
        self.results.withLock { $0.removeAll() }
    }
}
