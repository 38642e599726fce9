/// A session's answer as a value.
///
/// FoundationModels: `LanguageModelSession.Response`, which is generic there.
public struct GeneratedResponse<Content: Sendable>: Sendable {
    /// The value.
    public let content: Content
    /// The JSON that the model wrote.
    public let rawContent: String
    /// How the generation went, where the model tells.
    public let summary: GenerationSummary?
    /// What this turn added to the transcript.
    public let transcriptEntries: ArraySlice<Transcript.Entry>
}

extension LanguageModelSession {
    /// Answers a prompt with a value.
    ///
    /// FoundationModels: `respond(to:generating:includeSchemaInPrompt:options:)`.
    ///
    /// - Parameters:
    ///   - prompt: The prompt.
    ///   - type: What the answer is.
    ///   - includeSchemaInPrompt: Whether the model is told of the schema; default true. The transcript keeps the
    ///     prompt without it.
    ///   - options: How the model answers, the session's options if nil; their format is replaced.
    /// - Returns: The value and all about it.
    /// - Throws: A ``LanguageModelError``: `generationFailed` with the answer's beginning when it is no such value,
    ///   which then stays in the transcript; `invalidInput` when the type has no schema; or what
    ///   ``respond(to:options:)`` throws.
    @discardableResult
    public func respond<Content: Generable>(
        to prompt: String,
        generating type: Content.Type = Content.self,
        includeSchemaInPrompt: Bool = true,
        options: GenerationOptions? = nil
    ) async throws -> GeneratedResponse<Content> {
        let schema = try type.jsonSchema
        let response = try await self.respond(
            to: prompt,
            schema: schema,
            includeSchemaInPrompt: includeSchemaInPrompt,
            options: options
        )
        return GeneratedResponse(
            content: try GeneratedJSON.decode(
                response.content,
                as: type,
                finishReason: response.summary?.finishReason
            ),
            rawContent: response.content,
            summary: response.summary,
            transcriptEntries: response.transcriptEntries
        )
    }

    /// Answers a prompt with JSON that a schema describes.
    ///
    /// - Parameters:
    ///   - prompt: The prompt.
    ///   - schema: The schema.
    ///   - includeSchemaInPrompt: Whether the model is told of the schema; default true.
    ///   - options: How the model answers, the session's options if nil; their format is replaced.
    /// - Returns: The answer; its content is the JSON.
    /// - Throws: What ``respond(to:options:)`` throws.
    @discardableResult
    public func respond(
        to prompt: String,
        schema: JSONSchema,
        includeSchemaInPrompt: Bool = true,
        options: GenerationOptions? = nil
    ) async throws -> Response {
        var options = options ?? self.options
        options.format = .jsonSchema(schema)
        let addition = includeSchemaInPrompt ? SchemaPrompt.text(schema) : ""
        return try await ResponseStream(session: self, prompt: prompt, promptAddition: addition, options: options)
            .collect()
    }
}
