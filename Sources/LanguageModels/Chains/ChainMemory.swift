/// What a chain remembers from one call to the next.
///
/// LangChain: `BaseMemory`.
public protocol ChainMemory: Sendable {
    /// The names of the inputs that the memory gives.
    var memoryVariables: [String] { get }

    /// Gives the inputs; for the same name they win over what the caller gave.
    ///
    /// - Parameter inputs: What the caller gave.
    /// - Returns: The memory's inputs by name.
    /// - Throws: Anything; the call fails before it begins.
    func loadMemoryVariables(_ inputs: [String: ChainValue]) async throws -> [String: ChainValue]

    /// Remembers a call; called after the chain told its end.
    ///
    /// - Parameters:
    ///   - inputs: The call's inputs, the memory's own among them.
    ///   - outputs: The call's outputs.
    /// - Throws: Anything; the call fails, though the chain has told its end.
    func saveContext(inputs: [String: ChainValue], outputs: [String: ChainValue]) async throws

    /// Forgets everything.
    ///
    /// - Throws: Anything.
    func clear() async throws
}
