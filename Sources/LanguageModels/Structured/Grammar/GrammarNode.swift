/// A part of a grammar, before it is written as GBNF.
indirect enum GrammarNode: Hashable, Sendable {
    /// Exactly this text.
    case literal(String)
    /// One character of a GBNF class, given without its brackets.
    case set(String)
    /// One part after another; none is the empty text.
    case sequence([GrammarNode])
    /// One of these; none of them can never be.
    case choice([GrammarNode])
    /// A part several times; nil is no limit.
    case repeated(GrammarNode, Int, Int?)
    /// The rule of this name.
    case rule(String)

    static let empty = GrammarNode.sequence([])
    static let never = GrammarNode.choice([])

    static func optional(_ node: GrammarNode) -> GrammarNode {
        node == .empty ? .empty : .repeated(node, 0, 1)
    }

    /// Whether a quantifier may follow the node without brackets, and repeating it makes no new rules.
    var isAtom: Bool {
        switch self {
        case .set, .rule: true
        case .literal, .sequence, .choice, .repeated: false
        }
    }

    /// The node in GBNF.
    ///
    /// - Parameter isPart: Whether it stands beside others, so that a choice needs brackets.
    func text(isPart: Bool = false) -> String {
        switch self {
        case .literal(let text): return GrammarText.literal(text)
        case .set(let ranges): return "[\(ranges)]"
        case .rule(let name): return name
        case .sequence(let parts):
            guard !parts.isEmpty else { return "\"\"" }
            return parts.map { $0.text(isPart: parts.count > 1 || isPart) }.joined(separator: " ")
        case .choice(let options):
            let text = options.map { $0.text() }.joined(separator: " | ")
            return isPart || options.isEmpty ? "(\(text))" : text
        case .repeated(let node, let least, let most):
            let text = node.isAtom ? node.text() : "(\(node.text()))"
            return text + Self.quantifier(least, most)
        }
    }

    private static func quantifier(_ least: Int, _ most: Int?) -> String {
        switch (least, most) {
        case (0, nil): "*"
        case (1, nil): "+"
        case (0, 1): "?"
        case (_, nil): "{\(least),}"
        case (_, least): "{\(least)}"
        case (_, let most?): "{\(least),\(most)}"
        }
    }
}

/// How GBNF writes characters.
enum GrammarText {
    /// A text in quotes.
    static func literal(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case " "..."~": result.unicodeScalars.append(scalar)
            default: result += Self.escaped(scalar.value)
            }
        }
        return result + "\""
    }

    /// A class's ranges, without brackets.
    static func ranges(_ ranges: [ClosedRange<UInt32>]) -> String {
        ranges.map { range in
            let first = Self.member(range.lowerBound)
            return range.count == 1 ? first : "\(first)-\(Self.member(range.upperBound))"
        }.joined()
    }

    /// A character in a class; all but letters and digits are escaped, so that none means something else.
    private static func member(_ value: UInt32) -> String {
        if let scalar = Unicode.Scalar(value), ("a"..."z") ~= scalar || ("A"..."Z") ~= scalar || ("0"..."9") ~= scalar {
            return String(scalar)
        }
        return Self.escaped(value)
    }

    private static func escaped(_ value: UInt32) -> String {
        let (letter, width) = value <= 0xFF ? ("x", 2) : value <= 0xFFFF ? ("u", 4) : ("U", 8)
        let digits = String(value, radix: 16, uppercase: true)
        return "\\\(letter)" + String(repeating: "0", count: width - digits.count) + digits
    }
}
