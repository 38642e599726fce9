/// What holds of a value at once, and lists of alternatives of which one each holds too.
struct JoinedSchema {
    var base = SchemaKeywords()
    var groups: [[TemplateValue]] = []
}

extension SchemaCompiler {
    /// Joins a schema with what its `$ref` and `allOf` add.
    ///
    /// - Parameters:
    ///   - keywords: The schema.
    ///   - place: Where it stands; moves on along references.
    /// - Returns: The joined schema; nil if it allows nothing.
    mutating func joined(
        _ keywords: SchemaKeywords,
        at place: inout SchemaPlace
    ) throws(LanguageModelError) -> JoinedSchema? {
        guard place.depth <= 128 else {
            throw Self.error(place, "lies more than 128 levels deep; give a flatter schema")
        }
        guard !keywords.isNever else { return nil }
        var joined = JoinedSchema(base: keywords)
        var parts: [TemplateValue] = []
        if let value = joined.base.remove("$ref"), !self.isElsewhere(value) {
            let (pointer, target) = try self.target(of: value, at: place)
            guard let next = try self.following(pointer, from: place) else { return nil }
            place = next
            parts.append(target)
        }
        if let value = joined.base.remove("allOf") {
            guard let branches = value.items else { throw Self.error(place, "has an \"allOf\" that is no list") }
            parts += branches
        }
        for name in ["anyOf", "oneOf"] {
            guard let value = joined.base.remove(name) else { continue }
            guard let branches = value.items, !branches.isEmpty else {
                throw Self.error(place, "has \"\(name)\" without alternatives; give at least one")
            }
            joined.groups.append(branches)
        }
        let start = place
        for part in parts {
            switch part {
            case .boolean(true): continue
            case .boolean(false): return nil
            case .object(let members):
                // Each from the same start: two branches may refer to the same schema.
                var next = start.beside("allOf")
                var keywords = SchemaKeywords(members)
                keywords.remove("nullable")
                guard let other = try self.joined(keywords, at: &next) else { return nil }
                place.absorb(next)
                joined.groups += other.groups
                // Each part is joined with all that the ones before it said.
                let sizes = [
                    joined.base["properties"]?.members?.count, joined.base["enum"]?.items?.count,
                    other.base["enum"]?.items?.count,
                ]
                try self.count(place, steps: 1 + sizes.compactMap { $0 }.reduce(0, +) / 32)
                try self.join(other.base, into: &joined.base, at: place)
            default: throw Self.error(place, "joins \(part.json.prefix(40)); a schema is an object, true or false")
            }
        }
        return joined
    }

    /// Joins two schemas' own keywords.
    private func join(
        _ other: SchemaKeywords,
        into base: inout SchemaKeywords,
        at place: SchemaPlace
    ) throws(LanguageModelError) {
        let objects: Set<String> = ["properties", "additionalProperties", "unevaluatedProperties", "required"]
        if other.all.contains(where: { objects.contains($0.name) }) { Self.joinMembers(other, into: &base) }
        let lists: Set<String> = ["items", "prefixItems", "additionalItems"]
        if other.all.contains(where: { lists.contains($0.name) }) { Self.joinItems(other, into: &base) }
        for member in other.all where !objects.contains(member.name) && !lists.contains(member.name) {
            guard let own = base[member.name], own != member.value else {
                base[member.name] = member.value
                continue
            }
            switch member.name {
            case "type":
                base["type"] = .array(Self.common(Self.typeNames(own), Self.typeNames(member.value)))
            case "enum":
                let others = Set(member.value.items ?? [])
                base["enum"] = .array((own.items ?? []).filter(others.contains))
            case "minimum", "exclusiveMinimum", "minLength", "minItems":
                base[member.name] = Self.isLess(own, member.value) ? member.value : own
            case "maximum", "exclusiveMaximum", "maxLength", "maxItems":
                base[member.name] = Self.isLess(member.value, own) ? member.value : own
            case "multipleOf":
                if let multiple = Self.commonMultiple(own, member.value) {
                    base["multipleOf"] = multiple
                } else {
                    try self.unsupported("two different \"multipleOf\" at once", at: place)
                }
            // A format without a grammar is a note for people.
            case "format" where StringFormats.node(member.value.text ?? "") == nil: break
            case "format" where StringFormats.node(own.text ?? "") == nil: base["format"] = member.value
            default: try self.unsupported("two different \"\(member.name)\" at once", at: place)
            }
        }
    }

