import Foundation

/// Values as Python writes them: `str()`, `repr()` and `ascii()`.
enum PythonText {
    /// Python's `str()`.
    static func string(_ value: ChainValue) -> String {
        if case .string(let text) = value { text } else { Self.representation(value) }
    }

    /// Python's `repr()`.
    static func representation(_ value: ChainValue) -> String {
        switch value {
        case .null: "None"
        case .bool(let flag): flag ? "True" : "False"
        case .int(let number): String(number)
        case .double(let number): Self.representation(number)
        case .string(let text): Self.representation(text)
        case .list(let values): "[" + values.map(Self.representation).joined(separator: ", ") + "]"
        case .dictionary(let values):
            "{"
                + values.sorted { $0.key < $1.key }
                .map { "\(Self.representation($0.key)): \(Self.representation($0.value))" }.joined(separator: ", ")
                + "}"
        }
    }

    /// Python's `ascii()`: `repr()` with everything beyond ASCII escaped.
    static func ascii(_ value: ChainValue) -> String {
        var text = ""
        for scalar in Self.representation(value).unicodeScalars {
            text += scalar.isASCII ? String(scalar) : Self.escape(scalar)
        }
        return text
    }

    /// Python's `repr()` of a float: the shortest digits that read back as the same number.
    static func representation(_ number: Double) -> String {
        guard number.isFinite else { return number.isNaN ? "nan" : number < 0 ? "-inf" : "inf" }
        let sign = number.sign == .minus ? "-" : ""
        return sign + DecimalDigits(shortest: number).layout(exponentBeyond: 16, minimumFraction: 1)
    }

    /// Python's `repr()` of a text: single quotes unless only double ones spare escapes.
    private static func representation(_ text: String) -> String {
        let scalars = text.unicodeScalars
        let quote: Unicode.Scalar = scalars.contains("'") && !scalars.contains("\"") ? "\"" : "'"
        var result = String(quote)
        for scalar in scalars {
            switch scalar {
            case quote, "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default: result += Self.isPrintable(scalar) ? String(scalar) : Self.escape(scalar)
            }
        }
        return result + String(quote)
    }

    /// Python's `str.isprintable()`: no control, format, private, unassigned or separator scalar but the space.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        case .spaceSeparator: scalar == " "
        default: true
        }
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let (letter, width) =
            switch scalar.value {
            case ..<0x100: ("x", 2)
            case ..<0x10000: ("u", 4)
            default: ("U", 8)
            }
        let digits = String(scalar.value, radix: 16)
        return "\\\(letter)" + String(repeating: "0", count: width - digits.count) + digits
    }
}
