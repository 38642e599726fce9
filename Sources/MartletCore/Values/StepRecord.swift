/// What kind of entry a chat holds: a message, or a step on the way to one.
///
/// Chainlit: a step dict's `type`.
public enum StepType: String, Hashable, Sendable {
    /// What the person said.
    case userMessage = "user_message"
    /// What the app answered.
    case assistantMessage = "assistant_message"
    /// What neither of them said.
    case systemMessage = "system_message"
    /// One run of a handler or chain.
    case run
    /// A tool's work.
    case tool
    /// A language model's work.
    case llm
    /// Turning text into vectors.
    case embedding
    /// Finding documents.
    case retrieval
    /// Ordering documents.
    case rerank
    /// Anything else.
    case undefined

    /// Whether this is a message, not a step.
    public var isMessage: Bool {
        switch self {
        case .userMessage, .assistantMessage, .systemMessage: true
        default: false
        }
    }
}

/// Whether and how a step's input is shown.
///
/// Chainlit: `show_input`.
public enum InputDisplay: Hashable, Sendable {
    /// Not shown.
    case hidden
    /// Shown as Markdown.
    case shown
    /// Shown as code of a language.
    case code(language: String)
}

/// One entry of a chat as a value: a message or a step, in Chainlit's terms a step dict.
public struct StepRecord: Hashable, Sendable {
    /// The entry's identifier; a person's message keeps the one its client chose.
    public var id: String
    /// The thread it belongs to.
    public var threadID: String
    /// The entry it lies under.
    public var parentID: String?
    /// Message or step.
    public var type: StepType
    /// The author of a message, or the step's name.
    public var name: String
    /// What a step was given.
    public var input: String
    /// The text.
    public var output: String
    /// When it was first sent.
    public var createdAt: Timestamp?
    /// When work on it began.
    public var start: Timestamp?
    /// When work on it ended; nil while it runs.
    public var end: Timestamp?
    /// Whether tokens still arrive.
    public var isStreaming: Bool
    /// Whether it tells of a failure.
    public var isError: Bool
    /// Whether an answer is awaited.
    public var waitsForAnswer: Bool
    /// The language of the output when that is code.
    public var language: String?
    /// Free additional values.
    public var metadata: [String: JSONValue]
    /// Free labels.
    public var tags: [String]?
    /// The command the person chose.
    public var command: String?
    /// The modes the person chose, each option under its mode's name.
    public var modes: [String: String]?
    /// How a step's input is shown.
    public var showInput: InputDisplay
    /// Whether a step is shown unfolded.
    public var defaultOpen: Bool
    /// Whether a step folds itself when it ends.
    public var autoCollapse: Bool
    /// What a language model did, for steps of type `llm`.
    ///
    /// Chainlit: `generation`.
    public var generation: JSONValue?

    /// Creates a record with the given identity and empty contents.
    ///
    /// - Parameters:
    ///   - id: The identifier; by default a fresh one.
    ///   - threadID: The thread it belongs to.
    ///   - parentID: The entry it lies under.
    ///   - type: Message or step.
    ///   - name: The author or the step's name.
    ///   - output: The text.
    public init(
        id: String = Identifier.random(),
        threadID: String,
        parentID: String?,
        type: StepType,
        name: String,
        output: String = ""
    ) {
        self.id = id
        self.threadID = threadID
        self.parentID = parentID
        self.type = type
        self.name = name
        self.input = ""
        self.output = output
        self.isStreaming = false
        self.isError = false
        self.waitsForAnswer = false
        self.metadata = [:]
        self.showInput = .code(language: "json")
        self.defaultOpen = false
        self.autoCollapse = false
    }
}

extension StepRecord {
    /// Adds streamed text.
    mutating func add(_ text: String, replacing: Bool, isInput: Bool) {
        switch (isInput, replacing) {
        case (true, true): self.input = text
        case (true, false): self.input += text
        case (false, true): self.output = text
        case (false, false): self.output += text
        }
    }

    /// Notes when the entry was first sent; a message begins and ends then.
    mutating func stampCreation() {
        guard self.createdAt == nil else { return }
        let now = Timestamp.now
        self.createdAt = now
        if self.type.isMessage {
            self.start = now
            self.end = now
        }
    }

    /// Notes that a person's message was received now.
    mutating func stampMessage() {
        let now = Timestamp.now
        self.createdAt = now
        self.start = now
        self.end = now
    }
}
