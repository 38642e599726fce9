extension JinjaParser {
    private static let reserved: Set<String> = ["true", "false", "none", "True", "False", "None"]

    /// What a `set` or a `for` gives values to, up to a name or `=`.
    mutating func parseTargets(until end: String?) throws -> JinjaTarget {
        var targets: [JinjaTarget] = []
        var isTuple = false
        while true {
            targets.append(try self.nested { try $0.parseTarget() })
            guard self.skip(.comma) else { break }
            isTuple = true
            if self.isSymbol(.assign) || self.isSymbol(.closeParenthesis) { break }
            if let end, self.isName(end) { break }
        }
        return isTuple ? .tuple(targets) : targets[0]
    }

    private mutating func parseTarget() throws -> JinjaTarget {
        if self.skip(.openParenthesis) {
            let target = try self.parseTargets(until: nil)
            try self.expect(.closeParenthesis)
            return target
        }
        let name = try self.expectName()
        if self.skip(.dot) { return .attribute(of: name, try self.expectName()) }
        guard !Self.reserved.contains(name) else { throw self.failure("cannot assign to '\(name)'") }
        return .name(name)
    }

    /// The filters of a `filter` or `set` block: `a|b(1)`, the first without a bar.
    mutating func parseFilterNames() throws -> [JinjaSuffix] {
        var filters = [try self.parseFilter()]
        while self.skip(.pipe) { filters.append(try self.parseFilter()) }
        return filters
    }

    /// A filter's or a test's name, dots included.
    mutating func parseDottedName() throws -> String {
        var name = try self.expectName()
        while self.skip(.dot) { name += "." + (try self.expectName()) }
        return name
    }

    mutating func parseFilter() throws -> JinjaSuffix {
        let position = self.current.position
        let name = try self.parseDottedName()
        let arguments = self.isSymbol(.openParenthesis) ? try self.parseArguments() : JinjaCallArguments()
        return JinjaSuffix(kind: .filter(name, arguments), position: position)
    }

    mutating func parseTest() throws -> JinjaSuffix {
        let position = self.current.position
        let isNegated = self.skip(name: "not")
        let name = try self.parseDottedName()
        var arguments = JinjaCallArguments()
        if self.isSymbol(.openParenthesis) {
            arguments = try self.parseArguments()
        } else if try self.beginsTestArgument() {
            arguments.positional = [try self.nested { try $0.parsePostfix(of: try $0.parsePrimary()) }]
        }
        return JinjaSuffix(kind: .test(name, arguments, isNegated: isNegated), position: position)
    }

    /// Whether an argument without parentheses follows a test's name, as in `x is divisibleby 3`.
    private func beginsTestArgument() throws -> Bool {
        switch self.current.kind {
        case .string, .integer, .float, .symbol(.openBracket), .symbol(.openBrace): return true
        case .name("else"), .name("or"), .name("and"): return false
        case .name("is"): throw self.failure("tests cannot be chained with 'is'")
        case .name: return true
        default: return false
        }
    }

    /// The arguments of a call, parentheses included.
    mutating func parseArguments() throws -> JinjaCallArguments {
        try self.nested { parser in
            var arguments = JinjaCallArguments()
            try parser.expect(.openParenthesis)
            var isFirst = true
            while !parser.isSymbol(.closeParenthesis) {
                if !isFirst {
                    try parser.expect(.comma)
                    if parser.isSymbol(.closeParenthesis) { break }
                }
                isFirst = false
                try parser.parseArgument(into: &arguments)
            }
            try parser.expect(.closeParenthesis)
            return arguments
        }
    }

    private mutating func parseArgument(into arguments: inout JinjaCallArguments) throws {
        if self.skip(.star) {
            arguments.list = try self.parseExpression()
        } else if self.skip(.doubleStar) {
            arguments.dictionary = try self.parseExpression()
        } else if case .name(let name) = self.current.kind, self.next.kind == .symbol(.assign) {
            self.advance()
            self.advance()
            arguments.named.append((name, try self.parseExpression()))
        } else {
            guard arguments.named.isEmpty, arguments.dictionary == nil else {
                throw self.failure("an argument without a name follows one with a name")
            }
            arguments.positional.append(try self.parseExpression())
        }
    }
}
