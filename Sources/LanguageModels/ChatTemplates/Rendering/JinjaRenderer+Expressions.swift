extension JinjaRenderer {
    /// The value of an expression.
    func evaluate(_ expression: JinjaExpression) throws -> JinjaValue {
        try self.enter()
        defer { self.leave() }
        switch expression {
        case .none: return .none
        case .boolean(let boolean): return .boolean(boolean)
        case .integer(let integer): return .integer(integer)
        case .float(let float): return .float(float)
        case .string(let text): return .text(text)
        case .name(let name): return self.scope[name] ?? JinjaUndefined.name(name)
        case .postfix(let base, let suffixes): return try self.evaluate(base, suffixes)
        case .not(let operand): return .boolean(!(try self.evaluate(operand).isTrue))
        default: return try self.evaluateCompound(expression)
        }
    }

    // Apart from `evaluate`, to keep that function's stack frame small.
    private func evaluateCompound(_ expression: JinjaExpression) throws -> JinjaValue {
        switch expression {
        case .list(let items): return try .list(try self.evaluate(items))
        case .tuple(let items): return try .tuple(try self.evaluate(items))
        case .dictionary(let pairs): return try self.evaluate(pairs)
        case .arithmetic(let first, let operations): return try self.evaluate(first, operations)
        case .concatenation(let operands): return try self.concatenate(operands)
        case .comparison(let first, let comparisons): return try self.compare(first, comparisons)
        case .and(let operands): return try self.firstValue(of: operands, whoseTruthIs: false)
        case .or(let operands): return try self.firstValue(of: operands, whoseTruthIs: true)
        case .negative(let operand): return try self.evaluate(operand).negated()
        case .positive(let operand):
            let value = try self.evaluate(operand)
            return try JinjaValue.integer(0).combined(.plus, value)
        case .conditional(let cases, let otherwise): return try self.evaluate(cases, otherwise)
        default: return .none
        }
    }

    func evaluate(_ expressions: [JinjaExpression]) throws -> [JinjaValue] {
        var values: [JinjaValue] = []
        values.reserveCapacity(expressions.count)
        for expression in expressions { values.append(try self.evaluate(expression)) }
        return values
    }

    private func evaluate(_ pairs: [(key: JinjaExpression, value: JinjaExpression)]) throws -> JinjaValue {
        var values: [(JinjaValue, JinjaValue)] = []
        for pair in pairs { values.append((try self.evaluate(pair.key), try self.evaluate(pair.value))) }
        return .dictionary(try JinjaDictionary(values))
    }

    private func evaluate(
        _ first: JinjaExpression,
        _ operations: [(symbol: JinjaToken.Symbol, operand: JinjaExpression)]
    ) throws -> JinjaValue {
        var value = try self.evaluate(first)
        for operation in operations {
            let operand = try self.evaluate(operation.operand)
            value = try self.combine(value, operation.symbol, operand)
        }
        return value
    }

    /// Arithmetic, with the size of what it makes counted first.
    private func combine(_ left: JinjaValue, _ symbol: JinjaToken.Symbol, _ right: JinjaValue) throws -> JinjaValue {
        switch (left, symbol, right) {
        case (.text(let first), .plus, .text(let second)):
            try self.chargeText(bytes: first.byteCount + second.byteCount)
        case (.text(let text), .star, let count), (let count, .star, .text(let text)):
            if case .integer(let times)? = count.number {
                let (bytes, overflow) = text.byteCount.multipliedReportingOverflow(by: max(times, 0))
                try self.chargeText(bytes: overflow ? Int.max : bytes)
            }
        case (.sequence(let first), .plus, .sequence(let second)):
            try self.charge(first.items.count + second.items.count)
        case (.sequence(let sequence), .star, let count), (let count, .star, .sequence(let sequence)):
            if case .integer(let times)? = count.number {
                let (items, overflow) = sequence.items.count.multipliedReportingOverflow(by: max(times, 0))
                try self.charge(overflow ? JinjaLimits.steps : items)
            }
        case (.text(let format), .percent, _):
            return .text(try self.formatPercent(format, right))
        default: break
        }
        return try left.combined(symbol, right)
    }

    private func concatenate(_ operands: [JinjaExpression]) throws -> JinjaValue {
        var result = MarkedText()
        for operand in operands {
            let text = try self.text(of: try self.evaluate(operand))
            try self.chargeText(bytes: result.byteCount + text.byteCount)
            result.append(text)
        }
        return .text(result)
    }

    private func compare(
        _ first: JinjaExpression,
        _ comparisons: [(comparator: JinjaComparator, operand: JinjaExpression)]
    ) throws -> JinjaValue {
        var left = try self.evaluate(first)
        for comparison in comparisons {
            let right = try self.evaluate(comparison.operand)
            guard try self.compare(left, comparison.comparator, right) else { return .boolean(false) }
            left = right
        }
        return .boolean(true)
    }

    func compare(_ left: JinjaValue, _ comparator: JinjaComparator, _ right: JinjaValue) throws -> Bool {
        switch comparator {
        case .contained, .notContained: try self.charge(right.size.weight)
        default: try self.charge(min(left.size.weight, right.size.weight))
        }
        switch comparator {
        case .equal: return left.equals(right)
        case .notEqual: return !left.equals(right)
        case .less: return try left.isLess(than: right, "<")
        case .greater: return try right.isLess(than: left, ">")
        case .lessOrEqual: return try left.equals(right) || left.isLess(than: right, "<=")
        case .greaterOrEqual: return try left.equals(right) || right.isLess(than: left, ">=")
        case .contained: return try right.contains(left)
        case .notContained: return !(try right.contains(left))
        }
    }

    /// Python's `and` and `or`: the first value that decides, or the last.
    private func firstValue(of operands: [JinjaExpression], whoseTruthIs truth: Bool) throws -> JinjaValue {
        var value = JinjaValue.none
        for operand in operands {
            value = try self.evaluate(operand)
            if value.isTrue == truth { break }
        }
        return value
    }

    private func evaluate(
        _ cases: [(condition: JinjaExpression, value: JinjaExpression)],
        _ otherwise: JinjaExpression?
    ) throws -> JinjaValue {
        for choice in cases where try self.evaluate(choice.condition).isTrue {
            return try self.evaluate(choice.value)
        }
        guard let otherwise else {
            let message = "the inline if-expression evaluated to false and no else section was defined"
            return .undefined(JinjaUndefined(message: message))
        }
        return try self.evaluate(otherwise)
    }

    // MARK: Suffixes

    private func evaluate(_ base: JinjaExpression, _ suffixes: [JinjaSuffix]) throws -> JinjaValue {
        var value = try self.evaluate(base)
        for suffix in suffixes { value = try self.apply(suffix, to: value) }
        return value
    }

    func apply(_ suffix: JinjaSuffix, to value: JinjaValue) throws -> JinjaValue {
        self.position = suffix.position
        switch suffix.kind {
        case .attribute(let name): return try self.attribute(name, of: value)
        case .item(let expression): return try self.item(try self.evaluate(expression), of: value)
        case .slice(let start, let stop, let step):
            return try self.slice(value, try self.bound(start), try self.bound(stop), try self.bound(step))
        case .call(let written):
            let arguments = try self.evaluate(written)
            self.position = suffix.position
            return try self.call(value, arguments)
        case .filter(let name, let written):
            let arguments = try self.evaluate(written)
            self.position = suffix.position
            return try self.filter(name, value, arguments)
        case .test(let name, let written, let isNegated):
            let arguments = try self.evaluate(written)
            return .boolean(try self.test(name, value, arguments) != isNegated)
        }
    }

    private func bound(_ expression: JinjaExpression?) throws -> Int? {
        guard let expression else { return nil }
        switch try self.evaluate(expression) {
        case .none: return nil
        case .undefined(let undefined): throw JinjaFailure(undefined.message)
        case let value:
            guard case .integer(let integer)? = value.number else {
                throw JinjaFailure("slice indices must be integers or None, not \(value.typeName)")
            }
            return integer
        }
    }

    private func evaluate(_ written: JinjaCallArguments) throws -> JinjaArguments {
        var arguments = JinjaArguments(try self.evaluate(written.positional))
        if let list = written.list {
            arguments.positional += try self.items(of: try self.evaluate(list))
        }
        for argument in written.named { arguments.named.append((argument.name, try self.evaluate(argument.value))) }
        if let dictionary = written.dictionary {
            guard case .dictionary(let pairs) = try self.evaluate(dictionary) else {
                throw JinjaFailure("the argument after ** must be a mapping")
            }
            for (key, value) in pairs.pairs { arguments.named.append((try self.text(of: key).string, value)) }
        }
        return arguments
    }
}
