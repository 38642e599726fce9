/// A prompt with places for values: `Question: {question}`.
///
/// LangChain: `PromptTemplate` with f-strings.
///
/// The text is parsed once, by the rules of Python's `string.Formatter`:
///
/// | In the template | In the prompt |
/// |---|---|
/// | `{name}` | the value's text, never read as template again |
/// | `{{`, `}}` | a brace |
/// | `{name!r}`, `{name!s}`, `{name!a}` | the value as Python's `repr()`, `str()` or `ascii()` writes it |
/// | `{price:,.2f}`, `{name:>10}`, `{x:{width}}` | the value formatted; a format may hold names itself |
///
/// White space in a name belongs to the name. `{}`, `{0}`, `{user.name}` and `{list[0]}` are refused.
///
/// A template may be a global constant, so creating one does not throw. What is wrong with it is kept in ``problem``
/// and thrown when it is first used; ``init(validating:inputVariables:partialVariables:outputParser:)`` and
/// ``validate()`` throw it at once.
///
/// ```swift
/// let template = PromptTemplate("Question: {question}\nAnswer:", inputVariables: ["question"])
/// let prompt = try template.format(["question": "Why is the sky blue?"])
/// ```
public struct PromptTemplate: Sendable {
    /// The template's text as it was given.
    public let template: String
    /// The names that ``format(_:)`` wants values for: the declared ones in order, or else the found ones sorted.
    ///
    /// Names inside a format, such as `width` in `{x:{width}}`, want values too, but are listed only when declared.
    public let inputVariables: [String]
    /// The values the template has already.
    ///
    /// LangChain: `partial_variables`.
    public let partialVariables: [String: PartialVariable]
    /// Reads answers to this prompt, for ``LLMChain/predictAndParse(_:callbacks:)``.
    public let outputParser: (any OutputParser)?
    /// What is wrong with the template, or nil; thrown wherever the template is used.
    public let problem: LanguageModelError?

    private let segments: [TemplateSegment]
    private let declared: [String]?

    /// Creates a template; what is wrong with it is kept in ``problem`` and thrown at its first use.
    ///
    /// - Parameters:
    ///   - template: The text with `{name}` where values belong.
    ///   - inputVariables: The names of the values, which must be the ones in the text; found in the text if nil.
    ///   - partialVariables: Values the template has already.
    ///   - outputParser: Reads answers to this prompt.
    public init(
        _ template: String,
        inputVariables: [String]? = nil,
        partialVariables: [String: PartialVariable] = [:],
        outputParser: (any OutputParser)? = nil
    ) {
        self.template = template
        self.partialVariables = partialVariables
        self.outputParser = outputParser
        self.declared = inputVariables
        do throws(LanguageModelError) {
            self.segments = try TemplateParser.parse(template)
        } catch {
            self.segments = []
            self.inputVariables = inputVariables ?? []
            self.problem = error
            return
        }
        let names = TemplateNames(self.segments)
        self.inputVariables = inputVariables ?? names.topLevel.subtracting(partialVariables.keys).sorted()
        self.problem = names.problem(declared: inputVariables, partial: partialVariables.keys)
    }

    /// Creates a template and checks it at once.
    ///
    /// - Parameters:
    ///   - template: The text with `{name}` where values belong.
    ///   - inputVariables: The names of the values, which must be the ones in the text; found in the text if nil.
    ///   - partialVariables: Values the template has already.
    ///   - outputParser: Reads answers to this prompt.
    /// - Throws: A ``LanguageModelError`` of code `invalidTemplate`.
    public init(
        validating template: String,
        inputVariables: [String]? = nil,
        partialVariables: [String: PartialVariable] = [:],
        outputParser: (any OutputParser)? = nil
    ) throws(LanguageModelError) {
        self.init(
            template,
            inputVariables: inputVariables,
            partialVariables: partialVariables,
            outputParser: outputParser
        )
        try self.validate()
    }

    /// Checks the template.
    ///
    /// - Throws: Its ``problem``, a ``LanguageModelError`` of code `invalidTemplate`.
    public func validate() throws(LanguageModelError) {
        if let problem = self.problem { throw problem }
    }

    /// Puts values in their places.
    ///
    /// - Parameter values: The values by name; they win over partial ones of the same name.
    /// - Returns: The prompt.
    /// - Throws: A ``LanguageModelError``: the template's own ``problem``, `missingVariable` and `unexpectedVariable`
    ///   when the names do not fit, `invalidInput` when a format does not fit its value; or what a provider throws.
    public func format(_ values: [String: any ChainValueConvertible] = [:]) throws -> String {
        try self.validate()
        let known = TemplateNames(self.segments).all
        let extra = values.keys.filter { !known.contains($0) && self.partialVariables[$0] == nil }.sorted()
        if let first = extra.first {
            throw LanguageModelError(
                .unexpectedVariable,
                "The prompt template has no variable \(extra.map { "{\($0)}" }.joined(separator: ", ")); "
                    + "leave \"\(first)\" out, or add it to the template."
            )
        }
        var all = values.mapValues(\.chainValue)
        for (name, partial) in self.partialVariables where all[name] == nil {
            all[name] = try partial.resolve()
        }
        let missing = self.requiredNames.filter { all[$0] == nil }
        if let first = missing.first {
            throw LanguageModelError(
                .missingVariable,
                "The prompt template has no value for \(missing.map { "{\($0)}" }.joined(separator: ", ")); "
                    + "give one for \"\(first)\"."
            )
        }
        return try TemplateSegment.render(self.segments, all)
    }

    /// Puts values in their places, for a model that continues texts or for one that chats.
    ///
    /// LangChain: `format_prompt`.
    ///
    /// - Parameter values: The values by name.
    /// - Returns: The prompt.
    /// - Throws: What ``format(_:)`` throws.
    public func formatPrompt(_ values: [String: any ChainValueConvertible] = [:]) throws -> PromptValue {
        PromptValue(try self.format(values))
    }

    /// Gives some values now, the others later.
    ///
    /// - Parameter values: The values; they replace partial ones of the same name.
    /// - Returns: A template that has these values. A name the template does not have becomes its ``problem``.
    public func partial(_ values: [String: PartialVariable]) -> PromptTemplate {
        PromptTemplate(
            self.template,
            inputVariables: self.declared.map { $0.filter { values[$0] == nil } },
            partialVariables: self.partialVariables.merging(values) { $1 },
            outputParser: self.outputParser
        )
    }

    /// All names that need a value, those inside formats included, in the order of their first place.
    var requiredNames: [String] {
        TemplateNames(self.segments).ordered
    }

    /// The declared names of two templates, for joining them.
    static func joined(_ first: PromptTemplate, _ second: PromptTemplate) -> [String]? {
        guard first.declared != nil || second.declared != nil else { return nil }
        let partial = Set(first.partialVariables.keys).union(second.partialVariables.keys)
        var seen = partial
        return (first.inputVariables + second.inputVariables).filter { seen.insert($0).inserted }
    }

    /// Creates a template that is already known to be wrong.
    init(wrong template: String, _ problem: LanguageModelError, outputParser: (any OutputParser)?) {
        self.template = template
        self.inputVariables = []
        self.partialVariables = [:]
        self.outputParser = outputParser
        self.problem = problem
        self.segments = []
        self.declared = nil
    }
}
