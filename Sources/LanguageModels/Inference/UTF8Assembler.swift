/// Turns pieces of bytes, cut anywhere, into whole characters.
///
/// A model's tokens may end in the middle of a character. At most three bytes are held back, and only while they are
/// the beginning of a character; what can never become one is replaced by U+FFFD. However the bytes are cut, the text
/// in all is the same.
struct UTF8Assembler: Hashable, Sendable {
    /// The beginning of a character whose end has not come yet; at most three bytes.
    private(set) var held: [UInt8] = []

    /// Takes bytes in.
    ///
    /// - Parameter bytes: The next bytes.
    /// - Returns: What is complete now, as valid UTF-8.
    mutating func append(_ bytes: some Collection<UInt8>) -> [UInt8] {
        self.held.append(contentsOf: bytes)
        let complete = self.held.count - Self.incompleteTail(of: self.held)
        defer { self.held.removeFirst(complete) }
        return Self.repaired(self.held[..<complete])
    }

    /// Ends the text.
    ///
    /// - Returns: U+FFFD if a character was begun and not ended, else nothing.
    mutating func finish() -> [UInt8] {
        defer { self.held = [] }
        return Self.repaired(self.held[...])
    }

    private static func repaired(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        if bytes.allSatisfy({ $0 < 0x80 }) { return Array(bytes) }
        return Array(String(decoding: bytes, as: UTF8.self).utf8)
    }

    /// How many bytes at the end are the beginning of a character.
    private static func incompleteTail(of bytes: [UInt8]) -> Int {
        for count in 1...3 where count <= bytes.count {
            let lead = bytes[bytes.count - count]
            if lead & 0xC0 == 0x80 { continue }
            return Self.isBeginning(bytes.suffix(count)) ? count : 0
        }
        return 0
    }

    /// Whether bytes that start with a lead byte can still become a character.
    private static func isBeginning(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let lead = bytes.first else { return false }
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch lead {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        case 0xF1...0xF3: length = 4
        default: return false
        }
        guard bytes.count < length else { return false }
        return bytes.dropFirst().first.map { second.contains($0) } ?? true
    }
}
