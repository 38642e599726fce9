/// Grammars of the numbers between two bounds, digit by digit.
enum NumberRange {
    private static let digit = GrammarNode.set("0-9")

    /// A number's decimal digits.
    static func digits(_ number: Int128) -> [UInt8] { String(number).utf8.map { $0 - UInt8(ascii: "0") } }

    /// The whole numbers from one to another, both included.
    static func whole(_ low: Int128, _ high: Int128) -> GrammarNode {
        guard low <= high else { return .never }
        var options: [GrammarNode] = []
        if low < 0 { options.append(.sequence([.literal("-"), Self.positive(max(1, -high), -low)])) }
        if high >= 0 { options.append(Self.positive(max(0, low), high)) }
        return options.count == 1 ? options[0] : .choice(options)
    }

    private static func positive(_ low: Int128, _ high: Int128) -> GrammarNode {
        guard low <= high else { return .never }
        var options: [GrammarNode] = []
        var start = low
        while start <= high {
            let lowest = Self.digits(start)
            let nines = [UInt8](repeating: 9, count: lowest.count)
            let end = min(high, Self.number(nines))
            options.append(Self.between(lowest, Self.digits(end)))
            start = end + 1
        }
        return options.count == 1 ? options[0] : .choice(options)
    }

    private static func number(_ digits: [UInt8]) -> Int128 { digits.reduce(0) { $0 * 10 + Int128($1) } }

    /// The texts of digits from one to another of the same length.
    static func between(_ low: [UInt8], _ high: [UInt8]) -> GrammarNode {
        guard let first = low.first, let last = high.first else { return .empty }
        let (lowRest, highRest) = (Array(low.dropFirst()), Array(high.dropFirst()))
        let count = lowRest.count
        let any = count == 0 ? GrammarNode.empty : .repeated(Self.digit, count, count)
        if first == last { return .sequence([Self.set(first, last), Self.between(lowRest, highRest)]) }
        var from = first
        var to = last
        var options: [GrammarNode] = []
        if lowRest.contains(where: { $0 != 0 }) {
            let nines = [UInt8](repeating: 9, count: count)
            options.append(.sequence([Self.set(first, first), Self.between(lowRest, nines)]))
            from += 1
        }
        if highRest.contains(where: { $0 != 9 }) {
            let zeros = [UInt8](repeating: 0, count: count)
            options.append(.sequence([Self.set(last, last), Self.between(zeros, highRest)]))
            to -= 1
        }
        if from <= to { options.append(.sequence([Self.set(from, to), any])) }
        return options.count == 1 ? options[0] : .choice(options)
    }

    private static func set(_ low: UInt8, _ high: UInt8) -> GrammarNode {
        low == high ? .literal("\(low)") : .set("\(low)-\(high)")
    }

    /// The decimal numbers from one to another, both included, given in units of the last digit after the point.
    ///
    /// - Parameters:
    ///   - low: The least number times ten to the power of `fraction`.
    ///   - high: The greatest number, likewise.
    ///   - fraction: The most digits after the point.
    static func decimal(_ low: Int128, _ high: Int128, fraction: Int) -> GrammarNode {
        guard low <= high else { return .never }
        guard fraction > 0 else { return Self.whole(low, high) }
        var options: [GrammarNode] = []
        if low < 0 {
            options.append(.sequence([.literal("-"), Self.positiveDecimal(max(1, -high), -low, fraction)]))
        }
        if high >= 0 { options.append(Self.positiveDecimal(max(0, low), high, fraction)) }
        return options.count == 1 ? options[0] : .choice(options)
    }

    private static func positiveDecimal(_ low: Int128, _ high: Int128, _ fraction: Int) -> GrammarNode {
        let unit = (0..<fraction).reduce(Int128(1)) { product, _ in product * 10 }
        let (lowWhole, lowPart) = low.quotientAndRemainder(dividingBy: unit)
        let (highWhole, highPart) = high.quotientAndRemainder(dividingBy: unit)
        let (least, most) = (Self.padded(lowPart, fraction), Self.padded(highPart, fraction))
        if lowWhole == highWhole { return Self.number(lowWhole, Self.fraction(least, most), canEnd: lowPart == 0) }
        var options: [GrammarNode] = []
        var (from, to) = (lowWhole, highWhole)
        if lowPart > 0 {
            let nines = [UInt8](repeating: 9, count: fraction)
            options.append(Self.number(lowWhole, Self.fraction(least, nines), canEnd: false))
            from += 1
        }
        let zeros = [UInt8](repeating: 0, count: fraction)
        options.append(Self.number(highWhole, Self.fraction(zeros, most), canEnd: true))
        to -= 1
        if from <= to {
            let any = GrammarNode.sequence([.literal("."), .repeated(Self.digit, 1, fraction)])
            options.append(.sequence([Self.positive(from, to), .optional(any)]))
        }
        return .choice(options)
    }

    private static func number(_ whole: Int128, _ fraction: GrammarNode, canEnd: Bool) -> GrammarNode {
        let part = GrammarNode.sequence([.literal("."), fraction])
        return .sequence([.literal(String(whole)), canEnd ? .optional(part) : part])
    }

    private static func padded(_ number: Int128, _ count: Int) -> [UInt8] {
        let digits = Self.digits(number)
        return [UInt8](repeating: 0, count: count - digits.count) + digits
    }

    /// One or more digits after the point, from one fraction to another; missing digits are zeros.
    private static func fraction(_ low: [UInt8], _ high: [UInt8]) -> GrammarNode {
        guard let first = low.first, let last = high.first else { return .empty }
        let (lowRest, highRest) = (Array(low.dropFirst()), Array(high.dropFirst()))
        let count = lowRest.count
        let canEndLow = lowRest.allSatisfy { $0 == 0 }
        func rest(_ node: GrammarNode, canEnd: Bool) -> GrammarNode { canEnd ? .optional(node) : node }
        if first == last {
            return .sequence([Self.set(first, last), rest(Self.fraction(lowRest, highRest), canEnd: canEndLow)])
        }
        var (from, to) = (first, last)
        var options: [GrammarNode] = []
        if !canEndLow {
            let nines = [UInt8](repeating: 9, count: count)
            options.append(.sequence([Self.set(first, first), Self.fraction(lowRest, nines)]))
            from += 1
        }
        if highRest.contains(where: { $0 != 9 }) {
            let zeros = [UInt8](repeating: 0, count: count)
            options.append(.sequence([Self.set(last, last), .optional(Self.fraction(zeros, highRest))]))
            to -= 1
        }
        if from <= to {
            let any = count == 0 ? GrammarNode.empty : .repeated(Self.digit, 0, count)
            options.append(.sequence([Self.set(from, to), any]))
        }
        return options.count == 1 ? options[0] : .choice(options)
    }
}
