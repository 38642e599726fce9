/// What a model made of its input, and how many tokens it read for it.
public struct CountedResult<Value: Sendable>: Sendable {
    /// What the model made.
    public var value: Value
    /// How many tokens the model read, all inputs together; nil where it does not tell.
    ///
    /// OpenAI: `usage.prompt_tokens`.
    public var promptTokens: Int?

    /// Creates a result.
    ///
    /// - Parameters:
    ///   - value: What the model made.
    ///   - promptTokens: How many tokens it read.
    public init(_ value: Value, promptTokens: Int? = nil) {
        self.value = value
        self.promptTokens = promptTokens
    }
}

extension CountedResult: Equatable where Value: Equatable {}
