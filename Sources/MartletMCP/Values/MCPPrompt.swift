import MartletCore

/// A text with blanks that a server offers to people.
public struct MCPPrompt: Hashable, Sendable {
    /// A blank of a prompt.
    public struct Argument: Hashable, Sendable {
        /// Its name.
        public let name: String
        /// What goes there.
        public let description: String?
        /// Whether it must be given.
        public let isRequired: Bool
    }

    /// The name to get it by.
    public let name: String
    /// The name to show, if it has one.
    public let title: String?
    /// What it is for.
    public let description: String?
    /// Its blanks.
    public let arguments: [Argument]

    init?(_ value: JSONValue) {
        guard let name = value["name"]?.stringValue, !name.isEmpty else { return nil }
        self.name = name
        self.title = value["title"]?.stringValue
        self.description = value["description"]?.stringValue
        self.arguments = (value["arguments"]?.elements ?? []).compactMap { argument in
            guard let name = argument["name"]?.stringValue else { return nil }
            return Argument(
                name: name,
                description: argument["description"]?.stringValue,
                isRequired: argument["required"]?.boolValue ?? false
            )
        }
    }
}

/// A prompt with its blanks filled in: messages for a model.
public struct MCPPromptResult: Hashable, Sendable {
    /// One message.
    public struct Message: Hashable, Sendable {
        /// Who speaks: `user` or `assistant`.
        public let role: String
        /// What is said.
        public let content: MCPContent
    }

    /// What the prompt is for.
    public let description: String?
    /// The messages, in order.
    public let messages: [Message]

    init(_ value: JSONValue) {
        self.description = value["description"]?.stringValue
        self.messages = (value["messages"]?.elements ?? []).map { message in
            Message(
                role: message["role"]?.stringValue ?? "user",
                content: MCPContent(message["content"] ?? .null)
            )
        }
    }
}
