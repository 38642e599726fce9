/// A model that can say before a request how much of its context the prompt would take.
public protocol TokenCounter: LanguageModel {
    /// The most tokens of one request, prompt and answer together.
    var contextLength: Int { get }

    /// Counts a prompt's tokens as a request would evaluate them, template and special tokens included.
    ///
    /// - Parameter prompt: The prompt.
    /// - Returns: How many tokens it has.
    /// - Throws: A ``LanguageModelError`` when it cannot be turned into tokens.
    func countTokens(of prompt: ModelPrompt) async throws -> Int
}

/// Says how many tokens the next prompt would have with a draft in it, while the person still writes.
public struct PromptMeasure: Sendable {
    /// The most tokens of one request, prompt and answer together.
    public let contextLength: Int
    /// Counts the prompt's tokens with a draft in it.
    public let countTokens: @Sendable (_ draft: String) async throws -> Int

    /// Creates a measure.
    ///
    /// - Parameters:
    ///   - contextLength: The most tokens of one request.
    ///   - countTokens: Counts the prompt's tokens with a draft in it.
    public init(contextLength: Int, countTokens: @escaping @Sendable (_ draft: String) async throws -> Int) {
        self.contextLength = contextLength
        self.countTokens = countTokens
    }
}

extension LLMChain {
    /// Says how many tokens the chain's next prompt would have, memory included.
    ///
    /// It is nil when the model is no ``TokenCounter``, or when the chain has not exactly one input for a text.
    public var promptMeasure: PromptMeasure? {
        guard let counter = self.model as? any TokenCounter else { return nil }
        let remembered = Set(self.memory?.memoryVariables ?? [])
        let keys = self.inputKeys.filter { !remembered.contains($0) }
        guard let key = keys.first, keys.count == 1 else { return nil }
        return PromptMeasure(contextLength: counter.contextLength) { draft in
            let inputs = try await self.resolve([key: .string(draft)])
            return try await counter.countTokens(of: .text(try self.format(inputs)))
        }
    }
}

extension LanguageModelSession {
    /// Says how many tokens the session's next prompt would have, the whole transcript included.
    ///
    /// It is nil when the model is no ``TokenCounter``.
    public var promptMeasure: PromptMeasure? {
        guard let counter = self.model as? any TokenCounter else { return nil }
        return PromptMeasure(contextLength: counter.contextLength) { draft in
            let messages = self.transcript.messages + [ChatMessage(role: .user, content: draft)]
            return try await counter.countTokens(of: .chat(messages))
        }
    }
}
