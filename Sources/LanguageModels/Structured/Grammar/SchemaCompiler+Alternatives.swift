/// The cause of errors about what a schema may well say, but no grammar can hold a model to.
struct BeyondGrammars: Error {}

extension SchemaCompiler {
    /// Compiles alternatives; those that no grammar can express are left out while others remain.
    mutating func alternatives(
        _ schemas: [TemplateValue],
        _ name: String,
        at place: SchemaPlace
    ) throws(LanguageModelError) -> GrammarNode {
        var options: [GrammarNode] = []
        var problem: LanguageModelError?
        for (index, schema) in schemas.enumerated() {
            let known = self.referenceKeys.count
            do {
                options.append(try self.compile(schema, at: place.beside("\(name)/\(index)")))
            } catch {
                guard error.cause is BeyondGrammars else { throw error }
                problem = problem ?? error
                // The rules that were begun for this alternative's references were never finished.
                for key in self.referenceKeys[known...] { self.referenceRules[key] = nil }
                self.referenceKeys.removeSubrange(known...)
            }
        }
        // Where null alone remains, every answer would be null, and nobody would know why.
        if let problem, options.allSatisfy({ $0 == .never || $0 == .literal("null") }) { throw problem }
        return .choice(options)
    }
}
