/// Defuses text that would take cmark-gfm quadratic time or memory, by escaping what no honest text has.
///
/// The released parser is fast on what people and models write, but some inputs of a few hundred kilobytes would keep
/// it busy for minutes, with its lock held. Each of them repeats something beyond any use: hundreds of nested quotes on
/// a line, hundreds of `<?` without a `?>`, a table of a million cells. The excess is turned into text by a backslash.
/// Lines keep their number, and text within the limits is returned as it is.
struct HostileSource {
    /// The most quotes and list items that one line may open.
    static let deepestNesting = 100
    /// A run of lines shorter than this, in bytes, can do no harm whatever it holds.
    static let harmlessRunLength = 4_096

    private let text: UnsafeBufferPointer<UInt8>
    private var insertions: [Int] = []
    private var closingBrackets = 0
    private var run = HostileRun()
    private var runStart = 0

    private init(text: UnsafeBufferPointer<UInt8>) {
        self.text = text
    }

    /// The text with a backslash before each excess.
    static func defused(_ text: [UInt8]) -> [UInt8] {
        let insertions = text.withUnsafeBufferPointer { buffer in
            var survey = HostileSource(text: buffer)
            survey.surveyLines()
            survey.insertions += LongDefinitions.excesses(in: text[...], references: survey.closingBrackets)
            return survey.insertions.sorted().filter { !survey.isEscaped(at: $0) }
        }
        guard !insertions.isEmpty else { return text }
        var result: [UInt8] = []
        result.reserveCapacity(text.count + insertions.count)
        var position = 0
        for insertion in insertions {
            result.append(contentsOf: text[position..<insertion])
            result.append(UInt8(ascii: "\\"))
            position = insertion
        }
        result.append(contentsOf: text[position...])
        return result
    }

    private mutating func surveyLines() {
        var position = 0
        while position < self.text.count {
            let lineStart = position
            let excess = self.excessMarker(from: &position)
            if let excess { self.insertions.append(excess) }
            // The survey of a run begins where the markers end, so that no place gets two backslashes.
            let contentStart = excess.map { $0 + 1 } ?? lineStart
            let lineEnd = self.text[position...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? self.text.count
            if self.text[lineStart..<lineEnd].allSatisfy({ $0 == 0x20 || $0 == 0x09 }) {
                self.endRun(at: lineStart)
                self.runStart = min(lineEnd + 1, self.text.count)
            } else {
                self.run.surveyLine(min(contentStart, lineEnd)..<lineEnd, of: self.text)
            }
            position = lineEnd + 1
        }
        self.endRun(at: self.text.count)
    }

    private mutating func endRun(at end: Int) {
        if end - self.runStart >= Self.harmlessRunLength {
            self.insertions.append(contentsOf: self.run.excesses())
        }
        self.closingBrackets += self.run.closingBrackets
        self.run.reset()
    }

    /// Reads the quote and list markers a line begins with, and returns where the first one too many stands.
    private func excessMarker(from position: inout Int) -> Int? {
        var depth = 0
        while position < self.text.count {
            var marker = position
            switch self.text[position] {
            case 0x20, 0x09:
                position += 1
                continue
            case UInt8(ascii: ">"): position += 1
            case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*"):
                guard self.isSpace(at: position + 1) else { return nil }
                position += 2
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                marker = self.text[position...].prefix(11).firstIndex { !(0x30...0x39).contains($0) } ?? position
                let isDelimiter = self.text[marker] == UInt8(ascii: ".") || self.text[marker] == UInt8(ascii: ")")
                guard isDelimiter, self.isSpace(at: marker + 1) else { return nil }
                position = marker + 2
            default: return nil
            }
            depth += 1
            if depth > Self.deepestNesting { return marker }
        }
        return nil
    }

    /// Whether a character is escaped already, when one more backslash would bring it back to life.
    private func isEscaped(at index: Int) -> Bool {
        var backslashes = 0
        while index > backslashes, self.text[index - backslashes - 1] == UInt8(ascii: "\\") { backslashes += 1 }
        return !backslashes.isMultiple(of: 2)
    }

    private func isSpace(at index: Int) -> Bool {
        index < self.text.count && (self.text[index] == 0x20 || self.text[index] == 0x09)
    }
}
