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
                try self.count(place, steps: 1 + (joined.base["properties"]?.members?.count ?? 0) / 32)
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
        for member in other.all where !objects.contains(member.name) {
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
                base[member.name] = Self.larger(own, member.value)
            case "maximum", "exclusiveMaximum", "maxLength", "maxItems":
                base[member.name] = Self.larger(own, member.value) == own ? member.value : own
            case "items" where own.items == nil && member.value.items == nil:
                base["items"] = .object([.init("allOf", .array([own, member.value]))])
            case "format": break
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

    /// The schema for what several allow.
    static func all(_ schemas: [TemplateValue]) -> TemplateValue {
        if schemas.contains(.boolean(false)) { return .boolean(false) }
        return schemas.count == 1 ? schemas[0] : .object([.init("allOf", .array(schemas))])
    }

    static func typeNames(_ value: TemplateValue) -> [TemplateValue] { value.items ?? [value] }

    private static func common(_ first: [TemplateValue], _ second: [TemplateValue]) -> [TemplateValue] {
        func allows(_ types: [TemplateValue], _ type: TemplateValue) -> Bool {
            types.contains(type) || type == "integer" && types.contains("number")
        }
        let all = first + second.filter { !first.contains($0) }
        return all.filter { allows(first, $0) && allows(second, $0) }
    }

    private static func larger(_ first: TemplateValue, _ second: TemplateValue) -> TemplateValue {
        func number(_ value: TemplateValue) -> Double {
            switch value {
            case .integer(let value): Double(value)
            case .number(let value): value
            default: -.infinity
            }
        }
        return number(first) >= number(second) ? first : second
    }
}
