/// Cuts a template into tokens as Jinja does with `trim_blocks` and `lstrip_blocks` on.
struct JinjaLexer {
    let source: [Unicode.Scalar]
    private let lineStarts: [Int]
    var offset = 0
    private(set) var tokens: [JinjaToken] = []
    /// Whether only a tag that ate its newline, or nothing, stands before `offset` on its line.
    private var isAtLineStart = true

    init(_ text: String) {
        let source = Self.normalized(text)
        self.source = source
        self.lineStarts = [0] + source.indices.filter { source[$0] == "\n" }.map { $0 + 1 }
    }

    /// Every line end as `\n`, and one at the very end dropped.
    private static func normalized(_ text: String) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        var afterReturn = false
        for scalar in text.unicodeScalars {
            defer { afterReturn = scalar == "\r" }
            if scalar == "\n", afterReturn { continue }
            result.append(scalar == "\r" ? "\n" : scalar)
        }
        if result.last == "\n" { result.removeLast() }
        return result
    }

    func position(_ offset: Int) -> JinjaPosition {
        var low = 0
        var high = self.lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if self.lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return JinjaPosition(line: low + 1, column: offset - self.lineStarts[low] + 1)
    }

    func failure(_ message: String, at offset: Int) -> JinjaFailure {
        JinjaFailure(.syntax, message, at: self.position(offset))
    }

    mutating func add(_ kind: JinjaToken.Kind, at offset: Int) {
        self.tokens.append(JinjaToken(kind: kind, position: self.position(offset)))
    }

    // MARK: Looking ahead

    func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
        self.offset + ahead < self.source.count ? self.source[self.offset + ahead] : nil
    }

    func matches(_ text: String, at offset: Int) -> Bool {
        var position = offset
        for scalar in text.unicodeScalars {
            guard position < self.source.count, self.source[position] == scalar else { return false }
            position += 1
        }
        return true
    }

    func skipSpaces(from offset: Int) -> Int {
        var position = offset
        while position < self.source.count, MarkedText.isSpace(self.source[position]) { position += 1 }
        return position
    }

    // MARK: Text and tags

    /// All tokens of the template, an `end` last.
    static func tokens(of text: String) throws -> [JinjaToken] {
        var lexer = JinjaLexer(text)
        while lexer.offset < lexer.source.count { try lexer.scanText() }
        lexer.add(.end, at: lexer.source.count)
        return lexer.tokens
    }

    /// Text up to the next tag, then that tag.
    private mutating func scanText() throws {
        let start = self.offset
        var tag = start
        while tag < self.source.count, !self.isTag(at: tag) { tag += 1 }
        guard tag < self.source.count else {
            self.addData(start..<tag)
            self.offset = tag
            return
        }
        let kind = self.source[tag + 1]
        let sign = tag + 2 < self.source.count ? self.source[tag + 2] : " "
        self.addData(self.beforeTag(start..<tag, sign: sign, isVariable: kind == "{"))
        let signed = sign == "-" || sign == "+"
        self.offset = tag + (signed ? 3 : 2)
        self.isAtLineStart = false
        switch kind {
        case "#": try self.scanComment(from: tag)
        case "{":
            self.add(.variableBegin, at: tag)
            try self.scanTag(closing: "}}", kind: .variableEnd, from: tag)
        default:
            if let body = self.rawBody(from: self.offset) {
                try self.scanRaw(from: tag, body: body)
            } else {
                self.add(.blockBegin, at: tag)
                try self.scanTag(closing: "%}", kind: .blockEnd, from: tag)
            }
        }
    }

    private func isTag(at offset: Int) -> Bool {
        guard self.source[offset] == "{", offset + 1 < self.source.count else { return false }
        return self.source[offset + 1] == "{" || self.source[offset + 1] == "%" || self.source[offset + 1] == "#"
    }

    private mutating func addData(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: self.source[range])
        self.add(.data(String(text)), at: range.lowerBound)
    }

    /// The text before a tag without the white space that the tag takes away.
    private func beforeTag(_ range: Range<Int>, sign: Unicode.Scalar, isVariable: Bool) -> Range<Int> {
        var end = range.upperBound
        if sign == "-" {
            while end > range.lowerBound, MarkedText.isSpace(self.source[end - 1]) { end -= 1 }
            return range.lowerBound..<end
        }
        guard sign != "+", !isVariable else { return range }
        while end > range.lowerBound, self.source[end - 1] != "\n" {
            guard MarkedText.isSpace(self.source[end - 1]) else { return range }
            end -= 1
        }
        return end > range.lowerBound || self.isAtLineStart ? range.lowerBound..<end : range
    }

    /// Moves past a tag's end at `offset`, with the white space that it takes away.
    mutating func finishTag(at offset: Int, sign: Unicode.Scalar?, trimsNewline: Bool = true) {
        self.offset = offset
        if sign == "-" {
            self.offset = self.skipSpaces(from: offset)
        } else if sign == nil, trimsNewline, self.peek() == "\n" {
            self.offset += 1
        }
        self.isAtLineStart = self.source[self.offset - 1] == "\n"
    }

    private mutating func scanComment(from tag: Int) throws {
        var end = self.offset
        while end < self.source.count, !self.matches("#}", at: end) { end += 1 }
        guard end < self.source.count else { throw self.failure("a comment is not closed with '#}'", at: tag) }
        let sign: Unicode.Scalar? = end > self.offset ? self.source[end - 1] : nil
        self.finishTag(at: end + 2, sign: sign == "-" || sign == "+" ? sign : nil)
    }

    /// Where a raw block's text begins, when the tag that goes on at an offset is `raw`.
    private func rawBody(from offset: Int) -> Int? {
        var position = self.skipSpaces(from: offset)
        guard self.matches("raw", at: position) else { return nil }
        position = self.skipSpaces(from: position + 3)
        if self.matches("-%}", at: position) { return self.skipSpaces(from: position + 3) }
        return self.matches("%}", at: position) ? position + 2 : nil
    }

    private mutating func scanRaw(from tag: Int, body: Int) throws {
        self.isAtLineStart = self.source[body - 1] == "\n"
        var end = body
        while end < self.source.count {
            if self.matches("{%", at: end) {
                let next = end + 2 < self.source.count ? self.source[end + 2] : " "
                let sign: Unicode.Scalar = next == "-" || next == "+" ? next : " "
                var position = self.skipSpaces(from: end + (sign == " " ? 2 : 3))
                if self.matches("endraw", at: position) {
                    position = self.skipSpaces(from: position + 6)
                    let last: Unicode.Scalar? = position < self.source.count ? self.source[position] : nil
                    let closing = last == "-" || last == "+" ? last : nil
                    if closing != nil { position += 1 }
                    if self.matches("%}", at: position) {
                        self.addData(self.beforeTag(body..<end, sign: sign, isVariable: false))
                        return self.finishTag(at: position + 2, sign: closing)
                    }
                }
            }
            end += 1
        }
        throw self.failure("a raw block is not closed with '{% endraw %}'", at: tag)
    }
}
