/// Text that remembers which of its bytes came from outside the template.
///
/// Kept as UTF-8: equality is then Python's (code point by code point) and not Unicode's canonical equivalence.
struct MarkedText: Sendable {
    /// The text as UTF-8.
    private(set) var bytes: [UInt8]
    /// The byte ranges that came from outside: sorted, not empty, neither overlapping nor touching.
    private(set) var marks: [Range<Int>]
    /// Whether the text is HTML-safe, as the filters `safe` and `escape` make it.
    var isMarkup = false

    init() {
        self.bytes = []
        self.marks = []
    }

    init(_ string: String, marked: Bool = false) {
        self.init(bytes: Array(string.utf8), marked: marked)
    }

    init(bytes: [UInt8], marked: Bool = false) {
        self.bytes = bytes
        self.marks = marked && !bytes.isEmpty ? [0..<bytes.count] : []
    }

    init(_ scalar: Unicode.Scalar, marked: Bool) {
        self.init(bytes: Array(UTF8.encode(scalar)!), marked: marked)
    }

    var string: String { String(decoding: self.bytes, as: UTF8.self) }
    var isEmpty: Bool { self.bytes.isEmpty }
    var byteCount: Int { self.bytes.count }
    var scalars: String.UnicodeScalarView { self.string.unicodeScalars }
    var isASCII: Bool { self.bytes.allSatisfy { $0 < 0x80 } }

    /// The number of Unicode scalars, which is Python's `len`.
    var scalarCount: Int { self.bytes.reduce(into: 0) { $0 += MarkedText.isContinuation($1) ? 0 : 1 } }

    static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

    // MARK: Marks

    /// Whether the byte at an offset came from outside.
    func isMarked(at offset: Int) -> Bool {
        let index = self.firstMark(endingAfter: offset)
        return index < self.marks.count && self.marks[index].contains(offset)
    }

    /// The same text, all of it marked.
    func marked() -> MarkedText { MarkedText(bytes: self.bytes, marked: true) }

    /// Adds a mark at the end of the list, joined with the last one where they touch.
    private mutating func addMark(_ range: Range<Int>) {
        if let last = self.marks.last, last.upperBound == range.lowerBound {
            self.marks[self.marks.count - 1] = last.lowerBound..<range.upperBound
        } else {
            self.marks.append(range)
        }
    }

    private func firstMark(endingAfter offset: Int) -> Int {
        var low = 0
        var high = self.marks.count
        while low < high {
            let middle = (low + high) / 2
            if self.marks[middle].upperBound <= offset { low = middle + 1 } else { high = middle }
        }
        return low
    }

    // MARK: Building

    mutating func append(_ other: MarkedText) {
        let offset = self.bytes.count
        self.bytes.append(contentsOf: other.bytes)
        for mark in other.marks { self.addMark(mark.lowerBound + offset..<mark.upperBound + offset) }
    }

    mutating func append(_ other: MarkedText, _ range: Range<Int>) {
        let offset = self.bytes.count - range.lowerBound
        self.bytes.append(contentsOf: other.bytes[range])
        var index = other.firstMark(endingAfter: range.lowerBound)
        while index < other.marks.count, other.marks[index].lowerBound < range.upperBound {
            let mark = other.marks[index].clamped(to: range)
            if !mark.isEmpty { self.addMark(mark.lowerBound + offset..<mark.upperBound + offset) }
            index += 1
        }
    }

    mutating func append(_ string: String, marked: Bool = false) {
        let start = self.bytes.count
        self.bytes.append(contentsOf: string.utf8)
        if marked, self.bytes.count > start { self.addMark(start..<self.bytes.count) }
    }

    mutating func append(_ scalar: Unicode.Scalar, marked: Bool) {
        let start = self.bytes.count
        self.bytes.append(contentsOf: UTF8.encode(scalar)!)
        if marked { self.addMark(start..<self.bytes.count) }
    }

    static func + (left: MarkedText, right: MarkedText) -> MarkedText {
        var result = left
        result.append(right)
        return result
    }

    subscript(_ range: Range<Int>) -> MarkedText {
        if range == 0..<self.bytes.count { return self }
        var result = MarkedText()
        result.append(self, range)
        return result
    }

    /// The text cut where marks begin and end.
    var pieces: [(text: String, isMarked: Bool)] {
        var result: [(String, Bool)] = []
        var position = 0
        func add(_ end: Int, _ isMarked: Bool) {
            guard end > position else { return }
            result.append((String(decoding: self.bytes[position..<end], as: UTF8.self), isMarked))
            position = end
        }
        for mark in self.marks {
            add(mark.lowerBound, false)
            add(mark.upperBound, true)
        }
        add(self.bytes.count, false)
        return result
    }
}

extension MarkedText: Hashable {
    static func == (left: MarkedText, right: MarkedText) -> Bool { left.bytes == right.bytes }
    func hash(into hasher: inout Hasher) { hasher.combine(self.bytes) }
}

extension MarkedText: Comparable {
    // UTF-8 sorts as its code points do.
    static func < (left: MarkedText, right: MarkedText) -> Bool { left.bytes.lexicographicallyPrecedes(right.bytes) }
}
