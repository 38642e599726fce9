/// Compiles one schema document into grammar rules.
struct SchemaCompiler {
    let limits: GrammarLimits
    let ignoresUnsupported: Bool
    var rules: GrammarRules
    private let references: SchemaReferences
    /// The rules of references, by pointer and level.
    var referenceRules: [String: String] = [:]
    /// The keys of these rules in the order in which they were begun.
    var referenceKeys: [String] = []
    /// The rules of JSON without a schema, by depth.
    var anyRules: [String: GrammarNode] = [:]
    private var steps = 0

    init(
        _ document: TemplateValue,
        limits: GrammarLimits,
        ignoresUnsupported: Bool,
        rules: GrammarRules
    ) throws(LanguageModelError) {
        self.references = SchemaReferences(document)
        guard !self.references.isTooLarge else {
            throw LanguageModelError(
                .invalidInput,
                "The JSON schema refers to more than \(SchemaReferences.mostPlaces) places in it; give a smaller one."
            )
        }
        self.limits = limits
        self.ignoresUnsupported = ignoresUnsupported
        self.rules = rules
    }

    /// Compiles a schema.
    ///
    /// - Parameters:
    ///   - schema: The schema: an object, true or false.
    ///   - place: Where it stands.
    /// - Returns: What generates its values.
    mutating func compile(_ schema: TemplateValue, at place: SchemaPlace) throws(LanguageModelError) -> GrammarNode {
        try self.count(place)
        switch schema {
        case .boolean(true): return try self.anyValue()
        case .boolean(false): return .never
        case .object(let members):
            var keywords = SchemaKeywords(members)
            guard !keywords.isEmpty else { return try self.anyValue() }
            if let node = try self.alone(keywords, at: place) { return node }
            if keywords.remove("nullable") == .boolean(true) {
                return .choice([try self.compile(keywords.schema, at: place), .literal("null")])
            }
            return try self.compile(keywords, at: place)
        default:
            throw Self.error(place, "is \(schema.json.prefix(40)); a schema is an object, true or false")
        }
    }

    /// Compiles a schema that only hands over to another one.
    private mutating func alone(
        _ keywords: SchemaKeywords,
        at place: SchemaPlace
    ) throws(LanguageModelError) -> GrammarNode? {
        guard keywords.count == 1, let (name, value) = keywords.first else { return nil }
        switch (name, value) {
        case ("$ref", _): return try self.reference(value, at: place)
        case ("allOf", .array(let branches)) where branches.count == 1:
            return try self.compile(branches[0], at: place.beside("allOf/0"))
        case ("anyOf", .array(let branches)) where !branches.isEmpty,
            ("oneOf", .array(let branches)) where !branches.isEmpty:
            return try self.alternatives(branches, name, at: place)
        default: return nil
        }
    }

    /// Compiles a schema of several keywords: joins what holds at once, then takes its alternatives one by one.
    private mutating func compile(
        _ keywords: SchemaKeywords,
        at place: SchemaPlace
    ) throws(LanguageModelError) -> GrammarNode {
        var place = place
        guard let joined = try self.joined(keywords, at: &place) else { return .never }
        guard let group = joined.groups.first else { return try self.compileTypes(joined.base, at: place) }
        let others = joined.groups.dropFirst().map { TemplateValue.object([.init("anyOf", .array($0))]) }
        var base = joined.base
        // It sees the alternatives' properties too, so it stays around them.
        let name = "unevaluatedProperties"
        let unevaluated = base.remove(name).map { [TemplateValue.Member(name, $0)] } ?? []
        let schemas = group.map { branch -> TemplateValue in
            let parts = (base.isEmpty ? [] : [base.schema]) + [branch] + others
            if parts.count == 1, unevaluated.isEmpty { return parts[0] }
            return .object([TemplateValue.Member("allOf", .array(parts))] + unevaluated)
        }
        return try self.alternatives(schemas, "anyOf", at: place)
    }