    /// Joins what two schemas say of an object's members.
    private static func joinMembers(_ other: SchemaKeywords, into base: inout SchemaKeywords) {
        let sides = [base, other]
        // A part's unevaluatedProperties sees that part alone; those of the schema around it see all parts, and wait
        // until all are joined.
        let extras: [TemplateValue?] = [
            base["additionalProperties"], other["additionalProperties"] ?? other["unevaluatedProperties"],
        ]
        let names = sides.flatMap { ($0["properties"]?.members ?? []).map(\.name) }
        let schemasByName = sides.map { side in
            Dictionary((side["properties"]?.members ?? []).map { ($0.name, $0.value) }) { $1 }
        }
        var properties: [TemplateValue.Member] = []
        var seen = Set<String>()
        for name in names where seen.insert(name).inserted {
            let schemas = zip(schemasByName, extras).compactMap { known, extra in known[name] ?? extra }
            properties.append(.init(name, Self.all(schemas)))
        }
        let required = sides.flatMap { $0["required"]?.items ?? [] }
        if !properties.isEmpty { base["properties"] = .object(properties) }
        if !required.isEmpty { base["required"] = .array(required) }
        let given = extras.compactMap { $0 }
        // Not in one expression: nil there would be JSON's null.
        if !given.isEmpty { base["additionalProperties"] = Self.all(given) }
    }

    /// Joins what two schemas say of an array's items, place by place.
    private static func joinItems(_ other: SchemaKeywords, into base: inout SchemaKeywords) {
        let sides = [Self.items(of: base), Self.items(of: other)]
        let count = max(sides[0].prefix.count, sides[1].prefix.count)
        let prefix = (0..<count).map { index in
            // What one side lists at its beginning is one of the further items to the other.
            Self.all(sides.compactMap { $0.prefix.indices.contains(index) ? $0.prefix[index] : $0.rest })
        }
        let rest = sides.compactMap { $0.rest }
        for name in ["items", "prefixItems", "additionalItems"] { base.remove(name) }
        if !prefix.isEmpty { base["prefixItems"] = .array(prefix) }
        if !rest.isEmpty { base["items"] = Self.all(rest) }
    }

    /// The schemas of an array's first items, and that of all further ones; nil is any.
    static func items(of keywords: SchemaKeywords) -> (prefix: [TemplateValue], rest: TemplateValue?) {
        // Older schemas write the first items as a list of `items` and the rest as `additionalItems`.
        if let prefix = keywords["items"]?.items { return (prefix, keywords["additionalItems"]) }
        return (keywords["prefixItems"]?.items ?? [], keywords["items"])
    }

    /// The schema for what several allow.
    static func all(_ schemas: [TemplateValue]) -> TemplateValue {
        if schemas.contains(.boolean(false)) { return .boolean(false) }
        if let first = schemas.first, schemas.allSatisfy({ $0 == first }) { return first }
        return .object([.init("allOf", .array(schemas))])
    }

    static func typeNames(_ value: TemplateValue) -> [TemplateValue] { value.items ?? [value] }

    private static func common(_ first: [TemplateValue], _ second: [TemplateValue]) -> [TemplateValue] {
        func allows(_ types: [TemplateValue], _ type: TemplateValue) -> Bool {
            types.contains(type) || type == "integer" && types.contains("number")
        }
        let all = first + second.filter { !first.contains($0) }
        return all.filter { allows(first, $0) && allows(second, $0) }
    }
}
