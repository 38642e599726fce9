import Foundation

/// A JSON Schema, as the text it was given in.
public struct JSONSchema: Hashable, Sendable, CustomStringConvertible {
    /// What servers call the schema; letters, digits, `_` and `-`.
    public let name: String
    /// The schema as JSON.
    public let text: String

    /// Takes a schema that is written as JSON.
    ///
    /// - Parameters:
    ///   - text: The schema: a JSON object, or `true` for anything.
    ///   - name: What servers call it, default `answer`.
    /// - Throws: A ``LanguageModelError`` of code `invalidInput` if the text is no JSON, or neither object nor `true`.
    public init(_ text: String, name: String = "answer") throws(LanguageModelError) {
        let value: Any
        do {
            value = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
        } catch {
            throw LanguageModelError(.invalidInput, "The JSON schema is no JSON; give an object.", cause: error)
        }
        guard value is [String: Any] || (value as? NSNumber) == true as NSNumber else {
            throw LanguageModelError(.invalidInput, "The JSON schema is neither an object nor true; give an object.")
        }
        self.text = text
        self.name = name
    }

    /// The schema as JSON.
    public var description: String { self.text }
}
