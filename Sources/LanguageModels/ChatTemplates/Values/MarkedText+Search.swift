extension MarkedText {
    /// Whether Python's `str.isspace` (and `\s` of its regular expressions) holds for a scalar.
    static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }

    /// The scalars with the byte ranges they take.
    var indexedScalars: [(scalar: Unicode.Scalar, range: Range<Int>)] {
        var result: [(Unicode.Scalar, Range<Int>)] = []
        result.reserveCapacity(self.byteCount)
        var offset = 0
        for scalar in self.scalars {
            let end = offset + UTF8.width(scalar)
            result.append((scalar, offset..<end))
            offset = end
        }
        return result
    }

    /// The scalars as texts of their own, as Python iterates over a string.
    var characters: [MarkedText] { self.indexedScalars.map { self[$0.range] } }

    /// The byte offset of a scalar index, which may be the scalar count.
    func byteOffset(ofScalar index: Int) -> Int {
        var remaining = index
        var offset = 0
        while offset < self.byteCount {
            if !MarkedText.isContinuation(self.bytes[offset]) {
                if remaining == 0 { return offset }
                remaining -= 1
            }
            offset += 1
        }
        return self.byteCount
    }

    /// The scalar index of a byte offset.
    func scalarIndex(ofByte offset: Int) -> Int {
        self.bytes[..<offset].reduce(into: 0) { $0 += MarkedText.isContinuation($1) ? 0 : 1 }
    }

    /// Where a text first occurs at or after a byte offset.
    func firstIndex(of needle: MarkedText, from start: Int = 0) -> Int? {
        guard start + needle.byteCount <= self.byteCount else { return nil }
        guard let first = needle.bytes.first else { return start }
        guard needle.byteCount <= 32 else { return self.firstIndex(ofLong: needle.bytes, from: start) }
        for offset in start...(self.byteCount - needle.byteCount)
        where self.bytes[offset] == first && self.hasBytes(needle, at: offset) { return offset }
        return nil
    }

    /// Knuth, Morris and Pratt's search: linear however the texts are made.
    private func firstIndex(ofLong needle: [UInt8], from start: Int) -> Int? {
        var fallbacks = [0]
        fallbacks.reserveCapacity(needle.count)
        var matched = 0
        for index in 1..<needle.count {
            while matched > 0, needle[index] != needle[matched] { matched = fallbacks[matched - 1] }
            if needle[index] == needle[matched] { matched += 1 }
            fallbacks.append(matched)
        }
        matched = 0
        for offset in start..<self.byteCount {
            while matched > 0, self.bytes[offset] != needle[matched] { matched = fallbacks[matched - 1] }
            if self.bytes[offset] == needle[matched] { matched += 1 }
            if matched == needle.count { return offset - matched + 1 }
        }
        return nil
    }

    /// Where a text last occurs before a byte offset.
    func lastIndex(of needle: MarkedText, to end: Int? = nil) -> Int? {
        var offset = (end ?? self.byteCount) - needle.byteCount
        while offset >= 0 {
            if self.hasBytes(needle, at: offset) { return offset }
            offset -= 1
        }
        return nil
    }

    /// How often a text occurs, without overlaps.
    func count(of needle: MarkedText) -> Int {
        var count = 0
        var start = 0
        while let index = self.firstIndex(of: needle, from: start) {
            count += 1
            start = index + max(needle.byteCount, 1)
        }
        return count
    }

    func hasBytes(_ other: MarkedText, at offset: Int) -> Bool {
        guard offset >= 0, offset + other.byteCount <= self.byteCount else { return false }
        for index in 0..<other.byteCount where self.bytes[offset + index] != other.bytes[index] { return false }
        return true
    }

    func hasPrefix(_ other: MarkedText) -> Bool { self.hasBytes(other, at: 0) }
    func hasSuffix(_ other: MarkedText) -> Bool { self.hasBytes(other, at: self.byteCount - other.byteCount) }
    func contains(_ other: MarkedText) -> Bool { self.firstIndex(of: other) != nil }

    // MARK: Trimming and splitting

    /// Which ends a trim takes from.
    enum Ends { case both, start, end }

    /// Python's `strip`, `lstrip` and `rstrip`; without characters, white space goes.
    func stripped(_ characters: MarkedText? = nil, _ ends: Ends = .both) -> MarkedText {
        let set = characters.map { Set($0.scalars) }
        func goes(_ scalar: Unicode.Scalar) -> Bool { set?.contains(scalar) ?? MarkedText.isSpace(scalar) }
        let scalars = self.scalars
        var start = 0
        var end = self.byteCount
        if ends != .end {
            for scalar in scalars {
                guard goes(scalar) else { break }
                start += UTF8.width(scalar)
            }
        }
        if ends != .start, start < end {
            for scalar in scalars.reversed() {
                guard goes(scalar) else { break }
                end -= UTF8.width(scalar)
            }
        }
        return self[start..<max(start, end)]
    }

    /// Python's `split` and `rsplit` at a separator.
    func split(at separator: MarkedText, limit: Int = -1, fromEnd: Bool = false) -> [MarkedText] {
        var result: [MarkedText] = []
        var start = 0
        var end = self.byteCount
        while limit < 0 || result.count < limit {
            if fromEnd {
                guard let index = self.lastIndex(of: separator, to: end) else { break }
                result.append(self[index + separator.byteCount..<end])
                end = index
            } else {
                guard let index = self.firstIndex(of: separator, from: start) else { break }
                result.append(self[start..<index])
                start = index + separator.byteCount
            }
        }
        result.append(self[start..<end])
        return fromEnd ? result.reversed() : result
    }

    /// Python's `split` and `rsplit` without a separator: at runs of white space, with no empty parts.
    func splitAtSpaces(limit: Int = -1, fromEnd: Bool = false) -> [MarkedText] {
        var words: [Range<Int>] = []
        var start: Int?
        for (scalar, range) in self.indexedScalars {
            if MarkedText.isSpace(scalar) {
                if let begin = start { words.append(begin..<range.lowerBound) }
                start = nil
            } else if start == nil {
                start = range.lowerBound
            }
        }
        if let begin = start { words.append(begin..<self.byteCount) }
        guard limit >= 0, words.count > limit else { return words.map { self[$0] } }
        if fromEnd {
            let rest = self[0..<words[words.count - limit - 1].upperBound]
            return [rest] + words.suffix(limit).map { self[$0] }
        }
        let rest = self[words[limit].lowerBound..<self.byteCount]
        return words.prefix(limit).map { self[$0] } + [rest]
    }

    /// Python's `splitlines`.
    func lines(keepingEnds: Bool = false) -> [MarkedText] {
        var result: [MarkedText] = []
        var start = 0
        let scalars = self.indexedScalars
        var index = 0
        while index < scalars.count {
            let (scalar, range) = scalars[index]
            index += 1
            switch scalar.value {
            case 0x0A...0x0D, 0x1C...0x1E, 0x85, 0x2028, 0x2029:
                var end = range.upperBound
                if scalar == "\r", index < scalars.count, scalars[index].scalar == "\n" {
                    end = scalars[index].range.upperBound
                    index += 1
                }
                result.append(self[start..<(keepingEnds ? end : range.lowerBound)])
                start = end
            default: continue
            }
        }
        if start < self.byteCount { result.append(self[start..<self.byteCount]) }
        return result
    }

    /// Python's `replace`; an empty old text matches between all characters.
    func replacing(_ old: MarkedText, with new: MarkedText, limit: Int = -1) -> MarkedText {
        if old.isEmpty { return self.interleaving(new, limit: limit) }
        var result = MarkedText()
        var start = 0
        var count = 0
        while limit < 0 || count < limit, let index = self.firstIndex(of: old, from: start) {
            result.append(self, start..<index)
            result.append(new)
            start = index + old.byteCount
            count += 1
        }
        result.append(self, start..<self.byteCount)
        return result
    }

    private func interleaving(_ new: MarkedText, limit: Int) -> MarkedText {
        var result = MarkedText()
        var count = 0
        for range in self.indexedScalars.map(\.range) {
            if limit < 0 || count < limit { result.append(new) }
            count += 1
            result.append(self, range)
        }
        if limit < 0 || count < limit { result.append(new) }
        return result
    }
}
