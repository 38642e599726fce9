import Testing

/// A schema, JSON that it allows and that its grammar must generate, and JSON that it forbids.
struct GrammarCase: Sendable, CustomTestStringConvertible {
    let schema: String
    let good: [String]
    let bad: [String]

    init(_ schema: String, _ good: [String], not bad: [String] = []) {
        self.schema = schema
        self.good = good
        self.bad = bad
    }

    var testDescription: String { self.schema }

    static let all: [GrammarCase] =
        Self.values + Self.texts + Self.objects + Self.arrays + Self.combinations
        + Self.dialects + Self.soundness + Self.multiples

    static let values: [GrammarCase] = [
        GrammarCase(
            "true",
            ["1", "null", "{}", #"{"a": [1, {"b": null}]}"#, #""x""#, "-1.5e-7"],
            not: ["", "{", "01", "+1"]
        ),
        GrammarCase("{}", ["[]", "[1, 2]", "false"]),
        GrammarCase(#"{"type": "boolean"}"#, ["true", "false"], not: ["null", "1"]),
        GrammarCase(#"{"type": "null", "description": "nothing"}"#, ["null"], not: ["0"]),
        GrammarCase(#"{"type": ["string", "null"], "maxLength": 3}"#, ["null", #""abc""#], not: [#""abcd""#, "1"]),
        GrammarCase(#"{"type": "integer"}"#, ["0", "-7", "123456789012345"], not: ["1.5", "-", "007", "1e3"]),
        GrammarCase(#"{"type": "number"}"#, ["0", "-0.25", "1e10", "3.14159265"], not: [".5", "1.", "1e", "0x1"]),
        GrammarCase(
            #"{"type": "integer", "minimum": 0, "maximum": 120}"#,
            ["0", "9", "10", "99", "100", "120"],
            not: ["121", "-1", "130", "999"]
        ),
        GrammarCase(
            #"{"type": "integer", "minimum": -17, "maximum": 1234}"#,
            ["-17", "-9", "0", "1234", "999"],
            not: ["-18", "1235", "-20", "-0"]
        ),
        GrammarCase(
            #"{"type": "integer", "exclusiveMinimum": 5, "exclusiveMaximum": 8}"#,
            ["6", "7"],
            not: ["5", "8"]
        ),
        GrammarCase(#"{"type": "integer", "minimum": 0.5, "maximum": 3.5}"#, ["1", "3"], not: ["0", "4"]),
        GrammarCase(
            #"{"type": "integer", "minimum": 21, "exclusiveMinimum": true}"#,
            ["22", "100", "4000000"],
            not: ["21", "5", "-30"]
        ),
        GrammarCase(#"{"type": "integer", "maximum": -3}"#, ["-3", "-10", "-99999"], not: ["-2", "0", "3"]),
        GrammarCase(
            #"{"type": "integer", "minimum": 9223372036854775000, "maximum": 9223372036854775807}"#,
            ["9223372036854775000", "9223372036854775807"],
            not: ["9223372036854774999", "9223372036854775808"]
        ),
        GrammarCase(
            #"{"type": "number", "minimum": 0, "maximum": 1}"#,
            ["0", "1", "0.5", "0.000001", "1.0"],
            not: ["1.1", "-0.1", "2", "1.000001"]
        ),
        GrammarCase(
            #"{"type": "number", "exclusiveMinimum": 0, "maximum": 2.5}"#,
            ["0.1", "2.5", "2", "0.01", "2.499"],
            not: ["0", "2.51", "2.6", "3", "0.0"]
        ),
        GrammarCase(
            #"{"type": "number", "minimum": -1.25, "maximum": 10.75}"#,
            ["-1.25", "-0.5", "0", "10.75", "9.99", "10.7"],
            not: ["-1.26", "-1.3", "10.76", "11", "-2"]
        ),
        GrammarCase(
            #"{"type": "number", "minimum": 3.5, "maximum": 3.75}"#,
            ["3.5", "3.7", "3.75", "3.51"],
            not: ["3", "3.4", "3.76", "3.8", "4"]
        ),
        GrammarCase(
            #"{"type": "number", "minimum": 98.6}"#,
            ["98.6", "99", "1000.25", "98.61"],
            not: ["98", "98.59", "5"]
        ),
        GrammarCase(
            #"{"enum": ["red", "gr\"ün", 5, 1.5, null, {"a": [1]}]}"#,
            [#""red""#, #""gr\"ün""#, "5", "1.5", "null", #"{"a":[1]}"#],
            not: [#""blue""#, "6"]
        ),
        GrammarCase(#"{"type": "string", "enum": ["a", 5, "b"]}"#, [#""a""#, #""b""#], not: ["5"]),
        GrammarCase(#"{"const": "only\nthis"}"#, [#""only\nthis""#], not: [#""only""#]),
    ]

    static let texts: [GrammarCase] = [
        GrammarCase(
            #"{"type": "string"}"#,
            [#""""#, #""Grüße 🙂""#, #""a\"b\\c\u00e9\n""#],
            not: [#""a"b""#, "\"\n\"", #""\x""#, #""\ud800""#]
        ),
        GrammarCase(
            #"{"type": "string", "minLength": 2, "maxLength": 4}"#,
            [#""ab""#, #""🙂🙂🙂🙂""#],
            not: [#""a""#, #""abcde""#]
        ),
        GrammarCase(
            #"{"type": "string", "minLength": 150, "maxLength": 1333}"#,
            [
                "\"\(String(repeating: "x", count: 150))\"", "\"\(String(repeating: "x", count: 1333))\"",
                "\"\(String(repeating: "x", count: 1256))\"",
            ],
            not: ["\"\(String(repeating: "x", count: 149))\"", "\"\(String(repeating: "x", count: 1334))\""]
        ),
        GrammarCase(
            #"{"type": "string", "pattern": "^[A-Z]{2}-\\d{3,5}$"}"#,
            [#""AB-123""#, #""ZZ-99999""#],
            not: [#""AB-12""#, #""ab-123""#, #""AB-123456""#]
        ),
        GrammarCase(
            #"{"type": "string", "pattern": "^(?:yes|no|may(be)?)[.!]?$"}"#,
            [#""yes""#, #""maybe!""#, #""may.""#],
            not: [#""yess""#, #""""#]
        ),
        GrammarCase(
            #"{"pattern": "^\\w+(?:[ ,]+\\w+)*$", "type": "string"}"#,
            [#""a, b c""#, #""word_1""#],
            not: [#"" a""#]
        ),
        GrammarCase(
            #"{"type": "string", "pattern": "^[^a-c\"]\\\\.\\s?\\/\\x41\\u00e9$"}"#,
            [#""d\\x /Aé""#, #""d\\x\t/Aé""#],
            not: [#""a\\x/Aé""#]
        ),
        GrammarCase(
            #"{"type": "string", "pattern": "^[a-z]+$", "minLength": 3, "maxLength": 5}"#,
            [#""abc""#, #""abcde""#],
            not: [#""ab""#, #""abcdef""#]
        ),
        GrammarCase(
            #"{"type": "string", "pattern": "^a{0,2}b*?c+$|^[-x]$"}"#,
            [#""c""#, #""aabbcc""#, #""-""#, #""x""#],
            not: [#""aaac""#, #""y""#]
        ),
        GrammarCase(
            #"{"type": "string", "format": "date"}"#,
            [#""2024-02-29""#, #""2025-12-31""#, #""2000-02-29""#, #""1999-04-30""#],
            not: [#""2023-02-29""#, #""2024-13-01""#, #""2024-04-31""#, #""1900-02-29""#]
        ),
        GrammarCase(
            #"{"type": "string", "format": "time"}"#,
            [#""23:59:59Z""#, #""00:00:00.123+02:00""#],
            not: [#""24:00:00Z""#, #""1:00:00Z""#, #""10:00Z""#]
        ),
        GrammarCase(
            #"{"type": "string", "format": "date-time"}"#,
            [#""2024-02-29T12:30:00Z""#],
            not: [#""2024-02-29 12:30:00Z""#]
        ),
        GrammarCase(
            #"{"type": "string", "format": "uuid"}"#,
            [#""123e4567-e89b-12d3-A456-426614174000""#],
            not: [#""123e4567e89b12d3a456426614174000""#]
        ),
        GrammarCase(
            #"{"type": "string", "format": "ipv4"}"#,
            [#""0.10.199.255""#],
            not: [#""256.1.1.1""#, #""1.1.1""#, #""01.1.1.1""#]
        ),
        GrammarCase(
            #"{"type": "string", "format": "email"}"#,
            [#""ada.l+x@example.co.uk""#],
            not: [#""ada""#, #""a@b""#, #""@b.de""#]
        ),
        GrammarCase(
            #"{"type": "string", "format": "uri"}"#,
            [#""https://example.com/a/b?q=1""#, #""http://localhost:8080/""#],
            not: [#""example""#]
        ),
        GrammarCase(#"{"type": "string", "format": "some-note"}"#, [#""x""#]),
    ]
}
