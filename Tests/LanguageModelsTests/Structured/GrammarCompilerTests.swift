import Foundation
import LanguageModels
import Testing

struct GrammarCompilerTests {
    @Test(arguments: GrammarCase.all)
    func `a grammar generates what its schema allows, and nothing else`(_ sample: GrammarCase) throws {
        let text = try GrammarCompiler.grammar(for: JSONSchema(sample.schema))
        let grammar = try TestGrammar(text)
        let validator = try TestSchemaValidator(sample.schema)
        for good in sample.good {
            #expect(grammar.accepts(good), "\(good) in\n\(text)")
            #expect(validator.problem(try TemplateValue(json: good)) == nil, "\(good)")
        }
        for bad in sample.bad { #expect(!grammar.accepts(bad), "\(bad) in\n\(text)") }
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<200 {
            let answer = grammar.random(using: &generator)
            // Foundation's reader has the last word on what is JSON.
            #expect(throws: Never.self) {
                try JSONSerialization.jsonObject(with: Data(answer.utf8), options: .fragmentsAllowed)
            }
            let problem = validator.problem(try TemplateValue(json: answer))
            try #require(problem == nil, "\(answer): \(problem ?? "")\n\(text)")
        }
    }

    @Test
    func `there are enough schemas`() {
        #expect(GrammarCase.all.count >= 40)
    }

    @Test
    func `any JSON object has a grammar`() throws {
        let grammar = try TestGrammar(GrammarCompiler.grammarForJSON())
        #expect(grammar.accepts(#"{"a": {"b": {"c": [1, "x", null, true]}}}"#))
        #expect(!grammar.accepts("[1]"))
        #expect(!grammar.accepts(#"{"a": [[[[1]]]]}"#))
        var limits = GrammarLimits()
        limits.jsonDepth = nil
        #expect(try TestGrammar(GrammarCompiler.grammarForJSON(limits: limits)).accepts(#"{"a": [[[[[[[1]]]]]]]}"#))
        var generator = SeededGenerator(seed: 8)
        for _ in 0..<200 {
            let answer = grammar.random(using: &generator)
            #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(answer.utf8)) }
        }
    }

