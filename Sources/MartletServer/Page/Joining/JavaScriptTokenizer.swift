/// Cuts JavaScript into tokens, as far as joining modules and leaving out comments needs it.
///
/// Whether a slash divides or begins a regular expression follows from what stands before it. All bytes of the source
/// are in exactly one token.
struct JavaScriptTokenizer {
    private enum Bracket {
        case round(isCondition: Bool)
        case square
        case curly(isBlock: Bool)
        case template
    }

    private let source: [UInt8]
    private var position = 0
    private var brackets: [Bracket] = []
    private var tokens: [JavaScriptToken] = []
    /// Whether an operand may come next, so that a slash begins a regular expression.
    private var expectsOperand = true
    /// The last token that is no comment and no space; empty at the start.
    private var previous = ""
    /// Whether `previous` is a name behind a dot, however much it looks like a keyword.
    private var isProperty = false

    private init(_ source: [UInt8]) {
        self.source = source
    }

    /// The tokens of a source.
    ///
    /// - Parameter source: The source.
    /// - Throws: A ``JoiningError`` when a text, a comment or a bracket does not end.
    static func tokens(of source: [UInt8]) throws(JoiningError) -> [JavaScriptToken] {
        var tokenizer = JavaScriptTokenizer(source)
        tokenizer.tokens.reserveCapacity(source.count / 4)
        while tokenizer.position < source.count { try tokenizer.next() }
        guard tokenizer.brackets.isEmpty else { throw JoiningError(reason: "A bracket is not closed.") }
        return tokenizer.tokens
    }

    private mutating func next() throws(JoiningError) {
        let byte = self.source[self.position]
        switch byte {
        case 0x20, 0x09, 0x0A, 0x0D, 0x0B, 0x0C: self.space()
        case UInt8(ascii: "/") where self.byte(1) == UInt8(ascii: "/"): self.lineComment()
        case UInt8(ascii: "/") where self.byte(1) == UInt8(ascii: "*"): try self.blockComment()
        case UInt8(ascii: "/") where self.expectsOperand: try self.regularExpression()
        case UInt8(ascii: "\""), UInt8(ascii: "'"): try self.string(byte)
        case UInt8(ascii: "`"): try self.template(from: self.position, depth: self.brackets.count)
        case 0x30...0x39: self.number()
        case _ where Self.isWord(byte): self.word()
        default: try self.punctuator(byte)
        }
    }
}

extension JavaScriptTokenizer {
    private func byte(_ ahead: Int) -> UInt8? {
        let place = self.position + ahead
        return place < self.source.count ? self.source[place] : nil
    }

