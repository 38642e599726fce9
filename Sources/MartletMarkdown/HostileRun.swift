/// What ``HostileSource`` counts in a run of lines without a blank one between; no inline or table crosses its ends.
struct HostileRun {
    /// A line that could part a table's header from its rows.
    private struct DelimiterRow {
        /// Where a backslash makes it plain text.
        let offset: Int
        let columns: Int
        let precedingLines: Int
    }

    /// The most `![` in a run; each closed link walks over those that are open.
    private static let mostImages = 1_000
    /// The most beginnings of one kind of raw HTML whose end never comes; each is looked for to the end of the run.
    private static let mostUnclosedTags = 100
    /// The most unmatched `)` in a word; for each, the parser counts the parentheses of a bare link anew.
    private static let mostClosingParentheses = 100
    /// The most `|` in a line of a run with a table.
    private static let mostPipes = 2_000
    /// The most cells that a table can be filled up to.
    private static let mostCells = 500_000
    /// The most lines before a table in one run.
    private static let mostLinesBeforeTable = 500

    /// How many `]` the run has: no more links than that can refer to a definition.
    private(set) var closingBrackets = 0
    private var lines = 0
    private var widestLine = 0
    private var delimiterRows: [DelimiterRow] = []
    private var images = 0
    private var excess: [Int] = []
    private var instructions: [Int] = []
    private var declarations: [Int] = []
    private var characterData: [Int] = []

    /// Forgets everything, for the next run.
    mutating func reset() {
        if self.lines > 0 { self = HostileRun() }
    }

    /// Where backslashes must go for the run to be harmless.
    func excesses() -> [Int] {
        var result = self.excess
        for unclosed in [self.instructions, self.declarations, self.characterData] {
            result.append(contentsOf: unclosed.dropFirst(Self.mostUnclosedTags))
        }
        let isTooWide = self.widestLine > Self.mostPipes
        for row in self.delimiterRows {
            let isTooLarge = row.columns * (self.lines - row.precedingLines) > Self.mostCells
            if isTooWide || isTooLarge || row.precedingLines > Self.mostLinesBeforeTable { result.append(row.offset) }
        }
        return result
    }

    /// Counts what a line holds.
    mutating func surveyLine(_ line: Range<Int>, of text: UnsafeBufferPointer<UInt8>) {
        var pipes = 0
        var closingParentheses = 0
        for index in line {
            switch text[index] {
            case UInt8(ascii: "|"): pipes += 1
            case UInt8(ascii: "]"): self.closingBrackets += 1
            case UInt8(ascii: "("): closingParentheses = max(0, closingParentheses - 1)
            case UInt8(ascii: ")"):
                closingParentheses += 1
                if closingParentheses > Self.mostClosingParentheses { self.excess.append(index) }
            case 0x20, 0x09: closingParentheses = 0
            case UInt8(ascii: "["):
                guard index > line.lowerBound, text[index - 1] == UInt8(ascii: "!") else { break }
                self.images += 1
                if self.images > Self.mostImages { self.excess.append(index - 1) }
            case UInt8(ascii: "<"):
                closingParentheses = 0
                self.surveyTag(at: index, in: text, end: line.upperBound)
            case UInt8(ascii: ">"): self.closeTag(at: index, in: text)
            default: break
            }
        }
        self.widestLine = max(self.widestLine, pipes)
        if let offset = Self.delimiterOffset(in: line, of: text) {
            let row = DelimiterRow(offset: offset, columns: pipes + 1, precedingLines: self.lines)
            self.delimiterRows.append(row)
        }
        self.lines += 1
    }

    private mutating func surveyTag(at index: Int, in text: UnsafeBufferPointer<UInt8>, end: Int) {
        guard index + 1 < end else { return }
        if text[index + 1] == UInt8(ascii: "?") {
            self.instructions.append(index)
        } else if text[index + 1] == UInt8(ascii: "!"), index + 2 < end {
            if text[index + 2] == UInt8(ascii: "[") {
                self.characterData.append(index)
            } else {
                self.declarations.append(index)
            }
        }
    }

    private mutating func closeTag(at index: Int, in text: UnsafeBufferPointer<UInt8>) {
        self.declarations.removeAll(keepingCapacity: true)
        guard index > 0 else { return }
        if text[index - 1] == UInt8(ascii: "?") { self.instructions.removeAll(keepingCapacity: true) }
        if index > 1, text[index - 1] == UInt8(ascii: "]"), text[index - 2] == UInt8(ascii: "]") {
            self.characterData.removeAll(keepingCapacity: true)
        }
    }

    /// Where a line that may be a table's delimiter row can be broken, or nil if it cannot be one.
    private static func delimiterOffset(in line: Range<Int>, of text: UnsafeBufferPointer<UInt8>) -> Int? {
        var offset: Int?
        var hasDash = false
        for index in line {
            switch text[index] {
            case UInt8(ascii: "|"), UInt8(ascii: ":"): offset = offset ?? index
            case UInt8(ascii: "-"): hasDash = true
            case 0x20, 0x09, UInt8(ascii: ">"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "."),
                UInt8(ascii: ")"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                break
            default: return nil
            }
        }
        return hasDash ? offset : nil
    }
}
