extension Transcript: Codable {
    private enum CodingKeys: String, CodingKey {
        case entries
    }

    /// Reads a transcript.
    ///
    /// - Parameter decoder: Where to read from.
    /// - Throws: `DecodingError` when the data is no transcript.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(entries: try container.decode([Entry].self, forKey: .entries))
    }

    /// Writes the transcript as `{"entries": […]}`.
    ///
    /// - Parameter encoder: Where to write to.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Array(self), forKey: .entries)
    }
}

extension Transcript.Entry: Codable {
    private enum CodingKeys: String, CodingKey {
        case type, id, content, images, isComplete, calls, toolCallID, toolName
    }

    private enum Kind: String, Codable {
        case instructions, prompt, response, toolCalls, toolOutput
    }

    /// Reads an entry.
    ///
    /// - Parameter decoder: Where to read from.
    /// - Throws: `DecodingError` when the data is no entry.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let id = try container.decode(String.self, forKey: .id)
        let content = try container.decode(String.self, forKey: .content)
        switch try container.decode(Kind.self, forKey: .type) {
        case .instructions: self = .instructions(Transcript.Instructions(id: id, content: content))
        case .prompt:
            let images = try container.decodeIfPresent([ImageContent].self, forKey: .images) ?? []
            self = .prompt(Transcript.Prompt(id: id, content: content, images: images))
        case .response:
            let isComplete = try container.decodeIfPresent(Bool.self, forKey: .isComplete) ?? true
            self = .response(Transcript.Response(id: id, content: content, isComplete: isComplete))
        case .toolCalls:
            let calls = try container.decode([ToolCall].self, forKey: .calls)
            self = .toolCalls(Transcript.ToolCalls(id: id, content: content, calls: calls))
        case .toolOutput:
            self = .toolOutput(
                Transcript.ToolOutput(
                    id: id,
                    toolCallID: try container.decode(String.self, forKey: .toolCallID),
                    toolName: try container.decodeIfPresent(String.self, forKey: .toolName) ?? "",
                    content: content
                )
            )
        }
    }

    /// Writes the entry as `{"type": "prompt", "id": "…", "content": "…"}`; a prompt with pictures adds `images`, a
    /// stopped response `isComplete`, tool calls add `calls`, and a tool's output `toolCallID` and `toolName`.
    ///
    /// - Parameter encoder: Where to write to.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(self.id, forKey: .id)
        try container.encode(self.content, forKey: .content)
        switch self {
        case .instructions: try container.encode(Kind.instructions, forKey: .type)
        case .prompt(let prompt):
            try container.encode(Kind.prompt, forKey: .type)
            if !prompt.images.isEmpty { try container.encode(prompt.images, forKey: .images) }
        case .response(let response):
            try container.encode(Kind.response, forKey: .type)
            if !response.isComplete { try container.encode(false, forKey: .isComplete) }
        case .toolCalls(let calls):
            try container.encode(Kind.toolCalls, forKey: .type)
            try container.encode(calls.calls, forKey: .calls)
        case .toolOutput(let output):
            try container.encode(Kind.toolOutput, forKey: .type)
            try container.encode(output.toolCallID, forKey: .toolCallID)
            try container.encode(output.toolName, forKey: .toolName)
        }
    }
}
