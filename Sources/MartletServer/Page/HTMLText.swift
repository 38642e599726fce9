import MartletCore

/// Puts values into HTML.
enum HTMLText {
    /// A text as content, or as the value of an attribute in double quotes.
    static func escape(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }

    /// A value as JSON inside a script element, which it cannot end.
    static func script(_ value: JSONValue) -> String {
        var buffer = JSONBuffer()
        buffer.value(value)
        // In JSON these stand inside of texts only.
        return String(decoding: buffer.bytes, as: UTF8.self).replacing("<", with: "\\u003c")
            .replacing("\u{2028}", with: "\\u2028").replacing("\u{2029}", with: "\\u2029")
    }
}
