/// A formatted prompt, for a model that continues texts or for one that chats.
///
/// LangChain: `StringPromptValue`.
public struct PromptValue: Hashable, Sendable, CustomStringConvertible {
    /// The prompt as a text.
    ///
    /// LangChain: `to_string`.
    public let text: String

    /// Creates a prompt.
    ///
    /// - Parameter text: The prompt as a text.
    public init(_ text: String) {
        self.text = text
    }

    /// The prompt as one message of the person.
    ///
    /// LangChain: `to_messages`.
    public var messages: [ChatMessage] { [ChatMessage(role: .user, content: self.text)] }

    /// The prompt as a text.
    public var description: String { self.text }
}
