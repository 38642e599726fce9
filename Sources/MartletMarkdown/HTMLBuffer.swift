/// Bytes of HTML under construction, with the two kinds of escaping that HTML needs.
struct HTMLBuffer {
    private(set) var bytes: [UInt8] = []

    /// Appends markup that the renderer itself wrote.
    mutating func append(_ markup: StaticString) {
        markup.withUTF8Buffer { self.bytes.append(contentsOf: $0) }
    }

    /// Appends digits, which need no escaping.
    mutating func append(_ number: Int) {
        self.bytes.append(contentsOf: String(number).utf8)
    }

    /// Appends bytes as they are: for what was escaped before, or for HTML that the author allowed.
    mutating func appendVerbatim(_ verbatim: some Sequence<UInt8>) {
        self.bytes.append(contentsOf: verbatim)
    }

    /// Appends text so that it stands as text, both between tags and within a double-quoted attribute.
    mutating func appendText(_ text: UnsafeBufferPointer<UInt8>) {
        var runStart = 0
        for index in 0..<text.count {
            // Everything that needs escaping lies below `?`: one comparison lets nearly all letters pass.
            let byte = text[index]
            guard byte < 0x3F, let entity = Self.entity(for: byte) else { continue }
            self.bytes.append(contentsOf: text[runStart..<index])
            self.append(entity)
            runStart = index + 1
        }
        self.bytes.append(contentsOf: text[runStart...])
    }

    /// Appends text from anywhere else than a C string.
    mutating func appendText(_ text: String) {
        var text = text
        text.withUTF8 { self.appendText($0) }
    }

    /// Appends a URL for a double-quoted attribute, percent-encoding what a URL may not contain.
    mutating func appendURL(_ url: UnsafeBufferPointer<UInt8>) {
        for byte in url {
            switch byte {
            case UInt8(ascii: "&"): self.append("&amp;")
            case UInt8(ascii: "'"): self.append("&#x27;")
            case _ where Self.isURLByte(byte): self.bytes.append(byte)
            default:
                self.bytes.append(UInt8(ascii: "%"))
                self.bytes.append(Self.hexadecimalDigit(byte >> 4))
                self.bytes.append(Self.hexadecimalDigit(byte & 0x0F))
            }
        }
    }

    /// The text so far, as a string.
    var string: String { String(decoding: self.bytes, as: UTF8.self) }

    private static func entity(for byte: UInt8) -> StaticString? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        default: nil
        }
    }

    /// Whether a byte stands for itself in a URL: letters, digits, `%` and the delimiters of RFC 3986 but brackets.
    private static func isURLByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "-_.~!*();:@=+$,/?#%".utf8.contains(byte)
        }
    }

    private static func hexadecimalDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }
}
