import MartletCore

/// Reads JSON from a peer that is not trusted: within a depth and a number of values, in one pass.
///
/// Foundation's decoder tries one type after the other for each value, which takes long for many small values.
struct JSONReader {
    /// Why bytes are no JSON, or more of it than is taken.
    enum Flaw: Error, Hashable {
        case notJSON(at: Int)
        case tooDeep
        case tooManyValues
    }

    private let bytes: [UInt8]
    private var position = 0
    private var values = 0
    private var depth = 0

    static let deepest = 128
    static let mostValues = 1_000_000

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads one value and nothing else.
    static func read(_ bytes: [UInt8]) throws(Flaw) -> JSONValue {
        var reader = JSONReader(bytes)
        let value = try reader.value()
        reader.skipSpace()
        guard reader.position == bytes.count else { throw .notJSON(at: reader.position) }
        return value
    }

    private var next: UInt8? { self.position < self.bytes.count ? self.bytes[self.position] : nil }

    private var flaw: Flaw { .notJSON(at: self.position) }

    private mutating func skipSpace() {
        while let byte = self.next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            self.position += 1
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard self.next == byte else { return false }
        self.position += 1
        return true
    }

    private mutating func expect(_ text: StaticString, _ value: JSONValue) throws(Flaw) -> JSONValue {
        for index in 0..<text.utf8CodeUnitCount where !self.take(text.utf8Start[index]) {
            throw self.flaw
        }
        return value
    }

    private mutating func value() throws(Flaw) -> JSONValue {
        self.skipSpace()
        self.values += 1
        guard self.values <= Self.mostValues else { throw .tooManyValues }
        switch self.next {
        case UInt8(ascii: "{"): return try self.nested { (reader) throws(Flaw) in try reader.object() }
        case UInt8(ascii: "["): return try self.nested { (reader) throws(Flaw) in try reader.array() }
        case UInt8(ascii: "\""): return .string(try self.string())
        case UInt8(ascii: "t"): return try self.expect("true", .bool(true))
        case UInt8(ascii: "f"): return try self.expect("false", .bool(false))
        case UInt8(ascii: "n"): return try self.expect("null", .null)
        default: return try self.number()
        }
    }

    private mutating func nested(
        _ read: (inout JSONReader) throws(Flaw) -> JSONValue
    ) throws(Flaw) -> JSONValue {
        self.depth += 1
        guard self.depth <= Self.deepest else { throw .tooDeep }
        self.position += 1
        let value = try read(&self)
        self.depth -= 1
        return value
    }

    private mutating func array() throws(Flaw) -> JSONValue {
        var elements: [JSONValue] = []
        self.skipSpace()
        if self.take(UInt8(ascii: "]")) { return .array(elements) }
        while true {
            elements.append(try self.value())
            self.skipSpace()
            if self.take(UInt8(ascii: "]")) { return .array(elements) }
            guard self.take(UInt8(ascii: ",")) else { throw self.flaw }
        }
    }

    private mutating func object() throws(Flaw) -> JSONValue {
        var members: [String: JSONValue] = [:]
        self.skipSpace()
        if self.take(UInt8(ascii: "}")) { return .object(members) }
        while true {
            self.skipSpace()
            guard self.next == UInt8(ascii: "\"") else { throw self.flaw }
            let name = try self.string()
            self.skipSpace()
            guard self.take(UInt8(ascii: ":")) else { throw self.flaw }
            members[name] = try self.value()
            self.skipSpace()
            if self.take(UInt8(ascii: "}")) { return .object(members) }
            guard self.take(UInt8(ascii: ",")) else { throw self.flaw }
        }
    }
}

// MARK: - Numbers and texts

extension JSONReader {
    private mutating func digits() throws(Flaw) {
        let start = self.position
        while let byte = self.next, (0x30...0x39).contains(byte) { self.position += 1 }
        guard self.position > start else { throw self.flaw }
    }

    private mutating func number() throws(Flaw) -> JSONValue {
        let start = self.position
        var isWhole = true
        _ = self.take(UInt8(ascii: "-"))
        if !self.take(UInt8(ascii: "0")) { try self.digits() }
        if self.take(UInt8(ascii: ".")) {
            isWhole = false
            try self.digits()
        }
        if self.take(UInt8(ascii: "e")) || self.take(UInt8(ascii: "E")) {
            isWhole = false
            if !self.take(UInt8(ascii: "+")) { _ = self.take(UInt8(ascii: "-")) }
            try self.digits()
        }
        let text = String(decoding: self.bytes[start..<self.position], as: UTF8.self)
        if isWhole, let number = Int(text) { return .int(number) }
        guard let number = Double(text), number.isFinite else { throw .notJSON(at: start) }
        return .double(number)
    }

    private mutating func string() throws(Flaw) -> String {
        self.position += 1
        let start = self.position
        while let byte = self.next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
            self.position += 1
        }
        if self.next == UInt8(ascii: "\"") {
            defer { self.position += 1 }
            return try self.text(self.bytes[start..<self.position], at: start)
        }
        var unescaped = Array(self.bytes[start..<self.position])
        while let byte = self.next, byte >= 0x20 {
            self.position += 1
            if byte == UInt8(ascii: "\"") { return try self.text(unescaped[...], at: start) }
            if byte == UInt8(ascii: "\\") {
                try self.escape(into: &unescaped)
            } else {
                unescaped.append(byte)
            }
        }
        throw self.flaw
    }

    private func text(_ bytes: ArraySlice<UInt8>, at start: Int) throws(Flaw) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notJSON(at: start) }
        return text
    }

    private mutating func escape(into bytes: inout [UInt8]) throws(Flaw) {
        guard let byte = self.next else { throw self.flaw }
        self.position += 1
        switch byte {
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0C)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(byte)
        case UInt8(ascii: "u"): bytes.append(contentsOf: String(try self.scalar()).utf8)
        default: throw self.flaw
        }
    }

    /// Reads what follows `\u`; half of a pair becomes the replacement character.
    private mutating func scalar() throws(Flaw) -> Character {
        let unit = try self.unit()
        let replacement = Character("\u{FFFD}")
        guard UTF16.isLeadSurrogate(unit) else {
            return Unicode.Scalar(unit).map(Character.init) ?? replacement
        }
        let back = self.position
        if self.take(UInt8(ascii: "\\")), self.take(UInt8(ascii: "u")) {
            let second = try self.unit()
            if UTF16.isTrailSurrogate(second) {
                return Character(UTF16.decode(UTF16.EncodedScalar([unit, second])))
            }
        }
        self.position = back
        return replacement
    }

    private mutating func unit() throws(Flaw) -> UInt16 {
        guard self.position + 4 <= self.bytes.count else { throw self.flaw }
        let digits = self.bytes[self.position..<self.position + 4]
        guard digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }),
            let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw self.flaw }
        self.position += 4
        return unit
    }
}
