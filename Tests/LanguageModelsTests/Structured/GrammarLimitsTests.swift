import Testing

@testable import LanguageModels

/// Limits that fit how long an answer may be.
struct GrammarLimitsTests {
    @Test(
        arguments: [
            (nil, 256, 16, 4), (0, 256, 16, 4), (128, 256, 16, 4), (1023, 256, 16, 4), (1024, 512, 32, 4),
            (1500, 512, 32, 4), (8192, 4096, 256, 8), (Int.max, 32768, 2048, 8),
        ] as [(Int?, Int, Int, Int)]
    )
    func `the longer an answer may be, the longer its parts`(tokens: Int?, text: Int, items: Int, depth: Int) {
        let limits = GrammarLimits.fitting(tokens: tokens)
        #expect(limits.stringLength == text && limits.arrayLength == items && limits.memberCount == items)
        #expect(limits.jsonDepth == depth)
    }

    @Test func `a plan's limits are those of its tokens, or of the context`() throws {
        let schema = try JSONSchema(#"{"type":"string"}"#)
        func grammar(_ tokens: Int?, _ context: Int?) throws -> String? {
            let options = GenerationOptions(maxNewTokens: tokens, format: .jsonSchema(schema))
            return try PromptPlan.constraint(for: options, contextLength: context)?.grammar
        }
        let short = try GrammarCompiler.grammar(for: schema)
        let long = try GrammarCompiler.grammar(for: schema, limits: .fitting(tokens: 8192))
        #expect(try grammar(128, 8192) == short)
        #expect(try grammar(nil, 8192) == long)
        #expect(try grammar(nil, nil) == short)
        #expect(short != long)
    }

    @Test func `a tool's texts may be as long as its answer`() throws {
        let schema = try JSONSchema(
            #"{"type":"object","properties":{"content":{"type":"string"}},"required":["content"]}"#
        )
        let tool = ToolDefinition(name: "write_file", description: "", parameters: schema)
        let limits = GrammarLimits.fitting(tokens: 1024)
        let made = try ToolCallFormat.hermes.constraint(tools: [tool], choice: .required, limits: limits)
        let usual = try ToolCallFormat.hermes.constraint(tools: [tool], choice: .required)
        let text = String(repeating: "word ", count: 80)
        let call = "<tool_call>\n{\"name\": \"write_file\", \"arguments\": {\"content\": \"\(text)\"}}\n</tool_call>"
        #expect(try TestGrammar(#require(made).grammar).accepts(call))
        #expect(try !TestGrammar(#require(usual).grammar).accepts(call))
    }
}
