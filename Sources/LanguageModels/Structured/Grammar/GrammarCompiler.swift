/// Turns JSON schemas into grammars that hold a local model to them token by token.
///
/// The grammars are in GBNF, llama.cpp's language for them. Everything that such a grammar generates is JSON that its
/// schema allows, but that `oneOf` is read as `anyOf`: what two of its alternatives allow is generated too. The reverse
/// holds within these limits: members come in the order of the schema's `properties`, an object with `properties` has
/// no others unless `additionalProperties` allows them, a `pattern` is read as if it were anchored at both ends,
/// alternatives that no grammar can express are left out while others than null remain, and what the schema leaves open
/// is limited by ``GrammarLimits``. Members that `additionalProperties` allows may repeat one another's names.
///
/// In JSON Schema a `format` is a note about a text by default, and a `pattern` is a rule. So a format that has a
/// grammar is held, all others say nothing, and beside a `pattern` that a grammar can express the pattern alone is
/// held. Two formats at once, by `allOf`, are refused. `enum` and `const` keep those of their values that all keywords
/// beside them allow, whatever their format.
///
/// Known are `type`, `enum`, `const`, `properties`, `required`, `additionalProperties`, `items`, `prefixItems`,
/// `minItems`, `maxItems`, `minLength`, `maxLength`, `pattern`, `format` (`date`, `time`, `date-time`, `duration`,
/// `uuid`, `email`, `ipv4`, `ipv6`, `hostname`, `uri`), `minimum`, `maximum`, `exclusiveMinimum`, `exclusiveMaximum`,
/// `multipleOf`, `anyOf`, `oneOf`, `allOf`, `nullable`, `unevaluatedProperties`, `propertyNames` that lists names or
/// says nothing, `not` that forbids everything or nothing, and `$ref` within the schema. Other keywords that forbid
/// something are refused by name.
///
/// `multipleOf` may be 1, 10 or 100 and so on, or 0.1, 0.01 and so on, which limits the digits after the point; a whole
/// number up to 100, also with zeros at its end, where no bound leaves out more than one sign; and any number where its
/// bounds leave at most 256 multiples.
public enum GrammarCompiler {
    /// Compiles the grammar of a schema's JSON.
    ///
    /// - Parameters:
    ///   - schema: The schema.
    ///   - limits: How long the parts may be that the schema does not limit.
    ///   - ignoresUnsupported: Whether keywords that a grammar cannot express are left to whoever reads the answer,
    ///     instead of being refused. Default false.
    /// - Returns: The grammar; its first rule is `root`.
    /// - Throws: A ``LanguageModelError`` of code `invalidInput` that names the place in the schema and what is wrong
    ///   with it: an unsupported keyword, a reference to nowhere or only to itself, or no finite value at all.
    public static func grammar(
        for schema: JSONSchema,
        limits: GrammarLimits = GrammarLimits(),
        ignoresUnsupported: Bool = false
    ) throws(LanguageModelError) -> String {
        var rules = GrammarRules()
        let root = try Self.node(for: schema, in: &rules, limits: limits, ignoresUnsupported: ignoresUnsupported)
        return try Self.text(root, rules)
    }

    /// Compiles the grammar of any JSON object.
    ///
    /// - Parameter limits: How long its parts may be.
    /// - Returns: The grammar; its first rule is `root`.
    /// - Throws: Nothing unless the limits are too large for a grammar.
    public static func grammarForJSON(
        limits: GrammarLimits = GrammarLimits()
    ) throws(LanguageModelError) -> String {
        var compiler = try SchemaCompiler(.object([]), limits: limits, ignoresUnsupported: false, rules: GrammarRules())
        let root = try compiler.anyObject(depth: max(limits.jsonDepth ?? 1, 1))
        return try Self.text(root, compiler.rules)
    }

    /// Compiles a schema into rules that others share.
    static func node(
        for schema: JSONSchema,
        in rules: inout GrammarRules,
        limits: GrammarLimits = GrammarLimits(),
        ignoresUnsupported: Bool
    ) throws(LanguageModelError) -> GrammarNode {
        let size = schema.text.utf8.count
        guard size <= Self.mostSchemaBytes else {
            throw LanguageModelError(
                .invalidInput,
                "The JSON schema has \(size) bytes, and a grammar can be made of at most \(Self.mostSchemaBytes); "
                    + "give a smaller schema, or ask for its parts one by one."
            )
        }
        let document = try TemplateValue(json: schema.text)
        var compiler = try SchemaCompiler(
            document,
            limits: limits,
            ignoresUnsupported: ignoresUnsupported,
            rules: rules
        )
        let node = try compiler.compile(document, at: SchemaPlace())
        rules = compiler.rules
        return node
    }

    /// Writes a grammar.
    static func text(_ root: GrammarNode, _ rules: GrammarRules) throws(LanguageModelError) -> String {
        guard let text = rules.text(root: root) else {
            throw LanguageModelError(
                .invalidInput,
                "The JSON schema allows no finite value; look for bounds that exclude each other, or a type that "
                    + "requires itself."
            )
        }
        guard text.utf8.count <= Self.mostBytes else {
            throw LanguageModelError(
                .invalidInput,
                "The JSON schema makes a grammar of \(text.utf8.count) bytes, more than \(Self.mostBytes); "
                    + "give a smaller schema."
            )
        }
        return text
    }

    private static let mostBytes = 1 << 20
    private static let mostSchemaBytes = 1 << 18
}
