extension SchemaCompiler {
    /// Compiles a string, quotes included.
    mutating func string(_ keywords: SchemaKeywords, at place: SchemaPlace) throws(LanguageModelError) -> GrammarNode {
        let least = try self.length(keywords, "minLength", at: place) ?? 0
        let given = try self.length(keywords, "maxLength", at: place)
        if let given, given < least { return .never }
        let format = keywords["format"]?.text ?? ""
        let formatNode = StringFormats.node(format)
        if let pattern = keywords["pattern"] {
            guard let text = pattern.text else { throw Self.error(place, "has a \"pattern\" that is no text") }
            // A format is a note in JSON Schema and a pattern is a rule, so the pattern is held where both have a
            // grammar; zod writes some that look around, which no grammar can.
            if formatNode == nil || !Self.isBeyondGrammars(text) {
                return try self.string(pattern: text, least, given, at: place)
            }
        }
        if let formatNode {
            let node = try self.fitting(formatNode, least, given, at: place)
            return self.rules.add(format, .sequence([.literal("\""), node, .literal("\"")]))
        }
        let most = given ?? self.limits.stringLength.map { max($0, least) }
        let character = self.rules.add("character", JSONCharacters.any)
        let characters = try self.repeated(character, least, most, at: place)
        return self.rules.add("string", .sequence([.literal("\""), characters, .literal("\"")]))
    }

    /// Whether a pattern may be right, but no grammar can express it.
    private static func isBeyondGrammars(_ pattern: String) -> Bool {
        do {
            _ = try PatternParser.parse(pattern)
            return false
        } catch {
            return error.isUnsupported
        }
    }

    /// A format's texts as far as lengths allow them.
    private func fitting(
        _ format: GrammarNode,
        _ least: Int,
        _ most: Int?,
        at place: SchemaPlace
    ) throws(LanguageModelError) -> GrammarNode {
        if let node = format.shortened(to: most ?? .max), node.lengths.lowerBound >= least { return node }
        try self.unsupported("a \"format\" whose texts can be shorter or longer than its lengths allow", at: place)
        return format
    }

    private mutating func string(
        pattern: String,
        _ least: Int,
        _ most: Int?,
        at place: SchemaPlace
    ) throws(LanguageModelError) -> GrammarNode {
        let syntax: PatternSyntax
        do {
            syntax = try PatternParser.parse(pattern)
        } catch {
            if self.ignoresUnsupported, error.isUnsupported { return try self.string(least, most, at: place) }
            throw Self.error(of: pattern, error, at: place)
        }
        let longest = most ?? self.limits.stringLength.map { max($0, least) }
        var limited = syntax.limited(to: longest, groups: self.limits.arrayLength).clamped(least, most)
        if limited.nestedPlaces > Self.mostNestedPlaces {
            let usual = GrammarLimits()
            let characters = min(longest ?? .max, usual.stringLength ?? .max)
            let groups = min(self.limits.arrayLength ?? .max, usual.arrayLength ?? .max)
            limited = syntax.limited(to: characters, groups: groups).clamped(least, most)
        }
        let lengths = limited.lengths
        var problem: String?
        if lengths.lowerBound > GrammarRules.mostRepetitions {
            problem = ", whose texts are longer than \(GrammarRules.mostRepetitions) characters; give a shorter one"
        } else if limited.nestedPlaces > Self.mostNestedPlaces {
            problem = " with too many repetitions inside one another; give one with fewer"
        }
        if let problem {
            if self.ignoresUnsupported { return try self.string(least, most, at: place) }
            let text = TemplateValue.jsonText(pattern)
            throw Self.error(place, "has the pattern \(text)\(problem)", isBeyondGrammars: true)
        }
        if lengths.lowerBound < least || most.map({ lengths.upperBound > $0 }) == true {
            try self.unsupported("a \"pattern\" whose texts can be shorter or longer than its lengths allow", at: place)
        }
        let node = try self.node(limited, at: place)
        return self.rules.add("text", .sequence([.literal("\""), node, .literal("\"")]))
    }

    private static let mostNestedPlaces = 200_000

    /// A text of which nothing is held but its lengths.
    private mutating func string(
        _ least: Int,
        _ most: Int?,
        at place: SchemaPlace
    ) throws(LanguageModelError) -> GrammarNode {
        var plain = SchemaKeywords()
        plain["minLength"] = .integer(least)
        plain["maxLength"] = most.map { .integer($0) }
        return try self.string(plain, at: place)
    }

    /// What is wrong with a pattern.
    static func error(of pattern: String, _ problem: PatternProblem, at place: SchemaPlace) -> LanguageModelError {
        Self.error(
            place,
            "has the pattern \(TemplateValue.jsonText(pattern)) with \(problem.message) "
                + "at character \(problem.offset + 1)",
            isBeyondGrammars: problem.isUnsupported
        )
    }

    private mutating func node(_ syntax: PatternSyntax, at place: SchemaPlace) throws(LanguageModelError) -> GrammarNode
    {
        switch syntax {
        case .set(let ranges): return JSONCharacters.node(ranges) ?? .never
        case .sequence(let parts):
            var nodes: [GrammarNode] = []
            for part in parts { nodes.append(try self.node(part, at: place)) }
            return .sequence(nodes)
        case .choice(let options):
            var nodes: [GrammarNode] = []
            for option in options { nodes.append(try self.node(option, at: place)) }
            return .choice(nodes)
        case .repeated(let part, let least, let most):
            return try self.repeated(try self.node(part, at: place), least, most, at: place)
        }
    }
}
