extension SchemaCompiler {
    /// Turns `propertyNames` that lists the names into optional properties of these names.
    mutating func applyPropertyNames(
        to keywords: inout SchemaKeywords,
        at place: SchemaPlace
    ) throws(LanguageModelError) {
        guard let value = keywords.remove("propertyNames") else { return }
        guard let names = try self.names(value, at: place.inside("propertyNames")) else { return }
        guard keywords["enum"] == nil else {
            // Values that are listed are written as they are.
            return try self.unsupported("\"propertyNames\" beside \"enum\"", at: place)
        }
        let extra: TemplateValue =
            keywords["additionalProperties"] ?? keywords["unevaluatedProperties"] ?? .boolean(true)
        let own = keywords["properties"]?.members ?? []
        let allowed = Set(names)
        let known = Set(own.map(\.name))
        var properties = own.map { member in
            TemplateValue.Member(member.name, allowed.contains(member.name) ? member.value : .boolean(false))
        }
        properties += names.filter { !known.contains($0) }.map { TemplateValue.Member($0, extra) }
        keywords["properties"] = .object(properties)
        keywords["additionalProperties"] = .boolean(false)
    }

    /// The names that a schema of names lists; nil if it allows any.
    private mutating func names(
        _ schema: TemplateValue,
        at place: SchemaPlace
    ) throws(LanguageModelError) -> [String]? {
        switch schema {
        case .boolean(true): return nil
        case .boolean(false): return []
        case .object(let members):
            var place = place
            var keywords = SchemaKeywords(members)
            keywords.remove("nullable")
            guard let joined = try self.joined(keywords, at: &place) else { return [] }
            var base = joined.base
            let types = base.remove("type").map(Self.typeNames) ?? ["string"]
            let values = base.remove("enum")?.items
            guard types.contains("string") else { return [] }
            if !base.isEmpty || !joined.groups.isEmpty {
                try self.unsupported("\"propertyNames\" that list no names", at: place)
            }
            return values?.compactMap(\.text)
        default: throw Self.error(place, "is \(schema.json.prefix(40)); a schema is an object, true or false")
        }
    }
}
