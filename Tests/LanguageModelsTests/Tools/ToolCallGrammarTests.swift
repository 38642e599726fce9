import LanguageModels
import Testing

struct ToolCallGrammarTests {
    private func tools() throws -> [ToolDefinition] {
        [
            ToolDefinition(
                name: "get_weather",
                description: "Tells the weather.",
                parameters: try JSONSchema(
                    #"{"type": "object", "properties": {"city": {"type": "string", "maxLength": 9}, "days": {"type": "integer", "minimum": 1, "maximum": 7}}, "required": ["city"]}"#
                )
            ),
            ToolDefinition(name: "now", description: "Tells the time.", parameters: try JSONSchema("{}")),
        ]
    }

    @Test(arguments: [
        (
            ToolCallFormat.hermes,
            "<tool_call>\n{\"name\": \"get_weather\", \"arguments\": {\"city\": \"Rome\", \"days\": 3}}\n</tool_call>",
            "<tool_call>"
        ),
        (
            .hermes,
            "<tool_call>{\"name\":\"now\",\"arguments\":{}}</tool_call>\n<tool_call>{\"name\":\"now\",\"arguments\":{}}</tool_call>",
            "<tool_call>"
        ),
        (.llama, "{\"name\": \"get_weather\", \"parameters\": {\"city\": \"Rome\"}}", "{\"name\": \"get_weather\""),
        (.llama, "<|python_tag|>{\"name\": \"now\", \"parameters\": {}}", "<|python_tag|>"),
        (
            .mistralList,
            "[TOOL_CALLS][{\"name\": \"now\", \"arguments\": {}}, {\"name\": \"get_weather\", \"arguments\": {\"city\": \"\"}, \"id\": \"abcdefghi\"}]",
            "[TOOL_CALLS]"
        ),
        (.mistralArguments, "[TOOL_CALLS]get_weather[ARGS]{\"city\":\"Rome\"}[TOOL_CALLS]now[ARGS]{}", "[TOOL_CALLS]"),
    ])
    func `a form's grammar generates its calls, from its trigger on`(
        _ format: ToolCallFormat,
        _ call: String,
        _ trigger: String
    ) throws {
        let constraint = try #require(try format.constraint(tools: self.tools()))
        let grammar = try TestGrammar(constraint.grammar)
        #expect(grammar.accepts(call), "\(constraint.grammar)")
        #expect(constraint.triggers.contains(trigger))
        #expect(constraint.triggers.contains { call.hasPrefix($0) })
        #expect(!grammar.accepts(call.replacing("now", with: "never").replacing("city", with: "town")))
        #expect(!grammar.accepts("text " + call))
    }

    @Test(arguments: ToolCallFormat.allCases, [ToolChoice.automatic, .required])
    func `an answer of one call has no second one`(_ format: ToolCallFormat, _ choice: ToolChoice) throws {
        let tools = try self.tools()
        let one = try #require(try format.constraint(tools: tools, choice: choice, callsInParallel: false))
        let grammar = try TestGrammar(one.grammar)
        var generator = SeededGenerator(seed: 12)
        for _ in 0..<100 {
            let answer = grammar.random(using: &generator)
            var parser = ToolCallParser(format: format, tools: tools)
            let calls = [parser.append(answer), parser.finish()].flatMap(\.calls)
            #expect(calls.count == 1, "\(answer)")
        }
    }

