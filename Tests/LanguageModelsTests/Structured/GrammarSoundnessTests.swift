import LanguageModels
import Testing

/// What hostile or odd schemas must not do: end the process, run for ever, or be held to less than they say.
struct GrammarSoundnessTests {
    private func refusal(_ schema: String) -> LanguageModelError? {
        return #expect(throws: LanguageModelError.self) {
            try GrammarCompiler.grammar(for: JSONSchema(schema))
        }
    }

    private func grammar(_ schema: String) throws -> TestGrammar {
        try TestGrammar(GrammarCompiler.grammar(for: JSONSchema(schema)))
    }

    /// A pattern of repetitions inside one another, from the innermost on.
    private static func nested(_ quantifiers: [String]) -> String {
        quantifiers.reduce("a") { "(?:\($0)\($1))" }
    }

    @Test func `a pattern longer than any number is refused, not counted`() {
        let pattern = Self.nested(Array(repeating: "{1000}", count: 9)) + "b"
        let error = self.refusal(#"{"type": "string", "pattern": "^\#(pattern)$"}"#)
        #expect(error?.code == .invalidInput)
        #expect(error?.message.contains("100000 characters") == true, "\(error?.message ?? "")")
    }

    @Test func `repetitions inside one another that a sampler would drown in are refused`() {
        let pattern = Self.nested(Array(repeating: "*", count: 12))
        let error = self.refusal(#"{"type": "string", "pattern": "^\#(pattern)$"}"#)
        #expect(error?.message.contains("repetitions inside one another") == true, "\(error?.message ?? "")")
    }

    @Test func `such patterns can be left to the reader`() throws {
        for quantifiers in [Array(repeating: "{1000}", count: 9), Array(repeating: "*", count: 12)] {
            let pattern = Self.nested(quantifiers)
            let schema = try JSONSchema(#"{"type": "string", "pattern": "^\#(pattern)$"}"#)
            let text = try GrammarCompiler.grammar(for: schema, ignoresUnsupported: true)
            #expect(try TestGrammar(text).accepts(#""x""#))
        }
    }

    @Test func `words with spaces between them are no such pattern, however long an answer may be`() throws {
        let schema = try JSONSchema(#"{"type": "string", "pattern": "^(\\w+ ?)+$"}"#)
        let text = try GrammarCompiler.grammar(for: schema, limits: .fitting(tokens: 100_000))
        #expect(try TestGrammar(text).accepts(#""some words""#))
    }

    @Test func `a pattern that takes long to match is refused beside an enum`() {
        let pattern = Self.nested(Array(repeating: "*", count: 40)) + "b"
        let text = String(repeating: "a", count: 200)
        let error = self.refusal(#"{"enum": ["\#(text)"], "pattern": "^\#(pattern)$"}"#)
        #expect(error?.code == .invalidInput)
    }

    @Test(arguments: [
        (#"{"type": "string", "pattern": "a{99999999999999999999}"}"#, "repetition of more than 1000"),
        (#"{"type": "string", "pattern": "a{2}{3}"}"#, "after nothing"),
        (#"{"enum": ["abc"], "maxLength": 1}"#, "no finite value"),
        (#"{"enum": ["a"], "pattern": "^(?!x)"}"#, "\"pattern\""),
        (#"{"enum": [[1]], "items": {"anyOf": [{"type": "string"}]}}"#, "anyOf"),
        (#"{"enum": [1], "minimum": "1"}"#, "\"minimum\""),
        (#"{"type": "array", "prefixItems": {"type": "string"}}"#, "\"prefixItems\""),
        (#"{"type": "number", "multipleOf": 0.3}"#, "\"multipleOf\" of 0.3"),
        (#"{"type": "integer", "multipleOf": 101}"#, "\"multipleOf\" of 101"),
        (#"{"type": "integer", "multipleOf": 7, "minimum": 1000}"#, "\"multipleOf\" of 7"),
        (#"{"type": "integer", "multipleOf": 0}"#, "above 0"),
        (#"{"type": "integer", "multipleOf": "2"}"#, "above 0"),
        (#"{"type": "number", "multipleOf": 1e-30}"#, "\"multipleOf\""),
        (#"{"allOf": [{"multipleOf": 0.1}, {"multipleOf": 0.25}]}"#, "\"multipleOf\""),
        (#"{"allOf": [{"format": "date"}, {"format": "uuid"}]}"#, "\"format\""),
        (
            ##"{"properties": {"": {"const": 1}}, "required": ["a"], "additionalProperties": {"$ref": "#/properties//x"}}"##,
            "not in it"
        ),
    ])
    func `what a grammar would get wrong is refused by name`(_ schema: String, _ reason: String) {
        let error = self.refusal(schema)
        #expect(error?.code == .invalidInput)
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    }

    @Test func `a long list of values for very many alternatives is refused early`() {
        let values = (0..<20_000).map { "\($0)" }.joined(separator: ",")
        let branches = Array(repeating: "{}", count: 9000).joined(separator: ",")
        let error = self.refusal(#"{"enum": [\#(values)], "anyOf": [\#(branches)]}"#)
        #expect(error?.message.contains("too large") == true, "\(error?.message ?? "")")
    }

    @Test func `a reference leads through names that are empty, escaped or encoded`() throws {
        let grammar = try self.grammar(
            ##"""
            {"$defs": {"": {"const": 1}, "a/b": {"const": 2}, "c~d": {"const": 3}, "e f": {"const": 4}},
            "prefixItems": [{"$ref": "#/$defs/"}, {"$ref": "#/$defs/a~1b"}, {"$ref": "#/$defs/c~0d"},
            {"$ref": "#/$defs/e%20f"}], "minItems": 4}
            """##
        )
        #expect(grammar.accepts("[1,2,3,4]"))
    }

    @Test func `recursion through a member that is named like a keyword ends too`() throws {
        let schema = ##"""
            {"type": "object", "properties": {"examples": {"type": "array", "items": {"$ref": "#"}, "maxItems": 1}}}
            """##
        let grammar = try self.grammar(schema)
        let start = String(repeating: #"{"examples":["#, count: 12)
        let end = String(repeating: "]}", count: 12)
        #expect(grammar.accepts(#"{"examples":[{"examples":[]}]}"#))
        #expect(!grammar.accepts(start + end))
    }

    @Test func `a format of one part is held where the other part's says nothing`() throws {
        let grammar = try self.grammar(#"{"type": "string", "allOf": [{"format": "some-note"}, {"format": "date"}]}"#)
        #expect(grammar.accepts(#""2024-02-29""#))
        #expect(!grammar.accepts(#""x""#))
    }

    @Test func `bounds that are no numbers of JSON are none`() throws {
        let schema = try JSONSchema(.number(in: 0...Double.infinity))
        #expect(!schema.text.contains("null"))
        let grammar = try TestGrammar(GrammarCompiler.grammar(for: schema))
        #expect(grammar.accepts("12.5"))
        #expect(!grammar.accepts("-1"))
    }

    @Test func `a float is never written beyond what it holds`() throws {
        struct Weight: Codable { var grams: Float }
        let schema = try JSONSchema(describing: Weight.self)
        let grammar = try TestGrammar(GrammarCompiler.grammar(for: schema))
        #expect(grammar.accepts(#"{"grams":1.5}"#))
        #expect(!grammar.accepts(#"{"grams":1e99}"#))
    }

    @Test func `a class that keeps its superclass under a key is refused`() {
        class Base: Codable { var name = "" }
        final class Child: Base {
            var age = 0
            private enum CodingKeys: CodingKey { case age }
            required init(from decoder: any Decoder) throws {
                let values = try decoder.container(keyedBy: CodingKeys.self)
                self.age = try values.decode(Int.self, forKey: .age)
                try super.init(from: values.superDecoder())
            }
        }
        let error = #expect(throws: LanguageModelError.self) { try JSONSchema(describing: Child.self) }
        #expect(error?.message.contains("superclass") == true, "\(error?.message ?? "")")
    }
}
