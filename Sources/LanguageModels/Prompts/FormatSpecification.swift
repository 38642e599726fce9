/// Python's format specification mini-language, parsed: `[[fill]align][sign][z][#][0][width][,|_][.precision][type]`.
struct FormatSpecification: Hashable, Sendable {
    /// Where padding goes.
    enum Alignment: Unicode.Scalar, Hashable, Sendable {
        case left = "<"
        case right = ">"
        case center = "^"
        /// Between sign and digits.
        case afterSign = "="
    }

    /// How digits are grouped.
    enum Grouping: Unicode.Scalar, Hashable, Sendable {
        case comma = ","
        case underscore = "_"
    }

    /// What a formatter finds wrong: half a sentence, to which the template adds the variable's name.
    struct Failure: Error {
        let reason: String
    }

    /// The widest padding and the highest precision that are followed, against templates that would fill the memory.
    static let limit = 100_000

    /// What pads the text.
    private(set) var fill: Unicode.Scalar = " "
    /// Where padding goes, if the specification says.
    private(set) var alignment: Alignment?
    /// What stands before positive numbers: `+`, `-` or a space.
    private(set) var sign: Unicode.Scalar?
    /// Whether a negative zero loses its sign.
    private(set) var coercesNegativeZero = false
    /// Whether numbers get their prefix and their point always.
    private(set) var isAlternate = false
    /// Whether a zero stood before the width.
    private(set) var padsWithZeros = false
    /// The least count of scalars.
    private(set) var width: Int?
    /// How digits are grouped.
    private(set) var grouping: Grouping?
    /// The count of digits or of scalars.
    private(set) var precision: Int?
    /// The presentation type, if the specification says.
    private(set) var type: Unicode.Scalar?

    /// Parses a specification.
    ///
    /// - Parameter text: The text after the colon, nested fields already replaced.
    /// - Throws: ``Failure`` when it is not a specification.
    init(_ text: String) throws(Failure) {
        var rest = Array(text.unicodeScalars)[...]
        self.parseAlignment(&rest)
        if let first = rest.first, "+- ".unicodeScalars.contains(first) { self.sign = rest.removeFirst() }
        self.coercesNegativeZero = Self.skip("z", &rest)
        self.isAlternate = Self.skip("#", &rest)
        self.parseZero(&rest)
        self.width = try Self.integer(&rest)
        try self.parseGrouping(&rest)
        if Self.skip(".", &rest) {
            guard let precision = try Self.integer(&rest) else {
                throw Failure(reason: "has no digits after its point")
            }
            self.precision = precision
        }
        if rest.count > 1 {
            throw Failure(reason: "cannot be read from \"\(String(String.UnicodeScalarView(rest)))\" on")
        }
        self.type = rest.first
    }

    /// The alignment for a kind of value that has its own default.
    ///
    /// - Parameter fallback: Where text of the kind stands by default.
    /// - Returns: Where to put padding.
    func alignment(default fallback: Alignment) -> Alignment {
        // A zero before the width changes numbers alone, since Python 3.10.
        self.alignment ?? (self.padsWithZeros && fallback == .right ? .afterSign : fallback)
    }

    private mutating func parseAlignment(_ rest: inout ArraySlice<Unicode.Scalar>) {
        if let second = rest.dropFirst().first, let alignment = Alignment(rawValue: second) {
            self.fill = rest.removeFirst()
            rest.removeFirst()
            self.alignment = alignment
            self.hasFill = true
        } else if let first = rest.first, let alignment = Alignment(rawValue: first) {
            rest.removeFirst()
            self.alignment = alignment
        }
    }

    private var hasFill = false

    private mutating func parseZero(_ rest: inout ArraySlice<Unicode.Scalar>) {
        // With a fill given, the zero is a digit of the width.
        guard !self.hasFill, Self.skip("0", &rest) else { return }
        self.fill = "0"
        self.padsWithZeros = true
    }

    private mutating func parseGrouping(_ rest: inout ArraySlice<Unicode.Scalar>) throws(Failure) {
        if let first = rest.first, let grouping = Grouping(rawValue: first) {
            rest.removeFirst()
            self.grouping = grouping
            if let next = rest.first, let other = Grouping(rawValue: next), other != grouping {
                throw Failure(reason: "has both \",\" and \"_\"")
            }
        }
    }

    private static func skip(_ scalar: Unicode.Scalar, _ rest: inout ArraySlice<Unicode.Scalar>) -> Bool {
        guard rest.first == scalar else { return false }
        rest.removeFirst()
        return true
    }

    private static func integer(_ rest: inout ArraySlice<Unicode.Scalar>) throws(Failure) -> Int? {
        let digits = rest.prefix { ("0"..."9").contains($0) }
        guard !digits.isEmpty else { return nil }
        rest.removeFirst(digits.count)
        let text = String(String.UnicodeScalarView(digits))
        guard let value = Int(text), value <= Self.limit else {
            throw Failure(reason: "asks for \(text) characters or digits, of which at most \(Self.limit) are written")
        }
        return value
    }
}
