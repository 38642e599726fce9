public import Foundation

/// Which run an event belongs to: a chain, a model, a tool or a retriever at work, once.
public struct RunInfo: Hashable, Sendable {
    /// What is at work in a run.
    public enum RunType: String, Hashable, Sendable {
        /// A chain.
        case chain
        /// A language model.
        case llm
        /// A tool.
        case tool
        /// A retriever.
        case retriever
    }

    /// The run's own id, a fresh random UUID.
    public let runID: UUID
    /// The id of the run that started this one, or nil for a run that nothing else started.
    public let parentRunID: UUID?
    /// What is at work, such as `LLMChain`.
    public let name: String
    /// What kind of thing is at work.
    public let type: RunType
    /// The tags of the run, in the order they were given.
    public let tags: [String]
    /// What the author wants to find again in traces.
    public let metadata: [String: ChainValue]

    /// Creates a description of a run.
    ///
    /// - Parameters:
    ///   - runID: The run's own id.
    ///   - parentRunID: The id of the run that started it.
    ///   - name: What is at work.
    ///   - type: What kind of thing is at work.
    ///   - tags: The tags of the run.
    ///   - metadata: What the author wants to find again in traces.
    public init(
        runID: UUID = UUID(),
        parentRunID: UUID? = nil,
        name: String,
        type: RunType,
        tags: [String] = [],
        metadata: [String: ChainValue] = [:]
    ) {
        self.runID = runID
        self.parentRunID = parentRunID
        self.name = name
        self.type = type
        self.tags = tags
        self.metadata = metadata
    }
}

/// What a component is and how it was set up, as start events tell it.
///
/// LangChain: `serialized`.
public struct ComponentInfo: Hashable, Sendable, Codable {
    /// The component's type name, such as `LLMChain` or `LlamaModel`.
    public var name: String
    /// Where the type lives: the module and the type name.
    public var id: [String]
    /// How the component was set up; never secrets.
    public var parameters: [String: ChainValue]

    /// Creates a description of a component.
    ///
    /// - Parameters:
    ///   - name: The component's type name.
    ///   - id: The module and the type name; the name alone when empty.
    ///   - parameters: How the component was set up; never secrets.
    public init(name: String, id: [String] = [], parameters: [String: ChainValue] = [:]) {
        self.name = name
        self.id = id.isEmpty ? [name] : id
        self.parameters = parameters
    }

    /// Describes a component by its type.
    ///
    /// - Parameters:
    ///   - type: The component's type.
    ///   - parameters: How the component was set up; never secrets.
    public init(type: Any.Type, parameters: [String: ChainValue] = [:]) {
        let module = String(reflecting: type).split(separator: ".").first.map(String.init)
        let name = String(describing: type)
        self.init(name: name, id: [module, name].compactMap { $0 }, parameters: parameters)
    }
}
