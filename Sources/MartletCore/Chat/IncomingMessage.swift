/// What a person's message carries.
public struct IncomingMessage: Sendable {
    /// The identifier its client chose: a version 4 UUID.
    public var id: String
    /// The text.
    public var content: String
    /// Who says it.
    public var author: String
    /// What kind of message it is.
    public var type: StepType
    /// Free additional values.
    public var metadata: [String: JSONValue]
    /// The command the person chose.
    public var command: String?
    /// The modes the person chose, each option under its mode's name.
    public var modes: [String: String]?
    /// The uploaded files that go with it, by their identifiers.
    public var fileIDs: [String]

    /// Creates a message.
    ///
    /// - Parameters:
    ///   - id: The identifier its client chose.
    ///   - content: The text.
    ///   - author: Who says it.
    ///   - type: What kind of message it is.
    ///   - metadata: Free additional values.
    ///   - command: The command the person chose.
    ///   - modes: The modes the person chose.
    ///   - fileIDs: The uploaded files that go with it.
    public init(
        id: String = Identifier.random(),
        content: String,
        author: String = "User",
        type: StepType = .userMessage,
        metadata: [String: JSONValue] = [:],
        command: String? = nil,
        modes: [String: String]? = nil,
        fileIDs: [String] = []
    ) {
        self.id = id
        self.content = content
        self.author = author
        self.type = type
        self.metadata = metadata
        self.command = command
        self.modes = modes
        self.fileIDs = fileIDs
    }
}
