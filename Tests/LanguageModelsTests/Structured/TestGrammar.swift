import Foundation

/// A small reader of GBNF, written apart from what writes it, that tells which texts a grammar generates.
struct TestGrammar {
    indirect enum Part {
        case literal([Unicode.Scalar])
        case set([ClosedRange<UInt32>], isInverted: Bool)
        case rule(String)
        case group([[Part]])
        case repeated(Part, Int, Int?)
    }

    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    private(set) var rules: [String: [[Part]]] = [:]

    init(_ text: String) throws {
        for line in text.split(separator: "\n") {
            guard let sign = line.range(of: " ::= ") else { throw Problem(description: "no rule: \(line)") }
            var parser = GrammarParser(scalars: Array(line[sign.upperBound...].unicodeScalars))
            let name = String(line[..<sign.lowerBound])
            guard self.rules[name] == nil else { throw Problem(description: "twice: \(name)") }
            self.rules[name] = try parser.readChoice()
            guard parser.isAtEnd else { throw Problem(description: "rest of \(line)") }
        }
        for name in self.rules.values.flatMap({ $0 }).flatMap({ $0 }).flatMap(Self.names) {
            guard self.rules[name] != nil else { throw Problem(description: "no rule \(name)") }
        }
        guard self.rules["root"] != nil else { throw Problem(description: "no root") }
    }

    private static func names(_ part: Part) -> [String] {
        switch part {
        case .literal, .set: []
        case .rule(let name): [name]
        case .group(let options): options.flatMap { $0 }.flatMap(Self.names)
        case .repeated(let part, _, _): Self.names(part)
        }
    }

    // MARK: Acceptance

    /// Whether the grammar generates a text.
    func accepts(_ text: String) -> Bool {
        let scalars = Array(text.unicodeScalars)
        var matcher = Matcher(grammar: self, text: scalars)
        return matcher.ends(of: .rule("root"), from: 0).contains(scalars.count)
    }

    private struct Matcher {
        let grammar: TestGrammar
        let text: [Unicode.Scalar]
        private var known: [String: [Int: Set<Int>]] = [:]

        init(grammar: TestGrammar, text: [Unicode.Scalar]) {
            self.grammar = grammar
            self.text = text
        }

        mutating func ends(of part: Part, from start: Int) -> Set<Int> {
            switch part {
            case .literal(let scalars):
                return self.text[start...].starts(with: scalars) ? [start + scalars.count] : []
            case .set(let ranges, let isInverted):
                guard start < self.text.count else { return [] }
                let isInside = ranges.contains { $0.contains(self.text[start].value) }
                return isInside != isInverted ? [start + 1] : []
            case .rule(let name):
                if let ends = self.known[name]?[start] { return ends }
                // Grammars without left recursion never ask for the same rule at the same place meanwhile.
                let ends = self.ends(of: self.grammar.rules[name] ?? [], from: start)
                self.known[name, default: [:]][start] = ends
                return ends
            case .group(let options): return self.ends(of: options, from: start)
            case .repeated(let part, let least, let most):
                var reached: Set<Int> = least == 0 ? [start] : []
                var current: Set<Int> = [start]
                var count = 0
                while count < most ?? .max, !current.isEmpty {
                    count += 1
                    current = current.reduce(into: []) { $0.formUnion(self.ends(of: part, from: $1)) }
                    if count >= least {
                        guard !current.isSubset(of: reached) else { break }
                        reached.formUnion(current)
                    }
                }
                return reached
            }
        }

        private mutating func ends(of options: [[Part]], from start: Int) -> Set<Int> {
            var all = Set<Int>()
            for option in options {
                var current: Set<Int> = [start]
                for part in option {
                    current = current.reduce(into: []) { $0.formUnion(self.ends(of: part, from: $1)) }
                }
                all.formUnion(current)
            }
            return all
        }
    }

    // MARK: Generation

    /// A random text that the grammar generates.
    func random(using generator: inout some RandomNumberGenerator) -> String {
        var text: [Unicode.Scalar] = []
        self.write(.rule("root"), into: &text, &generator)
        return String(String.UnicodeScalarView(text))
    }

    private func write(_ part: Part, into text: inout [Unicode.Scalar], _ generator: inout some RandomNumberGenerator) {
        switch part {
        case .literal(let scalars): text += scalars
        case .set(let ranges, _):
            let range = ranges.randomElement(using: &generator)!
            // The ends of a range are where mistakes are.
            let code = [range.lowerBound, range.upperBound, .random(in: range, using: &generator)]
            text.append(Unicode.Scalar(code.randomElement(using: &generator)!)!)
        case .rule(let name): self.write(.group(self.rules[name]!), into: &text, &generator)
        case .group(let options):
            for part in options.randomElement(using: &generator)! { self.write(part, into: &text, &generator) }
        case .repeated(let part, let least, let most):
            let count = [least, most ?? least + 3, .random(in: least...(most ?? least + 3), using: &generator)]
            var times = count.randomElement(using: &generator)!
            // Long ones now and then only, so that thousands of texts take no time.
            if times > least + 5, Bool.random(using: &generator) { times = least + 5 }
            if text.count > 2000 { times = least }
            for _ in 0..<times { self.write(part, into: &text, &generator) }
        }
    }
}

