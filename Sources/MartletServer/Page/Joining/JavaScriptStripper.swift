/// Leaves out of JavaScript what browsers do not need: comments, indentation, spaces beside brackets.
///
/// Ends of lines stay, since statements may end with them.
enum JavaScriptStripper {
    /// A source without comments.
    ///
    /// - Parameter source: The source.
    /// - Returns: The same program.
    /// - Throws: A ``JoiningError`` when a text, a comment or a bracket does not end.
    static func strip(_ source: [UInt8]) throws(JoiningError) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(source.count)
        var (hasGap, hasLineEnd) = (false, false)
        for token in try JavaScriptTokenizer.tokens(of: source) {
            if token.kind == .comment || token.kind == .space {
                hasGap = true
                hasLineEnd = hasLineEnd || source[token.range].contains { $0 == 0x0A || $0 == 0x0D }
                continue
            }
            if let last = result.last, hasGap {
                let next = source[token.range.lowerBound]
                if hasLineEnd {
                    result.append(0x0A)
                } else if !Self.standsAlone(last), !Self.standsAlone(next) {
                    result.append(0x20)
                }
            }
            (hasGap, hasLineEnd) = (false, false)
            result += source[token.range]
        }
        if !result.isEmpty { result.append(0x0A) }
        return result
    }

    /// Whether a byte means the same with and without a space beside it.
    private static func standsAlone(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"),
            UInt8(ascii: "}"), UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "?"),
            UInt8(ascii: "="), UInt8(ascii: ">"), UInt8(ascii: "|"), UInt8(ascii: "&"), UInt8(ascii: "*"):
            true
        default:
            false
        }
    }
}