    @Test
    func `limits bound what the schema leaves open, and can be lifted`() throws {
        let schema = try JSONSchema(#"{"type": "array", "items": {"type": "string"}}"#)
        let long = "[\"\(String(repeating: "x", count: 300))\"]"
        let many = "[" + Array(repeating: "\"\"", count: 30).joined(separator: ",") + "]"
        let limited = try TestGrammar(GrammarCompiler.grammar(for: schema))
        let free = try TestGrammar(GrammarCompiler.grammar(for: schema, limits: .unlimited))
        for text in [long, many] {
            #expect(!limited.accepts(text))
            #expect(free.accepts(text))
        }
        #expect(!limited.accepts("[" + String(repeating: " ", count: 2) + "\"\"]"))
    }

    @Test
    func `recursion ends, or goes on where limits are lifted`() throws {
        let schema = try JSONSchema(##"{"anyOf": [{"type": "null"}, {"type": "array", "items": {"$ref": "#"}}]}"##)
        let deep = String(repeating: "[", count: 12) + String(repeating: "]", count: 12)
        #expect(!(try TestGrammar(GrammarCompiler.grammar(for: schema)).accepts(deep)))
        #expect(try TestGrammar(GrammarCompiler.grammar(for: schema)).accepts("[[[null]]]"))
        #expect(try TestGrammar(GrammarCompiler.grammar(for: schema, limits: .unlimited)).accepts(deep))
    }

    @Test(arguments: [
        (#"{"type": "strnig"}"#, "has the type \"strnig\""),
        (#"{"type": "string", "pattern": "a(?=b)"}"#, "a look ahead or back at character"),
        (#"{"type": "string", "pattern": "\\bword"}"#, #"the word boundary "\b""#),
        (#"{"type": "string", "pattern": "(a)\\1"}"#, #"the back reference "\1""#),
        (#"{"type": "string", "pattern": "a(b"}"#, "a group without end"),
        (#"{"type": "string", "pattern": "a)b"}"#, "a bracket too many"),
        (#"{"type": "string", "pattern": "[z-a]"}"#, "a range whose ends are swapped"),
        (#"{"type": "string", "pattern": "^ab+c+$", "maxLength": 5}"#, "shorter or longer"),
        (#"{"type": "number", "multipleOf": 0.3}"#, #""multipleOf""#),
        (#"{"properties": {"a": {"not": {"type": "null"}}}}"#, "#/properties/a has \"not\""),
        (##"{"$ref": "#/$defs/missing"}"##, ##"refers to "#/$defs/missing""##),
        (##"{"$ref": "other.json"}"##, "not in it"),
        (##"{"$ref": "#"}"##, "only refers back to itself"),
        (
            ##"{"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"anyOf": [{"$ref": "#/$defs/a"}]}}, "$ref": "#/$defs/a"}"##,
            "only refers back"
        ),
        (##"{"properties": {"a": {"$ref": "#"}}, "required": ["a"]}"##, "no finite value"),
        (#"{"type": "integer", "minimum": 5, "maximum": 3}"#, "no finite value"),
        (#"{"type": "string", "maxLength": -1}"#, #""maxLength" of -1"#),
        (#"{"type": "string", "minLength": 9999999}"#, "at most 100000"),
        (#"{"type": "object", "properties": {"a": 5}}"#, "is 5"),
        (#"{"type": "object", "required": "a"}"#, "no list of names"),
        (#"{"type": "number", "minimum": 1e300}"#, "at most 18 digits"),
        (#"{"anyOf": []}"#, "without alternatives"),
        (#"{"enum": []}"#, "no finite value"),
    ])
    func `what cannot be a grammar is refused by name`(_ schema: String, _ reason: String) throws {
        let schema = try JSONSchema(schema)
        let error = #expect(throws: LanguageModelError.self) { try GrammarCompiler.grammar(for: schema) }
        #expect(error?.code == .invalidInput)
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    }

    @Test
    func `unsupported keywords can be left to the reader`() throws {
        let schema = try JSONSchema(
            #"{"properties": {"n": {"type": "integer", "multipleOf": 301}, "s": {"type": "string", "pattern": "\\bx"}}}"#
        )
        let grammar = try TestGrammar(GrammarCompiler.grammar(for: schema, ignoresUnsupported: true))
        #expect(grammar.accepts(#"{"n":3,"s":"x"}"#))
    }

    @Test
    func `schemas that grow without bound are refused in time`() throws {
        // Each level has twice as many alternatives as the one before.
        let definitions = (0..<30).map { level in
            ##""d\##(level)": {"allOf": [{"anyOf": [{"minimum": \##(level)}, {"maximum": 5}]}, {"$ref": "#/$defs/d\##(level + 1)"}]}"##
        }
        let text =
            ##"{"$defs": {\##(definitions.joined(separator: ", ")), "d30": {"type": "integer"}}, "$ref": "#/$defs/d0"}"##
        let schema = try JSONSchema(text)
        let error = #expect(throws: LanguageModelError.self) { try GrammarCompiler.grammar(for: schema) }
        #expect(error?.message.contains("too large") == true)
    }

    @Test
    func `a grammar stays small`() throws {
        let properties = (0..<40).map { #""field\#($0)": {"type": "string"}"# }.joined(separator: ", ")
        let grammar = try GrammarCompiler.grammar(for: JSONSchema(#"{"properties": {\#(properties)}}"#))
        #expect(grammar.utf8.count < 20_000)
    }
}

/// Random numbers that are the same in each run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        self.state = seed
    }

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var result = self.state
        result = (result ^ (result >> 30)) &* 0xBF58_476D_1CE4_E5B9
        result = (result ^ (result >> 27)) &* 0x94D0_49BB_1331_11EB
        return result ^ (result >> 31)
    }
}
