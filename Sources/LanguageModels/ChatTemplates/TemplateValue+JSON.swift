extension TemplateValue {
    /// Reads a value from JSON text, keeping the order of an object's members.
    ///
    /// - Parameter json: JSON as RFC 8259 has it, nested at most 64 levels deep.
    /// - Throws: A ``LanguageModelError`` of code ``LanguageModelError/Code/invalidInput`` that names the place of what
    ///   is wrong.
    public init(json: String) throws(LanguageModelError) {
        var reader = JSONReader(json)
        do {
            self = try reader.readAll()
        } catch {
            throw LanguageModelError(
                .invalidInput,
                "The JSON is wrong at byte \(reader.offset): \(error.message); correct it there."
            )
        }
    }
}

private struct JSONProblem: Error {
    var message: String
}

/// A small JSON reader, since Foundation's gives objects without their order.
private struct JSONReader {
    private let bytes: [UInt8]
    private(set) var offset = 0
    private var depth = 0

    init(_ text: String) {
        self.bytes = Array(text.utf8)
    }

    private var current: UInt8? { self.offset < self.bytes.count ? self.bytes[self.offset] : nil }

    mutating func readAll() throws(JSONProblem) -> TemplateValue {
        let value = try self.readValue()
        self.skipSpaces()
        guard self.current == nil else { throw JSONProblem(message: "something follows the value") }
        return value
    }

    private mutating func skipSpaces() {
        while let byte = self.current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { self.offset += 1 }
    }

    private mutating func skip(_ byte: Character) -> Bool {
        self.skipSpaces()
        guard self.current == byte.asciiValue else { return false }
        self.offset += 1
        return true
    }

    private mutating func readValue() throws(JSONProblem) -> TemplateValue {
        self.skipSpaces()
        switch self.current {
        case UInt8(ascii: "{"): return try self.readObject()
        case UInt8(ascii: "["): return try self.readArray()
        case UInt8(ascii: "\""): return .string(try self.readString())
        case UInt8(ascii: "t"): return try self.readWord("true", .boolean(true))
        case UInt8(ascii: "f"): return try self.readWord("false", .boolean(false))
        case UInt8(ascii: "n"): return try self.readWord("null", .null)
        case nil: throw JSONProblem(message: "a value is missing")
        default: return try self.readNumber()
        }
    }

    private mutating func readWord(_ word: String, _ value: TemplateValue) throws(JSONProblem) -> TemplateValue {
        guard self.bytes[self.offset...].starts(with: word.utf8) else {
            throw JSONProblem(message: "'\(word)' is expected")
        }
        self.offset += word.utf8.count
        return value
    }

    private mutating func goDeeper() throws(JSONProblem) {
        self.offset += 1
        self.depth += 1
        guard self.depth <= JinjaLimits.valueDepth else {
            throw JSONProblem(message: "more than \(JinjaLimits.valueDepth) levels lie inside one another")
        }
    }

    private mutating func readObject() throws(JSONProblem) -> TemplateValue {
        try self.goDeeper()
        defer { self.depth -= 1 }
        var members: [TemplateValue.Member] = []
        if self.skip("}") { return .object(members) }
        while true {
            self.skipSpaces()
            guard self.current == UInt8(ascii: "\"") else { throw JSONProblem(message: "a name in quotes is expected") }
            let name = try self.readString()
            guard self.skip(":") else { throw JSONProblem(message: "':' is expected") }
            members.append(TemplateValue.Member(name, try self.readValue()))
            if self.skip("}") { return .object(members) }
            guard self.skip(",") else { throw JSONProblem(message: "',' or '}' is expected") }
        }
    }

    private mutating func readArray() throws(JSONProblem) -> TemplateValue {
        try self.goDeeper()
        defer { self.depth -= 1 }
        var items: [TemplateValue] = []
        if self.skip("]") { return .array(items) }
        while true {
            items.append(try self.readValue())
            if self.skip("]") { return .array(items) }
            guard self.skip(",") else { throw JSONProblem(message: "',' or ']' is expected") }
        }
    }

    private mutating func readNumber() throws(JSONProblem) -> TemplateValue {
        let start = self.offset
        guard self.skipNumber() else {
            self.offset = start
            throw JSONProblem(message: "a value is expected")
        }
        let text = String(decoding: self.bytes[start..<self.offset], as: UTF8.self)
        if let integer = Int(text) { return .integer(integer) }
        return .number(Double(text) ?? .nan)
    }

    /// Goes over a number byte by byte: a pattern would cost more than all else in a body that is full of numbers.
    private mutating func skipNumber() -> Bool {
        if self.current == UInt8(ascii: "-") { self.offset += 1 }
        let beginsWithZero = self.current == UInt8(ascii: "0")
        let digits = self.skipDigits()
        guard digits == 1 || (digits > 1 && !beginsWithZero) else { return false }
        if self.current == UInt8(ascii: ".") {
            self.offset += 1
            guard self.skipDigits() > 0 else { return false }
        }
        if self.current == UInt8(ascii: "e") || self.current == UInt8(ascii: "E") {
            self.offset += 1
            if self.current == UInt8(ascii: "+") || self.current == UInt8(ascii: "-") { self.offset += 1 }
            guard self.skipDigits() > 0 else { return false }
        }
        switch self.current {
        case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
            return false
        default:
            return true
        }
    }

    private mutating func skipDigits() -> Int {
        let start = self.offset
        while let byte = self.current, UInt8(ascii: "0") <= byte, byte <= UInt8(ascii: "9") { self.offset += 1 }
        return self.offset - start
    }

    private mutating func readString() throws(JSONProblem) -> String {
        self.offset += 1
        var text: [UInt8] = []
        while let byte = self.current {
            self.offset += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): try self.readEscape(into: &text)
            case 0..<0x20: throw JSONProblem(message: "a control character stands unescaped in a string")
            default: text.append(byte)
            }
        }
        throw JSONProblem(message: "a string is not closed")
    }

    private mutating func readEscape(into text: inout [UInt8]) throws(JSONProblem) {
        guard let letter = self.current else { return }
        self.offset += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            var code = try self.readCode()
            if (0xD800..<0xDC00).contains(code), self.bytes[self.offset...].starts(with: "\\u".utf8) {
                self.offset += 2
                let low = try self.readCode()
                guard (0xDC00..<0xE000).contains(low) else { throw JSONProblem(message: "half a character is escaped") }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw JSONProblem(message: "half a character is escaped") }
            text.append(contentsOf: UTF8.encode(scalar)!)
        default: throw JSONProblem(message: "the escape is unknown")
        }
    }

    private mutating func readCode() throws(JSONProblem) -> UInt32 {
        let end = self.offset + 4
        guard end <= self.bytes.count,
            let code = UInt32(String(decoding: self.bytes[self.offset..<end], as: UTF8.self), radix: 16)
        else { throw JSONProblem(message: "four hexadecimal digits are expected") }
        self.offset = end
        return code
    }
}
