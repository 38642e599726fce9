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

    @Test(
        arguments: [
            ("0", .integer(0)), ("-0", .integer(0)), ("10", .integer(10)), ("-7", .integer(-7)),
            ("0.5", .number(0.5)), ("-0.0", .number(0)), ("2.0", .number(2)), ("1e5", .number(100_000)),
            ("1e+5", .number(100_000)), ("1E-2", .number(0.01)), ("0e0", .number(0)), ("-1.5e3", .number(-1500)),
            ("9007199254740993", .integer(9_007_199_254_740_993)),
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("9223372036854775808", .number(9_223_372_036_854_775_808)),
            ("123456789012345678901234567890", .number(123456789012345678901234567890.0)),
            ("1e400", .number(.infinity)), ("-1e400", .number(-.infinity)),
        ] as [(String, TemplateValue)]
    )
    func `a number is read as JSON has it`(_ text: String, value: TemplateValue) throws {
        #expect(try TemplateValue(json: text) == value)
        #expect(try TemplateValue(json: "[\(text),\(text) ]") == .array([value, value]))
    }

    @Test(arguments: [
        "-", "+", ".", "e", "01", "-01", "00", "1.", ".5", "-.5", "+1", "1e", "1e+", "1.e5", "1e5.5", "1.2.3", "--1",
        "1-", "1+1", "1ee5", "0x10", "1_000", "1e5e", "٣", "Infinity", "NaN", "-Infinity",
    ])
    func `a wrong number is refused`(_ text: String) {
        for json in [text, "[\(text)]", "{\"a\":\(text)}"] {
            let error = #expect(throws: LanguageModelError.self) { try TemplateValue(json: json) }
            #expect(error?.code == .invalidInput)
        }
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
