import Foundation

/// A decimal number as a whole one and how many of its digits stand after the point.
struct DecimalNumber {
    private(set) var digits: Int128
    private(set) var fraction: Int

    /// Takes a number of JSON; nil if it is none, or of too many digits.
    init?(_ value: TemplateValue) {
        let number: Decimal? =
            switch value {
            case .integer(let integer): Decimal(integer)
            // By way of its text, since 0.1 would become 0.1000000000000000055.
            case .number(let double) where abs(double) < 1e18: Decimal(string: "\(double)")
            default: nil
            }
        guard let number else { return nil }
        for fraction in 0...15 {
            var scaled = number * (pow(Decimal(10), fraction) as Decimal)
            var rounded = Decimal()
            NSDecimalRound(&rounded, &scaled, 0, .plain)
            guard rounded == scaled, let digits = Int128("\(rounded)") else { continue }
            self.digits = digits
            self.fraction = fraction
            return
        }
        return nil
    }

    /// The number times ten to the power of its or more digits after the point.
    func scaled(to fraction: Int) -> Int128 {
        (self.fraction..<max(fraction, self.fraction)).reduce(self.digits) { product, _ in product * 10 }
    }

    /// Whether it is a multiple of another number.
    func isMultiple(of step: DecimalNumber) -> Bool {
        let fraction = max(self.fraction, step.fraction)
        let step = step.scaled(to: fraction)
        return step != 0 && self.scaled(to: fraction) % step == 0
    }
}

extension SchemaCompiler {
    /// So many multiples are listed one by one.
    private static let mostListed: Int128 = 256
    /// Larger numbers, but for zeros at their end, have too many remainders for a rule each.
    private static let mostRemainders: Int128 = 100
    private static let mostRemainderRules = 900

    /// Compiles the multiples of a number.
    ///
    /// - Returns: What generates them; nil where they are left to the reader.
    mutating func multiples(
        of value: TemplateValue,
        _ keywords: SchemaKeywords,
        isInteger: Bool,
        at place: SchemaPlace
    ) throws(LanguageModelError) -> GrammarNode? {
        guard let size = Self.double(value), size > 0 else {
            throw Self.error(place, "has a \"multipleOf\" of \(value.json); give a number above 0")
        }
        if let step = DecimalNumber(value) {
            var unit = step.digits
            var fraction = step.fraction
            if isInteger {
                // The whole ones among the multiples of 2.5 are those of 5.
                unit /= Self.greatestDivisor(unit, (0..<fraction).reduce(Int128(1)) { product, _ in product * 10 })
                fraction = 0
            }
            // All numbers of so many digits after the point, or of fewer.
            if unit == 1 { fraction = min(fraction, self.fraction(keywords)) }
            let low = try self.bound(keywords, isMinimum: true, fraction: fraction, at: place)
            let high = try self.bound(keywords, isMinimum: false, fraction: fraction, at: place)
            if unit == 1 { return self.rules.add("number", self.range(low, high, fraction: fraction)) }
            let first = low.map { -Self.quotient(-$0, unit) }
            let last = high.map { Self.quotient($0, unit) }
            if let node = self.multiples(of: unit, first, last, fraction: fraction) {
                return self.rules.add("multiples", node)
            }
        }
        try self.unsupported(
            "a \"multipleOf\" of \(value.json) with more multiples than can be listed",
            at: place
        )
        return nil
    }