    /// Whether a byte may stand in a name; those beyond ASCII are letters, or in texts, where nobody asks.
    static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...0xFF: true
        case UInt8(ascii: "_"), UInt8(ascii: "$"), UInt8(ascii: "#"), UInt8(ascii: "\\"): true
        default: false
        }
    }

    /// Adds what reaches from the position to an end, and goes there.
    private mutating func add(_ kind: JavaScriptToken.Kind, to end: Int, depth: Int? = nil) {
        self.tokens.append(
            JavaScriptToken(kind: kind, range: self.position..<end, depth: depth ?? self.brackets.count)
        )
        self.position = end
    }

    private func end(_ isInside: (UInt8) -> Bool) -> Int {
        var end = self.position + 1
        while end < self.source.count, isInside(self.source[end]) { end += 1 }
        return end
    }

    private mutating func space() {
        self.add(.space, to: self.end { $0 == 0x20 || (0x09...0x0D).contains($0) })
    }

    private mutating func lineComment() {
        self.add(.comment, to: self.end { $0 != 0x0A && $0 != 0x0D })
    }

    private mutating func blockComment() throws(JoiningError) {
        var end = self.position + 2
        while end + 1 < self.source.count {
            if self.source[end] == UInt8(ascii: "*"), self.source[end + 1] == UInt8(ascii: "/") {
                return self.add(.comment, to: end + 2)
            }
            end += 1
        }
        throw JoiningError(reason: "A comment does not end.")
    }

    private mutating func string(_ quote: UInt8) throws(JoiningError) {
        var end = self.position + 1
        while end < self.source.count, self.source[end] != quote, self.source[end] != 0x0A {
            end += self.source[end] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard end < self.source.count, self.source[end] == quote else {
            throw JoiningError(reason: "A text does not end.")
        }
        self.add(.string, to: end + 1)
        self.follow("\"", expectsOperand: false)
    }

    /// A template from its beginning, or on from a `}`.
    private mutating func template(from start: Int, depth: Int) throws(JoiningError) {
        var end = start + 1
        while end < self.source.count, self.source[end] != UInt8(ascii: "`") {
            if self.source[end] == UInt8(ascii: "$"), end + 1 < self.source.count,
                self.source[end + 1] == UInt8(ascii: "{")
            {
                self.add(.template, to: end + 2, depth: depth)
                self.brackets.append(.template)
                return self.follow("${", expectsOperand: true)
            }
            end += self.source[end] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard end < self.source.count else { throw JoiningError(reason: "A template does not end.") }
        self.add(.template, to: end + 1, depth: depth)
        self.follow("`", expectsOperand: false)
    }

    private mutating func regularExpression() throws(JoiningError) {
        var end = self.position + 1
        var isInClass = false
        while end < self.source.count, self.source[end] != 0x0A {
            switch self.source[end] {
            case UInt8(ascii: "\\"): end += 1
            case UInt8(ascii: "["): isInClass = true
            case UInt8(ascii: "]"): isInClass = false
            case UInt8(ascii: "/") where !isInClass:
                end += 1
                while end < self.source.count, Self.isWord(self.source[end]) { end += 1 }
                self.add(.regularExpression, to: end)
                return self.follow("/", expectsOperand: false)
            default: break
            }
            end += 1
        }
        throw JoiningError(reason: "A regular expression does not end.")
    }

    private mutating func number() {
        self.add(.number, to: self.end { Self.isWord($0) || $0 == UInt8(ascii: ".") })
        self.follow("0", expectsOperand: false)
    }
}

extension JavaScriptTokenizer {
    private mutating func follow(_ text: String, expectsOperand: Bool, isProperty: Bool = false) {
        self.previous = text
        self.expectsOperand = expectsOperand
        self.isProperty = isProperty
    }

    private static let wordsBeforeOperands: Set<String> = [
        "return", "typeof", "case", "in", "of", "delete", "void", "instanceof", "new", "throw", "do", "else", "yield",
        "await", "extends", "default",
    ]

    private mutating func word() {
        let end = self.end(Self.isWord)
        let text = String(decoding: self.source[self.position..<end], as: UTF8.self)
        let isProperty = self.previous == "." || self.previous == "?."
        self.add(.word, to: end)
        self.follow(
            text,
            expectsOperand: !isProperty && Self.wordsBeforeOperands.contains(text),
            isProperty: isProperty
        )
    }

    private mutating func punctuator(_ byte: UInt8) throws(JoiningError) {
        switch byte {
        case UInt8(ascii: "("):
            let words: Set<String> = ["if", "while", "for", "with"]
            self.open(.round(isCondition: !self.isProperty && words.contains(self.previous)), "(")
        case UInt8(ascii: "["): self.open(.square, "[")
        case UInt8(ascii: "{"): self.open(.curly(isBlock: self.beginsBlock), "{")
        case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): try self.close(byte)
        default: self.otherPunctuator(byte)
        }
    }

    /// Whether a curly bracket here holds statements, or an object's members otherwise.
    private var beginsBlock: Bool {
        let before: Set<String> = ["", ";", "{", "}", "=>", "else", "do", ")"]
        return !self.expectsOperand || before.contains(self.previous)
    }

    private mutating func open(_ bracket: Bracket, _ text: String) {
        self.add(.punctuator, to: self.position + 1)
        self.brackets.append(bracket)
        self.follow(text, expectsOperand: true)
    }

    private mutating func close(_ byte: UInt8) throws(JoiningError) {
        guard let bracket = self.brackets.popLast() else {
            throw JoiningError(reason: "A bracket is closed that was not opened.")
        }
        switch (bracket, byte) {
        case (.template, UInt8(ascii: "}")):
            try self.template(from: self.position, depth: self.brackets.count)
        case (.round(let isCondition), UInt8(ascii: ")")):
            self.add(.punctuator, to: self.position + 1)
            self.follow(")", expectsOperand: isCondition)
        case (.square, UInt8(ascii: "]")):
            self.add(.punctuator, to: self.position + 1)
            self.follow("]", expectsOperand: false)
        case (.curly(let isBlock), UInt8(ascii: "}")):
            self.add(.punctuator, to: self.position + 1)
            self.follow("}", expectsOperand: isBlock)
        default:
            throw JoiningError(reason: "Brackets do not match.")
        }
    }

    private mutating func otherPunctuator(_ byte: UInt8) {
        let pair = String(decoding: [byte, self.byte(1) ?? 0], as: UTF8.self)
        switch pair {
        case "++", "--":
            // Before an operand or behind one: what may follow stays the same.
            self.add(.punctuator, to: self.position + 2)
            self.follow(pair, expectsOperand: self.expectsOperand)
        case "=>", "?.":
            self.add(.punctuator, to: self.position + 2)
            self.follow(pair, expectsOperand: true)
        default:
            self.add(.punctuator, to: self.position + 1)
            self.follow(String(decoding: [byte], as: UTF8.self), expectsOperand: true)
        }
    }
}
