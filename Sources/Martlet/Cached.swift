import MartletServer
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
/// A function may also take no arguments, or two or three. `martlet run --no-cache`, or `MARTLET_NO_CACHE=1`, keeps
/// nothing.
public final class Cached<Argument: Hashable & Sendable, Value: Sendable>: Sendable {
    private let results = Mutex<[Argument: Task<Value, any Error>]>([:])
    private let keeps = !AppConfiguration.isOn(ProcessEnvironment.variables["MARTLET_NO_CACHE"])
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
        guard self.keeps else { return try await self.work(argument) }
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

/// The arguments of a ``Cached`` function that takes none.
public struct CachedNothing: Hashable, Sendable {}

/// Two arguments of a ``Cached`` function.
public struct CachedPair<First: Hashable & Sendable, Second: Hashable & Sendable>: Hashable, Sendable {
    let first: First
    let second: Second
}

extension Cached {
    /// Creates a function without arguments whose result is kept.
    ///
    /// - Parameter work: The function.
    public convenience init(_ work: @escaping @Sendable () async throws -> Value) where Argument == CachedNothing {
        self.init { (_: CachedNothing) in try await work() }
    }

    /// The result.
    ///
    /// - Returns: What the function returned, now or before.
    /// - Throws: What the function throws.
    public func callAsFunction() async throws -> Value where Argument == CachedNothing {
        try await self(CachedNothing())
    }

    /// Creates a function of two arguments whose results are kept.
    ///
    /// - Parameter work: The function.
    public convenience init<First, Second>(
        _ work: @escaping @Sendable (First, Second) async throws -> Value
    ) where Argument == CachedPair<First, Second> {
        self.init { (both: CachedPair<First, Second>) in try await work(both.first, both.second) }
    }

    /// The result for two arguments.
    ///
    /// - Parameters:
    ///   - first: The first argument.
    ///   - second: The second argument.
    /// - Returns: What the function returned for them, now or before.
    /// - Throws: What the function throws.
    public func callAsFunction<First, Second>(
        _ first: First,
        _ second: Second
    ) async throws -> Value where Argument == CachedPair<First, Second> {
        try await self(CachedPair(first: first, second: second))
    }

    /// Creates a function of three arguments whose results are kept.
    ///
    /// - Parameter work: The function.
    public convenience init<First, Second, Third>(
        _ work: @escaping @Sendable (First, Second, Third) async throws -> Value
    ) where Argument == CachedPair<First, CachedPair<Second, Third>> {
        self.init { (all: CachedPair<First, CachedPair<Second, Third>>) in
            try await work(all.first, all.second.first, all.second.second)
        }
    }

    /// The result for three arguments.
    ///
    /// - Parameters:
    ///   - first: The first argument.
    ///   - second: The second argument.
    ///   - third: The third argument.
    /// - Returns: What the function returned for them, now or before.
    /// - Throws: What the function throws.
    public func callAsFunction<First, Second, Third>(
        _ first: First,
        _ second: Second,
        _ third: Third
    ) async throws -> Value where Argument == CachedPair<First, CachedPair<Second, Third>> {
        try await self(CachedPair(first: first, second: CachedPair(first: second, second: third)))
    }
}
