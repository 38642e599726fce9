extension ResponseFormat {
    /// The grammar of all answers in this form, with the default limits.
    ///
    /// - Throws: A ``LanguageModelError`` of code `invalidInput` when the schema has no grammar.
    public var grammarText: String {
        get throws(LanguageModelError) { try self.grammarText(limits: GrammarLimits()) }
    }

    /// The grammar of all answers in this form.
    ///
    /// - Parameter limits: How long the parts may be that the form does not limit.
    /// - Returns: The grammar; its first rule is `root`.
    /// - Throws: A ``LanguageModelError`` of code `invalidInput` when the schema has no grammar.
    public func grammarText(limits: GrammarLimits) throws(LanguageModelError) -> String {
        if case .grammar(let text) = self { return text }
        let key = GrammarCaches.Format(format: self, limits: limits)
        let kept = try GrammarCaches.formats.constraint(for: key) { () throws(LanguageModelError) in
            SamplerConstraint(grammar: try self.compiled(limits))
        }
        if let kept { return kept.grammar }
        return try self.compiled(limits)
    }

    private func compiled(_ limits: GrammarLimits) throws(LanguageModelError) -> String {
        switch self {
        case .json: try GrammarCompiler.grammarForJSON(limits: limits)
        case .jsonSchema(let schema): try GrammarCompiler.grammar(for: schema, limits: limits)
        case .grammar(let text): text
        }
    }
}
