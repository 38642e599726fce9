import LanguageModels
import Testing

/// Schemas that are large, and ones that only someone with bad intentions sends.
struct GrammarSizeTests {
    /// Far more than any of these takes, and far less than they took when each rule was looked at again and again.
    private static let patience = Duration.seconds(20)

    private static func properties(_ count: Int, required: Bool = false) -> String {
        let members = (0..<count).map { "\"p\($0)\":{\"type\":\"integer\"}" }
        let names = required ? (0..<count).map { "\"p\($0)\"" } : []
        return """
            {"type":"object","properties":{\(members.joined(separator: ","))},"required":[\(names.joined(separator: ","))]}
            """
    }

    private func refusal(_ schema: String) -> LanguageModelError? {
        let clock = ContinuousClock()
        let start = clock.now
        defer { #expect(clock.now - start < Self.patience) }
        return #expect(throws: LanguageModelError.self) {
            try GrammarCompiler.grammar(for: JSONSchema(schema))
        }
    }

    @Test(arguments: [false, true])
    func `an object with many properties is compiled in time`(required: Bool) throws {
        let clock = ContinuousClock()
        let start = clock.now
        let text = try GrammarCompiler.grammar(for: JSONSchema(Self.properties(1200, required: required)))
        #expect(clock.now - start < Self.patience)
        #expect(text.contains("p1199-member ::= \"\\\"p1199\\\":\""))
    }

    @Test func `far too many properties are refused early, with what to do`() {
        let error = self.refusal(Self.properties(7000))
        #expect(error?.code == .invalidInput)
        #expect(error?.message.contains("5000 rules") == true)
        #expect(error?.message.contains("fewer properties") == true)
    }

    @Test func `a far too long schema is refused by its size`() {
        let error = self.refusal("{\"description\": \"\(String(repeating: "x", count: 300_000))\"}")
        #expect(error?.message.contains("262144") == true)
    }

    @Test func `a name of any length can stand beside other members`() throws {
        let name = String(repeating: "n", count: 100_000)
        let schema = """
            {"type":"object","properties":{"\(name)":{"type":"null"}},"additionalProperties":{"type":"null"}}
            """
        let grammar = try TestGrammar(GrammarCompiler.grammar(for: JSONSchema(schema)))
        #expect(grammar.accepts("{\"nnnn\": null}"))
        #expect(grammar.accepts("{\"nnnnx\": null}"))
    }

    @Test func `keys besides very many others are refused early`() {
        let rest = String(repeating: "x", count: 60)
        let names: [String] = (1000..<2000).map { number in
            let digits = String(String(number).reversed())
            return "\"\(digits)\(rest)\""
        }
        let schema = """
            {"type":"object","required":[\(names.joined(separator: ","))],"additionalProperties":{"type":"integer"}}
            """
        #expect(self.refusal(schema)?.message.contains("too large") == true)
    }

    @Test func `parts that are joined again and again are refused`() {
        let parts = (0..<4000).map { "{\"properties\":{\"p\($0)\":{}}}" }.joined(separator: ",")
        #expect(self.refusal("{\"allOf\":[\(parts)]}")?.message.contains("too large") == true)
    }

    @Test func `a web of references is refused`() {
        let places = (0..<3000).map { "\"p\($0)\":{\"$ref\":\"#/$defs/p\($0 + 1)\"}" }.joined(separator: ",")
        let error = self.refusal("{\"$ref\":\"#/$defs/p0\",\"$defs\":{\(places)}}")
        #expect(error?.message.contains("500 places") == true)
    }
}
