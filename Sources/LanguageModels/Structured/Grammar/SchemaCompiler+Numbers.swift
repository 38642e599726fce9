import Foundation

extension SchemaCompiler {
    /// Compiles a number.
    mutating func number(
        _ keywords: SchemaKeywords,
        isInteger: Bool,
        at place: SchemaPlace
    ) throws(LanguageModelError) -> GrammarNode {
        if let value = keywords["multipleOf"],
            let node = try self.multiples(of: value, keywords, isInteger: isInteger, at: place)
        {
            return node
        }
        let fraction = isInteger ? 0 : self.fraction(keywords)
        let low = try self.bound(keywords, isMinimum: true, fraction: fraction, at: place)
        let high = try self.bound(keywords, isMinimum: false, fraction: fraction, at: place)
        // A bound that is too far off to matter still rules out exponents, with which numbers would get there.
        let names = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]
        let isBounded = names.contains { name in
            if case .number? = keywords[name] { true } else { false }
        }
        guard low != nil || high != nil || isBounded else { return self.freeNumber(self.wholeDigits, fraction) }
        return self.rules.add(isInteger ? "integer" : "number", self.range(low, high, fraction: fraction))
    }

    /// The most digits before the point.
    var wholeDigits: Int { min(max(self.limits.digits, 1), 18) }

    /// The most digits after the point.
    func fraction(_ keywords: SchemaKeywords) -> Int {
        ["exclusiveMinimum", "exclusiveMaximum"].reduce(min(max(self.limits.fractionDigits, 0), 15)) { fraction, name in
            guard let bound = keywords[name].flatMap(Self.double), abs(bound) < 1e18 else { return fraction }
            // Readers take numbers as Double, to which 99.999999999999999 is 100: 15 digits are kept apart.
            return min(fraction, max(0, 15 - NumberRange.digits(Int128(abs(bound))).count))
        }
    }

    /// The numbers between two bounds in units of the last digit, or of as many digits as the limits allow.
    func range(_ low: Int128?, _ high: Int128?, fraction: Int) -> GrammarNode {
        let most = (0..<(self.wholeDigits + fraction)).reduce(Int128(1)) { product, _ in product * 10 } - 1
        return NumberRange.decimal(
            low ?? min(-most, high ?? 0),
            high ?? max(most, low ?? 0),
            fraction: fraction
        )
    }

    private mutating func freeNumber(_ digits: Int, _ fraction: Int) -> GrammarNode {
        let sign = GrammarNode.optional(.literal("-"))
        let whole = GrammarNode.sequence([.set("1-9"), .repeated(.set("0-9"), 0, digits - 1)])
        guard fraction > 0 else {
            return self.rules.add("integer", .sequence([sign, .choice([.literal("0"), whole])]))
        }
        let part = GrammarNode.sequence([.literal("."), .repeated(.set("0-9"), 1, fraction)])
        // Two digits at most: larger exponents would leave what a Double holds.
        let exponent = GrammarNode.optional(
            .sequence([.set("eE"), .optional(.set("\\x2B\\x2D")), .set("0-9"), .optional(.set("0-9"))])
        )
        // None after a leading zero: Foundation refuses "0e1" and "0.0e1", though they are JSON.
        let zero = GrammarNode.sequence([.literal("0"), .optional(part)])
        let other = GrammarNode.sequence([whole, .optional(part), exponent])
        return self.rules.add("number", .sequence([sign, .choice([zero, other])]))
    }

    /// The least or greatest number allowed, in units of the last digit after the point; nil if there is none.
    func bound(
        _ keywords: SchemaKeywords,
        isMinimum: Bool,
        fraction: Int,
        at place: SchemaPlace
    ) throws(LanguageModelError) -> Int128? {
        let (name, exclusiveName) =
            isMinimum ? ("minimum", "exclusiveMinimum") : ("maximum", "exclusiveMaximum")
        var bounds: [Int128] = []
        for (key, isExclusive) in [(name, false), (exclusiveName, true)] {
            guard let value = keywords[key] else { continue }
            if case .number(let number) = value, abs(number) >= 1e18 {
                // Numbers have at most 18 digits, so one that lies outside of these bounds nothing.
                if isMinimum == (number < 0) || self.ignoresUnsupported { continue }
            }
            let (scaled, isExact) = try self.scaled(value, key, isUp: isMinimum, fraction: fraction, at: place)
            let step: Int128 = isExclusive && isExact ? (isMinimum ? 1 : -1) : 0
            bounds.append(scaled + step)
        }
        return isMinimum ? bounds.max() : bounds.min()
    }

    /// A bound in units of the last digit, rounded to the inside.
    private func scaled(
        _ value: TemplateValue,
        _ name: String,
        isUp: Bool,
        fraction: Int,
        at place: SchemaPlace
    ) throws(LanguageModelError) -> (Int128, isExact: Bool) {
        let number: Decimal? =
            switch value {
            case .integer(let integer): Decimal(integer)
            // By way of its text, since 0.1 would become 0.1000000000000000055.
            case .number(let double) where abs(double) < 1e18: Decimal(string: "\(double)")
            default: nil
            }
        guard let number else {
            throw Self.error(
                place,
                "has a \"\(name)\" of \(value.json); give a number of at most 18 digits",
                isBeyondGrammars: true
            )
        }
        var scaled = number * (pow(Decimal(10), fraction) as Decimal)
        var rounded = Decimal()
        NSDecimalRound(&rounded, &scaled, 0, isUp ? .up : .down)
        guard let result = Int128("\(rounded)") else {
            throw Self.error(place, "has a \"\(name)\" of \(value.json), too long for a grammar")
        }
        return (result, rounded == scaled)
    }
}
