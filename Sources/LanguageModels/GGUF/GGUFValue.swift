/// One metadata value of a GGUF file, in the type the file gives it.
public enum GGUFValue: Hashable, Sendable {
    /// An unsigned integer of 8 bits.
    case uint8(UInt8)
    /// A signed integer of 8 bits.
    case int8(Int8)
    /// An unsigned integer of 16 bits.
    case uint16(UInt16)
    /// A signed integer of 16 bits.
    case int16(Int16)
    /// An unsigned integer of 32 bits.
    case uint32(UInt32)
    /// A signed integer of 32 bits.
    case int32(Int32)
    /// A floating-point number of 32 bits.
    case float32(Float)
    /// A truth value.
    case bool(Bool)
    /// A text; bytes that are not UTF-8 are replaced by U+FFFD.
    case string(String)
    /// Many values of one type.
    case array(GGUFArray)
    /// An unsigned integer of 64 bits.
    case uint64(UInt64)
    /// A signed integer of 64 bits.
    case int64(Int64)
    /// A floating-point number of 64 bits.
    case float64(Double)

    /// The value as a text, or nil if it is of another type.
    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The value as a truth value, or nil if it is of another type.
    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The value as an array, or nil if it is of another type.
    public var array: GGUFArray? {
        if case .array(let array) = self { array } else { nil }
    }

    /// The value as an integer, or nil if it is of another type or too large.
    public var integer: Int? {
        switch self {
        case .uint8(let value): Int(value)
        case .int8(let value): Int(value)
        case .uint16(let value): Int(value)
        case .int16(let value): Int(value)
        case .uint32(let value): Int(exactly: value)
        case .int32(let value): Int(value)
        case .uint64(let value): Int(exactly: value)
        case .int64(let value): Int(exactly: value)
        case .float32, .float64, .bool, .string, .array: nil
        }
    }

    /// The value as a floating-point number, or nil if it is not a number.
    public var double: Double? {
        switch self {
        case .float32(let value): Double(value)
        case .float64(let value): value
        default: self.integer.map(Double.init)
        }
    }
}

/// The type of a GGUF metadata value, with the number that stands for it in the file.
public enum GGUFValueType: UInt32, Hashable, Sendable {
    /// An unsigned integer of 8 bits.
    case uint8 = 0
    /// A signed integer of 8 bits.
    case int8 = 1
    /// An unsigned integer of 16 bits.
    case uint16 = 2
    /// A signed integer of 16 bits.
    case int16 = 3
    /// An unsigned integer of 32 bits.
    case uint32 = 4
    /// A signed integer of 32 bits.
    case int32 = 5
    /// A floating-point number of 32 bits.
    case float32 = 6
    /// A truth value in one byte.
    case bool = 7
    /// A text with its length before it.
    case string = 8
    /// An array with its element type and count before it.
    case array = 9
    /// An unsigned integer of 64 bits.
    case uint64 = 10
    /// A signed integer of 64 bits.
    case int64 = 11
    /// A floating-point number of 64 bits.
    case float64 = 12

    /// The bytes one value takes, or nil for texts and arrays, whose size differs from value to value.
    var byteCount: Int? {
        switch self {
        case .uint8, .int8, .bool: 1
        case .uint16, .int16: 2
        case .uint32, .int32, .float32: 4
        case .uint64, .int64, .float64: 8
        case .string, .array: nil
        }
    }
}

/// An array in a GGUF file's metadata, kept as the file's bytes until its elements are asked for.
///
/// Vocabularies hold hundreds of thousands of texts, so they are decoded only by those who need them.
public struct GGUFArray: Hashable, Sendable {
    /// The type of each element.
    public let elementType: GGUFValueType
    /// How many elements there are.
    public let count: Int
    /// The elements as they lie in the file; the reader has checked that they are all there.
    let bytes: [UInt8]

    /// The elements as texts, or nil if they are of another type; takes time in proportion to their number.
    public var strings: [String]? {
        guard self.elementType == .string else { return nil }
        var texts: [String] = []
        texts.reserveCapacity(self.count)
        self.bytes.withUnsafeBytes { bytes in
            var offset = 0
            while offset < bytes.count {
                let length = Int(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
                offset += 8
                texts.append(String(decoding: bytes[offset..<offset + length], as: UTF8.self))
                offset += length
            }
        }
        return texts
    }

    /// The elements as integers, or nil if they are of another type or one is too large.
    public var integers: [Int]? {
        let values = self.values
        let integers = values.compactMap(\.integer)
        return self.elementType != .string && integers.count == values.count ? integers : nil
    }

    /// The elements as floating-point numbers, or nil if they are not numbers.
    public var doubles: [Double]? {
        let values = self.values
        let doubles = values.compactMap(\.double)
        return self.elementType != .string && doubles.count == values.count ? doubles : nil
    }

    /// The elements, each as a value of its own.
    public var values: [GGUFValue] {
        if let strings = self.strings { return strings.map(GGUFValue.string) }
        guard let size = self.elementType.byteCount else { return [] }
        return self.bytes.withUnsafeBytes { bytes in
            (0..<self.count).compactMap { index in
                GGUFValue(
                    self.elementType,
                    from: UnsafeRawBufferPointer(rebasing: bytes[index * size..<(index + 1) * size])
                )
            }
        }
    }
}

extension GGUFValue {
    /// Reads a number or truth value from exactly as many bytes as its type takes; nil for texts and arrays.
    init?(_ type: GGUFValueType, from bytes: UnsafeRawBufferPointer) {
        func load<Number: FixedWidthInteger>(_: Number.Type) -> Number {
            Number(littleEndian: bytes.loadUnaligned(as: Number.self))
        }
        switch type {
        case .uint8: self = .uint8(load(UInt8.self))
        case .int8: self = .int8(load(Int8.self))
        case .uint16: self = .uint16(load(UInt16.self))
        case .int16: self = .int16(load(Int16.self))
        case .uint32: self = .uint32(load(UInt32.self))
        case .int32: self = .int32(load(Int32.self))
        case .float32: self = .float32(Float(bitPattern: load(UInt32.self)))
        case .bool: self = .bool(load(UInt8.self) != 0)
        case .uint64: self = .uint64(load(UInt64.self))
        case .int64: self = .int64(load(Int64.self))
        case .float64: self = .float64(Double(bitPattern: load(UInt64.self)))
        case .string, .array: return nil
        }
    }
}