private struct GrammarParser {
    let scalars: [Unicode.Scalar]
    var offset = 0

    var isAtEnd: Bool { self.offset == self.scalars.count }
    private var current: Unicode.Scalar? { self.isAtEnd ? nil : self.scalars[self.offset] }

    mutating func readChoice() throws -> [[TestGrammar.Part]] {
        var options = [try self.readSequence()]
        while self.take("|") { options.append(try self.readSequence()) }
        return options
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        while self.current == " " { self.offset += 1 }
        guard self.current == scalar else { return false }
        self.offset += 1
        return true
    }

    private mutating func readSequence() throws -> [TestGrammar.Part] {
        var parts: [TestGrammar.Part] = []
        while true {
            while self.current == " " { self.offset += 1 }
            guard let scalar = self.current, scalar != "|", scalar != ")" else { return parts }
            var part = try self.readPart(scalar)
            if let (least, most) = try self.readQuantifier() {
                // llama.cpp refuses what would become 2000 rules or more.
                guard max(least, most ?? 0) < 2000 else { throw TestGrammar.Problem(description: "too many") }
                part = .repeated(part, least, most)
            }
            parts.append(part)
        }
    }

    private mutating func readPart(_ scalar: Unicode.Scalar) throws -> TestGrammar.Part {
        switch scalar {
        case "\"":
            self.offset += 1
            var text: [Unicode.Scalar] = []
            while self.current != "\"" { text.append(try self.readCharacter()) }
            self.offset += 1
            return .literal(text)
        case "[":
            self.offset += 1
            let isInverted = self.current == "^"
            if isInverted { self.offset += 1 }
            var ranges: [ClosedRange<UInt32>] = []
            while self.current != "]" {
                let first = try self.readCharacter().value
                guard self.current == "-", self.scalars[self.offset + 1] != "]" else {
                    ranges.append(first...first)
                    continue
                }
                self.offset += 1
                let last = try self.readCharacter().value
                guard first <= last else { throw TestGrammar.Problem(description: "range") }
                ranges.append(first...last)
            }
            self.offset += 1
            return .set(ranges, isInverted: isInverted)
        case "(":
            self.offset += 1
            let options = try self.readChoice()
            guard self.take(")") else { throw TestGrammar.Problem(description: "bracket") }
            return .group(options)
        default:
            let start = self.offset
            while let scalar = self.current, scalar == "-" || scalar.properties.isAlphabetic || ("0"..."9") ~= scalar {
                self.offset += 1
            }
            guard start < self.offset else { throw TestGrammar.Problem(description: "unexpected \(scalar)") }
            return .rule(self.scalars[start..<self.offset].map(String.init).joined())
        }
    }

    private mutating func readCharacter() throws -> Unicode.Scalar {
        guard let scalar = self.current else { throw TestGrammar.Problem(description: "early end") }
        self.offset += 1
        guard scalar == "\\" else { return scalar }
        guard let letter = self.current else { throw TestGrammar.Problem(description: "early end") }
        self.offset += 1
        switch letter {
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "\\", "\"", "[", "]": return letter
        case "x", "u", "U":
            let count = letter == "x" ? 2 : letter == "u" ? 4 : 8
            let digits = self.scalars[self.offset..<(self.offset + count)].map(String.init).joined()
            self.offset += count
            guard let code = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(code) else {
                throw TestGrammar.Problem(description: "escape \(digits)")
            }
            return scalar
        default: throw TestGrammar.Problem(description: "escape \(letter)")
        }
    }

    private mutating func readQuantifier() throws -> (Int, Int?)? {
        switch self.current {
        case "*":
            self.offset += 1
            return (0, nil)
        case "+":
            self.offset += 1
            return (1, nil)
        case "?":
            self.offset += 1
            return (0, 1)
        case "{":
            guard let end = self.scalars[self.offset...].firstIndex(of: "}") else {
                throw TestGrammar.Problem(description: "quantifier")
            }
            let text = self.scalars[(self.offset + 1)..<end].map(String.init).joined()
            self.offset = end + 1
            let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
            guard let least = numbers.first ?? nil else { throw TestGrammar.Problem(description: "quantifier \(text)") }
            return (least, numbers.count == 1 ? least : numbers[1])
        default: return nil
        }
    }
}
