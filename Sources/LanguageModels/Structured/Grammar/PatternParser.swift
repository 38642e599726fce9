/// What is wrong with a regular expression, or beyond a grammar.
struct PatternProblem: Error {
    let message: String
    let offset: Int
    /// Whether the expression may be right, but a grammar cannot express it.
    let isUnsupported: Bool
}

/// Reads the regular expressions of JSON Schema (ECMA-262), as far as a grammar can express them.
struct PatternParser {
    let scalars: [Unicode.Scalar]
    var offset = 0
    private var depth = 0

    /// Reads an expression, anchored at both ends whether it says so or not.
    static func parse(_ pattern: String) throws(PatternProblem) -> PatternSyntax {
        var parser = PatternParser(scalars: Array(pattern.unicodeScalars))
        let syntax = try parser.readChoice()
        guard parser.current == nil else { throw parser.problem("a bracket too many") }
        return syntax
    }

    private init(scalars: [Unicode.Scalar]) {
        self.scalars = scalars
    }

    var current: Unicode.Scalar? { self.offset < self.scalars.count ? self.scalars[self.offset] : nil }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard self.current == scalar else { return false }
        self.offset += 1
        return true
    }

    func problem(_ message: String, isUnsupported: Bool = false) -> PatternProblem {
        PatternProblem(message: message, offset: self.offset, isUnsupported: isUnsupported)
    }

    private mutating func readChoice() throws(PatternProblem) -> PatternSyntax {
        var options = [try self.readSequence()]
        while self.take("|") { options.append(try self.readSequence()) }
        return options.count == 1 ? options[0] : .choice(options)
    }

    private mutating func readSequence() throws(PatternProblem) -> PatternSyntax {
        var parts: [PatternSyntax] = []
        if self.current == "^" {
            guard self.depth == 0 else { throw self.problem("an anchor inside a group", isUnsupported: true) }
            self.offset += 1
        }
        while let scalar = self.current, scalar != "|", scalar != ")" {
            if scalar == "$" {
                self.offset += 1
                guard self.depth == 0, self.current == nil || self.current == "|" else {
                    throw self.problem("an anchor before its end", isUnsupported: true)
                }
                break
            }
            parts.append(try self.readQuantified())
        }
        return .sequence(parts)
    }

    private mutating func readQuantified() throws(PatternProblem) -> PatternSyntax {
        let part = try self.readAtom()
        guard let (least, most) = try self.readQuantifier() else { return part }
        // Lazy or not, the texts are the same.
        _ = self.take("?")
        if let next = self.current, next == "+" || next == "*" {
            throw self.problem("the quantifier \"\(next)\" after another one")
        }
        return .repeated(part, least, most)
    }

    private mutating func readQuantifier() throws(PatternProblem) -> (Int, Int?)? {
        if self.take("*") { return (0, nil) }
        if self.take("+") { return (1, nil) }
        if self.take("?") { return (0, 1) }
        let start = self.offset
        guard self.take("{") else { return nil }
        let least = self.readNumber()
        var most = least
        if self.take(",") { most = self.readNumber() }
        guard let least, self.take("}") else {
            // Not a quantifier: ECMA-262 reads the bracket as itself.
            self.offset = start
            return nil
        }
        guard least <= most ?? .max, max(least, most ?? 0) <= 1000 else {
            self.offset = start
            throw self.problem("a repetition of more than 1000 times or with its bounds swapped", isUnsupported: true)
        }
        return (least, most)
    }

    private mutating func readNumber() -> Int? {
        var digits = ""
        while let scalar = self.current, ("0"..."9") ~= scalar {
            digits.unicodeScalars.append(scalar)
            self.offset += 1
        }
        // More than any number is refused as too often, not read as plain characters.
        return digits.isEmpty ? nil : Int(digits) ?? .max
    }

    private mutating func readAtom() throws(PatternProblem) -> PatternSyntax {
        guard let scalar = self.current else { throw self.problem("an early end") }
        switch scalar {
        case "(": return try self.readGroup()
        case "[": return .set(try self.readClass())
        case "\\": return .set(try self.readEscape(inClass: false))
        case ".":
            self.offset += 1
            // Engines differ in what ends a line; none of it is any character here.
            return .set([0x0A...0x0D, 0x85...0x85, 0x2028...0x2029].inverted)
        case "*", "+", "?": throw self.problem("the quantifier \"\(scalar)\" after nothing")
        case "{":
            if try self.readQuantifier() != nil { throw self.problem("the quantifier \"{\" after nothing") }
            self.offset += 1
            return .set([scalar.value...scalar.value])
        case "^": throw self.problem("an anchor after its beginning", isUnsupported: true)
        default:
            self.offset += 1
            return .set([scalar.value...scalar.value])
        }
    }

    private mutating func readGroup() throws(PatternProblem) -> PatternSyntax {
        self.offset += 1
        if self.take("?"), !self.take(":") {
            guard self.take("<"), self.current != "=", self.current != "!" else {
                throw self.problem("a look ahead or back", isUnsupported: true)
            }
            while let scalar = self.current, scalar != ">" {
                _ = scalar
                self.offset += 1
            }
            guard self.take(">") else { throw self.problem("a group's name without end") }
        }
        self.depth += 1
        defer { self.depth -= 1 }
        guard self.depth <= 50 else {
            throw self.problem("more than 50 groups inside one another", isUnsupported: true)
        }
        let syntax = try self.readChoice()
        guard self.take(")") else { throw self.problem("a group without end") }
        return syntax
    }
}
