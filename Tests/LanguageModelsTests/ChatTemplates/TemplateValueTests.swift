import Testing

@testable import LanguageModels

struct TemplateValueTests {
    @Test
    func `JSON keeps the order of members and the kinds of numbers`() throws {
        let json = #"{"b": [1, 2.0, -3e2, true, false, null], "a": {"é": "\u00e9\ud83d\ude00\n\/"}, "": []}"#
        let value = try TemplateValue(json: json)
        #expect(value == ["b": [1, 2.0, -300.0, true, false, nil], "a": ["é": "é😀\n/"], "": []])
        #expect(value["a"]?["é"] == "é😀\n/")
        #expect(value["z"] == nil)
    }

    @Test(arguments: [
        "", "{", "[1,]", "{\"a\"}", "{\"a\":1,}", "01", "1.", "+1", "nul", "\"a", "\"\\x\"", "\"\\ud800\"", "1 2",
        "[1 2]",
        "\"\u{01}\"", "'a'", "{a: 1}", String(repeating: "[", count: 1000),
    ])
    func `wrong JSON is refused`(_ json: String) {
        let error = #expect(throws: LanguageModelError.self) { try TemplateValue(json: json) }
        #expect(error?.code == .invalidInput)
        #expect(error?.message.hasPrefix("The JSON is wrong at byte ") == true)
    }

    @Test
    func `values nested too deeply for a template are refused`() throws {
        var value: TemplateValue = []
        for _ in 0..<100 { value = [value] }
        let error = #expect(throws: LanguageModelError.self) {
            try ChatTemplate("{{ x }}").render([], bosToken: "", eosToken: "", extra: ["x": value])
        }
        #expect(error?.code == .templateFailed)
    }

    @Test
    func `texts that only look alike stay apart`() throws {
        #expect(
            try ChatTemplateCase.render("{{ 'é' == 'e\u{301}' }}{{ 'é' | length }}{{ 'e\u{301}' | length }}")
                == "False12"
        )
        #expect(try ChatTemplate("é") != ChatTemplate("e\u{301}"))
    }
}
