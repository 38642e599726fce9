extension ResponseFormat {
    /// The grammar of all answers in this form.
    ///
    /// - Throws: A ``LanguageModelError`` of code `invalidInput` when the schema has no grammar.
    public var grammarText: String {
        get throws(LanguageModelError) { try self.constraint.grammar }
    }

    /// What holds a whole answer to this form.
    private var constraint: SamplerConstraint {
        get throws(LanguageModelError) {
            if case .grammar(let text) = self { return SamplerConstraint(grammar: text) }
            let kept = try GrammarCaches.formats.constraint(for: self) { () throws(LanguageModelError) in
                SamplerConstraint(grammar: try self.compiled)
            }
            if let kept { return kept }
            return SamplerConstraint(grammar: try self.compiled)
        }
    }

    private var compiled: String {
        get throws(LanguageModelError) {
            switch self {
            case .json: try GrammarCompiler.grammarForJSON()
            case .jsonSchema(let schema): try GrammarCompiler.grammar(for: schema)
            case .grammar(let text): text
            }
        }
    }
}
