extension SchemaCompiler {
    /// Whether a value that a schema lists is one that its other keywords allow.
    ///
    /// A format is no reason against it: whoever lists a value means it.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - keywords: The schema's keywords but `enum`.
    ///   - place: Where the schema stands.
    func allows(
        _ value: TemplateValue,
        _ keywords: SchemaKeywords,
        at place: SchemaPlace
    ) throws(LanguageModelError) -> Bool {
        guard Self.isWritable(value) else {
            throw Self.error(place, "lists a number that is too large to be written; give one below 1e308")
        }
        if let types = keywords["type"].map(Self.typeNames) {
            guard types.contains(where: { Self.isOfType(value, $0.text ?? "") }) else { return false }
        }
        switch value {
        case .integer, .number: return try self.allowsNumber(value, keywords, at: place)
        case .string(let text), .controlText(let text): return try self.allowsText(text, keywords, at: place)
        case .array(let items): return try self.allowsItems(items, keywords, at: place)
        case .object(let members): return try self.allowsMembers(members, value, keywords, at: place)
        case .null, .boolean: return true
        }
    }

    /// Whether no number in a value is beyond what JSON's readers hold.
    private static func isWritable(_ value: TemplateValue) -> Bool {
        switch value {
        case .number(let number): number.isFinite
        case .array(let items): items.allSatisfy { Self.isWritable($0) }
        case .object(let members): members.allSatisfy { Self.isWritable($0.value) }
        default: true
        }
    }

    private func allowsNumber(
        _ value: TemplateValue,
        _ keywords: SchemaKeywords,
        at place: SchemaPlace
    ) throws(LanguageModelError) -> Bool {
        for name in ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"] {
            guard let bound = keywords[name] else { continue }
            guard Self.double(bound) != nil else {
                throw Self.error(place, "has a \"\(name)\" of \(bound.json); give a number")
            }
            let isAllowed =
                switch name {
                case "minimum": !Self.isLess(value, bound)
                case "maximum": !Self.isLess(bound, value)
                case "exclusiveMinimum": Self.isLess(bound, value)
                default: Self.isLess(value, bound)
                }
            guard isAllowed else { return false }
        }
        guard let multiple = keywords["multipleOf"] else { return true }
        guard let step = DecimalNumber(multiple) else {
            try self.unsupported("\"multipleOf\" beside \"enum\"", at: place)
            return true
        }
        return DecimalNumber(value)?.isMultiple(of: step) ?? false
    }

    private func allowsText(
        _ text: String,
        _ keywords: SchemaKeywords,
        at place: SchemaPlace
    ) throws(LanguageModelError) -> Bool {
        let count = text.unicodeScalars.count
        if let least = try self.length(keywords, "minLength", at: place), count < least { return false }
        if let most = try self.length(keywords, "maxLength", at: place), count > most { return false }
        guard let value = keywords["pattern"] else { return true }
        guard let pattern = value.text else { throw Self.error(place, "has a \"pattern\" that is no text") }
        let syntax: PatternSyntax
        do {
            syntax = try PatternParser.parse(pattern)
        } catch {
            guard error.isUnsupported else { throw Self.error(of: pattern, error, at: place) }
            try self.unsupported("such a \"pattern\" beside \"enum\"", at: place)
            return true
        }
        // A pattern may be found anywhere but where an anchor is in it; more anchors than it has forbid no less.
        let isFound = syntax.isFound(in: text, atStart: pattern.contains("^"), atEnd: pattern.contains("$"))
        if let isFound { return isFound }
        try self.unsupported("a \"pattern\" beside \"enum\" that takes too long to match", at: place)
        return true
    }

    private func allowsItems(
        _ items: [TemplateValue],
        _ keywords: SchemaKeywords,
        at place: SchemaPlace
    ) throws(LanguageModelError) -> Bool {
        if let least = try self.length(keywords, "minItems", at: place), items.count < least { return false }
        if let most = try self.length(keywords, "maxItems", at: place), items.count > most { return false }
        let (prefix, rest) = Self.items(of: keywords)
        for (index, item) in items.enumerated() {
            guard let schema = index < prefix.count ? prefix[index] : rest else { continue }
            guard try self.allows(item, by: schema, at: place) else { return false }
        }
        return true
    }

    private func allowsMembers(
        _ members: [TemplateValue.Member],
        _ value: TemplateValue,
        _ keywords: SchemaKeywords,
        at place: SchemaPlace
    ) throws(LanguageModelError) -> Bool {
        for name in keywords["required"]?.items ?? [] where value[name.text ?? ""] == nil { return false }
        let extra = keywords["additionalProperties"] ?? keywords["unevaluatedProperties"]
        for member in members {
            guard let schema = keywords["properties"]?[member.name] ?? extra else { continue }
            guard try self.allows(member.value, by: schema, at: place) else { return false }
        }
        return true
    }

    /// Whether a part of a listed value is one that its schema allows; schemas of several parts are refused.
    private func allows(
        _ value: TemplateValue,
        by schema: TemplateValue,
        at place: SchemaPlace
    ) throws(LanguageModelError) -> Bool {
        guard case .object(let members) = schema else { return schema != .boolean(false) }
        var keywords = SchemaKeywords(members)
        let several: Set<String> = ["$ref", "anyOf", "oneOf", "allOf", "nullable"]
        for member in keywords.all
        where several.contains(member.name) || SchemaKeywords.unsupported.contains(member.name) {
            try self.unsupported("lists or objects in \"enum\" beside \"\(member.name)\"", at: place)
        }
        if let values = keywords.remove("enum")?.items, !values.contains(value) { return false }
        return try self.allows(value, keywords, at: place)
    }
}
