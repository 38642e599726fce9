import Foundation

/// JSON for people, as Python's `json.dumps(indent=4, ensure_ascii=False)` writes it: clients of Chainlit show it as it is.
package enum PrettyJSON {
    /// Writes a value, with the names of each object in order.
    ///
    /// - Parameter value: The value.
    /// - Throws: What encoding it throws.
    package static func text(of value: some Encodable) throws -> String {
        var text = ""
        self.write(try JSONValue(encoding: value), indent: "\n", to: &text)
        return text
    }

    private static func write(_ value: JSONValue, indent: String, to text: inout String) {
        let inner = indent + "    "
        switch value {
        case .array(let values) where !values.isEmpty:
            self.write(values, between: ("[", "]"), indent: indent, to: &text) { value, text in
                self.write(value, indent: inner, to: &text)
            }
        case .object(let members) where !members.isEmpty:
            let sorted = members.sorted { $0.key < $1.key }
            self.write(sorted, between: ("{", "}"), indent: indent, to: &text) { member, text in
                text += self.plain(.string(member.key)) + ": "
                self.write(member.value, indent: inner, to: &text)
            }
        default:
            text += self.plain(value)
        }
    }

    private static func write<Item>(
        _ items: [Item],
        between brackets: (open: String, close: String),
        indent: String,
        to text: inout String,
        each: (Item, inout String) -> Void
    ) {
        text += brackets.open
        for (number, item) in items.enumerated() {
            text += (number == 0 ? "" : ",") + indent + "    "
            each(item, &text)
        }
        text += indent + brackets.close
    }

    private static func plain(_ value: JSONValue) -> String {
        String(decoding: value.encoded(), as: UTF8.self)
    }
}
