/// Turns messages into the plain text that a model without a chat form is shown.
///
/// LangChain: `get_buffer_string`.
enum ConversationText {
    /// Writes each message after its speaker.
    ///
    /// - Parameters:
    ///   - messages: The messages.
    ///   - humanPrefix: What the person is called.
    ///   - aiPrefix: What the model is called.
    /// - Returns: One `Speaker: content` for each message, separated by line ends.
    static func text(of messages: [ChatMessage], humanPrefix: String = "Human", aiPrefix: String = "AI") -> String {
        messages.map { message in
            let speaker =
                switch message.role {
                case .system: "System"
                case .user: humanPrefix
                case .assistant: aiPrefix
                case .tool: "Tool"
                }
            return "\(speaker): \(message.content)"
        }.joined(separator: "\n")
    }
}