    /// The multiples from one factor to another; nil where these are too many and no rules of a fair number tell them.
    private mutating func multiples(
        of unit: Int128,
        _ first: Int128?,
        _ last: Int128?,
        fraction: Int
    ) -> GrammarNode? {
        if let first, let last {
            if first > last { return GrammarNode.never }
            if last - first < Self.mostListed {
                let texts = (0...Int(last - first)).map { Self.decimalText((first + Int128($0)) * unit, fraction) }
                return GrammarNode.choice(texts.map { .literal($0) })
            }
        }
        guard fraction == 0 else { return nil }
        var base = unit
        var zeros = 0
        while base % 10 == 0 {
            base /= 10
            zeros += 1
        }
        let digits = self.wholeDigits - zeros
        guard digits > 0 else { return nil }
        let end = GrammarNode.literal(String(repeating: "0", count: zeros))
        var options: [GrammarNode] = (first ?? 0) <= 0 && (last ?? 0) >= 0 ? [.literal("0")] : []
        if base == 1 {
            let most = (0..<digits).reduce(Int128(1)) { product, _ in product * 10 } - 1
            let low = first ?? min(-most, last ?? 0)
            let high = last ?? max(most, first ?? 0)
            options.append(.sequence([NumberRange.whole(low, min(high, -1)), end]))
            options.append(.sequence([NumberRange.whole(max(low, 1), high), end]))
            return GrammarNode.choice(options)
        }
        // Of bounds, only those that leave out one sign, or zero too, are known here.
        let isHalf = ((first ?? 0) == 0 || first == 1) && ((last ?? 0) == 0 || last == -1)
        guard isHalf, base <= Self.mostRemainders else { return nil }
        let positive = self.positiveMultiples(of: Int(base), digits: digits)
        let parts = zeros > 0 ? [positive, end] : [positive]
        if last == nil { options.append(.sequence(parts)) }
        if first == nil { options.append(.sequence([.literal("-")] + parts)) }
        return GrammarNode.choice(options)
    }

    /// The multiples above zero of so many digits at most: a rule for each remainder of what is written already.
    private mutating func positiveMultiples(of number: Int, digits: Int) -> GrammarNode {
        // What may follow by the remainder; built from the last digit.
        var next = [GrammarNode](repeating: .never, count: number)
        next[0] = .empty
        for _ in 1..<max(1, min(digits, Self.mostRemainderRules / number)) {
            let later = next
            for remainder in 0..<number {
                let options = Self.digits(0...9, after: remainder, of: number, later)
                next[remainder] = self.rules.add("multiple", .choice((remainder == 0 ? [.empty] : []) + options))
            }
        }
        return self.rules.add("multiple", .choice(Self.digits(1...9, after: 0, of: number, next)))
    }

    /// One digit more, and what follows after it.
    private static func digits(
        _ range: ClosedRange<Int>,
        after remainder: Int,
        of number: Int,
        _ next: [GrammarNode]
    ) -> [GrammarNode] {
        let groups = Dictionary(grouping: range) { (remainder * 10 + $0) % number }
        var options: [GrammarNode] = []
        for (rest, digits) in groups.sorted(by: { $0.key < $1.key }) where next[rest] != .never {
            options.append(.sequence([.set(digits.map { "\($0)" }.joined()), next[rest]]))
        }
        return options
    }

    /// A decimal number without zeros at its end.
    private static func decimalText(_ number: Int128, _ fraction: Int) -> String {
        let digits = String(number.magnitude)
        let padded = String(repeating: "0", count: max(0, fraction + 1 - digits.count)) + digits
        var part = padded.suffix(fraction)
        while part.last == "0" { part = part.dropLast() }
        let sign = number < 0 ? "-" : ""
        let whole = padded.dropLast(fraction)
        return part.isEmpty ? "\(sign)\(whole)" : "\(sign)\(whole).\(part)"
    }

    /// A quotient, rounded down.
    private static func quotient(_ number: Int128, _ divisor: Int128) -> Int128 {
        let (quotient, rest) = number.quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? quotient - 1 : quotient
    }

    private static func greatestDivisor(_ first: Int128, _ second: Int128) -> Int128 {
        second == 0 ? first : Self.greatestDivisor(second, first % second)
    }

    /// The least number that is a multiple of both; nil if they are no whole numbers, or it is too large.
    static func commonMultiple(_ first: TemplateValue, _ second: TemplateValue) -> TemplateValue? {
        guard let one = first.wholeNumber, let other = second.wholeNumber, one > 0, other > 0 else { return nil }
        let divisor = Int(Self.greatestDivisor(Int128(one), Int128(other)))
        let (product, isTooLarge) = (one / divisor).multipliedReportingOverflow(by: other)
        return isTooLarge ? nil : .integer(product)
    }

    /// A number's value; nil if it is none.
    static func double(_ value: TemplateValue) -> Double? {
        switch value {
        case .integer(let integer): Double(integer)
        case .number(let number): number
        default: nil
        }
    }

    /// Whether a number is less than another; what is no number is less than all.
    static func isLess(_ first: TemplateValue, _ second: TemplateValue) -> Bool {
        // Not as Double, which holds no more than 53 bits.
        if case .integer(let first) = first, case .integer(let second) = second { return first < second }
        return (Self.double(first) ?? -.infinity) < (Self.double(second) ?? -.infinity)
    }
}
