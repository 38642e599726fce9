import Foundation

/// The arguments of an event or of an acknowledgement: raw JSON, one text each, and the binary attachments they point at.
///
/// Nothing is decoded until someone asks, so an argument can be passed on byte for byte.
public struct SocketArguments: Sendable {
    /// No arguments; as an acknowledgement it is sent as `[]`.
    public static let none = SocketArguments(storage: [], items: [])

    /// The binary attachments, in the order of their placeholders' numbers.
    public let attachments: [[UInt8]]

    private let storage: [UInt8]
    private let items: [Range<Int>]

    /// Makes arguments of ranges within bytes that a scanner has passed.
    init(storage: [UInt8], items: [Range<Int>], attachments: [[UInt8]] = []) {
        self.storage = storage
        self.items = items
        self.attachments = attachments
    }

    /// Makes arguments of JSON that the caller has encoded, one text for each argument.
    ///
    /// - Parameters:
    ///   - json: One well-formed JSON text for each argument. It is not checked.
    ///   - attachments: The bytes that placeholders in the JSON point at.
    public init(json: [UInt8]..., attachments: [[UInt8]] = []) {
        var storage: [UInt8] = []
        var items: [Range<Int>] = []
        for text in json {
            items.append(storage.count..<storage.count + text.count)
            storage.append(contentsOf: text)
        }
        self.init(storage: storage, items: items, attachments: attachments)
    }

    /// Makes arguments of values; a ``SocketBinary`` among them or inside them becomes an attachment.
    ///
    /// - Parameter values: The values, in order.
    /// - Throws: What `JSONEncoder` throws.
    public init<each Value: Encodable>(encoding values: repeat each Value) throws {
        let collector = SocketBinary.Collector()
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        encoder.userInfo[SocketBinary.collectorKey] = collector
        var storage: [UInt8] = []
        var items: [Range<Int>] = []
        for value in repeat each values {
            let start = storage.count
            storage.append(contentsOf: try encoder.encode(value))
            items.append(start..<storage.count)
        }
        self.init(storage: storage, items: items, attachments: collector.attachments)
    }

    /// Returns the arguments with one more at the end.
    ///
    /// - Parameter json: One well-formed JSON text, which is not checked.
    /// - Returns: The longer list with the same attachments.
    public func appending(_ json: [UInt8]) -> SocketArguments {
        SocketArguments(
            storage: self.storage + json,
            items: self.items + [self.storage.count..<self.storage.count + json.count],
            attachments: self.attachments
        )
    }

    /// How many arguments there are.
    public var count: Int { self.items.count }

    /// Whether there are none.
    public var isEmpty: Bool { self.items.isEmpty }

    /// The raw JSON text of one argument.
    ///
    /// - Parameter index: Which argument; it must exist.
    /// - Returns: The bytes as they came.
    public func json(at index: Int) -> ArraySlice<UInt8> {
        self.storage[self.items[index]]
    }

    /// Decodes one argument; a ``SocketBinary`` in the type receives its attachment.
    ///
    /// - Parameters:
    ///   - type: What to decode.
    ///   - index: Which argument.
    /// - Returns: The value.
    /// - Throws: `DecodingError` when there is no such argument or it does not fit the type.
    public func decode<Value: Decodable>(_ type: Value.Type, at index: Int = 0) throws -> Value {
        guard self.items.indices.contains(index) else {
            let message = "Argument \(index) was asked for, but the packet has \(self.items.count)."
            throw DecodingError.valueNotFound(type, .init(codingPath: [], debugDescription: message))
        }
        return try Self.decode(type, from: self.json(at: index), attachments: self.attachments)
    }

    static func decode<Value: Decodable>(
        _ type: Value.Type,
        from json: ArraySlice<UInt8>,
        attachments: [[UInt8]]
    ) throws -> Value {
        let decoder = JSONDecoder()
        decoder.userInfo[SocketBinary.attachmentsKey] = attachments
        return try decoder.decode(type, from: Data(json))
    }

    /// About how many bytes of memory the arguments keep.
    var footprint: Int {
        let perItem = MemoryLayout<Range<Int>>.stride
        return self.attachments.reduce(128 + self.storage.count + self.items.count * perItem) { $0 + $1.count }
    }

    /// How many bytes of JSON the arguments hold, commas between them included.
    var jsonByteCount: Int {
        self.items.reduce(0) { $0 + $1.count } + max(0, self.items.count - 1)
    }

    /// Appends the arguments with commas between them.
    func append(to bytes: inout [UInt8]) {
        for (index, range) in self.items.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: self.storage[range])
        }
    }

    func with(attachments: [[UInt8]]) -> SocketArguments {
        SocketArguments(storage: self.storage, items: self.items, attachments: attachments)
    }
}

extension SocketArguments: Hashable {
    /// Whether both hold the same JSON texts and attachments, wherever they lie in memory.
    ///
    /// - Parameters:
    ///   - lhs: One set of arguments.
    ///   - rhs: Another.
    /// - Returns: `true` if they are equal byte for byte.
    public static func == (lhs: SocketArguments, rhs: SocketArguments) -> Bool {
        lhs.count == rhs.count && lhs.attachments == rhs.attachments
            && lhs.items.indices.allSatisfy { lhs.json(at: $0) == rhs.json(at: $0) }
    }

    /// Feeds the texts and attachments into a hasher.
    ///
    /// - Parameter hasher: The hasher.
    public func hash(into hasher: inout Hasher) {
        for index in self.items.indices { hasher.combine(self.json(at: index)) }
        hasher.combine(self.attachments)
    }
}

extension SocketArguments: CustomStringConvertible {
    /// How many arguments, bytes and attachments there are; never what they say.
    public var description: String {
        "\(self.count) arguments of \(self.jsonByteCount) bytes, \(self.attachments.count) attachments"
    }
}
