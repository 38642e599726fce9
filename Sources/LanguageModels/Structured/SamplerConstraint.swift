/// What holds a local model to a form, token by token: a grammar, and where in the answer it begins.
///
/// llama.cpp: `grammar`, with `grammar_lazy` and `grammar_triggers`.
public struct SamplerConstraint: Hashable, Sendable {
    /// The grammar in llama.cpp's GBNF, with `root` as its first rule.
    public var grammar: String
    /// Texts that begin what the grammar describes; none means that it describes the whole answer.
    ///
    /// The model writes freely until it has written one of them. The grammar describes what follows from the trigger's
    /// first character on, the trigger included, to the answer's end. A trigger has 1 to 256 bytes.
    public var triggers: [String]

    /// Creates a constraint.
    ///
    /// - Parameters:
    ///   - grammar: The grammar in GBNF.
    ///   - triggers: Texts that begin what the grammar describes; none for the whole answer.
    public init(grammar: String, triggers: [String] = []) {
        self.grammar = grammar
        self.triggers = triggers
    }
}
