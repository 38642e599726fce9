/// Walks one JSON text without building values: checks it against RFC 8259 and notes where its top-level items lie.
///
/// What passed once can be sent on byte for byte, so an argument is never decoded and encoded again on its way through.
struct JSONScanner {
    enum Kind: Sendable {
        case object, array, string, number, literal
    }

    struct Outline: Sendable {
        var kind: Kind
        /// Where the items of a top-level array lie, without the space around them; empty for any other kind.
        var items: [Range<Int>] = []
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private let maximumDepth: Int
    private let maximumItems: Int
    private var position: Int

    private init(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, limits: PacketLimits) {
        self.bytes = bytes
        self.maximumDepth = limits.nestingDepth
        // The name of an event stands before its arguments.
        self.maximumItems = limits.arguments + 1
        self.position = start
    }

    /// Checks the JSON text that fills `bytes` from `start` to the end.
    static func outline(_ bytes: [UInt8], from start: Int, limits: PacketLimits) throws(PacketError) -> Outline {
        let result = bytes.withUnsafeBufferPointer { buffer -> Result<Outline, PacketError> in
            var scanner = JSONScanner(buffer, from: start, limits: limits)
            do throws(PacketError) {
                return .success(try scanner.text())
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private mutating func text() throws(PacketError) -> Outline {
        self.skipSpace()
        var outline = Outline(kind: try self.kind())
        if outline.kind == .array {
            outline.items.reserveCapacity(2)
            let most = self.maximumItems
            try self.array(depth: 1) { (item) throws(PacketError) in
                guard outline.items.count < most else {
                    throw PacketError(.tooManyArguments, "The packet has over \(most - 1) arguments.")
                }
                outline.items.append(item)
            }
        } else {
            try self.value(depth: 0)
        }
        self.skipSpace()
        guard self.position == self.bytes.count else { throw self.failure("goes on after the end of the value") }
        return outline
    }

    private func kind() throws(PacketError) -> Kind {
        guard self.position < self.bytes.count else { throw self.failure("ends where a value should begin") }
        switch self.bytes[self.position] {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        default: return .literal
        }
    }

    private mutating func value(depth: Int) throws(PacketError) {
        switch try self.kind() {
        case .object: try self.object(depth: depth + 1)
        case .array: try self.array(depth: depth + 1) { _ in }
        case .string: try self.string()
        case .number: try self.number()
        case .literal: try self.literal()
        }
    }

    private mutating func array(
        depth: Int,
        item: (Range<Int>) throws(PacketError) -> Void
    ) throws(PacketError) {
        try self.descend(to: depth)
        self.skipSpace()
        if self.consume(UInt8(ascii: "]")) { return }
        while true {
            self.skipSpace()
            let start = self.position
            try self.value(depth: depth)
            try item(start..<self.position)
            self.skipSpace()
            if self.consume(UInt8(ascii: "]")) { return }
            guard self.consume(UInt8(ascii: ",")) else { throw self.failure("lacks a comma or bracket in an array") }
        }
    }

    private mutating func object(depth: Int) throws(PacketError) {
        try self.descend(to: depth)
        self.skipSpace()
        if self.consume(UInt8(ascii: "}")) { return }
        while true {
            self.skipSpace()
            guard self.position < self.bytes.count, self.bytes[self.position] == UInt8(ascii: "\"") else {
                throw self.failure("lacks a key in an object")
            }
            try self.string()
            self.skipSpace()
            guard self.consume(UInt8(ascii: ":")) else { throw self.failure("lacks a colon after a key") }
            self.skipSpace()
            try self.value(depth: depth)
            self.skipSpace()
            if self.consume(UInt8(ascii: "}")) { return }
            guard self.consume(UInt8(ascii: ",")) else { throw self.failure("lacks a comma or brace in an object") }
        }
    }

    private mutating func descend(to depth: Int) throws(PacketError) {
        guard depth <= self.maximumDepth else {
            throw PacketError(.nestingTooDeep, "The JSON text nests deeper than \(self.maximumDepth) levels.")
        }
        self.position += 1
    }

    private mutating func string() throws(PacketError) {
        self.position += 1
        while self.position < self.bytes.count {
            let byte = self.bytes[self.position]
            self.position += 1
            switch byte {
            case UInt8(ascii: "\""): return
            case UInt8(ascii: "\\"): try self.escape()
            case 0..<0x20: throw self.failure("has a control character in a string")
            default: break
            }
        }
        throw self.failure("ends inside a string")
    }

    private mutating func escape() throws(PacketError) {
        guard self.position < self.bytes.count else { throw self.failure("ends inside a string") }
        let byte = self.bytes[self.position]
        self.position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return
        case UInt8(ascii: "u"):
            for _ in 0..<4 {
                guard self.position < self.bytes.count, Self.isHexadecimal(self.bytes[self.position]) else {
                    throw self.failure("has a \\u escape without four digits")
                }
                self.position += 1
            }
        default:
            throw self.failure("has an unknown escape in a string")
        }
    }

    private mutating func number() throws(PacketError) {
        _ = self.consume(UInt8(ascii: "-"))
        if !self.consume(UInt8(ascii: "0")) {
            try self.digits()
        }
        if self.consume(UInt8(ascii: ".")) {
            try self.digits()
        }
        if self.consume(UInt8(ascii: "e")) || self.consume(UInt8(ascii: "E")) {
            if !self.consume(UInt8(ascii: "+")) { _ = self.consume(UInt8(ascii: "-")) }
            try self.digits()
        }
    }

    private mutating func digits() throws(PacketError) {
        let start = self.position
        while self.position < self.bytes.count, Self.isDigit(self.bytes[self.position]) {
            self.position += 1
        }
        guard self.position > start else { throw self.failure("has a number without digits") }
    }

    private mutating func literal() throws(PacketError) {
        for word: StaticString in ["true", "false", "null"]
        where self.position + word.utf8CodeUnitCount <= self.bytes.count {
            let length = word.utf8CodeUnitCount
            let expected = UnsafeBufferPointer(start: word.utf8Start, count: length)
            if self.bytes[self.position..<self.position + length].elementsEqual(expected) {
                self.position += length
                return
            }
        }
        throw self.failure("has something that is no value")
    }

    private mutating func skipSpace() {
        while self.position < self.bytes.count {
            switch self.bytes[self.position] {
            case 0x20, 0x09, 0x0A, 0x0D: self.position += 1
            default: return
            }
        }
    }

    private mutating func consume(_ byte: UInt8) -> Bool {
        guard self.position < self.bytes.count, self.bytes[self.position] == byte else { return false }
        self.position += 1
        return true
    }

    private func failure(_ what: String) -> PacketError {
        PacketError(.invalidJSON, "The JSON text \(what) at byte \(self.position).")
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        self.isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
    }
}
