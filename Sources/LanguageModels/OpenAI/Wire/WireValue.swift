/// A JSON value to be sent, whose members keep their order: servers turn the order of a schema's into that of the
/// answer's, which no dictionary keeps.
enum WireValue: Sendable {
    case null
    case boolean(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([WireValue])
    case object([Member])
    /// JSON as it stands, already checked.
    case raw(String)

    struct Member: Sendable {
        let name: String
        let value: WireValue

        init(_ name: String, _ value: WireValue) {
            self.name = name
            self.value = value
        }
    }

    /// Takes a value that an app gives.
    init(_ value: TemplateValue) {
        self =
            switch value {
            case .null: .null
            case .boolean(let boolean): .boolean(boolean)
            case .integer(let integer): .integer(integer)
            case .number(let number): .number(number)
            case .string(let string), .controlText(let string): .string(string)
            case .array(let items): .array(items.map(Self.init))
            case .object(let members): .object(members.map { Member($0.name, Self($0.value)) })
            }
    }

    /// The value as JSON in UTF-8.
    var bytes: [UInt8] {
        var output: [UInt8] = []
        self.write(into: &output)
        return output
    }

    private func write(into output: inout [UInt8]) {
        switch self {
        case .null: output += "null".utf8
        case .boolean(let boolean): output += (boolean ? "true" : "false").utf8
        case .integer(let integer): output += String(integer).utf8
        // JSON has no word for what is not finite.
        case .number(let number): output += (number.isFinite ? "\(number)" : "null").utf8
        case .string(let string): Self.write(string, into: &output)
        case .raw(let text): output += text.utf8
        case .array(let items):
            output.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                item.write(into: &output)
            }
            output.append(UInt8(ascii: "]"))
        case .object(let members):
            output.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                Self.write(member.name, into: &output)
                output.append(UInt8(ascii: ":"))
                member.value.write(into: &output)
            }
            output.append(UInt8(ascii: "}"))
        }
    }

    private static func write(_ string: String, into output: inout [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        output.append(UInt8(ascii: "\""))
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): output += [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "\n"): output += "\\n".utf8
            case UInt8(ascii: "\r"): output += "\\r".utf8
            case UInt8(ascii: "\t"): output += "\\t".utf8
            case 0..<0x20: output += "\\u00".utf8 + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
    }
}
