import Foundation

extension JinjaRenderer {
    /// Jinja's filters that templates can use.
    static let filterNames: Set<String> = [
        "abs", "attr", "batch", "capitalize", "center", "count", "d", "default", "dictsort", "e", "escape", "first",
        "float", "forceescape", "format", "groupby", "indent", "int", "items", "join", "last", "length", "list",
        "lower", "map", "max", "min", "pprint", "reject", "rejectattr", "replace", "reverse", "round", "safe", "select",
        "selectattr", "slice", "sort", "string", "striptags", "sum", "title", "tojson", "trim", "truncate", "unique",
        "upper", "urlencode", "wordcount",
    ]

    /// Applies a filter to a value.
    func filter(_ name: String, _ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
        if let result = try self.valueFilter(name, value, arguments) { return result }
        if let result = try self.textFilter(name, value, arguments) { return result }
        if let result = try self.sequenceFilter(name, value, arguments) { return result }
        if let result = try self.orderFilter(name, value, arguments) { return result }
        throw JinjaFailure("no filter is named '\(name)'")
    }

    private func valueFilter(_ name: String, _ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue? {
        switch name {
        case "default", "d":
            let isMissing: Bool =
                if case .undefined = value { true } else { (arguments.flag(1, "boolean") ?? false) && !value.isTrue }
            return isMissing ? arguments[0, "default_value"] ?? .text(MarkedText()) : value
        case "string": return .text(try self.text(of: value))
        case "int": return try self.integer(value, arguments)
        case "float":
            if let number = value.number { return .float(number.double) }
            if case .text(let text) = value, let number = Self.pythonFloat(text) { return .float(number) }
            return arguments[0, "default"] ?? .float(0)
        case "abs":
            guard let number = value.number else {
                throw JinjaFailure("bad operand type for abs(): '\(value.typeName)'")
            }
            return number < .integer(0) ? try value.negated() : try JinjaValue.integer(0).combined(.plus, value)
        case "round": return try self.round(value, arguments)
        case "attr":
            let name = try arguments.text(0, "name", of: "attr") ?? MarkedText()
            return try self.item(.text(name), of: value)
        case "tojson":
            try self.charge(value.size.weight)
            return .text(try JinjaJSONWriter(arguments, self).write(value))
        case "pprint":
            try self.charge(value.size.weight)
            return .text(value.representation(self.objects))
        default: return nil
        }
    }

    private func integer(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
        let fallback = arguments[0, "default"] ?? .integer(0)
        switch value {
        case .text(let text):
            let base = try arguments.integer(1, "base", of: "int") ?? 10
            guard (2...36).contains(base) else { throw JinjaFailure("int() takes a base from 2 to 36") }
            var digits = text.stripped().string.lowercased().replacing("_", with: "")
            let prefixes = [16: "0x", 8: "0o", 2: "0b"]
            if let prefix = prefixes[base], digits.hasPrefix(prefix) { digits.removeFirst(2) }
            if let integer = Int(digits, radix: base) { return .integer(integer) }
            guard let number = Self.pythonFloat(text), number.isFinite else { return fallback }
            return try .integer(truncating: number)
        default:
            guard let number = value.number else { return fallback }
            if case .float(let float) = number, !float.isFinite { return fallback }
            return try .integer(truncating: number.double, exactly: number)
        }
    }

    /// What Python's `float()` reads from a text.
    private static func pythonFloat(_ text: MarkedText) -> Double? {
        let digits = text.stripped().string
        guard !digits.lowercased().contains("x"), !digits.lowercased().contains("p") else { return nil }
        return Double(digits.replacing("_", with: ""))
    }

    private func round(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
        guard let number = value.number else { throw JinjaFailure("round takes a number, not \(value.typeName)") }
        let precision = try arguments.integer(0, "precision", of: "round") ?? 0
        let method = try arguments.text(1, "method", of: "round")?.string ?? "common"
        guard (-300...300).contains(precision) else { throw JinjaFailure("round takes a precision from -300 to 300") }
        switch method {
        case "common":
            if case .integer(let integer) = number, precision >= 0 { return .integer(integer) }
            return .float(number.double.rounded(toDecimals: precision))
        case "ceil", "floor":
            var scale = 1.0
            for _ in 0..<abs(precision) { scale *= 10 }
            if precision < 0 { scale = 1 / scale }
            return .float((number.double * scale).rounded(method == "ceil" ? .up : .down) / scale)
        default: throw JinjaFailure("round takes the methods common, ceil and floor, not '\(method)'")
        }
    }
}

extension Double {
    /// Python's `round()`: to the nearest decimal, from the number's exact value, halves to even.
    fileprivate func rounded(toDecimals decimals: Int) -> Double {
        guard self.isFinite else { return self }
        if decimals >= 0 { return Double(String(format: "%.\(decimals)f", self)) ?? self }
        var scale = 1.0
        for _ in 0..<(-decimals) { scale *= 10 }
        return (self / scale).rounded(.toNearestOrEven) * scale
    }
}
