extension PatternParser {
    /// Reads a class such as `[a-z]`.
    mutating func readClass() throws(PatternProblem) -> [ClosedRange<UInt32>] {
        self.offset += 1
        let isInverted = self.take("^")
        var ranges: [ClosedRange<UInt32>] = []
        while !self.take("]") {
            let first = try self.readMember()
            guard self.current == "-", self.offset + 1 < self.scalars.count, self.scalars[self.offset + 1] != "]",
                let start = first.only
            else {
                ranges += first
                continue
            }
            self.offset += 1
            guard let end = try self.readMember().only, start <= end else {
                throw self.problem("a range whose ends are swapped or are classes")
            }
            ranges.append(start...end)
        }
        let set = ranges.united
        return isInverted ? set.inverted : set
    }

    private mutating func readMember() throws(PatternProblem) -> [ClosedRange<UInt32>] {
        guard let scalar = self.current else { throw self.problem("a class without end") }
        if scalar == "\\" { return try self.readEscape(inClass: true) }
        self.offset += 1
        return [scalar.value...scalar.value]
    }

    /// Reads what stands after a backslash.
    mutating func readEscape(inClass: Bool) throws(PatternProblem) -> [ClosedRange<UInt32>] {
        self.offset += 1
        guard let letter = self.current else { throw self.problem("a backslash at its end") }
        let digits: [ClosedRange<UInt32>] = [0x30...0x39]
        let words: [ClosedRange<UInt32>] = [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A]
        let spaces: [ClosedRange<UInt32>] = [
            0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029, 0x202F...0x202F,
            0x205F...0x205F, 0x3000...0x3000,
        ]
        switch letter {
        case "d": return self.next(digits)
        case "D": return self.next(digits.inverted)
        case "w": return self.next(words)
        case "W": return self.next(words.inverted)
        case "s": return self.next(spaces)
        // The byte order mark is space to some engines and not to others.
        case "S": return self.next((spaces + [0xFEFF...0xFEFF]).inverted)
        case "t": return self.next([0x09...0x09])
        case "n": return self.next([0x0A...0x0A])
        case "v": return self.next([0x0B...0x0B])
        case "f": return self.next([0x0C...0x0C])
        case "r": return self.next([0x0D...0x0D])
        case "b" where inClass: return self.next([0x08...0x08])
        case "x": return try self.readCode(2)
        case "u": return try self.readCode(4)
        case "b", "B": throw self.problem("the word boundary \"\\\(letter)\"", isUnsupported: true)
        case "p", "P": throw self.problem("the property class \"\\\(letter)\"", isUnsupported: true)
        case "k", "1"..."9": throw self.problem("the back reference \"\\\(letter)\"", isUnsupported: true)
        case "a"..."z", "A"..."Z", "0": throw self.problem("the escape \"\\\(letter)\"", isUnsupported: true)
        default: return self.next([letter.value...letter.value])
        }
    }

    private mutating func next(_ set: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        self.offset += 1
        return set
    }

    private mutating func readCode(_ count: Int) throws(PatternProblem) -> [ClosedRange<UInt32>] {
        self.offset += 1
        let end = self.offset + count
        guard end <= self.scalars.count else { throw self.problem("an escape without its digits") }
        var digits = ""
        digits.unicodeScalars.append(contentsOf: self.scalars[self.offset..<end])
        guard digits.allSatisfy(\.isHexDigit), let code = UInt32(digits, radix: 16) else {
            throw self.problem("an escape without its digits", isUnsupported: self.current == "{")
        }
        guard !(0xD800..<0xE000).contains(code) else {
            throw self.problem("half of a character's code", isUnsupported: true)
        }
        self.offset = end
        return [code...code]
    }
}

extension [ClosedRange<UInt32>] {
    /// The one character of a set that has no more.
    fileprivate var only: UInt32? {
        self.count == 1 && self[0].count == 1 ? self[0].lowerBound : nil
    }
}
