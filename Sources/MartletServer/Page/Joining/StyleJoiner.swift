/// Makes one style sheet of several, without comments.
enum StyleJoiner {
    /// A style sheet and what it is for.
    struct Sheet: Sendable {
        let path: String
        let source: [UInt8]
        /// The value of its link's `media`, if there is one.
        let media: String?
    }

    /// The joined sheet.
    ///
    /// - Parameter sheets: The sheets, which lie in one folder, in their order.
    /// - Returns: One sheet for that folder, so that addresses in it stay right.
    /// - Throws: A ``JoiningError`` that names the sheet that cannot be joined.
    static func join(_ sheets: [Sheet]) throws(JoiningError) -> [UInt8] {
        guard Set(sheets.map { $0.path.split(separator: "/").dropLast() }).count <= 1 else {
            throw JoiningError(file: sheets.first?.path ?? "", reason: "The style sheets lie in several folders.")
        }
        var result: [UInt8] = []
        for sheet in sheets {
            let text = try PageJoiner.naming(sheet.path) { () throws(JoiningError) in try Self.strip(sheet.source) }
            let words = String(decoding: text, as: UTF8.self)
            for rule in ["@import", "@charset", "@namespace"] where words.contains(rule) {
                throw JoiningError(file: sheet.path, reason: "Its \(rule) would stand behind other rules.")
            }
            if let media = sheet.media {
                result += Array("@media \(media){".utf8) + text + Array("}\n".utf8)
            } else {
                result += text
            }
        }
        return result
    }

    /// A sheet without comments, and without white space that means nothing.
    ///
    /// - Parameter source: The sheet.
    /// - Returns: The same rules.
    /// - Throws: A ``JoiningError`` when a comment or text does not end.
    static func strip(_ source: [UInt8]) throws(JoiningError) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(source.count)
        var position = 0
        var hasGap = false
        while position < source.count {
            let byte = source[position]
            let end: Int
            switch byte {
            case 0x20, 0x09...0x0D:
                hasGap = true
                position += 1
                continue
            case UInt8(ascii: "/") where source[position...].starts(with: "/*".utf8):
                position = try Self.endOfComment(source, position)
                hasGap = true
                continue
            case UInt8(ascii: "\""), UInt8(ascii: "'"): end = try Self.endOfString(source, position)
            case UInt8(ascii: "\\"): end = min(position + 2, source.count)
            case UInt8(ascii: "(") where Self.isAddress(source, position):
                end = (source[position...].firstIndex(of: UInt8(ascii: ")")) ?? source.count - 1) + 1
            default: end = position + 1
            }
            if let last = result.last, hasGap, !Self.standsAlone(last), !Self.standsAlone(byte) { result.append(0x20) }
            hasGap = false
            result += source[position..<end]
            // A line for each rule, for those who look at it.
            if byte == UInt8(ascii: "}") { result.append(0x0A) }
            position = end
        }
        return result
    }

    private static func standsAlone(_ byte: UInt8) -> Bool {
        [UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ";"), UInt8(ascii: ","), 0x0A].contains(byte)
    }

    private static func endOfComment(_ source: [UInt8], _ start: Int) throws(JoiningError) -> Int {
        var end = start + 2
        while end + 1 < source.count {
            if source[end] == UInt8(ascii: "*"), source[end + 1] == UInt8(ascii: "/") { return end + 2 }
            end += 1
        }
        throw JoiningError(reason: "A comment does not end.")
    }

    private static func endOfString(_ source: [UInt8], _ start: Int) throws(JoiningError) -> Int {
        var end = start + 1
        while end < source.count, source[end] != source[start] {
            end += source[end] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard end < source.count else { throw JoiningError(reason: "A text does not end.") }
        return end + 1
    }

    /// Whether a bracket opens an address that is not in quotes, in which anything else may stand.
    private static func isAddress(_ source: [UInt8], _ position: Int) -> Bool {
        let before = String(decoding: source[max(0, position - 3)..<position], as: UTF8.self).lowercased()
        guard before == "url" else { return false }
        let next = source[(position + 1)...].first { $0 != 0x20 }
        return next != UInt8(ascii: "\"") && next != UInt8(ascii: "'")
    }
}
