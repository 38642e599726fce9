/// A schema's keywords that say something about values, in their order and without notes for people.
struct SchemaKeywords {
    private var members: [TemplateValue.Member] = []

    init(_ members: [TemplateValue.Member] = []) {
        for member in members {
            switch (member.name, member.value) {
            // One value is a choice of one, which spares a case everywhere else.
            case ("const", let value): self.restrict(to: [value])
            case ("enum", .array(let values)): self.restrict(to: values)
            case ("propertyNames", let names) where Self.allowsAnyName(names): break
            case ("uniqueItems", .boolean(false)), ("minProperties", .integer(0)), ("patternProperties", .object([])),
                ("required", .array([])), ("nullable", .boolean(false)), ("unevaluatedProperties", .boolean(true)),
                ("unevaluatedItems", .boolean(true)), ("not", .boolean(false)):
                break
            case (let name, _) where Self.known.contains(name): self[name] = member.value
            default: break
            }
        }
        // Older schemas write a truth value beside the bound that it is about.
        for (name, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
            guard case .boolean(let isExclusive)? = self[exclusive] else { continue }
            self.remove(exclusive)
            if isExclusive, let bound = self.remove(name) { self[exclusive] = bound }
        }
    }

    /// Takes values in as `enum`: those that an `enum` or `const` before them has too.
    private mutating func restrict(to values: [TemplateValue]) {
        let allowed = Set(values)
        self["enum"] = .array((self["enum"]?.items ?? values).filter(allowed.contains))
    }

    /// Whether a schema for names says nothing, since names are texts anyway.
    private static func allowsAnyName(_ schema: TemplateValue) -> Bool {
        guard case .object(let members) = schema else { return schema == .boolean(true) }
        let keywords = SchemaKeywords(members)
        return keywords.isEmpty || keywords.all == [TemplateValue.Member("type", "string")]
    }

    /// Whether nothing is allowed, which is written as `{"not": {}}`.
    var isNever: Bool {
        switch self["not"] {
        case .boolean(true)?: return true
        case .object(let members)?: return SchemaKeywords(members).isEmpty
        default: return false
        }
    }

    var isEmpty: Bool { self.members.isEmpty }
    var count: Int { self.members.count }
    var first: (String, TemplateValue)? { self.members.first.map { ($0.name, $0.value) } }
    var all: [TemplateValue.Member] { self.members }
    var schema: TemplateValue { .object(self.members) }

    subscript(_ name: String) -> TemplateValue? {
        get { self.members.first { $0.name == name }?.value }
        set {
            let index = self.members.firstIndex { $0.name == name }
            switch (index, newValue) {
            case (let index?, let value?): self.members[index].value = value
            case (let index?, nil): self.members.remove(at: index)
            case (nil, let value?): self.members.append(.init(name, value))
            case (nil, nil): break
            }
        }
    }

    /// Takes a keyword out.
    @discardableResult
    mutating func remove(_ name: String) -> TemplateValue? {
        defer { self[name] = nil }
        return self[name]
    }

    /// What a grammar can express.
    private static let supported: Set<String> = [
        "$ref", "type", "enum", "const", "properties", "required", "additionalProperties", "items", "prefixItems",
        "additionalItems", "minItems", "maxItems", "minLength", "maxLength", "pattern", "format", "minimum", "maximum",
        "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "anyOf", "oneOf", "allOf", "nullable",
        "unevaluatedProperties",
    ]
    /// What forbids values in ways that no grammar of a fair size expresses.
    static let unsupported: Set<String> = [
        "not", "if", "patternProperties", "propertyNames", "dependentRequired", "dependentSchemas", "dependencies",
        "contains", "minContains", "maxContains", "uniqueItems", "minProperties", "maxProperties",
        "unevaluatedItems", "$dynamicRef", "$recursiveRef",
    ]
    private static let known = Self.supported.union(Self.unsupported)
}
