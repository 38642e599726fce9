/// A type whose values a model can write.
///
/// FoundationModels: `Generable`.
///
/// A type that consists of texts, numbers, truth values, choices, and lists and optionals of these needs nothing but
/// the conformance:
///
/// ```swift
/// struct Recipe: Generable {
///     enum Course: String, Codable, CaseIterable { case starter, main, dessert }
///     var title: String
///     var course: Course
///     var minutes: Int
///     var ingredients: [String]
///     var note: String?
/// }
/// let recipe = try await session.respond(to: "A quick soup, please.", generating: Recipe.self).content
/// ```
///
/// To say more, such as what a member means and how long it may be, write the schema:
///
/// ```swift
/// static var jsonSchema: JSONSchema {
///     get throws(LanguageModelError) {
///         try JSONSchema(.object {
///             SchemaProperty("title", .string(maxLength: 60), description: "As on a menu")
///             SchemaProperty("minutes", .integer(in: 1...240))
///         })
///     }
/// }
/// ```
public protocol Generable: Codable, Sendable {
    /// What the model's JSON must look like; by default what ``JSONSchema/init(describing:)`` finds out.
    static var jsonSchema: JSONSchema { get throws(LanguageModelError) }
}

extension Generable {
    /// What ``JSONSchema/init(describing:)`` finds out about the type.
    public static var jsonSchema: JSONSchema {
        get throws(LanguageModelError) {
            // A type that contains this one is described already and only asks whether there is more to say.
            if SchemaProbe.asked == ObjectIdentifier(Self.self) { throw SchemaProbe.nothingToSay }
            return try JSONSchema(describing: Self.self)
        }
    }
}

extension String: Generable {}
extension Int: Generable {}
extension Double: Generable {}
extension Bool: Generable {}
extension Array: Generable where Element: Generable {}
