/// A JSON schema put together in Swift.
///
/// FoundationModels: `GenerationSchema` and `DynamicGenerationSchema`.
///
/// ```swift
/// let schema = try JSONSchema(.object {
///     SchemaProperty("city", .string(maxLength: 40), description: "The city's name in English")
///     SchemaProperty("days", .integer(in: 1...7), isRequired: false)
///     SchemaProperty("units", .choice(["metric", "imperial"]))
/// })
/// ```
public struct GenerationSchema: Hashable, Sendable {
    /// The schema as JSON.
    let value: TemplateValue

    init(_ value: TemplateValue) {
        self.value = value
    }

    private init(_ type: TemplateValue, _ more: [(String, TemplateValue?)]) {
        let members = more.compactMap { name, value in value.map { TemplateValue.Member(name, $0) } }
        self.value = .object([.init("type", type)] + members)
    }

    /// A text.
    ///
    /// - Parameters:
    ///   - minLength: The fewest characters.
    ///   - maxLength: The most characters.
    ///   - pattern: A regular expression for the whole text.
    ///   - format: One of JSON Schema's formats, such as `date`, `date-time`, `uuid` or `email`.
    public static func string(
        minLength: Int? = nil,
        maxLength: Int? = nil,
        pattern: String? = nil,
        format: String? = nil
    ) -> GenerationSchema {
        Self(
            "string",
            [
                ("minLength", minLength.map { .integer($0) }), ("maxLength", maxLength.map { .integer($0) }),
                ("pattern", pattern.map { .string($0) }), ("format", format.map { .string($0) }),
            ]
        )
    }

    /// A whole number.
    ///
    /// - Parameter range: The numbers that are allowed; any if nil.
    public static func integer(in range: ClosedRange<Int>? = nil) -> GenerationSchema {
        Self(
            "integer",
            [("minimum", range.map { .integer($0.lowerBound) }), ("maximum", range.map { .integer($0.upperBound) })]
        )
    }

    /// A number.
    ///
    /// - Parameter range: The numbers that are allowed; any if nil. An infinite end is no bound.
    public static func number(in range: ClosedRange<Double>? = nil) -> GenerationSchema {
        func bound(_ number: Double?) -> TemplateValue? {
            guard let number, number.isFinite else { return nil as TemplateValue? }
            return TemplateValue.number(number)
        }
        return Self("number", [("minimum", bound(range?.lowerBound)), ("maximum", bound(range?.upperBound))])
    }

    /// True or false.
    public static var boolean: GenerationSchema { Self("boolean", []) }

    /// No value.
    public static var null: GenerationSchema { Self("null", []) }

    /// Any JSON.
    public static var any: GenerationSchema { Self(.object([])) }

    /// One of some texts.
    ///
    /// - Parameter texts: The texts.
    public static func choice(_ texts: [String]) -> GenerationSchema {
        Self("string", [("enum", .array(texts.map { .string($0) }))])
    }

    /// A list.
    ///
    /// - Parameters:
    ///   - items: What each item is.
    ///   - count: How many items there may be; any number if nil.
    public static func array(of items: GenerationSchema, count: ClosedRange<Int>? = nil) -> GenerationSchema {
        Self(
            "array",
            [
                ("items", items.value), ("minItems", count.map { .integer($0.lowerBound) }),
                ("maxItems", count.map { .integer($0.upperBound) }),
            ]
        )
    }

    /// An object that has these members and no others.
    ///
    /// - Parameter properties: The members, in the order in which they are written.
    public static func object(@SchemaBuilder _ properties: () -> [SchemaProperty]) -> GenerationSchema {
        let properties = properties()
        return Self(
            "object",
            [
                ("properties", .object(properties.map { .init($0.name, $0.schema.value) })),
                ("required", .array(properties.filter(\.isRequired).map { .string($0.name) })),
                ("additionalProperties", .boolean(false)),
            ]
        )
    }

    /// An object whose members have any names.
    ///
    /// - Parameter values: What each member is.
    public static func dictionary(of values: GenerationSchema) -> GenerationSchema {
        Self("object", [("additionalProperties", values.value)])
    }

    /// One of several.
    ///
    /// - Parameter schemas: What it may be.
    public static func anyOf(_ schemas: [GenerationSchema]) -> GenerationSchema {
        Self(["anyOf": .array(schemas.map(\.value))])
    }

    /// The schema with a note for the model.
    ///
    /// - Parameter text: What the value means.
    /// - Returns: The schema.
    public func described(_ text: String) -> GenerationSchema {
        Self(
            .object(
                (self.value.members ?? []).filter { $0.name != "description" } + [.init("description", .string(text))]
            )
        )
    }
}

/// One member of an object in a ``GenerationSchema``.
public struct SchemaProperty: Hashable, Sendable {
    let name: String
    let schema: GenerationSchema
    let isRequired: Bool

    /// Describes a member.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - schema: What it is.
    ///   - description: What it means, for the model.
    ///   - isRequired: Whether it must be there; default true.
    public init(_ name: String, _ schema: GenerationSchema, description: String? = nil, isRequired: Bool = true) {
        self.name = name
        self.schema = description.map(schema.described) ?? schema
        self.isRequired = isRequired
    }
}

/// Joins members into an object of a ``GenerationSchema``.
@resultBuilder
public enum SchemaBuilder {
    /// Takes a member.
    public static func buildExpression(_ property: SchemaProperty) -> [SchemaProperty] { [property] }
    /// Joins the members.
    public static func buildBlock(_ parts: [SchemaProperty]...) -> [SchemaProperty] { parts.flatMap { $0 } }
    /// Takes the members of an `if`.
    public static func buildOptional(_ part: [SchemaProperty]?) -> [SchemaProperty] { part ?? [] }
    /// Takes the members of an `if` with an `else`.
    public static func buildEither(first part: [SchemaProperty]) -> [SchemaProperty] { part }
    /// Takes the members of an `else`.
    public static func buildEither(second part: [SchemaProperty]) -> [SchemaProperty] { part }
    /// Joins the members of a loop.
    public static func buildArray(_ parts: [[SchemaProperty]]) -> [SchemaProperty] { parts.flatMap { $0 } }
}

extension JSONSchema {
    /// Writes a schema that was put together in Swift.
    ///
    /// - Parameters:
    ///   - schema: The schema.
    ///   - name: What servers call it, default `answer`.
    /// - Throws: A ``LanguageModelError`` of code `invalidInput` when it contains what is no JSON.
    public init(_ schema: GenerationSchema, name: String = "answer") throws(LanguageModelError) {
        try self.init(schema.value.json, name: name)
    }
}
