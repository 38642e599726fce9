/// A value that a ``PromptTemplate`` has already: a fixed one, or one made anew for each prompt.
public enum PartialVariable: Sendable {
    /// A fixed value.
    case value(ChainValue)
    /// Makes the value each time the template is formatted, such as today's date.
    case provider(@Sendable () throws -> ChainValue)

    /// Makes a text each time the template is formatted.
    ///
    /// - Parameter text: Makes the text.
    /// - Returns: The variable.
    public static func text(_ text: @escaping @Sendable () -> String) -> PartialVariable {
        .provider { .string(text()) }
    }

    func resolve() throws -> ChainValue {
        switch self {
        case .value(let value): value
        case .provider(let make): try make()
        }
    }
}

extension PartialVariable: ExpressibleByStringInterpolation {
    /// Creates a fixed text.
    ///
    /// - Parameter value: The text.
    public init(stringLiteral value: String) {
        self = .value(.string(value))
    }
}

extension PartialVariable: ExpressibleByIntegerLiteral {
    /// Creates a fixed whole number.
    ///
    /// - Parameter value: The number.
    public init(integerLiteral value: Int) {
        self = .value(.int(value))
    }
}

extension PartialVariable: ExpressibleByFloatLiteral {
    /// Creates a fixed floating-point number.
    ///
    /// - Parameter value: The number.
    public init(floatLiteral value: Double) {
        self = .value(.double(value))
    }
}
