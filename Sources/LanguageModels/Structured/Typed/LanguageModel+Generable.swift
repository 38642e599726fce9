extension LanguageModel {
    /// Answers a prompt with a value.
    ///
    /// - Parameters:
    ///   - prompt: A text to continue, or the messages of a chat. The schema is added to a chat's last message, and to
    ///     no text.
    ///   - type: What the answer is.
    ///   - includeSchemaInPrompt: Whether the model is told of the schema; default true.
    ///   - options: Sampling parameters and limits; their format is replaced.
    /// - Returns: The value.
    /// - Throws: A ``LanguageModelError``: `generationFailed` with the answer's beginning when it is no such value,
    ///   `invalidInput` when the type has no schema, or another of the model's; or `CancellationError`.
    public func generate<Content: Generable>(
        _ prompt: ModelPrompt,
        as type: Content.Type,
        includeSchemaInPrompt: Bool = true,
        options: GenerationOptions = GenerationOptions()
    ) async throws -> Content {
        let schema = try type.jsonSchema
        var options = options
        options.format = .jsonSchema(schema)
        var prompt = prompt
        if includeSchemaInPrompt, case .chat(var messages) = prompt, let last = messages.indices.last {
            messages[last].content += SchemaPrompt.text(schema)
            prompt = .chat(messages)
        }
        let (text, summary) = try await self.stream(prompt, options: options).collect()
        if summary == nil { try Task.checkCancellation() }
        return try GeneratedJSON.decode(text, as: type, finishReason: summary?.finishReason)
    }

    /// Answers a prompt with a value.
    ///
    /// - Parameters:
    ///   - prompt: The prompt, a user's message.
    ///   - type: What the answer is.
    ///   - options: Sampling parameters and limits; their format is replaced.
    /// - Returns: The value.
    /// - Throws: What ``generate(_:as:includeSchemaInPrompt:options:)`` throws.
    public func generate<Content: Generable>(
        _ prompt: String,
        as type: Content.Type,
        options: GenerationOptions = GenerationOptions()
    ) async throws -> Content {
        try await self.generate(.chat([ChatMessage(role: .user, content: prompt)]), as: type, options: options)
    }
}
