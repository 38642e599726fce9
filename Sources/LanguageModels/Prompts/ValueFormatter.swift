/// Formats a value by a specification, as Python's `format()` does.
struct ValueFormatter {
    /// Formats a value.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - text: The specification; empty for the value's plain text.
    /// - Returns: The text.
    /// - Throws: ``FormatSpecification/Failure`` when the specification is wrong or does not fit the value.
    static func format(_ value: ChainValue, _ text: String) throws(FormatSpecification.Failure) -> String {
        guard !text.isEmpty else { return value.description }
        switch value {
        case .string(let string): return try Self.format(string, FormatSpecification(text))
        case .int(let number): return try IntegerFormatter.format(number, FormatSpecification(text))
        case .bool(let flag): return try IntegerFormatter.format(flag ? 1 : 0, FormatSpecification(text))
        case .double(let number): return try FloatFormatter.format(number, FormatSpecification(text))
        case .null, .list, .dictionary:
            throw FormatSpecification.Failure(reason: "does not fit a value of type \(value.pythonTypeName)")
        }
    }

    private static func format(
        _ string: String,
        _ specification: FormatSpecification
    ) throws(FormatSpecification.Failure) -> String {
        if let type = specification.type, type != "s" {
            throw .init(reason: "has the type \"\(type)\", which does not fit a text")
        }
        if specification.sign != nil { throw .init(reason: "has a sign, which does not fit a text") }
        if specification.coercesNegativeZero { throw .init(reason: "has \"z\", which does not fit a text") }
        if specification.isAlternate { throw .init(reason: "has \"#\", which does not fit a text") }
        if let grouping = specification.grouping {
            throw .init(reason: "has \"\(grouping.rawValue)\", which does not fit a text")
        }
        let alignment = specification.alignment(default: .left)
        if alignment == .afterSign { throw .init(reason: "has the alignment \"=\", which does not fit a text") }
        var scalars = string.unicodeScalars
        if let precision = specification.precision { scalars = String.UnicodeScalarView(scalars.prefix(precision)) }
        return Self.pad(String(scalars), specification, alignment)
    }

    /// Pads a text to the specification's width.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - specification: Tells fill and width.
    ///   - alignment: Where padding goes; ``FormatSpecification/Alignment/afterSign`` puts it in front.
    /// - Returns: The padded text.
    static func pad(
        _ text: String,
        _ specification: FormatSpecification,
        _ alignment: FormatSpecification.Alignment
    ) -> String {
        let missing = max(0, (specification.width ?? 0) - text.unicodeScalars.count)
        let before =
            switch alignment {
            case .left: 0
            case .right, .afterSign: missing
            case .center: missing / 2
            }
        func fill(_ count: Int) -> String {
            String(String.UnicodeScalarView(repeatElement(specification.fill, count: count)))
        }
        return fill(before) + text + fill(missing - before)
    }
}

/// A number in parts, to be grouped, signed and padded.
struct NumberText {
    /// `-`, `+`, a space or nothing.
    var sign: String
    /// `0x` and the like.
    var prefix = ""
    /// The digits before the point; letters for `inf` and `nan`.
    var whole: String
    /// The point and all after it.
    var rest = ""
    /// How many digits make a group; 0 for `inf` and `nan`, which have none.
    var groupSize = 3

    /// The sign a number shows.
    ///
    /// - Parameters:
    ///   - isNegative: Whether the number is below zero.
    ///   - specification: Tells what stands before others.
    /// - Returns: `-`, `+`, a space or nothing.
    static func sign(isNegative: Bool, _ specification: FormatSpecification) -> String {
        if isNegative { return "-" }
        return specification.sign == "+" ? "+" : specification.sign == " " ? " " : ""
    }

    /// Joins the parts.
    ///
    /// - Parameter specification: Tells grouping, fill and width.
    /// - Returns: The whole text.
    func padded(_ specification: FormatSpecification) -> String {
        let alignment = specification.alignment(default: .right)
        let head = self.sign + self.prefix
        guard alignment == .afterSign else {
            return ValueFormatter.pad(
                head + self.grouped(specification, leastCount: 0) + self.rest,
                specification,
                alignment
            )
        }
        let taken = head.unicodeScalars.count + self.rest.unicodeScalars.count
        // Zeros are digits and are grouped with them; any other fill is not.
        let leastCount = specification.fill == "0" ? (specification.width ?? 0) - taken : 0
        let body = self.grouped(specification, leastCount: leastCount)
        let missing = max(0, (specification.width ?? 0) - taken - body.unicodeScalars.count)
        let fill = String(String.UnicodeScalarView(repeatElement(specification.fill, count: missing)))
        return head + fill + body + self.rest
    }

    /// The digits before the point in groups, with zeros in front until the text has the least count.
    private func grouped(_ specification: FormatSpecification, leastCount: Int) -> String {
        guard let separator = specification.grouping?.rawValue, self.groupSize > 0 else {
            return String(repeating: "0", count: max(0, leastCount - self.whole.count)) + self.whole
        }
        var digits = Array(self.whole.unicodeScalars.reversed())
        // A text of n digits has (n - 1) / size separators; never start with one.
        while digits.count + (digits.count - 1) / self.groupSize < leastCount { digits.append("0") }
        var result: [Unicode.Scalar] = []
        for (index, digit) in digits.enumerated() {
            if index > 0, index.isMultiple(of: self.groupSize) { result.append(separator) }
            result.append(digit)
        }
        return String(String.UnicodeScalarView(result.reversed()))
    }
}
