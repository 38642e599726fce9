/// Asks a model one prompt: fills in a template, generates, and returns the answer by name.
///
/// LangChain: `LLMChain`.
///
/// ```swift
/// let chain = LLMChain(prompt: template, model: model, options: GenerationOptions(temperature: 0.5))
/// let result = try await chain.call("Why is the sky blue?", callbacks: [chat.callbackHandler()])
/// print(result.text)
/// ```
///
/// A call resolves its inputs (the memory's included), checks them, tells `onChainStart`, formats the prompt, tells it as
/// `onText`, runs the model (`onLLMStart`, tokens, `onLLMEnd`), tells `onChainEnd`, and saves to memory. What fails after
/// the start is told as `onLLMError` and `onChainError` and thrown; so is a cancelled task, with `CancellationError`.
public struct LLMChain: Sendable {
    /// The prompt.
    public var prompt: PromptTemplate
    /// The model.
    public var model: any LanguageModel
    /// How the model answers.
    ///
    /// LangChain: `llm_kwargs`.
    public var options: GenerationOptions
    /// The name of the main output; `text` by default.
    public var outputKey: String
    /// Turns the answer into the main output; leaves it as it is by default.
    public var outputParser: any OutputParser
    /// Whether the main output is the only one; else `full_generation` tells how the generation went.
    ///
    /// Default true.
    public var returnFinalOnly: Bool
    /// What the chain remembers from one call to the next.
    public var memory: (any ChainMemory)?
    /// Handlers that hear of this chain's own runs, not of its model's.
    public var callbacks: [any CallbackHandler]
    /// Whether the chain prints what it does to standard output; ``Verbosity/isOn`` by default.
    public var verbose: Bool
    /// Tags of this chain's own runs.
    public var tags: [String]
    /// Metadata of this chain's own runs.
    public var metadata: [String: ChainValue]
    /// What the chain's runs are called; `LLMChain` by default.
    public var name: String

    /// Creates a chain.
    ///
    /// - Parameters:
    ///   - prompt: The prompt.
    ///   - model: The model.
    ///   - options: How the model answers.
    ///   - outputKey: The name of the main output.
    ///   - outputParser: Turns the answer into the main output.
    ///   - returnFinalOnly: Whether the main output is the only one.
    ///   - memory: What the chain remembers from one call to the next.
    ///   - callbacks: Handlers that hear of this chain's own runs, not of its model's.
    ///   - verbose: Whether the chain prints what it does; ``Verbosity/isOn`` if nil.
    ///   - tags: Tags of this chain's own runs.
    ///   - metadata: Metadata of this chain's own runs.
    ///   - name: What the chain's runs are called.
    public init(
        prompt: PromptTemplate,
        model: any LanguageModel,
        options: GenerationOptions = GenerationOptions(),
        outputKey: String = "text",
        outputParser: any OutputParser = StringOutputParser(),
        returnFinalOnly: Bool = true,
        memory: (any ChainMemory)? = nil,
        callbacks: [any CallbackHandler] = [],
        verbose: Bool? = nil,
        tags: [String] = [],
        metadata: [String: ChainValue] = [:],
        name: String = "LLMChain"
    ) {
        self.prompt = prompt
        self.model = model
        self.options = options
        self.outputKey = outputKey
        self.outputParser = outputParser
        self.returnFinalOnly = returnFinalOnly
        self.memory = memory
        self.callbacks = callbacks
        self.verbose = verbose ?? Verbosity.isOn
        self.tags = tags
        self.metadata = metadata
        self.name = name
    }

    /// Creates a chain from a template's text.
    ///
    /// LangChain: `from_string`.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - template: The template's text.
    /// - Returns: A chain with defaults for all else.
    public static func fromString(_ model: any LanguageModel, _ template: String) -> LLMChain {
        LLMChain(prompt: PromptTemplate(template), model: model)
    }

    /// The names of the inputs: the prompt's input variables.
    public var inputKeys: [String] { self.prompt.inputVariables }

    /// The names of the outputs.
    public var outputKeys: [String] {
        self.returnFinalOnly ? [self.outputKey] : [self.outputKey, "full_generation"]
    }
}
