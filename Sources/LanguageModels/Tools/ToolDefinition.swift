/// What a model is told of a tool that it may call.
///
/// OpenAI: an entry of `tools`, of type `function`.
public struct ToolDefinition: Hashable, Sendable {
    /// The tool's name; letters, digits, `_` and `-`, at most 64.
    public var name: String
    /// What the tool does and when to use it, for the model.
    public var description: String
    /// The schema of its arguments, an object.
    public var parameters: JSONSchema

    /// Describes a tool.
    ///
    /// - Parameters:
    ///   - name: The tool's name.
    ///   - description: What it does and when to use it.
    ///   - parameters: The schema of its arguments.
    public init(name: String, description: String, parameters: JSONSchema) {
        self.name = name
        self.description = description
        self.parameters = parameters
    }
}

/// A model's wish to have a tool called.
public struct ToolCall: Hashable, Sendable, Codable {
    /// What tells the call from others of the same chat; its result is sent back with it.
    public var id: String
    /// The tool's name.
    public var name: String
    /// The arguments: a JSON object as text.
    public var arguments: String

    /// Creates a call.
    ///
    /// - Parameters:
    ///   - id: What tells it from others.
    ///   - name: The tool's name.
    ///   - arguments: A JSON object as text.
    public init(id: String, name: String, arguments: String) {
        self.id = id
        self.name = name
        self.arguments = arguments
    }
}

/// Whether a model may, must or must not call a tool.
public enum ToolChoice: Hashable, Sendable {
    /// The model decides.
    case automatic
    /// The model answers in text.
    case none
    /// The model calls at least one tool.
    case required
    /// The model calls the tool of this name.
    case tool(String)
}
