public import Foundation

extension PromptTemplate {
    /// Reads a template from a file in UTF-8.
    ///
    /// LangChain: `from_file`.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - inputVariables: The names of the values, which must be the ones in the text; found in the text if nil.
    ///   - partialVariables: Values the template has already.
    /// - Throws: A ``LanguageModelError`` of code `fileNotFound` when the file cannot be read, `invalidTemplate` when its
    ///   text is no template.
    public init(
        contentsOf file: URL,
        inputVariables: [String]? = nil,
        partialVariables: [String: PartialVariable] = [:]
    ) throws(LanguageModelError) {
        let text: String
        do {
            text = try String(contentsOf: file, encoding: .utf8)
        } catch {
            throw LanguageModelError(
                .fileNotFound,
                "The prompt template \(file.path) cannot be read; give the path of a text file in UTF-8.",
                cause: error
            )
        }
        try self.init(validating: text, inputVariables: inputVariables, partialVariables: partialVariables)
    }

    /// Joins examples into a template, as for few-shot prompts.
    ///
    /// LangChain: `from_examples`.
    ///
    /// - Parameters:
    ///   - examples: The examples; they are template text too, so braces in them are doubled.
    ///   - suffix: What follows the examples, usually the question.
    ///   - inputVariables: The names of the values; found in the text if nil.
    ///   - separator: What stands between the parts; a blank line by default.
    ///   - prefix: What stands before the examples.
    public init(
        examples: [String],
        suffix: String,
        inputVariables: [String]? = nil,
        separator: String = "\n\n",
        prefix: String = ""
    ) {
        self.init(([prefix] + examples + [suffix]).joined(separator: separator), inputVariables: inputVariables)
    }

    /// Joins two templates; a partial variable that both have becomes the joined one's ``problem``.
    ///
    /// - Parameters:
    ///   - first: The first template.
    ///   - second: The second template.
    /// - Returns: A template with both texts and all variables.
    public static func + (first: PromptTemplate, second: PromptTemplate) -> PromptTemplate {
        let text = first.template + second.template
        let parser = second.outputParser ?? first.outputParser
        if let problem = first.problem ?? second.problem {
            return PromptTemplate(wrong: text, problem, outputParser: parser)
        }
        if let name = first.partialVariables.keys.filter({ second.partialVariables[$0] != nil }).sorted().first {
            let problem = LanguageModelError(
                .invalidTemplate,
                "Both prompt templates have the partial variable \"\(name)\"; keep one of the two."
            )
            return PromptTemplate(wrong: text, problem, outputParser: parser)
        }
        return PromptTemplate(
            text,
            inputVariables: Self.joined(first, second),
            partialVariables: first.partialVariables.merging(second.partialVariables) { $1 },
            outputParser: parser
        )
    }

    /// Adds template text to a template.
    ///
    /// - Parameters:
    ///   - first: The template.
    ///   - text: The text, which is template text too.
    /// - Returns: A template with both texts and all variables.
    public static func + (first: PromptTemplate, text: String) -> PromptTemplate {
        first + PromptTemplate(text)
    }
}
