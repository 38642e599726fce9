import Testing

@testable import LanguageModels

struct GrammarCacheTests {
    private func constraint(_ number: Int) -> SamplerConstraint { SamplerConstraint(grammar: "root ::= \"\(number)\"") }

    @Test func `what was compiled lately is not compiled again`() throws {
        let cache = GrammarCache<String>()
        var compiled = 0
        for key in ["a", "b", "a", "b", "a"] {
            let found = try cache.constraint(for: key) { () throws(LanguageModelError) in
                compiled += 1
                return SamplerConstraint(grammar: key)
            }
            #expect(found?.grammar == key)
        }
        #expect(compiled == 2)
    }

    @Test func `the cache stays small, and keeps neither failures nor giants`() throws {
        let cache = GrammarCache<Int>()
        for number in 0..<200 { _ = try cache.constraint(for: number) { self.constraint(number) } }
        #expect(cache.count <= 64)
        let before = cache.count
        let giant = try cache.constraint(for: -1) { SamplerConstraint(grammar: String(repeating: "x", count: 200_000)) }
        #expect(giant?.grammar.utf8.count == 200_000)
        #expect(throws: LanguageModelError.self) {
            try cache.constraint(for: -2) { () throws(LanguageModelError) in
                throw LanguageModelError(.invalidInput, "No.")
            }
        }
        #expect(cache.count == before)
    }

    @Test func `tools' grammars and any JSON's are kept`() throws {
        let schema = try JSONSchema(#"{"type":"object","properties":{"kept":{"type":"integer"}}}"#)
        let tool = ToolDefinition(name: "kept_tool", description: "", parameters: schema)
        let key = GrammarCaches.Tools(
            format: .hermes,
            tools: [tool],
            choice: .automatic,
            answer: nil,
            isSingle: false,
            limits: GrammarLimits()
        )
        let made = try ToolCallFormat.hermes.constraint(tools: [tool])
        let kept = try GrammarCaches.tools.constraint(for: key) { nil }
        #expect(kept == made)
        _ = try ResponseFormat.json.grammarText
        #expect(try GrammarCaches.formats.constraint(for: .init(format: .json, limits: GrammarLimits())) { nil } != nil)
        // Another choice is another grammar.
        #expect(try ToolCallFormat.hermes.constraint(tools: [tool], choice: .required) != made)
    }
}
