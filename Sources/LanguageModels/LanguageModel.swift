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

    /// Creates a message.
    ///
    /// - Parameters:
    ///   - role: Who speaks.
    ///   - content: What is said.
    public init(role: Role, content: String) {
        self.role = role
        self.content = content
    }
}
