/// A type whose values can be given to templates and chains: texts, numbers, truth values, lists, dictionaries.
///
/// Conform a type of your own to it, and its values can be inputs too.
public protocol ChainValueConvertible: Sendable {
    /// The value as templates and chains see it.
    var chainValue: ChainValue { get }
}

extension ChainValue: ChainValueConvertible {
    /// The value itself.
    public var chainValue: ChainValue { self }
}

extension String: ChainValueConvertible {
    /// The text as a value.
    public var chainValue: ChainValue { .string(self) }
}

extension Substring: ChainValueConvertible {
    /// The text as a value.
    public var chainValue: ChainValue { .string(String(self)) }
}

extension Int: ChainValueConvertible {
    /// The number as a value.
    public var chainValue: ChainValue { .int(self) }
}

extension Double: ChainValueConvertible {
    /// The number as a value.
    public var chainValue: ChainValue { .double(self) }
}

extension Bool: ChainValueConvertible {
    /// The truth value as a value.
    public var chainValue: ChainValue { .bool(self) }
}

extension Optional: ChainValueConvertible where Wrapped: ChainValueConvertible {
    /// The wrapped value, or the value that stands for nothing.
    public var chainValue: ChainValue { self?.chainValue ?? .null }
}

extension Array: ChainValueConvertible where Element: ChainValueConvertible {
    /// The list as a value.
    public var chainValue: ChainValue { .list(self.map(\.chainValue)) }
}

extension Dictionary: ChainValueConvertible where Key == String, Value: ChainValueConvertible {
    /// The dictionary as a value.
    public var chainValue: ChainValue { .dictionary(self.mapValues(\.chainValue)) }
}
