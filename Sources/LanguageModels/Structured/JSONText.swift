extension TemplateValue {
    /// The value as JSON without spaces, members in their order.
    var json: String {
        switch self {
        case .null: "null"
        case .boolean(let value): value ? "true" : "false"
        case .integer(let value): "\(value)"
        case .number(let value): value.isFinite ? "\(value)" : "null"
        case .string(let text), .controlText(let text): Self.jsonText(text)
        case .array(let items): "[" + items.map(\.json).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { "\(Self.jsonText($0.name)):\($0.value.json)" }.joined(separator: ",") + "}"
        }
    }

    /// A text as JSON writes it; only what must be escaped is.
    static func jsonText(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{0}"..<" ":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// The value's members, where it is an object.
    var members: [Member]? { if case .object(let members) = self { members } else { nil } }
    /// The value's items, where it is an array.
    var items: [TemplateValue]? { if case .array(let items) = self { items } else { nil } }
    /// The value's text, where it is one.
    var text: String? {
        switch self {
        case .string(let text), .controlText(let text): text
        default: nil
        }
    }
    /// The value's whole number, where it is one.
    var wholeNumber: Int? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int(exactly: value)
        default: nil
        }
    }
}
