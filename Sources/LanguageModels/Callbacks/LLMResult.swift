/// What a model answered, and everything a trace wants to know of it.
///
/// LangChain: `LLMResult`, one for each prompt.
public struct LLMResult: Sendable {
    /// The whole answer.
    ///
    /// LangChain: `generations[0][0].text`.
    public let text: String
    /// How the generation went, where the model tells.
    public let summary: GenerationSummary?
    /// What the model was asked.
    public let prompt: ModelPrompt
    /// The model's kind, name and load parameters.
    public let model: ModelIdentity
    /// How the model was told to answer.
    public let options: GenerationOptions
    /// The options by ctransformers' names, the model's parameters, `_type` and `stop`.
    ///
    /// LangChain: `invocation_params`.
    public let invocationParameters: [String: ChainValue]

    /// Creates a result.
    ///
    /// - Parameters:
    ///   - text: The whole answer.
    ///   - summary: How the generation went.
    ///   - prompt: What the model was asked.
    ///   - model: The model's kind, name and load parameters.
    ///   - options: How the model was told to answer.
    ///   - invocationParameters: The options by ctransformers' names, and more.
    public init(
        text: String,
        summary: GenerationSummary?,
        prompt: ModelPrompt,
        model: ModelIdentity,
        options: GenerationOptions,
        invocationParameters: [String: ChainValue]
    ) {
        self.text = text
        self.summary = summary
        self.prompt = prompt
        self.model = model
        self.options = options
        self.invocationParameters = invocationParameters
    }
}
