extension SchemaCompiler {
    /// One member that an object may or must have.
    private struct Member {
        let pair: GrammarNode
        let isRequired: Bool
    }

    /// Compiles an object: its properties in their order, then what `additionalProperties` allows.
    mutating func object(_ keywords: SchemaKeywords, at place: SchemaPlace) throws(LanguageModelError) -> GrammarNode {
        let properties = try self.properties(keywords, at: place)
        let required = try self.required(keywords, at: place)
        let isRequired = Set(required)
        let isProperty = Set(properties.map(\.name))
        let extra = keywords["additionalProperties"] ?? keywords["unevaluatedProperties"]
        if properties.isEmpty, required.isEmpty, extra == nil {
            guard keywords["properties"] == nil else { return .literal("{}") }
            return try self.anyObject(depth: max(self.limits.jsonDepth ?? 1, 1))
        }
        var members: [Member] = []
        for property in properties {
            let value = try self.compile(property.value, at: place.inside("properties/\(property.name)"))
            members.append(
                Member(pair: self.pair(property.name, value), isRequired: isRequired.contains(property.name))
            )
        }
        for name in required where !isProperty.contains(name) {
            let value = try self.compile(extra ?? .boolean(true), at: place.inside("additionalProperties"))
            members.append(Member(pair: self.pair(name, value), isRequired: true))
        }
        let names = properties.map(\.name) + required
        let further = try self.extraPair(extra, besides: names, at: place.inside("additionalProperties"))
        return try self.object(members, further, at: place)
    }

    /// Joins members with commas where two of them meet.
    private mutating func object(
        _ members: [Member],
        _ further: GrammarNode?,
        at place: SchemaPlace
    ) throws(LanguageModelError) -> GrammarNode {
        let most = self.limits.memberCount
        // What comes when nothing was written yet, and what comes after a member; built from the end.
        var head = GrammarNode.never
        var tail = GrammarNode.empty
        if let further {
            let more = GrammarNode.sequence([self.comma(), further])
            head = .sequence([further, try self.repeated(more, 0, most.map { max($0, 1) - 1 }, at: place)])
            tail = self.rules.add("more", try self.repeated(more, 0, most.map { max($0, 0) }, at: place))
        }
        for member in members.reversed() {
            let first = GrammarNode.sequence([member.pair, tail])
            let next = GrammarNode.sequence([self.comma(), member.pair])
            head = member.isRequired ? first : .choice([first, self.rules.add("members", head)])
            tail = self.rules.add("more", .sequence([member.isRequired ? next : .optional(next), tail]))
        }
        let space = self.space()
        let full = GrammarNode.sequence([.literal("{"), space, head, space, .literal("}")])
        let canBeEmpty = !members.contains(where: \.isRequired)
        return self.rules.add("object", canBeEmpty ? .choice([full, .literal("{}")]) : full)
    }

    private mutating func pair(_ name: String, _ value: GrammarNode) -> GrammarNode {
        let key = GrammarNode.literal(TemplateValue.jsonText(name) + ":")
        return self.rules.add("\(name)-member", .sequence([key, .optional(.literal(" ")), value]))
    }

    private func properties(
        _ keywords: SchemaKeywords,
        at place: SchemaPlace
    ) throws(LanguageModelError) -> [TemplateValue.Member] {
        guard let value = keywords["properties"] else { return [] }
        guard let members = value.members else {
            throw Self.error(place, "has \"properties\" that are no object; give a schema by each name")
        }
        // JSON's readers take the last of two members of the same name.
        var seen = Set<String>()
        return members.reversed().filter { seen.insert($0.name).inserted }.reversed()
    }

    private func required(_ keywords: SchemaKeywords, at place: SchemaPlace) throws(LanguageModelError) -> [String] {
        guard let value = keywords["required"] else { return [] }
        let names = value.items?.compactMap(\.text) ?? []
        guard let items = value.items, names.count == items.count else {
            throw Self.error(place, "has a \"required\" that is no list of names")
        }
        var seen = Set<String>()
        return names.filter { seen.insert($0).inserted }
    }

    /// A member of any other name.
    private mutating func extraPair(
        _ schema: TemplateValue?,
        besides names: [String],
        at place: SchemaPlace
    ) throws(LanguageModelError) -> GrammarNode? {
        guard let schema, schema != .boolean(false), self.limits.memberCount != 0 else { return nil }
        let value = try self.compile(schema, at: place)
        let key = try self.otherKey(names.map { Array($0.unicodeScalars) }[...], at: place)
        return self.rules.add(
            "other-member",
            .sequence([.literal("\""), key, .literal("\":"), .optional(.literal(" ")), value])
        )
    }

    private static let longestSharedKey = 64

    /// The rest of a key that is none of these, which all share what was written already.
    private mutating func otherKey(
        _ names: ArraySlice<[Unicode.Scalar]>,
        at place: SchemaPlace,
        depth: Int = 0
    ) throws(LanguageModelError) -> GrammarNode {
        try self.count(place)
        // A key as long as this is not written any longer, which keeps names of any length from going ever deeper.
        guard depth < Self.longestSharedKey else { return names.contains([]) ? .never : .empty }
        let rest = try self.repeated(.set(GrammarText.ranges(JSONCharacters.plain)), 0, 40, at: place)
        let next = Dictionary(grouping: names.filter { !$0.isEmpty }) { $0[0] }
        let letters = next.keys.filter { scalar in JSONCharacters.plain.contains { $0.contains(scalar.value) } }
        let others = letters.sorted().reduce(JSONCharacters.plain) { $0.removing($1.value) }
        var options: [GrammarNode] = [.sequence([.set(GrammarText.ranges(others)), rest])]
        for letter in letters.sorted() {
            let further = (next[letter] ?? []).map { Array($0.dropFirst()) }[...]
            let node = try self.otherKey(further, at: place, depth: depth + 1)
            options.append(.sequence([.literal(String(letter)), node]))
        }
        if depth > 0, !names.contains([]) { options.append(.empty) }
        return self.rules.add("key", .choice(options))
    }
}
