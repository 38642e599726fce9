import Foundation

/// A header field's value and what follows it: `form-data; name="file"; filename="a.txt"`.
struct HeaderParameters {
    /// The value in lower case, before the first semicolon.
    let value: String
    private let parameters: [String: String]

    /// Reads a field.
    ///
    /// - Parameter text: The field's value. What cannot be read is passed over.
    init(_ text: String) {
        var rest = text[...]
        self.value = Self.trimmed(Self.cut(&rest, at: ";")).lowercased()
        var parameters: [String: String] = [:]
        while !rest.isEmpty, parameters.count < 16 {
            let name = Self.trimmed(Self.cut(&rest, at: "=")).lowercased()
            rest = rest.drop { $0 == " " || $0 == "\t" }
            let value: String
            if rest.first == "\"" {
                rest = rest.dropFirst()
                value = Self.quoted(&rest)
                _ = Self.cut(&rest, at: ";")
            } else {
                value = Self.trimmed(Self.cut(&rest, at: ";"))
            }
            // Of a name that comes twice the first counts, as in browsers.
            if !name.isEmpty, parameters[name] == nil { parameters[name] = value }
        }
        self.parameters = parameters
    }

    /// The value of a parameter.
    subscript(name: String) -> String? { self.parameters[name] }

    /// The value of a parameter that is written with its character set: `filename*=UTF-8''a%20b`.
    func extended(_ name: String) -> String? {
        guard let text = self.parameters[name + "*"] else { return nil }
        let parts = text.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].lowercased() == "utf-8" else { return nil }
        return String(parts[2]).removingPercentEncoding
    }

    /// Takes what stands before a character, and drops the character.
    private static func cut(_ text: inout Substring, at separator: Character) -> Substring {
        let head = text.prefix { $0 != separator }
        text = text[head.endIndex...].dropFirst()
        return head
    }

    /// The text without spaces and tabs around it.
    static func trimmed(_ text: Substring) -> String {
        var bytes = text.utf8[...]
        while let first = bytes.first, first == 32 || first == 9 { bytes = bytes.dropFirst() }
        while let last = bytes.last, last == 32 || last == 9 { bytes = bytes.dropLast() }
        return String(Substring(bytes))
    }

    /// The text up to the closing quote, which browsers write as `%22` within, and older clients as `\"`.
    private static func quoted(_ text: inout Substring) -> String {
        var result = ""
        while let character = text.popFirst(), character != "\"" {
            // A lone backslash is one: old browsers send whole paths of Windows.
            if character == "\\", let next = text.first, next == "\"" || next == "\\" {
                text = text.dropFirst()
                result.append(next)
            } else {
                result.append(character)
            }
        }
        return result.contains("%") ? result.replacing("%22", with: "\"") : result
    }
}
