import Foundation

extension JinjaValue {
    /// Python's `-value`.
    func negated() throws -> JinjaValue {
        switch self.number {
        case .integer(let integer):
            guard integer != Int.min else { throw JinjaFailure("an integer grows too large") }
            return .integer(-integer)
        case .float(let float): return .float(-float)
        case nil:
            if case .undefined(let undefined) = self { throw JinjaFailure(undefined.message) }
            throw JinjaFailure("bad operand type for unary -: '\(self.typeName)'")
        }
    }

    /// Python's binary arithmetic.
    func combined(_ symbol: JinjaToken.Symbol, _ other: JinjaValue) throws -> JinjaValue {
        if case .undefined(let undefined) = self { throw JinjaFailure(undefined.message) }
        if case .undefined(let undefined) = other { throw JinjaFailure(undefined.message) }
        if let left = self.number, let right = other.number {
            return try left.combined(symbol, right)
        }
        switch (self, symbol, other) {
        case (.text(let left), .plus, .text(let right)): return .text(left.joined(with: right))
        case (.text(let text), .star, let count), (let count, .star, .text(let text)):
            guard case .integer(let times)? = count.number else { break }
            return .text(text.repeated(max(times, 0)))
        case (.sequence(let left), .plus, .sequence(let right)) where left.kind == right.kind && left.isConcrete:
            return .sequence(try JinjaSequence(left.kind, left.items + right.items))
        case (.sequence(let sequence), .star, let count), (let count, .star, .sequence(let sequence)):
            guard case .integer(let times)? = count.number, sequence.isConcrete else { break }
            let items = Array(repeatElement(sequence.items, count: max(times, 0)).joined())
            return .sequence(try JinjaSequence(sequence.kind, items))
        case (.dictionary, _, _): break
        default: break
        }
        throw JinjaFailure(
            "unsupported operand type(s) for \(symbol.rawValue): '\(self.typeName)' and '\(other.typeName)'"
        )
    }
}

extension JinjaSequence {
    /// Whether it is a list or a tuple, which can be joined and repeated.
    var isConcrete: Bool { self.kind == .list || self.kind == .tuple || self.kind == .group }
}

extension MarkedText {
    /// Python's `text * times`.
    func repeated(_ times: Int) -> MarkedText {
        var result = MarkedText()
        var power = self
        var rest = times
        // By doubling, since a short text may be repeated millions of times.
        while rest > 0 {
            if rest & 1 == 1 { result.append(power) }
            rest >>= 1
            if rest > 0 { power.append(power) }
        }
        return result
    }

    /// Python's `+`; HTML-safe text escapes what it is joined with.
    func joined(with other: MarkedText) -> MarkedText {
        guard self.isMarkup || other.isMarkup else { return self + other }
        var result = self.htmlEscaped() + other.htmlEscaped()
        result.isMarkup = true
        return result
    }
}

extension JinjaNumber {
    func combined(_ symbol: JinjaToken.Symbol, _ other: JinjaNumber) throws -> JinjaValue {
        if case .integer(let left) = self, case .integer(let right) = other, symbol != .slash {
            return try Self.combine(left, symbol, right)
        }
        return .float(try Self.combine(self.double, symbol, other.double))
    }

    private static func combine(_ left: Int, _ symbol: JinjaToken.Symbol, _ right: Int) throws -> JinjaValue {
        func checked(_ result: (partialValue: Int, overflow: Bool)) throws -> JinjaValue {
            guard !result.overflow else { throw JinjaFailure("an integer grows too large") }
            return .integer(result.partialValue)
        }
        switch symbol {
        case .plus: return try checked(left.addingReportingOverflow(right))
        case .minus: return try checked(left.subtractingReportingOverflow(right))
        case .star: return try checked(left.multipliedReportingOverflow(by: right))
        case .doubleSlash, .percent:
            guard right != 0 else { throw JinjaFailure("integer division or modulo by zero") }
            if right == -1 {
                return symbol == .percent ? .integer(0) : try checked(0.subtractingReportingOverflow(left))
            }
            let (quotient, remainder) = left.quotientAndRemainder(dividingBy: right)
            // Python rounds towards minus infinity.
            let isBelow = remainder != 0 && (remainder < 0) != (right < 0)
            if symbol == .percent { return .integer(isBelow ? remainder + right : remainder) }
            return .integer(isBelow ? quotient - 1 : quotient)
        default: return try Self.power(left, right)
        }
    }

    private static func power(_ base: Int, _ exponent: Int) throws -> JinjaValue {
        guard exponent >= 0 else { return .float(try Self.combine(Double(base), .doubleStar, Double(exponent))) }
        if base.magnitude <= 1 { return .integer(base == -1 && exponent % 2 == 0 ? 1 : exponent == 0 ? 1 : base) }
        var result = 1
        for _ in 0..<min(exponent, 64) {
            let (product, overflow) = result.multipliedReportingOverflow(by: base)
            guard !overflow else { throw JinjaFailure("an integer grows too large") }
            result = product
        }
        return .integer(result)
    }

    private static func combine(_ left: Double, _ symbol: JinjaToken.Symbol, _ right: Double) throws -> Double {
        switch symbol {
        case .plus: return left + right
        case .minus: return left - right
        case .star: return left * right
        case .slash, .doubleSlash, .percent:
            guard right != 0 else { throw JinjaFailure("division by zero") }
            if symbol == .slash { return left / right }
            var remainder = left.truncatingRemainder(dividingBy: right)
            if remainder != 0, (remainder < 0) != (right < 0) { remainder += right }
            if symbol == .percent { return remainder == 0 ? (right < 0 ? -0.0 : 0.0) : remainder }
            return ((left - remainder) / right).rounded()
        default:
            guard !(left == 0 && right < 0) else { throw JinjaFailure("0.0 cannot be raised to a negative power") }
            return pow(left, right)
        }
    }
}
