/// Finds where a JSON object or array ends in a text that goes on, or is not there yet; what was looked at once is not
/// looked at again.
struct JSONExtent: Hashable, Sendable {
    /// What was found.
    enum Result: Hashable, Sendable {
        /// The text ends before it.
        case incomplete
        /// It ends before this byte.
        case end(Int)
        /// The text begins with neither an object nor an array.
        case invalid
    }

    /// How many bytes were looked at.
    private var offset = 0
    private var depth = 0
    private var isInString = false
    private var isEscaped = false

    /// Leaves a beginning out that is no part of the JSON.
    mutating func skip(to offset: Int) { self.offset = max(self.offset, offset) }

    /// Looks for the end in two texts that follow each other, the second of which has grown since.
    mutating func end(in begun: String, _ text: String) -> Result {
        let count = begun.utf8.count
        if self.offset < count {
            let result = self.advance(over: begun.utf8.dropFirst(self.offset))
            guard result == .incomplete else { return result }
        }
        return self.advance(over: text.utf8.dropFirst(self.offset - count))
    }

    private mutating func advance(over bytes: Substring.UTF8View) -> Result {
        for byte in bytes {
            self.offset += 1
            if self.isInString {
                if self.isEscaped {
                    self.isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    self.isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    self.isInString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["): self.depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard self.depth > 0 else { return .invalid }
                self.depth -= 1
                if self.depth == 0 { return .end(self.offset) }
            case UInt8(ascii: "\"") where self.depth > 0: self.isInString = true
            case 0x20, 0x0A, 0x0D, 0x09: break
            default: if self.depth == 0 { return .invalid }
            }
        }
        return .incomplete
    }
}
