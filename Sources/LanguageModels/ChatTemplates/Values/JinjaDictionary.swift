/// A Python dictionary: keys in the order in which they came.
final class JinjaDictionary {
    let keys: [JinjaValue]
    let values: [JinjaValue]
    let size: JinjaSize
    private let index: [JinjaKey: Int]

    /// Creates a dictionary; of two equal keys the first keeps its place and the last gives the value.
    init(_ pairs: [(JinjaValue, JinjaValue)]) throws {
        var keys: [JinjaValue] = []
        var values: [JinjaValue] = []
        var index: [JinjaKey: Int] = [:]
        for (key, value) in pairs {
            let hashed = try JinjaKey(key)
            if let position = index[hashed] {
                values[position] = value
            } else {
                index[hashed] = keys.count
                keys.append(key)
                values.append(value)
            }
        }
        self.keys = keys
        self.values = values
        self.index = index
        self.size = try JinjaSize(around: keys + values)
    }

    var count: Int { self.keys.count }
    var pairs: [(JinjaValue, JinjaValue)] { Array(zip(self.keys, self.values)) }

    subscript(_ key: JinjaValue) -> JinjaValue? {
        get throws { self.index[try JinjaKey(key)].map { self.values[$0] } }
    }

    subscript(_ key: String) -> JinjaValue? {
        self.index[.text(Array(key.utf8))].map { self.values[$0] }
    }

    /// The items as a list of pairs.
    func items() throws -> [JinjaValue] { try self.pairs.map { try .tuple([$0.0, $0.1]) } }
}

/// A value as a dictionary's key: equal numbers are equal keys whatever their type.
enum JinjaKey: Hashable {
    case none
    case integer(Int)
    case float(Double)
    case text([UInt8])
    case tuple([JinjaKey])
    case object(Int)
    case undefined

    init(_ value: JinjaValue) throws {
        switch value {
        case .none: self = .none
        case .boolean(let boolean): self = .integer(boolean ? 1 : 0)
        case .integer(let integer): self = .integer(integer)
        case .float(let float): self = Int(exactly: float).map(Self.integer) ?? .float(float)
        case .text(let text): self = .text(text.bytes)
        case .object(let number): self = .object(number)
        case .undefined: self = .undefined
        case .sequence(let sequence) where sequence.kind == .tuple:
            self = .tuple(try sequence.items.map { try JinjaKey($0) })
        default: throw JinjaFailure("unhashable type: '\(value.typeName)'")
        }
    }
}
