/// What a local model is shown for a chat and its options, what holds its answer, and how the answer is read.
public struct PromptPlan: Sendable {
    /// The messages for ``ChatTemplate/render(messages:addGenerationPrompt:bosToken:eosToken:extra:now:)``.
    public let messages: [TemplateValue]
    /// More values for the template, by name.
    public let extra: [String: TemplateValue]
    /// What the sampler is held to; nil is nothing.
    public let constraint: SamplerConstraint?
    /// Finds the calls in the answer; nil when there can be none.
    public let parser: ToolCallParser?

    /// Plans an answer to a chat.
    ///
    /// - Parameters:
    ///   - messages: The chat.
    ///   - options: The options; their format, tools and tool choice count.
    ///   - template: The model's chat template.
    ///   - contextLength: How many tokens a chat and its answer may have; nil where that is not known.
    /// - Returns: The plan.
    /// - Throws: A ``LanguageModelError`` of code `invalidInput` or `invalidOption` when a message has a picture, a schema
    ///   has no grammar, or the tools and the choice among them do not fit.
    public static func plan(
        messages: [ChatMessage],
        options: GenerationOptions,
        template: ChatTemplate,
        contextLength: Int? = nil
    ) throws(LanguageModelError) -> PromptPlan {
        if let number = messages.firstIndex(where: { !$0.images.isEmpty }) {
            throw LanguageModelError(
                .invalidInput,
                "Message \(number + 1) has a picture, and this model reads text alone; leave it out, or ask a model that sees."
            )
        }
        try ToolPrompting.check(options.tools, options.toolChoice)
        let prompting = ToolPrompting(template: template)
        let tools = options.toolChoice == .none ? [] : options.tools
        return PromptPlan(
            messages: try prompting.messages(messages, tools: tools),
            extra: try prompting.values(for: tools),
            constraint: try prompting.format.constraint(
                tools: options.tools,
                choice: options.toolChoice,
                format: options.format,
                callsInParallel: options.callsToolsInParallel,
                limits: Self.limits(options, contextLength)
            ),
            parser: tools.isEmpty ? nil : ToolCallParser(format: prompting.format, tools: tools)
        )
    }

    /// Plans an answer to a text, which is told of no tools.
    ///
    /// - Parameters:
    ///   - options: The options; their format counts.
    ///   - contextLength: How many tokens the text and its answer may have; nil where that is not known.
    /// - Returns: What the sampler is held to; nil is nothing.
    /// - Throws: A ``LanguageModelError`` of code `invalidInput` when a schema has no grammar.
    public static func constraint(
        for options: GenerationOptions,
        contextLength: Int? = nil
    ) throws(LanguageModelError) -> SamplerConstraint? {
        guard let format = options.format else { return nil }
        return SamplerConstraint(grammar: try format.grammarText(limits: Self.limits(options, contextLength)))
    }

    /// How long an answer's parts may be, so that it is over before its tokens are.
    private static func limits(_ options: GenerationOptions, _ contextLength: Int?) -> GrammarLimits {
        GrammarLimits.fitting(tokens: [options.maxNewTokens, contextLength].compactMap { $0 }.min())
    }
}
