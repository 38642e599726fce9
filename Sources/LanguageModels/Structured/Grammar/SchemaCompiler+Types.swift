extension SchemaCompiler {
    /// Compiles a schema that has no alternatives and no references: one choice for each of its types.
    mutating func compileTypes(
        _ keywords: SchemaKeywords,
        at place: SchemaPlace
    ) throws(LanguageModelError) -> GrammarNode {
        var keywords = keywords
        try self.applyPropertyNames(to: &keywords, at: place)
        for member in keywords.all where SchemaKeywords.unsupported.contains(member.name) {
            try self.unsupported("\"\(member.name)\"", at: place)
        }
        let types = keywords["type"].map(Self.typeNames)
        if let values = keywords["enum"] {
            guard let values = values.items else { throw Self.error(place, "has an \"enum\" that is no list") }
            keywords.remove("enum")
            var options: [GrammarNode] = []
            for value in values {
                let isAllowed = try self.allows(value, keywords, at: place)
                if isAllowed { options.append(.literal(value.json)) }
            }
            return .choice(options)
        }
        guard let types = types ?? Self.impliedTypes(keywords) else { return try self.anyValue() }
        var options: [GrammarNode] = []
        for type in types { options.append(try self.compile(type, keywords, at: place)) }
        return options.count == 1 ? options[0] : .choice(options)
    }

    private mutating func compile(
        _ type: TemplateValue,
        _ keywords: SchemaKeywords,
        at place: SchemaPlace
    ) throws(LanguageModelError) -> GrammarNode {
        switch type.text {
        case "object": return try self.object(keywords, at: place)
        case "array": return try self.array(keywords, at: place)
        case "string": return try self.string(keywords, at: place)
        case "integer": return try self.number(keywords, isInteger: true, at: place)
        case "number": return try self.number(keywords, isInteger: false, at: place)
        case "boolean": return self.boolean()
        case "null": return .literal("null")
        default:
            throw Self.error(
                place,
                "has the type \(type.json); give object, array, string, integer, number, boolean or null"
            )
        }
    }

    /// The type that a schema's keywords are about, where it names none.
    private static func impliedTypes(_ keywords: SchemaKeywords) -> [TemplateValue]? {
        for member in keywords.all {
            switch member.name {
            case "properties", "required", "additionalProperties", "unevaluatedProperties": return ["object"]
            case "items", "prefixItems", "minItems", "maxItems": return ["array"]
            case "minLength", "maxLength", "pattern", "format": return ["string"]
            case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf": return ["number"]
            default: continue
            }
        }
        return nil
    }

    static func isOfType(_ value: TemplateValue, _ type: String) -> Bool {
        switch (value, type) {
        case (.null, "null"), (.boolean, "boolean"), (.string, "string"), (.controlText, "string"), (.array, "array"),
            (.object, "object"), (.integer, "integer"), (.integer, "number"), (.number, "number"):
            true
        case (.number(let number), "integer"): number == number.rounded()
        default: false
        }
    }

    mutating func boolean() -> GrammarNode {
        self.rules.add("boolean", .choice([.literal("true"), .literal("false")]))
    }

    /// At most one space, or a line's end and some.
    mutating func space() -> GrammarNode {
        guard self.limits.indentation > 0 else { return .optional(.literal(" ")) }
        let line = GrammarNode.sequence([.literal("\n"), .repeated(.set("\\x20"), 0, self.limits.indentation)])
        return self.rules.add("space", .optional(.choice([.literal(" "), line])))
    }

    mutating func comma() -> GrammarNode { .sequence([.literal(","), self.space()]) }

    /// Any JSON, as deep as the limits allow.
    mutating func anyValue() throws(LanguageModelError) -> GrammarNode {
        try self.anyValue(depth: self.limits.jsonDepth.map { max($0, 0) } ?? 1)
    }

    private mutating func anyValue(depth: Int) throws(LanguageModelError) -> GrammarNode {
        let place = SchemaPlace()
        var options = [
            try self.string(SchemaKeywords(), at: place),
            try self.number(SchemaKeywords(), isInteger: false, at: place),
            self.boolean(), .literal("null"),
        ]
        guard depth > 0 else { return self.rules.add("scalar", .choice(options)) }
        let name = self.limits.jsonDepth == nil ? "value" : "value-\(depth)"
        if let known = self.anyRules[name] { return known }
        // Known before it is made, since without a limit it refers to itself.
        let rule = GrammarNode.rule(self.rules.reserve(name))
        self.anyRules[name] = rule
        options.insert(try self.anyObject(depth: depth), at: 0)
        options.insert(try self.anyArray(depth: depth), at: 1)
        if case .rule(let name) = rule { self.rules.define(name, .choice(options)) }
        return rule
    }

    /// Any object.
    mutating func anyObject(depth: Int) throws(LanguageModelError) -> GrammarNode {
        let key = try self.string(SchemaKeywords(), at: SchemaPlace())
        let value = try self.anyValue(depth: self.limits.jsonDepth == nil ? 1 : depth - 1)
        let pair = self.rules.add("member", .sequence([key, .literal(":"), .optional(.literal(" ")), value]))
        return try self.list("{", pair, "}", self.limits.memberCount)
    }

    private mutating func anyArray(depth: Int) throws(LanguageModelError) -> GrammarNode {
        let value = try self.anyValue(depth: self.limits.jsonDepth == nil ? 1 : depth - 1)
        return try self.list("[", value, "]", self.limits.arrayLength)
    }

    private mutating func list(
        _ start: String,
        _ item: GrammarNode,
        _ end: String,
        _ most: Int?
    ) throws(LanguageModelError) -> GrammarNode {
        let space = self.space()
        let more = try self.repeated(
            .sequence([self.comma(), item]),
            0,
            most.map { max($0, 1) - 1 },
            at: SchemaPlace()
        )
        return .sequence([
            .literal(start), .optional(.sequence([space, item, more, space])), .literal(end),
        ])
    }
}
