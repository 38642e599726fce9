extension JinjaRenderer {
    /// Whether a value passes one of Jinja's tests.
    func test(_ name: String, _ value: JinjaValue, _ arguments: JinjaArguments) throws -> Bool {
        if let result = try self.typeTest(name, value) { return result }
        if let comparator = Self.comparators[name] {
            return try self.compare(value, comparator, try arguments.required(0, "other", of: name))
        }
        switch name {
        case "odd", "even", "divisibleby":
            let divisor = name == "divisibleby" ? try arguments.required(0, "num", of: name) : .integer(2)
            let remainder = try value.combined(.percent, divisor)
            return remainder.equals(.integer(name == "odd" ? 1 : 0))
        case "lower":
            let text = try self.text(of: value)
            return text.holds(.islower)
        case "upper": return try self.text(of: value).holds(.isupper)
        case "sameas": return try self.isSame(value, try arguments.required(0, "other", of: name))
        case "filter", "test":
            let asked = try self.text(of: value).string
            return name == "filter" ? Self.filterNames.contains(asked) : Self.testNames.contains(asked)
        default: throw JinjaFailure("no test is named '\(name)'")
        }
    }

    private static let comparators: [String: JinjaComparator] = [
        "equalto": .equal, "eq": .equal, "==": .equal, "ne": .notEqual, "!=": .notEqual,
        "lessthan": .less, "lt": .less, "<": .less, "le": .lessOrEqual, "<=": .lessOrEqual,
        "greaterthan": .greater, "gt": .greater, ">": .greater, "ge": .greaterOrEqual, ">=": .greaterOrEqual,
        "in": .contained,
    ]

    private static let testNames: Set<String> = Set(comparators.keys).union([
        "boolean", "callable", "defined", "divisibleby", "escaped", "even", "false", "filter", "float", "integer",
        "iterable", "lower", "mapping", "none", "number", "odd", "sameas", "sequence", "string", "test", "true",
        "undefined", "upper",
    ])

    private func typeTest(_ name: String, _ value: JinjaValue) throws -> Bool? {
        switch (name, value) {
        case ("undefined", .undefined): return true
        case ("undefined", _): return false
        case ("defined", .undefined): return false
        case ("defined", _): return true
        case ("none", .none): return true
        case ("none", _): return false
        case ("boolean", .boolean): return true
        case ("boolean", _): return false
        case ("true", .boolean(let boolean)): return boolean
        case ("true", _): return false
        case ("false", .boolean(let boolean)): return !boolean
        case ("false", _): return false
        case ("integer", .integer): return true
        case ("integer", _): return false
        case ("float", .float): return true
        case ("float", _): return false
        case ("number", _): return value.number != nil
        case ("string", .text): return true
        case ("string", _): return false
        case ("mapping", .dictionary): return true
        case ("mapping", _): return false
        case ("escaped", .text(let text)): return text.isMarkup
        case ("escaped", _): return false
        case ("callable", _): return self.isCallable(value)
        case ("iterable", _): return self.isIterable(value)
        case ("sequence", .text), ("sequence", .dictionary), ("sequence", .undefined): return true
        case ("sequence", .sequence(let sequence)): return sequence.isConcrete || sequence.kind == .range
        case ("sequence", .object(let number)):
            // Jinja asks for a length and for items, and a loop has the first only.
            if case .cycler(let items, _) = self.objects[number] { return items.isEmpty }
            return false
        case ("sequence", _): return false
        default: return nil
        }
    }

    private func isCallable(_ value: JinjaValue) -> Bool {
        switch value {
        case .undefined, .function, .method: return true
        case .object(let number):
            switch self.objects[number] {
            case .macro, .joiner, .loop: return true
            case .namespace, .cycler: return false
            }
        default: return false
        }
    }

    private func isIterable(_ value: JinjaValue) -> Bool {
        switch value {
        case .undefined, .text, .sequence, .dictionary, .iterator: return true
        case .object(let number):
            if case .loop = self.objects[number] { return true }
            return false
        default: return false
        }
    }

    /// Python's `is`, as far as values without identity allow.
    private func isSame(_ value: JinjaValue, _ other: JinjaValue) throws -> Bool {
        switch (value, other) {
        case (.boolean, .boolean), (.none, .none), (.integer, .integer), (.object, .object): return value.equals(other)
        case (.text(let left), .text(let right)): return left == right
        case (.sequence(let left), .sequence(let right)): return left === right
        case (.dictionary(let left), .dictionary(let right)): return left === right
        default: return false
        }
    }
}
