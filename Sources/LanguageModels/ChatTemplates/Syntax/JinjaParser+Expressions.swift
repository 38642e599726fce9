/// How strongly an operator binds; Jinja's `~` binds more strongly than `+`, and a sign more than `**`.
private enum Binding: Int {
    case or = 1
    case and, not, comparison, sum, concatenation, product, power, sign
}

extension JinjaParser {
    /// An expression, or several with commas between, which make a tuple.
    mutating func parseTuple(
        withConditional: Bool = true,
        inParentheses: Bool = false,
        endingAt end: String? = nil
    ) throws -> JinjaExpression {
        var items: [JinjaExpression] = []
        var isTuple = false
        while true {
            if !items.isEmpty { try self.expect(.comma) }
            if self.isTupleEnd(end) { break }
            items.append(try withConditional ? self.parseExpression() : self.parseOperators())
            guard self.isSymbol(.comma) else { break }
            isTuple = true
        }
        if !isTuple {
            if let only = items.first { return only }
            guard inParentheses else {
                throw self.failure("expected an expression, got \(self.current.shown)")
            }
        }
        return .tuple(items)
    }

    private func isTupleEnd(_ end: String?) -> Bool {
        switch self.current.kind {
        case .variableEnd, .blockEnd, .symbol(.closeParenthesis): true
        case .name(let name): name == end
        default: false
        }
    }

    /// An expression with `a if b else c`.
    mutating func parseExpression() throws -> JinjaExpression {
        try self.nested { parser in
            var value = try parser.parse(atLeast: .or)
            while parser.skip(name: "if") {
                var cases = [(condition: try parser.parse(atLeast: .or), value: value)]
                var otherwise: JinjaExpression?
                while parser.skip(name: "else") {
                    let next = try parser.parse(atLeast: .or)
                    guard parser.skip(name: "if") else {
                        otherwise = next
                        break
                    }
                    cases.append((try parser.parse(atLeast: .or), next))
                }
                value = .conditional(cases, otherwise: otherwise)
            }
            return value
        }
    }

    /// An expression without `if`, as loops and conditions take it.
    mutating func parseOperators() throws -> JinjaExpression {
        try self.nested { try $0.parse(atLeast: .or) }
    }

    // MARK: Operators

    private mutating func parse(atLeast minimum: Binding) throws -> JinjaExpression {
        var left = try self.parsePrefix(minimum)
        while let binding = self.currentBinding, binding.rawValue >= minimum.rawValue {
            left = try self.parseChain(left, binding)
        }
        return left
    }

    private var currentBinding: Binding? {
        switch self.current.kind {
        case .name("or"): .or
        case .name("and"): .and
        case .name("in"): .comparison
        case .name("not"): self.next.kind == .name("in") ? .comparison : nil
        case .symbol(let symbol):
            switch symbol {
            case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: .comparison
            case .plus, .minus: .sum
            case .tilde: .concatenation
            case .star, .slash, .doubleSlash, .percent: .product
            case .doubleStar: .power
            default: nil
            }
        default: nil
        }
    }

    /// All operators of one binding that follow, as one flat node.
    private mutating func parseChain(_ left: JinjaExpression, _ binding: Binding) throws -> JinjaExpression {
        var operands = [left]
        var comparisons: [(comparator: JinjaComparator, operand: JinjaExpression)] = []
        var operations: [(symbol: JinjaToken.Symbol, operand: JinjaExpression)] = []
        let tighter = Binding(rawValue: binding.rawValue + 1)!
        while self.currentBinding == binding {
            if binding == .comparison {
                let comparator = self.parseComparator()
                comparisons.append((comparator, try self.parse(atLeast: tighter)))
            } else if case .symbol(let symbol) = self.current.kind, binding != .concatenation {
                self.advance()
                operations.append((symbol, try self.parse(atLeast: tighter)))
            } else {
                self.advance()
                operands.append(try self.parse(atLeast: tighter))
            }
        }
        switch binding {
        case .or: return .or(operands)
        case .and: return .and(operands)
        case .concatenation: return .concatenation(operands)
        case .comparison: return .comparison(left, comparisons)
        default: return .arithmetic(left, operations)
        }
    }

    private mutating func parseComparator() -> JinjaComparator {
        defer { self.advance() }
        switch self.current.kind {
        case .symbol(.equal): return .equal
        case .symbol(.notEqual): return .notEqual
        case .symbol(.less): return .less
        case .symbol(.lessOrEqual): return .lessOrEqual
        case .symbol(.greater): return .greater
        case .symbol(.greaterOrEqual): return .greaterOrEqual
        case .name("not"):
            self.advance()
            return .notContained
        default: return .contained
        }
    }

    private mutating func parsePrefix(_ minimum: Binding) throws -> JinjaExpression {
        if self.isName("not"), minimum.rawValue <= Binding.not.rawValue {
            self.advance()
            return .not(try self.nested { try $0.parse(atLeast: .not) })
        }
        return try self.parseUnary(withFilters: true)
    }

