import Testing

@testable import LanguageModels

/// What zod, pydantic and people's tools ask for beyond what ``GrammarCase`` can say.
struct GrammarDialectTests {
    private func refusal(_ schema: String) -> LanguageModelError? {
        return #expect(throws: LanguageModelError.self) {
            try GrammarCompiler.grammar(for: JSONSchema(schema))
        }
    }

    @Test(arguments: [
        (#"{"const": "a", "enum": ["b"]}"#, "no finite value"),
        (#"{"enum": ["b"], "const": "a"}"#, "no finite value"),
        (#"{"not": {}}"#, "no finite value"),
        (#"{"not": true}"#, "no finite value"),
        (#"{"type": "string", "format": "email", "minLength": 40}"#, "shorter or longer"),
        (#"{"type": "string", "format": "uuid", "maxLength": 10}"#, "shorter or longer"),
        (#"{"type": "string", "format": "email", "pattern": "a(b"}"#, "a group without end"),
        (#"{"type": "object", "propertyNames": {"pattern": "^a"}}"#, #""propertyNames""#),
        (#"{"type": "number", "maximum": -1e300}"#, "at most 18 digits"),
        (#"{"anyOf": [{"pattern": "^(?!x)"}, {"multipleOf": 0.3}]}"#, "a look ahead"),
        // All answers would be null.
        (#"{"anyOf": [{"pattern": "^(?!x)"}, {"type": "null"}]}"#, "a look ahead"),
        // A slip in an alternative is told, not left out.
        (#"{"anyOf": [{"type": "strnig"}, {"type": "integer"}]}"#, "strnig"),
    ])
    func `what has no sound grammar is still refused by name`(_ schema: String, _ reason: String) {
        let error = self.refusal(schema)
        #expect(error?.code == .invalidInput)
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    }

    @Test func `a reference of an alternative that is left out is told where it is needed`() {
        let schema = ##"""
            {"$defs": {"S": {"type": "string", "pattern": "^(?!x)"}}, "type": "object", "required": ["a", "b"],
            "properties": {"a": {"anyOf": [{"$ref": "#/$defs/S"}, {"type": "integer"}]}, "b": {"$ref": "#/$defs/S"}}}
            """##
        #expect(self.refusal(schema)?.message.contains("a look ahead") == true)
    }

    @Test func `zod's time has a grammar beside its format`() throws {
        let day = #"\\d{4}-(?:0[1-9]|1[0-2])-[0-2]\\d"#
        let time = #"(?:[01]\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:\\.\\d+)?)?"#
        let pattern = "^(?:\(day))T(?:\(time)(?:Z))$"
        let schema = try JSONSchema(#"{"type": "string", "format": "date-time", "pattern": "\#(pattern)"}"#)
        let grammar = try TestGrammar(GrammarCompiler.grammar(for: schema))
        #expect(grammar.accepts(#""2024-02-29T12:30:00.5Z""#))
        #expect(!grammar.accepts(#""2024-02-29T12:30:00+01:00""#))
    }

    @Test func `limits beyond a grammar's are lowered to it`() throws {
        let text = try JSONSchema(#"{"type": "string", "minLength": 1, "maxLength": 9999999}"#)
        let list = try JSONSchema(#"{"type": "array", "items": {"const": 1}, "minItems": 1, "maxItems": 1e30}"#)
        let textGrammar = try TestGrammar(GrammarCompiler.grammar(for: text))
        let listGrammar = try TestGrammar(GrammarCompiler.grammar(for: list))
        #expect(textGrammar.accepts(#""xyz""#))
        #expect(!textGrammar.accepts(#""""#))
        #expect(listGrammar.accepts("[1,1,1]"))
        #expect(!listGrammar.accepts("[]"))
    }

    @Test func `short addresses are still secure ones`() throws {
        let schema = try JSONSchema(#"{"type": "string", "format": "uri", "maxLength": 40}"#)
        let grammar = try TestGrammar(GrammarCompiler.grammar(for: schema))
        #expect(grammar.accepts(#""https://a.b/c""#))
    }

    @Test func `one odd number in one tool does not refuse the others`() throws {
        let parameters = try JSONSchema(
            #"""
            {"type": "object", "properties": {"text": {"type": "string", "maxLength": 1000000},
            "least": {"type": "number", "minimum": 1e300}, "most": {"type": "integer", "maximum": 1e300},
            "other": {"$ref": "https://example.org/schema.json"}}}
            """#
        )
        let tool = ToolDefinition(name: "odd", description: "", parameters: parameters)
        let made = try ToolCallFormat.hermes.constraint(tools: [tool], choice: .required)
        let constraint = try #require(made)
        let grammar = try TestGrammar(constraint.grammar)
        func accepts(_ arguments: String) -> Bool {
            grammar.accepts(#"<tool_call>{"name":"odd","arguments":\#(arguments)}</tool_call>"#)
        }
        #expect(accepts(#"{"text":"x","least":5,"most":7,"other":{"any":[1]}}"#))
        #expect(!accepts(#"{"most":"7"}"#))
    }

    @Test func `arguments that another document describes are an object`() throws {
        let parameters = try JSONSchema(#"{"$ref": "https://example.org/schema.json"}"#)
        let tool = ToolDefinition(name: "far", description: "", parameters: parameters)
        let made = try ToolCallFormat.hermes.constraint(tools: [tool], choice: .required)
        let constraint = try #require(made)
        let grammar = try TestGrammar(constraint.grammar)
        #expect(grammar.accepts(#"<tool_call>{"name":"far","arguments":{"a":1}}</tool_call>"#))
        #expect(!grammar.accepts(#"<tool_call>{"name":"far","arguments":5}</tool_call>"#))
    }
}
