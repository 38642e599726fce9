/// Schemas of which a careless grammar generates what they forbid.
extension GrammarCase {
    static let soundness: [GrammarCase] = [
        GrammarCase(#"{"enum": ["a", "abcd"], "maxLength": 2}"#, [#""a""#], not: [#""abcd""#]),
        GrammarCase(#"{"enum": ["a-1", "b"], "pattern": "^[a-z]-\\d$"}"#, [#""a-1""#], not: [#""b""#]),
        GrammarCase(#"{"enum": ["one two", "three"], "pattern": "two"}"#, [#""one two""#], not: [#""three""#]),
        GrammarCase(
            #"{"enum": [1, 5, 8, 10, "x"], "minimum": 3, "exclusiveMaximum": 10, "multipleOf": 5}"#,
            ["5", #""x""#],
            not: ["1", "8", "10"]
        ),
        GrammarCase(
            #"{"enum": [[1], [1, 2], [1, "a"]], "minItems": 2, "items": {"type": "integer"}}"#,
            ["[1,2]"],
            not: ["[1]", #"[1,"a"]"#]
        ),
        GrammarCase(
            #"{"enum": [{"a": 1}, {"a": 2, "b": 1}, {"b": 1}], "properties": {"a": {"maximum": 1}}, "required": ["a"]}"#,
            [#"{"a":1}"#],
            not: [#"{"a":2,"b":1}"#, #"{"b":1}"#]
        ),
        GrammarCase(
            #"{"enum": ["a", "bcd"], "anyOf": [{"minLength": 2}, {"maxLength": 0}]}"#,
            [#""bcd""#],
            not: [#""a""#]
        ),
        GrammarCase(
            #"{"allOf": [{"type": "array", "prefixItems": [{"type": ["integer", "null"]}], "maxItems": 2}, {"items": {"type": ["null", "boolean"]}}]}"#,
            ["[]", "[null]", "[null,true]"],
            not: ["[1]", "[1,true]", "[true]"]
        ),
        GrammarCase(
            #"{"allOf": [{"prefixItems": [{"enum": [1, 2]}], "items": {"enum": [5, 6]}, "maxItems": 3}, {"prefixItems": [{"enum": [2, 3]}, {"enum": [6, 7]}]}]}"#,
            ["[2]", "[2,6]", "[2,6,5]"],
            not: ["[1]", "[2,5]", "[2,7]"]
        ),
        GrammarCase(
            #"{"type": "integer", "allOf": [{"maximum": 5, "exclusiveMaximum": true}, {"maximum": 9, "exclusiveMaximum": false}], "minimum": 3}"#,
            ["3", "4"],
            not: ["5", "9"]
        ),
        GrammarCase(
            #"{"type": "integer", "allOf": [{"minimum": 9007199254740992}, {"minimum": 9007199254740993}], "maximum": 9007199254740995}"#,
            ["9007199254740993"],
            not: ["9007199254740992"]
        ),
        GrammarCase(
            #"{"type": "number", "exclusiveMinimum": 100, "exclusiveMaximum": 1000}"#,
            ["100.00000000001", "999.5"],
            not: ["100.000000000000001", "999.999999999999999", "100", "1000"]
        ),
        GrammarCase(
            #"{"type": "integer", "minimum": -3.5, "maximum": -0.5}"#,
            ["-3", "-1"],
            not: ["-4", "0"]
        ),
    ]

    static let multiples: [GrammarCase] = [
        GrammarCase(
            #"{"type": "integer", "multipleOf": 3}"#,
            ["0", "3", "-12", "999999999999999"],
            not: ["1", "-2", "10", "03", "-0", "3.0"]
        ),
        GrammarCase(#"{"multipleOf": 2}"#, ["0", "8", "-14"], not: ["3", "1.5", "2e1"]),
        GrammarCase(#"{"type": "integer", "multipleOf": 5, "minimum": 0}"#, ["0", "5", "120"], not: ["-5", "7"]),
        GrammarCase(
            #"{"type": "integer", "multipleOf": 7, "exclusiveMinimum": 0}"#,
            ["7", "77"],
            not: ["0", "-7", "8"]
        ),
        GrammarCase(
            #"{"type": "integer", "multipleOf": 97, "maximum": 0}"#,
            ["0", "-97", "-194"],
            not: ["97", "-96"]
        ),
        GrammarCase(
            #"{"type": "integer", "multipleOf": 10, "minimum": -15, "maximum": 123456}"#,
            ["-10", "0", "10", "100", "123450"],
            not: ["-20", "5", "00", "123460", "123456"]
        ),
        GrammarCase(
            #"{"type": "integer", "multipleOf": 250, "minimum": 0}"#,
            ["0", "250", "1000", "1250"],
            not: ["25", "300", "125"]
        ),
        GrammarCase(#"{"type": "integer", "multipleOf": 1000}"#, ["0", "-5000", "123000"], not: ["100", "1500"]),
        GrammarCase(
            #"{"type": "integer", "multipleOf": 37, "minimum": 100, "maximum": 200}"#,
            ["111", "148", "185"],
            not: ["74", "222", "110"]
        ),
        GrammarCase(
            #"{"type": "integer", "multipleOf": 2.5, "minimum": 0, "maximum": 12}"#,
            ["0", "5", "10"],
            not: ["2"]
        ),
        GrammarCase(
            #"{"type": "integer", "multipleOf": 0.5, "minimum": 1, "maximum": 3}"#,
            ["1", "2", "3"],
            not: ["1.5"]
        ),
        GrammarCase(
            #"{"type": "number", "multipleOf": 0.01, "minimum": 0, "exclusiveMaximum": 100}"#,
            ["0", "12.5", "99.99", "7.00"],
            not: ["0.001", "100", "-0.01", "1e1"]
        ),
        GrammarCase(#"{"type": "number", "multipleOf": 0.1}"#, ["0", "-3.5", "1000000"], not: ["0.25", "1e5"]),
        GrammarCase(
            #"{"type": "number", "multipleOf": 0.5, "minimum": 0, "maximum": 5}"#,
            ["0", "0.5", "4.5", "5"],
            not: ["0.25", "5.5", "-0.5"]
        ),
        GrammarCase(#"{"type": "number", "multipleOf": 1}"#, ["-3", "12"], not: ["1.5", "1e3"]),
        GrammarCase(
            #"{"type": "integer", "allOf": [{"multipleOf": 4}, {"multipleOf": 6}], "minimum": 0}"#,
            ["0", "12", "24"],
            not: ["4", "6", "8"]
        ),
    ]
}
