import Foundation

extension SchemaCompiler {
    /// Compiles a number.
    mutating func number(
        _ keywords: SchemaKeywords,
        isInteger: Bool,
        at place: SchemaPlace
    ) throws(LanguageModelError) -> GrammarNode {
        let fraction = isInteger ? 0 : min(max(self.limits.fractionDigits, 0), 15)
        let low = try self.bound(keywords, isMinimum: true, fraction: fraction, at: place)
        let high = try self.bound(keywords, isMinimum: false, fraction: fraction, at: place)
        let digits = min(max(self.limits.digits, 1), 18)
        // A bound that is too far off to matter still rules out exponents, with which numbers would get there.
        let names = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]
        let isBounded = names.contains { name in
            if case .number? = keywords[name] { true } else { false }
        }
        guard low != nil || high != nil || isBounded else { return self.freeNumber(digits, fraction) }
        let most = (0..<(digits + fraction)).reduce(Int128(1)) { product, _ in product * 10 } - 1
        let node = NumberRange.decimal(
            low ?? min(-most, high ?? 0),
            high ?? max(most, low ?? 0),
            fraction: fraction
        )
        return self.rules.add(isInteger ? "integer" : "number", node)
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
    private func bound(
        _ keywords: SchemaKeywords,
        isMinimum: Bool,
        fraction: Int,
        at place: SchemaPlace
    ) throws(LanguageModelError) -> Int128? {
        let (name, exclusiveName) =
            isMinimum ? ("minimum", "exclusiveMinimum") : ("maximum", "exclusiveMaximum")
        // Older schemas write a truth value beside the bound.
        let isOldExclusive = keywords[exclusiveName] == .boolean(true)
        var bounds: [Int128] = []
        for (key, isExclusive) in [(name, isOldExclusive), (exclusiveName, true)] {
            guard let value = keywords[key] else { continue }
            if case .boolean = value, key == exclusiveName { continue }
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
