extension SchemaCompiler {
    /// Compiles an array: `prefixItems` in their order, then `items`.
    mutating func array(_ keywords: SchemaKeywords, at place: SchemaPlace) throws(LanguageModelError) -> GrammarNode {
        if let value = keywords["prefixItems"], value.items == nil {
            throw Self.error(place, "has \"prefixItems\" that are no list")
        }
        let (prefix, rest) = Self.items(of: keywords)
        let least = try self.length(keywords, "minItems", at: place) ?? 0
        var most = try self.length(keywords, "maxItems", at: place)
        if !prefix.isEmpty, rest == nil, least <= prefix.count { most = min(most ?? prefix.count, prefix.count) }
        if rest == .boolean(false) { most = min(most ?? prefix.count, prefix.count) }
        if most == nil { most = self.limits.arrayLength.map { max($0, least, prefix.count) } }
        if let most, most < least { return .never }
        guard most != 0 else { return .literal("[]") }

        let comma = self.comma()
        // What follows after the items of the prefix, then these from the last to the first.
        var tail = GrammarNode.empty
        var item: GrammarNode?
        if most.map({ $0 > prefix.count }) ?? true {
            let node = try self.compile(rest ?? .boolean(true), at: place.inside("items"))
            item = self.rules.add("item", node)
        }
        let count = max(prefix.count, 1)
        if let item {
            let more = GrammarNode.sequence([comma, item])
            tail = try self.repeated(more, max(0, least - count), most.map { $0 - count }, at: place)
        }
        guard !prefix.isEmpty else { return self.brackets(.sequence([item ?? .never, tail]), canBeEmpty: least == 0) }
        for (index, schema) in prefix.enumerated().reversed() {
            guard index < most ?? .max else { continue }
            let value = try self.compile(schema, at: place.inside("prefixItems/\(index)"))
            guard index > 0 else { return self.brackets(.sequence([value, tail]), canBeEmpty: least == 0) }
            let part = GrammarNode.sequence([comma, value, tail])
            tail = self.rules.add("items", index < least ? part : .optional(part))
        }
        return .literal("[]")
    }

    private mutating func brackets(_ items: GrammarNode, canBeEmpty: Bool) -> GrammarNode {
        let space = self.space()
        let full = GrammarNode.sequence([.literal("["), space, items, space, .literal("]")])
        return self.rules.add("array", canBeEmpty ? .choice([full, .literal("[]")]) : full)
    }

    /// A length that the schema sets, or nil.
    func length(
        _ keywords: SchemaKeywords,
        _ name: String,
        at place: SchemaPlace
    ) throws(LanguageModelError) -> Int? {
        guard let value = keywords[name] else { return nil }
        // A limit that no text or list reaches; what is too much for a grammar is lowered later.
        if case .number(let number) = value, number >= 1e18, name.hasPrefix("max") { return .max }
        guard let length = value.wholeNumber, length >= 0 else {
            throw Self.error(place, "has a \"\(name)\" of \(value.json); give a whole number of at least 0")
        }
        return length
    }
}
