import Foundation

/// Formats whole numbers as Python does.
enum IntegerFormatter {
    /// Formats a number.
    ///
    /// - Parameters:
    ///   - number: The number.
    ///   - specification: How.
    /// - Returns: The text.
    /// - Throws: ``FormatSpecification/Failure`` when the specification does not fit a whole number.
    static func format(
        _ number: Int,
        _ specification: FormatSpecification
    ) throws(FormatSpecification.Failure) -> String {
        let type = specification.type ?? "d"
        switch type {
        case "e", "E", "f", "F", "g", "G", "%":
            return try FloatFormatter.format(Double(number), specification)
        case "d", "n", "b", "o", "x", "X", "c":
            break
        default:
            throw .init(reason: "has the type \"\(type)\", which does not fit a whole number")
        }
        if specification.precision != nil { throw .init(reason: "has a precision, which does not fit a whole number") }
        if specification.coercesNegativeZero { throw .init(reason: "has \"z\", which does not fit a whole number") }
        try Self.checkGrouping(specification, type)
        if type == "c" { return try Self.character(number, specification) }
        let (radix, prefix) =
            switch type {
            case "b": (2, "0b")
            case "o": (8, "0o")
            case "x": (16, "0x")
            case "X": (16, "0X")
            default: (10, "")
            }
        return NumberText(
            sign: NumberText.sign(isNegative: number < 0, specification),
            prefix: specification.isAlternate ? prefix : "",
            whole: String(number.magnitude, radix: radix, uppercase: type == "X"),
            groupSize: radix == 10 ? 3 : 4
        ).padded(specification)
    }

    private static func checkGrouping(
        _ specification: FormatSpecification,
        _ type: Unicode.Scalar
    ) throws(FormatSpecification.Failure) {
        guard let grouping = specification.grouping else { return }
        let fits =
            switch type {
            case "d": true
            case "b", "o", "x", "X": grouping == .underscore
            default: false
            }
        if !fits { throw .init(reason: "has \"\(grouping.rawValue)\", which does not fit the type \"\(type)\"") }
    }

    private static func character(
        _ number: Int,
        _ specification: FormatSpecification
    ) throws(FormatSpecification.Failure) -> String {
        if specification.sign != nil { throw .init(reason: "has a sign, which does not fit the type \"c\"") }
        if specification.isAlternate { throw .init(reason: "has \"#\", which does not fit the type \"c\"") }
        guard let scalar = UInt32(exactly: number).flatMap(Unicode.Scalar.init) else {
            throw .init(reason: "makes a character of \(number), which is none")
        }
        return ValueFormatter.pad(String(scalar), specification, specification.alignment(default: .right))
    }
}

/// Formats floating-point numbers as Python does.
enum FloatFormatter {
    /// Formats a number.
    ///
    /// - Parameters:
    ///   - number: The number.
    ///   - specification: How.
    /// - Returns: The text.
    /// - Throws: ``FormatSpecification/Failure`` when the specification does not fit a floating-point number.
    static func format(
        _ number: Double,
        _ specification: FormatSpecification
    ) throws(FormatSpecification.Failure) -> String {
        let type = specification.type
        if let type, !"eEfFgGn%".unicodeScalars.contains(type) {
            throw .init(reason: "has the type \"\(type)\", which does not fit a floating-point number")
        }
        if let grouping = specification.grouping, type == "n" {
            throw .init(reason: "has \"\(grouping.rawValue)\", which does not fit the type \"n\"")
        }
        let shown = type == "%" ? number * 100 : number
        var isNegative = shown.sign == .minus && !shown.isNaN
        var text = Self.magnitude(shown.magnitude, specification)
        if specification.coercesNegativeZero, !text.utf8.contains(where: { ("1"..."9").contains(Unicode.Scalar($0)) }),
            shown.isFinite
        {
            isNegative = false
        }
        if type == "E" || type == "F" || type == "G" { text = text.uppercased() }
        if type == "%" { text += "%" }
        let whole = String(text.prefix { $0.isLetter && !shown.isFinite || $0.isNumber })
        return NumberText(
            sign: NumberText.sign(isNegative: isNegative, specification),
            whole: whole,
            rest: String(text.dropFirst(whole.count)),
            groupSize: shown.isFinite ? 3 : 0
        ).padded(specification)
    }

    /// The digits of a number that is not negative, without sign or padding.
    private static func magnitude(_ number: Double, _ specification: FormatSpecification) -> String {
        guard number.isFinite else { return number.isNaN ? "nan" : "inf" }
        let alternate = specification.isAlternate ? "#" : ""
        switch specification.type {
        case "e", "E": return cFormat("%\(alternate).*e", specification.precision ?? 6, number)
        case "f", "F", "%": return cFormat("%\(alternate).*f", specification.precision ?? 6, number)
        case "g", "G", "n": return cFormat("%\(alternate).*g", max(1, specification.precision ?? 6), number)
        default: return Self.plain(number, specification)
        }
    }

    /// Without a type: as `repr()`, or with a precision like `g` but always with a digit after the point.
    private static func plain(_ number: Double, _ specification: FormatSpecification) -> String {
        let alternate = specification.isAlternate
        guard let precision = specification.precision.map({ max(1, $0) }) else {
            return DecimalDigits(shortest: number).layout(exponentBeyond: 16, minimumFraction: 1, keepsPoint: alternate)
        }
        return DecimalDigits(number, count: precision, keepsZeros: alternate)
            .layout(exponentBeyond: precision - 1, minimumFraction: 1, keepsPoint: alternate)
    }
}