    @Test(arguments: ToolCallFormat.allCases)
    func `every call that a grammar generates is read back and fits its schema`(_ format: ToolCallFormat) throws {
        let tools = try self.tools()
        let grammar = try TestGrammar(try #require(try format.constraint(tools: tools, choice: .required)).grammar)
        let validator = try TestSchemaValidator(tools[0].parameters.text)
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<200 {
            let answer = grammar.random(using: &generator)
            var parser = ToolCallParser(format: format, tools: tools)
            let outputs = [parser.append(answer), parser.finish()]
            #expect(outputs.map(\.text).joined() == "", "\(answer)")
            let calls = outputs.flatMap(\.calls)
            #expect(!calls.isEmpty, "\(answer)")
            for call in calls where call.name == "get_weather" {
                #expect(validator.problem(try TemplateValue(json: call.arguments)) == nil, "\(call.arguments)")
            }
        }
    }

    @Test
    func `one call at a time is one call an answer`() throws {
        let now = "[TOOL_CALLS]now[ARGS]{}"
        for (callsInParallel, twice) in [(true, true), (false, false)] {
            let constraint = try ToolCallFormat.mistralArguments.constraint(
                tools: self.tools(),
                callsInParallel: callsInParallel
            )
            let grammar = try TestGrammar(try #require(constraint).grammar)
            #expect(grammar.accepts(now))
            #expect(grammar.accepts(now + now) == twice)
        }
    }

    @Test
    func `a choice holds from the beginning`() throws {
        let tools = try self.tools()
        let required = try #require(try ToolCallFormat.hermes.constraint(tools: tools, choice: .required))
        #expect(required.triggers.isEmpty)
        let one = try #require(try ToolCallFormat.hermes.constraint(tools: tools, choice: .tool("now")))
        #expect(one.triggers.isEmpty)
        let now = "<tool_call>\n{\"name\": \"now\", \"arguments\": {}}\n</tool_call>"
        #expect(try TestGrammar(one.grammar).accepts(now))
        #expect(!(try TestGrammar(one.grammar).accepts(now + now)))
        #expect(!one.grammar.contains("get_weather"))
        #expect(try ToolCallFormat.hermes.constraint(tools: tools, choice: .none) == nil)
        #expect(try ToolCallFormat.hermes.constraint(tools: []) == nil)
    }

    @Test
    func `with a format the answer is a call or in the format`() throws {
        let schema = try JSONSchema(#"{"type": "integer", "minimum": 1, "maximum": 3}"#)
        let constraint = try ToolCallFormat.hermes.constraint(tools: self.tools(), format: .jsonSchema(schema))
        let grammar = try TestGrammar(try #require(constraint).grammar)
        #expect(constraint?.triggers == [])
        #expect(grammar.accepts("2"))
        #expect(grammar.accepts("<tool_call>{\"name\":\"now\",\"arguments\":{}}</tool_call>"))
        #expect(!grammar.accepts("4"))
        let error = #expect(throws: LanguageModelError.self) {
            try ToolCallFormat.hermes.constraint(tools: self.tools(), format: .grammar("root ::= \"x\""))
        }
        #expect(error?.code == .invalidOption && error?.option == .tools)
    }

    @Test(arguments: [##"{"$ref": "#/x"}"##, ##"{"properties": {"a": {"$ref": "#"}}, "required": ["a"]}"##])
    func `a wrong schema is told to be the tools' one`(_ schema: String) throws {
        let bad = ToolDefinition(name: "bad", description: "", parameters: try JSONSchema(schema))
        for choice in [ToolChoice.automatic, .required] {
            let error = #expect(throws: LanguageModelError.self) {
                try ToolCallFormat.llama.constraint(tools: [bad], choice: choice)
            }
            #expect(error?.code == .invalidInput && error?.option == .tools)
        }
    }

    @Test
    func `tools that cannot be told apart are refused`() throws {
        let schema = try JSONSchema("true")
        func problem(_ names: [String], _ choice: ToolChoice = .automatic) -> String {
            let tools = names.map { ToolDefinition(name: $0, description: "", parameters: schema) }
            do {
                _ = try ToolCallFormat.hermes.constraint(tools: tools, choice: choice)
                return ""
            } catch {
                return error.message
            }
        }
        #expect(problem(["a", "a"]).contains("Two tools are named 'a'"))
        #expect(problem(["a b"]).contains("A tool is named 'a b'"))
        #expect(problem([""]).contains("1 to 64"))
        #expect(problem(["a"], .tool("b")).contains("asks for the tool 'b'"))
        #expect(problem([], .required).contains("there are no tools"))
        let bad = ToolDefinition(name: "bad", description: "", parameters: try JSONSchema(##"{"$ref": "#/x"}"##))
        let error = #expect(throws: LanguageModelError.self) { try ToolCallFormat.llama.constraint(tools: [bad]) }
        #expect(error?.message.contains("The tool 'bad' has parameters") == true)
    }
}
