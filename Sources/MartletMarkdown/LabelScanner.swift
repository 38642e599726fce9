/// Finds the labels of link reference definitions and of references in Markdown source.
///
/// It errs on the side of finding too many: a label that is none costs a little work and changes no result.
enum LabelScanner {
    /// The longest label that CommonMark allows, in bytes here for simplicity.
    private static let longestLabel = 4_000

    /// Labels that a stretch of source may define: at the start of a line, `[label]:`.
    static func definedLabels(in source: ArraySlice<UInt8>) -> Set<String> {
        Set(self.definitions(in: source).map { self.key(of: source[$0]) })
    }

    /// Where the labels stand that a stretch of source may define.
    static func definitions(in source: ArraySlice<UInt8>) -> [Range<Int>] {
        var labels: [Range<Int>] = []
        var position = source.startIndex
        while position < source.endIndex {
            position = source[position...].firstIndex { !self.mayPrecedeDefinition($0) } ?? source.endIndex
            if position < source.endIndex, source[position] == UInt8(ascii: "["),
                let close = self.closingBracket(after: position, in: source),
                close + 1 < source.endIndex, source[close + 1] == UInt8(ascii: ":")
            {
                labels.append((position + 1)..<close)
                // Several definitions may follow each other, and a destination may stand on the next line.
                position = close + 1
            }
            position = source[position...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? source.endIndex
        }
        return labels
    }

    /// Labels that a stretch of source may refer to: everything in brackets without brackets inside.
    static func referredLabels(in source: ArraySlice<UInt8>) -> Set<String> {
        var labels: Set<String> = []
        var open: Int?
        var index = source.startIndex
        while index < source.endIndex {
            switch source[index] {
            case UInt8(ascii: "\\"): index += 1
            case UInt8(ascii: "["): open = index
            case UInt8(ascii: "]"):
                if let start = open, index - start <= self.longestLabel {
                    labels.insert(self.key(of: source[(start + 1)..<index]))
                }
                open = nil
            default: break
            }
            index += 1
        }
        return labels
    }

    /// Container markers and white space, line ends included: nothing else can stand before a definition.
    private static func mayPrecedeDefinition(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x09...0x0D, UInt8(ascii: ">"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"),
            UInt8(ascii: "."), UInt8(ascii: ")"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    private static func closingBracket(after open: Int, in source: ArraySlice<UInt8>) -> Int? {
        var index = open + 1
        let limit = min(source.endIndex, open + self.longestLabel)
        while index < limit {
            switch source[index] {
            case UInt8(ascii: "\\"): index += 1
            case UInt8(ascii: "["): return nil
            case UInt8(ascii: "]"): return index
            default: break
            }
            index += 1
        }
        return nil
    }

    /// What labels that match have in common: letters without case, and no white space or quote markers.
    ///
    /// All labels beyond ASCII share one key, because Unicode's case folding is the parser's business.
    private static func key(of label: ArraySlice<UInt8>) -> String {
        var key: [UInt8] = []
        for byte in label {
            if byte >= 0x80 { return "\u{FFFD}" }
            if byte <= 0x20 || byte == UInt8(ascii: ">") { continue }
            key.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
        }
        return String(decoding: key, as: UTF8.self)
    }
}
