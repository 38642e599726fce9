/// A value for a chat template, such as a tool's description or a switch that the template knows.
///
/// Written as a literal: `["enable_thinking": false]`. Texts in it count as input, so control tokens in them are plain
/// text to the model, unless they are given as ``controlText(_:)``.
public enum TemplateValue: Hashable, Sendable {
    /// One named value of an object.
    public struct Member: Hashable, Sendable {
        /// The member's name.
        public var name: String
        /// The member's value.
        public var value: TemplateValue

        /// Creates a member.
        ///
        /// - Parameters:
        ///   - name: The member's name.
        ///   - value: The member's value.
        public init(_ name: String, _ value: TemplateValue) {
            self.name = name
            self.value = value
        }
    }

    /// No value: `None` to the template.
    case null
    /// A truth value.
    case boolean(Bool)
    /// An integer.
    case integer(Int)
    /// A number with a fraction.
    case number(Double)
    /// Text from outside, in which control tokens are plain text.
    case string(String)
    /// Text in which control tokens work, such as a model's own end token.
    case controlText(String)
    /// A list.
    case array([TemplateValue])
    /// Named values in their order, which templates keep when they write them as JSON.
    case object([Member])

    /// The member of an object with a name, or nil.
    ///
    /// - Parameter name: The member's name.
    public subscript(_ name: String) -> TemplateValue? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.name == name }?.value
    }

    /// The value as the renderer takes it.
    func jinjaValue(depth: Int = 0) throws -> JinjaValue {
        guard depth < JinjaLimits.valueDepth else {
            throw JinjaFailure(.input, "they lie more than \(JinjaLimits.valueDepth) levels inside one another")
        }
        switch self {
        case .null: return .none
        case .boolean(let boolean): return .boolean(boolean)
        case .integer(let integer): return .integer(integer)
        case .number(let number): return .float(number)
        case .string(let string): return .text(MarkedText(string, marked: true))
        case .controlText(let string): return .text(MarkedText(string))
        case .array(let items): return try .list(items.map { try $0.jinjaValue(depth: depth + 1) })
        case .object(let members):
            return .dictionary(
                try JinjaDictionary(
                    members.map {
                        (.text(MarkedText($0.name, marked: true)), try $0.value.jinjaValue(depth: depth + 1))
                    }
                )
            )
        }
    }
}

extension TemplateValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    /// Creates text.
    public init(stringLiteral value: String) { self = .string(value) }
    /// Creates a truth value.
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
    /// Creates an integer.
    public init(integerLiteral value: Int) { self = .integer(value) }
    /// Creates a number with a fraction.
    public init(floatLiteral value: Double) { self = .number(value) }
    /// Creates a list.
    public init(arrayLiteral elements: TemplateValue...) { self = .array(elements) }
    /// Creates an object whose members keep their order.
    public init(dictionaryLiteral elements: (String, TemplateValue)...) {
        self = .object(elements.map { Member($0.0, $0.1) })
    }
    /// Creates no value.
    public init(nilLiteral: ()) { self = .null }
}
