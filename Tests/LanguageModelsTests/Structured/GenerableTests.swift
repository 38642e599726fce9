import Foundation
import LanguageModels
import Testing

struct GenerableTests {
    enum Course: String, Codable, CaseIterable { case starter, main, dessert }

    struct Step: Codable, Sendable, Equatable {
        var text: String
        var minutes: Int?
    }

    struct Recipe: Generable, Equatable {
        var title: String
        var course: Course
        var rating: Double
        var isVegan: Bool
        var steps: [Step]
        var tags: Set<String>
        var amounts: [String: Double]
        var note: String?
        var portions: UInt8
    }

    struct Tree: Generable, Equatable {
        var value: Int
        var children: [Tree]
    }

    struct Link: Generable {
        final class Next: Codable, Sendable {
            let link: Next?
        }
        var next: Next
    }

    struct Event: Generable, Equatable {
        var id: UUID
        var when: Date
        var url: URL
        var place: Place

        struct Place: Generable, Equatable {
            var city: String

            static var jsonSchema: JSONSchema {
                get throws(LanguageModelError) {
                    try JSONSchema(.object { SchemaProperty("city", .string(maxLength: 5), description: "Short") })
                }
            }
        }
    }

    enum Shape: Codable { case circle(Double), square(side: Double) }
    enum Open: String, Codable { case yes, no }
    struct WithShape: Codable { var name: String; var inner: Inner; struct Inner: Codable { var shape: Shape } }
    struct WithOpen: Codable { var open: Open }
    struct WithPoints: Codable { var byNumber: [Int: String] }

    @Test
    func `a type's schema is derived from its members`() throws {
        let schema = try Recipe.jsonSchema
        #expect(schema.name == "Recipe")
        #expect(
            try TemplateValue(json: schema.text) == [
                "type": "object",
                "properties": [
                    "title": ["type": "string"], "course": ["enum": ["starter", "main", "dessert"]],
                    "rating": ["type": "number"], "isVegan": ["type": "boolean"],
                    "steps": [
                        "type": "array",
                        "items": [
                            "type": "object",
                            "properties": ["text": ["type": "string"], "minutes": ["type": "integer"]],
                            "required": ["text"], "additionalProperties": false,
                        ],
                    ], "tags": ["type": "array", "items": ["type": "string"]],
                    "amounts": ["type": "object", "additionalProperties": ["type": "number"]],
                    "note": ["type": "string"], "portions": ["type": "integer", "minimum": 0, "maximum": 255],
                ], "required": ["title", "course", "rating", "isVegan", "steps", "tags", "amounts", "portions"],
                "additionalProperties": false,
            ]
        )
    }

    @Test
    func `types that contain themselves refer to themselves`() throws {
        let tree = try TemplateValue(json: Tree.jsonSchema.text)
        #expect(tree["properties"]?["children"] == ["type": "array", "items": ["$ref": "#"]])
        let link = try TemplateValue(json: Link.jsonSchema.text)
        #expect(link["properties"]?["next"] == ["$ref": "#/$defs/Next"])
        #expect(link["$defs"]?["Next"]?["properties"]?["link"] == ["$ref": "#/$defs/Next"])
        #expect(try TestGrammar(GrammarCompiler.grammar(for: Link.jsonSchema)).accepts(#"{"next":{"link":{}}}"#))
    }

    @Test
    func `what a nested type says of itself counts`() throws {
        let schema = try TemplateValue(json: Event.jsonSchema.text)
        #expect(schema["properties"]?["place"]?["properties"]?["city"]?["maxLength"] == 5)
        #expect(schema["properties"]?["when"] == ["type": "string", "format": "date-time"])
        #expect(
            try TemplateValue(json: [Event.Place].jsonSchema.text)["items"]?["properties"]?["city"]?["maxLength"] == 5
        )
    }

    @Test
    func `simple values have schemas too`() throws {
        #expect(try String.jsonSchema.text == #"{"type":"string"}"#)
        #expect(try Int.jsonSchema.text == #"{"type":"integer"}"#)
        #expect(try Double.jsonSchema.text == #"{"type":"number"}"#)
        #expect(try Bool.jsonSchema.text == #"{"type":"boolean"}"#)
        #expect(try [[Int]].jsonSchema.text == #"{"type":"array","items":{"type":"array","items":{"type":"integer"}}}"#)
    }

    @Test
    func `what has no schema is named, with the way out`() {
        func message(_ type: any Decodable.Type) -> String {
            do {
                return try JSONSchema(describing: type).text
            } catch {
                return error.message
            }
        }
        #expect(message(WithShape.self).hasPrefix("The member 'inner.shape' of type Shape has no schema"))
        #expect(message(WithOpen.self).hasPrefix("The member 'open' of type Open has no schema"))
        #expect(message(WithOpen.self).contains("CaseIterable"))
        #expect(message(WithPoints.self).contains("'byNumber'"))
        #expect(message(Shape.self).hasPrefix("The type Shape has no schema"))
    }

    @Test(arguments: [0, 1, 2])
    func `all that a derived grammar generates decodes`(_ seed: UInt64) throws {
        func check<Value: Generable>(_ type: Value.Type) throws {
            let grammar = try TestGrammar(GrammarCompiler.grammar(for: type.jsonSchema))
            var generator = SeededGenerator(seed: seed)
            for _ in 0..<100 {
                let text = grammar.random(using: &generator)
                let decoder = JSONDecoder()
                // Dates are checked below, with the session's own way to read them.
                if type != Event.self { _ = try decoder.decode(type, from: Data(text.utf8)) }
            }
        }
        try check(Recipe.self)
        try check(Tree.self)
        try check([Bool].self)
        try check(Int.self)
        try check(Event.self)
    }

    @Test
    func `a schema can be put together in Swift`() throws {
        let schema = try JSONSchema(
            .object {
                SchemaProperty("city", .string(minLength: 1, maxLength: 40), description: "In English")
                SchemaProperty("days", .integer(in: 1...7), isRequired: false)
                for name in ["a", "b"] { SchemaProperty(name, .number(in: 0...0.5)) }
                SchemaProperty("units", .choice(["metric", "imperial"]))
                SchemaProperty("list", .array(of: .anyOf([.boolean, .null]), count: 1...2))
                SchemaProperty("more", .dictionary(of: .any))
            },
            name: "weather"
        )
        #expect(schema.name == "weather")
        #expect(
            try TemplateValue(json: schema.text) == [
                "type": "object",
                "properties": [
                    "city": ["type": "string", "minLength": 1, "maxLength": 40, "description": "In English"],
                    "days": ["type": "integer", "minimum": 1, "maximum": 7],
                    "a": ["type": "number", "minimum": 0.0, "maximum": 0.5],
                    "b": ["type": "number", "minimum": 0.0, "maximum": 0.5],
                    "units": ["type": "string", "enum": ["metric", "imperial"]],
                    "list": [
                        "type": "array", "items": ["anyOf": [["type": "boolean"], ["type": "null"]]], "minItems": 1,
                        "maxItems": 2,
                    ], "more": ["type": "object", "additionalProperties": [:]],
                ], "required": ["city", "a", "b", "units", "list", "more"], "additionalProperties": false,
            ]
        )
        #expect(
            try TestGrammar(GrammarCompiler.grammar(for: schema))
                .accepts(#"{"city":"Rome","a":0.25,"b":0,"units":"metric","list":[true,null],"more":{"x":1}}"#)
        )
    }
}
