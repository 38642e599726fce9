public import Foundation

/// What a chain returns: its inputs and outputs by name.
public struct ChainResult: Sendable {
    /// The values by name: inputs and outputs, where outputs win; or the outputs alone when asked for.
    public let values: [String: ChainValue]
    /// The outputs alone.
    public let outputs: [String: ChainValue]
    /// The main output, usually the model's answer, as text.
    public let text: String
    /// What the model answered, and all about it.
    public let generation: LLMResult
    /// The run's id, when asked for.
    ///
    /// LangChain: `__run`.
    public let runID: UUID?

    /// How the generation went, where the model tells.
    public var summary: GenerationSummary? { self.generation.summary }

    /// A value by its name.
    ///
    /// - Parameter key: The name of an output, or of an input unless outputs alone were asked for.
    public subscript(key: String) -> ChainValue? { self.values[key] }
}