    private mutating func parseUnary(withFilters: Bool) throws -> JinjaExpression {
        let value: JinjaExpression
        if self.skip(.minus) {
            value = .negative(try self.nested { try $0.parseUnary(withFilters: false) })
        } else if self.skip(.plus) {
            value = .positive(try self.nested { try $0.parseUnary(withFilters: false) })
        } else {
            value = try self.parsePrimary()
        }
        return try self.parsePostfix(of: value, withFilters: withFilters)
    }

    // MARK: Values

    mutating func parsePrimary() throws -> JinjaExpression {
        switch self.current.kind {
        case .name(let name):
            self.advance()
            switch name {
            case "true", "True": return .boolean(true)
            case "false", "False": return .boolean(false)
            case "none", "None": return .none
            default: return .name(name)
            }
        case .string:
            var text = ""
            while case .string(let part) = self.current.kind {
                text += part
                self.advance()
            }
            return .string(MarkedText(text))
        case .integer(let integer):
            self.advance()
            return .integer(integer)
        case .float(let float):
            self.advance()
            return .float(float)
        case .symbol(.openParenthesis):
            self.advance()
            let value = try self.parseTuple(inParentheses: true)
            try self.expect(.closeParenthesis)
            return value
        case .symbol(.openBracket): return .list(try self.parseList())
        case .symbol(.openBrace): return try self.parseDictionary()
        default: throw self.failure("expected an expression, got \(self.current.shown)")
        }
    }

    private mutating func parseList() throws -> [JinjaExpression] {
        self.advance()
        var items: [JinjaExpression] = []
        while !self.isSymbol(.closeBracket) {
            if !items.isEmpty {
                try self.expect(.comma)
                if self.isSymbol(.closeBracket) { break }
            }
            items.append(try self.parseExpression())
        }
        try self.expect(.closeBracket)
        return items
    }

    private mutating func parseDictionary() throws -> JinjaExpression {
        self.advance()
        var pairs: [(key: JinjaExpression, value: JinjaExpression)] = []
        while !self.isSymbol(.closeBrace) {
            if !pairs.isEmpty {
                try self.expect(.comma)
                if self.isSymbol(.closeBrace) { break }
            }
            let key = try self.parseExpression()
            try self.expect(.colon)
            pairs.append((key, try self.parseExpression()))
        }
        try self.expect(.closeBrace)
        return .dictionary(pairs)
    }

    // MARK: What follows a value

    mutating func parsePostfix(of value: JinjaExpression, withFilters: Bool = false) throws -> JinjaExpression {
        var suffixes: [JinjaSuffix] = []
        var afterFilter = false
        while true {
            let position = self.current.position
            switch self.current.kind {
            case .symbol(.dot) where !afterFilter:
                self.advance()
                suffixes.append(JinjaSuffix(kind: try self.parseAttribute(), position: position))
            case .symbol(.openBracket) where !afterFilter:
                suffixes.append(JinjaSuffix(kind: try self.parseSubscript(), position: position))
            case .symbol(.openParenthesis):
                suffixes.append(JinjaSuffix(kind: .call(try self.parseArguments()), position: position))
            case .symbol(.pipe) where withFilters:
                self.advance()
                suffixes.append(try self.parseFilter())
                afterFilter = true
            case .name("is") where withFilters:
                self.advance()
                suffixes.append(try self.parseTest())
                afterFilter = true
            default:
                return suffixes.isEmpty ? value : .postfix(value, suffixes)
            }
        }
    }

    private mutating func parseAttribute() throws -> JinjaSuffix.Kind {
        if case .integer(let index) = self.current.kind {
            self.advance()
            return .item(.integer(index))
        }
        return .attribute(try self.expectName())
    }

    /// What stands in brackets: an index, several as a tuple, or one slice.
    private mutating func parseSubscript() throws -> JinjaSuffix.Kind {
        try self.expect(.openBracket)
        var bounds: [JinjaExpression?] = []
        if !self.isSymbol(.closeBracket) {
            bounds.append(self.isSymbol(.colon) ? nil : try self.parseExpression())
            while bounds.count < 3, self.skip(.colon) {
                let isEmpty = self.isSymbol(.colon) || self.isSymbol(.closeBracket)
                bounds.append(isEmpty ? nil : try self.parseExpression())
            }
        }
        if bounds.count > 1 {
            try self.expect(.closeBracket)
            return .slice(start: bounds[0], stop: bounds[1], step: bounds.count > 2 ? bounds[2] : nil)
        }
        var items = bounds.compactMap { $0 }
        let isSingle = items.count == 1 && !self.isSymbol(.comma)
        while self.skip(.comma) { items.append(try self.parseExpression()) }
        try self.expect(.closeBracket)
        return .item(isSingle ? items[0] : .tuple(items))
    }
}
