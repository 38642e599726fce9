public import MartletCore

/// A function that a server offers to models.
public struct MCPTool: Hashable, Sendable {
    /// What a tool's server says of its effects: hints, no promises.
    public struct Annotations: Hashable, Sendable {
        /// Whether the tool changes nothing.
        public let isReadOnly: Bool?
        /// Whether the tool may destroy something.
        public let isDestructive: Bool?
        /// Whether calling it again with the same arguments changes nothing more.
        public let isIdempotent: Bool?
        /// Whether it deals with the world outside of the server.
        public let isOpenWorld: Bool?
    }

    /// The name to call it by.
    public let name: String
    /// The name to show, if it has one.
    public let title: String?
    /// What it does, for a model to read.
    public let description: String?
    /// The JSON schema of its arguments.
    public let inputSchema: JSONValue
    /// The JSON schema of its structured result, if it has one.
    public let outputSchema: JSONValue?
    /// What its server says of its effects.
    public let annotations: Annotations?

    init?(_ value: JSONValue) {
        guard let name = value["name"]?.stringValue, !name.isEmpty else { return nil }
        self.name = name
        self.title = value["title"]?.stringValue ?? value["annotations"]?["title"]?.stringValue
        self.description = value["description"]?.stringValue
        self.inputSchema = value["inputSchema"] ?? ["type": "object"]
        self.outputSchema = value["outputSchema"]
        self.annotations = value["annotations"].map {
            Annotations(
                isReadOnly: $0["readOnlyHint"]?.boolValue,
                isDestructive: $0["destructiveHint"]?.boolValue,
                isIdempotent: $0["idempotentHint"]?.boolValue,
                isOpenWorld: $0["openWorldHint"]?.boolValue
            )
        }
    }
}

/// What a tool gave back.
public struct MCPToolResult: Hashable, Sendable {
    /// The parts for a model or a person to read.
    public let content: [MCPContent]
    /// The result as data, from tools that have an output schema.
    public let structuredContent: JSONValue?
    /// Whether the tool failed; the content then says how, for the model to see.
    public let isError: Bool

    init(_ value: JSONValue) {
        self.content = value["content"]?.elements.map(MCPContent.init) ?? []
        self.structuredContent = value["structuredContent"]
        self.isError = value["isError"]?.boolValue ?? false
    }

    /// All the text parts, a line break between them.
    public var text: String {
        self.content.compactMap { if case .text(let text) = $0 { text } else { nil } }.joined(separator: "\n")
    }
}
