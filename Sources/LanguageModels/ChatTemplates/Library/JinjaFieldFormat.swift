import Foundation

/// How Python writes one value into a field: `[[fill]align][sign][#][0][width][,][.precision][type]`.
struct JinjaFieldFormat {
    var fill = MarkedText(" ")
    var alignment: Unicode.Scalar?
    var sign: Unicode.Scalar = "-"
    var isAlternate = false
    var width = 0
    var groups: Unicode.Scalar?
    var precision: Int?
    var type: Unicode.Scalar?

    init() {}

    init(_ text: String) throws {
        var rest = Array(text.unicodeScalars)[...]
        func isAlignment(_ scalar: Unicode.Scalar) -> Bool { "<>=^".unicodeScalars.contains(scalar) }
        if rest.count > 1, isAlignment(rest[rest.startIndex + 1]) {
            self.fill = MarkedText(rest.removeFirst(), marked: false)
            self.alignment = rest.removeFirst()
        } else if let first = rest.first, isAlignment(first) {
            self.alignment = rest.removeFirst()
        }
        if let first = rest.first, "+- ".unicodeScalars.contains(first) { self.sign = rest.removeFirst() }
        if rest.first == "#" {
            self.isAlternate = true
            rest.removeFirst()
        }
        if rest.first == "0" {
            rest.removeFirst()
            if self.alignment == nil {
                self.fill = MarkedText("0")
                self.alignment = "="
            }
        }
        self.width = try Self.number(&rest) ?? 0
        if let first = rest.first, first == "," || first == "_" { self.groups = rest.removeFirst() }
        if rest.first == "." {
            rest.removeFirst()
            guard let precision = try Self.number(&rest) else {
                throw JinjaFailure("format specifier missing precision")
            }
            self.precision = precision
        }
        self.type = rest.popFirst()
        guard rest.isEmpty else { throw JinjaFailure("invalid format specifier '\(text)'") }
    }

    static func number(_ rest: inout ArraySlice<Unicode.Scalar>) throws -> Int? {
        var value: Int?
        while let digit = rest.first, ("0"..."9").contains(digit) {
            value = (value ?? 0) * 10 + Int(digit.value - 48)
            guard value! <= 10_000 else { throw JinjaFailure(.limit, "a format asks for more than 10000 characters") }
            rest.removeFirst()
        }
        return value
    }

    /// A number's digits in the asked form, without its sign.
    func digits(_ number: JinjaNumber) throws -> (isNegative: Bool, digits: String) {
        switch (number, self.type) {
        case (.integer(let integer), nil), (.integer(let integer), "d"), (.integer(let integer), "x"),
            (.integer(let integer), "X"), (.integer(let integer), "o"), (.integer(let integer), "b"):
            let (radix, prefix) =
                switch self.type {
                case "x", "X": (16, "0x")
                case "o": (8, "0o")
                case "b": (2, "0b")
                default: (10, "")
                }
            let digits = String(integer.magnitude, radix: radix, uppercase: self.type == "X")
            return (integer < 0, (self.isAlternate ? prefix : "") + self.grouped(digits))
        case (.float(let float), nil) where self.precision == nil:
            return (float.sign == .minus, self.grouped(float.magnitude.pythonDescription))
        default:
            let type = String(self.type ?? "g")
            guard "eEfFgG%".contains(type) else { throw JinjaFailure("unknown format code '\(type)'") }
            let isPercent = type == "%"
            let value = number.double * (isPercent ? 100 : 1)
            let format = "%.\(self.precision ?? 6)\(isPercent ? "f" : type)"
            let digits = String(format: format, value.magnitude)
            return (value.sign == .minus, self.grouped(digits) + (isPercent ? "%" : ""))
        }
    }

    private func grouped(_ digits: String) -> String {
        guard let separator = self.groups else { return digits }
        let whole = digits.prefix { $0.isNumber }
        var result = ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index) % 3 == 0 { result.unicodeScalars.append(separator) }
            result.append(digit)
        }
        return result + digits.dropFirst(whole.count)
    }

    func padded(_ text: MarkedText, sign: String = "", isNumber: Bool) -> MarkedText {
        let missing = max(0, self.width - text.scalarCount - sign.unicodeScalars.count)
        let signText = MarkedText(sign)
        switch self.alignment ?? (isNumber ? ">" : "<") {
        case "=": return signText + text.padded(self.fill, missing, 0)
        case ">": return (signText + text).padded(self.fill, missing, 0)
        case "^": return (signText + text).padded(self.fill, missing / 2, missing - missing / 2)
        default: return (signText + text).padded(self.fill, 0, missing)
        }
    }
}
