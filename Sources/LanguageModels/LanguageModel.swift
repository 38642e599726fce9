/// A model that turns a prompt into an answer, token by token, wherever it runs.
public protocol LanguageModel: Sendable {
    /// What the model is called and how it was loaded, for traces and steps.
    var identity: ModelIdentity { get }

    /// Starts to answer a prompt.
    ///
    /// Nothing is evaluated before the stream is iterated. Cancelling the iterating task, or dropping the iterator,
    /// ends generation at the next decode step.
    ///
    /// - Parameters:
    ///   - prompt: A text to continue, or the messages of a chat.
    ///   - options: Sampling parameters and limits.
    /// - Returns: The answer's deltas; the last one carries the summary. Iterating throws a ``LanguageModelError``
    ///   when an option is out of range, the prompt does not fit the context, or the engine fails.
    func stream(_ prompt: ModelPrompt, options: GenerationOptions) -> GenerationStream
}

/// What a ``LanguageModel`` is, for traces and steps.
///
/// LangChain: `_llm_type` and `_identifying_params`.
public struct ModelIdentity: Hashable, Sendable {
    /// The kind of model, such as `llama`, a word that stays the same for all models of one engine.
    public let type: String
    /// The model's own name, such as its file's name or its name on a server.
    public let name: String
    /// How it was loaded, as names and values fit to be shown; never secrets.
    public let parameters: [String: String]

    /// Creates an identity.
    ///
    /// - Parameters:
    ///   - type: The kind of model.
    ///   - name: The model's own name.
    ///   - parameters: How it was loaded; never secrets.
    public init(type: String, name: String, parameters: [String: String] = [:]) {
        self.type = type
        self.name = name
        self.parameters = parameters
    }
}

/// What a model is asked: a text to continue, or the messages of a chat.
public enum ModelPrompt: Hashable, Sendable {
    /// A text that the model continues as it stands; control tokens in it are plain text.
    case text(String)
    /// Messages, which the model's own chat template turns into its prompt.
    case chat([ChatMessage])
}

/// One message of a chat as models see it.
public struct ChatMessage: Hashable, Sendable, Codable {
    /// Who speaks.
    public enum Role: String, Hashable, Sendable, Codable {
        /// Instructions to the model.
        case system
        /// The person.
        case user
        /// The model.
        case assistant
        /// A tool's result.
        case tool
    }

    /// Who speaks.
    public var role: Role
    /// What is said.
    public var content: String
    /// Pictures that belong to it.
    public var images: [ImageContent]
    /// The tools that the model wants called; on an assistant's message.
    public var toolCalls: [ToolCall]
    /// The call whose result this is; on a tool's message.
    public var toolCallID: String?

    /// Creates a message.
    ///
    /// - Parameters:
    ///   - role: Who speaks.
    ///   - content: What is said.
    ///   - images: Pictures that belong to it.
    ///   - toolCalls: The tools that the model wants called.
    ///   - toolCallID: The call whose result this is.
    public init(
        role: Role,
        content: String,
        images: [ImageContent] = [],
        toolCalls: [ToolCall] = [],
        toolCallID: String? = nil
    ) {
        self.role = role
        self.content = content
        self.images = images
        self.toolCalls = toolCalls
        self.toolCallID = toolCallID
    }

    private enum CodingKeys: String, CodingKey {
        case role, content, images, toolCalls, toolCallID
    }

    /// Reads a message; what is not there is empty.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.role = try values.decode(Role.self, forKey: .role)
        self.content = try values.decode(String.self, forKey: .content)
        self.images = try values.decodeIfPresent([ImageContent].self, forKey: .images) ?? []
        self.toolCalls = try values.decodeIfPresent([ToolCall].self, forKey: .toolCalls) ?? []
        self.toolCallID = try values.decodeIfPresent(String.self, forKey: .toolCallID)
    }

    /// Writes a message, without what is empty.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(self.role, forKey: .role)
        try values.encode(self.content, forKey: .content)
        if !self.images.isEmpty { try values.encode(self.images, forKey: .images) }
        if !self.toolCalls.isEmpty { try values.encode(self.toolCalls, forKey: .toolCalls) }
        try values.encodeIfPresent(self.toolCallID, forKey: .toolCallID)
    }
}
