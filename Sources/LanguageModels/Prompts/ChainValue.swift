/// A value for a template's variable, a chain's input or a chain's output: what JSON can say.
///
/// Literals make one: `let inputs: [String: ChainValue] = ["question": "Why?", "count": 3, "tags": ["a", "b"]]`.
/// As text (``description``) a value reads as Python's `str()` would write it, so that templates from LangChain give
/// the same prompts: `True`, `None`, `[1, 'a']`, `1e+16`. The one difference: a dictionary lists its keys in
/// alphabetical order.
public enum ChainValue: Hashable, Sendable {
    /// Nothing. Python: `None`.
    case null
    /// A truth value.
    case bool(Bool)
    /// A whole number.
    case int(Int)
    /// A floating-point number.
    case double(Double)
    /// A text.
    case string(String)
    /// Several values in order.
    case list([ChainValue])
    /// Values by name.
    case dictionary([String: ChainValue])

    /// The text, if the value is one.
    public var stringValue: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The values, if the value is a list.
    public var listValue: [ChainValue]? {
        if case .list(let value) = self { value } else { nil }
    }

    /// The values by name, if the value is a dictionary.
    public var dictionaryValue: [String: ChainValue]? {
        if case .dictionary(let value) = self { value } else { nil }
    }

    /// The name Python gives the value's type, for error texts.
    var pythonTypeName: String {
        switch self {
        case .null: "NoneType"
        case .bool: "bool"
        case .int: "int"
        case .double: "float"
        case .string: "str"
        case .list: "list"
        case .dictionary: "dict"
        }
    }
}

extension ChainValue: CustomStringConvertible {
    /// The value as text, as Python's `str()` writes it.
    public var description: String { PythonText.string(self) }
}

extension ChainValue: ExpressibleByStringInterpolation {
    /// Creates a text.
    ///
    /// - Parameter value: The text.
    public init(stringLiteral value: String) {
        self = .string(value)
    }
}

extension ChainValue: ExpressibleByIntegerLiteral {
    /// Creates a whole number.
    ///
    /// - Parameter value: The number.
    public init(integerLiteral value: Int) {
        self = .int(value)
    }
}

extension ChainValue: ExpressibleByFloatLiteral {
    /// Creates a floating-point number.
    ///
    /// - Parameter value: The number.
    public init(floatLiteral value: Double) {
        self = .double(value)
    }
}

extension ChainValue: ExpressibleByBooleanLiteral {
    /// Creates a truth value.
    ///
    /// - Parameter value: The truth value.
    public init(booleanLiteral value: Bool) {
        self = .bool(value)
    }
}

extension ChainValue: ExpressibleByNilLiteral {
    /// Creates the value that stands for nothing.
    ///
    /// - Parameter nilLiteral: Nothing.
    public init(nilLiteral: ()) {
        self = .null
    }
}

extension ChainValue: ExpressibleByArrayLiteral {
    /// Creates a list.
    ///
    /// - Parameter elements: The list's values.
    public init(arrayLiteral elements: ChainValue...) {
        self = .list(elements)
    }
}

extension ChainValue: ExpressibleByDictionaryLiteral {
    /// Creates a dictionary; a name that comes twice keeps its last value.
    ///
    /// - Parameter elements: The values by name.
    public init(dictionaryLiteral elements: (String, ChainValue)...) {
        self = .dictionary(Dictionary(elements, uniquingKeysWith: { $1 }))
    }
}

extension ChainValue: Codable {
    /// Reads a value from its plain JSON form.
    ///
    /// - Parameter decoder: Where to read from.
    /// - Throws: `DecodingError` when the data is none of the forms.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int.self) {
            self = .int(value)
        } else if let value = try? container.decode(Double.self) {
            self = .double(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([ChainValue].self) {
            self = .list(value)
        } else {
            self = .dictionary(try container.decode([String: ChainValue].self))
        }
    }

    /// Writes the value in its plain JSON form; `inf` and `nan` become text, since JSON has no such numbers.
    ///
    /// - Parameter encoder: Where to write to.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .int(let value): try container.encode(value)
        case .double(let value) where !value.isFinite: try container.encode(self.description)
        case .double(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .list(let value): try container.encode(value)
        case .dictionary(let value): try container.encode(value)
        }
    }
}