    /// Compiles a reference into a rule of its own.
    private mutating func reference(
        _ value: TemplateValue,
        at place: SchemaPlace
    ) throws(LanguageModelError) -> GrammarNode {
        if self.isElsewhere(value) { return try self.anyValue() }
        let (pointer, target) = try self.target(of: value, at: place)
        guard let place = try self.following(pointer, from: place) else { return .never }
        let key = "\(place.level) \(pointer)"
        if let name = self.referenceRules[key] { return .rule(name) }
        let name = self.rules.reserve(pointer.split(separator: "/").last.map(String.init) ?? "schema")
        self.referenceRules[key] = name
        self.referenceKeys.append(key)
        self.rules.define(name, try self.compile(target, at: place))
        return .rule(name)
    }

    /// Whether a reference leads to another document, which is left to the reader where that is allowed.
    func isElsewhere(_ value: TemplateValue) -> Bool {
        guard self.ignoresUnsupported, let pointer = value.text else { return false }
        return !pointer.hasPrefix("#")
    }

    /// Finds what a reference refers to.
    func target(
        of value: TemplateValue,
        at place: SchemaPlace
    ) throws(LanguageModelError) -> (pointer: String, schema: TemplateValue) {
        guard let pointer = value.text, let target = self.references.schema(at: pointer) else {
            throw Self.error(
                place,
                "refers to \(value.json), which is not in it; refer to a place in the same schema, "
                    + "such as \"#/$defs/Name\""
            )
        }
        return (pointer, target)
    }

    /// Follows a reference.
    ///
    /// - Returns: The place that it leads to; nil when its schema was followed as often as the limits allow.
    func following(_ pointer: String, from place: SchemaPlace) throws(LanguageModelError) -> SchemaPlace? {
        guard !place.open.contains(pointer) else {
            throw Self.error(
                place,
                "refers to \"\(pointer)\", which only refers back to itself; describe a value there"
            )
        }
        let isRecursive = self.limits.recursionDepth != nil && self.references.isRecursive(pointer)
        let next = place.following(pointer, isRecursive: isRecursive)
        if let most = self.limits.recursionDepth, next.level > max(most, 1) { return nil }
        return next
    }

    /// A schema of about 1,500 properties; llama.cpp's own checks refuse larger ones, much later.
    private static let mostRules = 5000

    /// Counts the work, and refuses what goes too far.
    mutating func count(_ place: SchemaPlace, steps: Int = 1) throws(LanguageModelError) {
        self.steps += steps
        guard self.steps <= 10_000 else {
            throw LanguageModelError(
                .invalidInput,
                "The JSON schema is too large for a grammar, or its parts combine in too many ways; give a smaller one."
            )
        }
        guard self.rules.count <= Self.mostRules else {
            throw LanguageModelError(
                .invalidInput,
                "The JSON schema needs more than \(Self.mostRules) rules of grammar, which each token would be tried on; "
                    + "give one with fewer properties, alternatives or patterns, or ask for its parts one by one."
            )
        }
        guard place.depth <= 128 else {
            throw Self.error(place, "lies more than 128 levels deep; give a flatter schema")
        }
    }

    /// A node several times.
    mutating func repeated(
        _ node: GrammarNode,
        _ least: Int,
        _ most: Int?,
        at place: SchemaPlace
    ) throws(LanguageModelError) -> GrammarNode {
        // Fewer are allowed wherever the least number is.
        let most = most.map { min($0, max(least, GrammarRules.mostRepetitions)) }
        guard let result = self.rules.repeated(node, least, most) else {
            throw Self.error(
                place,
                "asks for \(least) characters or items and more; ask for at most \(GrammarRules.mostRepetitions)",
                isBeyondGrammars: true
            )
        }
        return result
    }

    /// Refuses what a grammar cannot express, unless it may be ignored.
    func unsupported(_ what: String, at place: SchemaPlace) throws(LanguageModelError) {
        guard !self.ignoresUnsupported else { return }
        throw Self.error(
            place,
            "has \(what), which a grammar cannot express; leave it out and check it afterwards",
            isBeyondGrammars: true
        )
    }

    static func error(_ place: SchemaPlace, _ problem: String, isBeyondGrammars: Bool = false) -> LanguageModelError {
        LanguageModelError(
            .invalidInput,
            "The JSON schema at \(place.path) \(problem).",
            cause: isBeyondGrammars ? BeyondGrammars() : nil
        )
    }
}
