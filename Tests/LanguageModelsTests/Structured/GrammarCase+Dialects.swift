/// Schemas as zod, pydantic and other libraries write them.
extension GrammarCase {
    private static let zodEmail =
        #"^(?!\\.)(?!.*\\.\\.)([A-Za-z0-9_'+\\-\\.]*)[A-Za-z0-9_+-]@([A-Za-z0-9][A-Za-z0-9\\-]*\\.)+[A-Za-z]{2,}$"#
    private static let zodUUID =
        #"^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12})$"#

    static let dialects: [GrammarCase] = [
        GrammarCase(
            #"{"type": "string", "format": "email", "pattern": "\#(Self.zodEmail)"}"#,
            [#""ada.l@example.org""#],
            not: [#""ada""#, #"".a@b.org""#, #""a..b@c.org""#]
        ),
        GrammarCase(
            #"{"type": "string", "format": "uuid", "pattern": "\#(Self.zodUUID)"}"#,
            [#""123e4567-e89b-12d3-a456-426614174000""#],
            not: [#""123e4567-e89b-92d3-a456-426614174000""#]
        ),
        GrammarCase(
            #"{"type": "string", "format": "email", "minLength": 1, "maxLength": 30}"#,
            [#""a@b.org""#],
            not: [#""a.long.address@of.some.example.org""#]
        ),
        GrammarCase(#"{"type": "string", "format": "uri", "maxLength": 40}"#, [#""https://a.b""#]),
        GrammarCase(#"{"type": "string", "format": "date-time", "maxLength": 20}"#, [#""2024-02-29T12:30:00Z""#]),
        GrammarCase(
            #"{"type": "string", "format": "duration"}"#,
            [#""P1Y2M3DT4H5M6S""#, #""PT36H""#, #""P2W""#],
            not: [#""P""#, #""PT""#, #""P1Y1D""#, #""1D""#, #""P1W1D""#]
        ),
        GrammarCase(
            #"{"type": "string", "format": "ipv6"}"#,
            [#""::""#, #""::1""#, #""2001:db8::7:8""#, #""1:2:3:4:5:6:7:8""#, #""1:2:3:4:5:6::""#],
            not: [#""1:2:3:4:5:6:7""#, #""1::2::3""#, #"":1""#, #""12345::""#]
        ),
        GrammarCase(
            #"{"type": "string", "format": "hostname"}"#,
            [#""localhost""#, #""db-1.example.org""#],
            not: [#""-a.org""#, #""a..b""#, #""a_b""#, #""a.""#]
        ),
        GrammarCase(
            #"{"type": "object", "propertyNames": {"type": "string"}, "additionalProperties": {"const": 1}}"#,
            ["{}", #"{"any":1}"#],
            not: [#"{"any":2}"#]
        ),
        GrammarCase(
            ##"{"$defs": {"C": {"enum": ["red", "blue"], "type": "string", "title": "C"}}, "type": "object", "propertyNames": {"$ref": "#/$defs/C"}, "additionalProperties": {"type": "boolean"}}"##,
            ["{}", #"{"red":true}"#, #"{"red":true,"blue":false}"#],
            not: [#"{"green":true}"#, #"{"red":1}"#]
        ),
        GrammarCase(
            #"{"type": "object", "properties": {"a": {"const": 1}, "z": {"const": 2}}, "propertyNames": {"enum": ["a", "b"]}, "required": ["b"], "additionalProperties": {"const": 3}}"#,
            [#"{"a":1,"b":3}"#, #"{"b":3}"#],
            not: [#"{"a":1}"#, #"{"z":2,"b":3}"#]
        ),
        GrammarCase(
            #"{"type": "object", "properties": {"no": {"not": {}}, "none": {"not": true}, "yes": {"const": true}}}"#,
            ["{}", #"{"yes":true}"#],
            not: [#"{"no":1}"#, #"{"none":1}"#]
        ),
        GrammarCase(
            #"{"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": "^(?!x)y$"}, {"not": {}}, {"type": "null"}]}"#,
            ["5", "null"],
            not: [#""y""#, "-1"]
        ),
        GrammarCase(#"{"enum": ["a", "b"], "const": "b"}"#, [#""b""#], not: [#""a""#]),
        GrammarCase(#"{"const": "b", "enum": ["a", "b"]}"#, [#""b""#], not: [#""a""#]),
        GrammarCase(#"{"type": "number", "minimum": -1e300, "maximum": 1e20}"#, ["0", "-7.5"], not: ["1e90"]),
        GrammarCase(#"{"type": "integer", "minimum": 5, "maximum": 1e308}"#, ["5", "123456"], not: ["4"]),
        GrammarCase(
            ##"{"$defs": {"A": {"type": "object", "properties": {"a": {"const": 1}}, "required": ["a"]}}, "allOf": [{"$ref": "#/$defs/A"}], "properties": {"b": {"const": 2}}, "unevaluatedProperties": false}"##,
            [#"{"b":2,"a":1}"#, #"{"a":1}"#],
            not: [#"{"b":2}"#, #"{"a":1,"c":3}"#]
        ),
        GrammarCase(
            #"{"type": "object", "properties": {"id": {"const": 7}}, "required": ["id"], "anyOf": [{"properties": {"x": {"const": 1}}, "required": ["x"]}, {"properties": {"y": {"const": 2}}, "required": ["y"]}], "unevaluatedProperties": false}"#,
            [#"{"id":7,"x":1}"#, #"{"id":7,"y":2}"#],
            not: [#"{"id":7}"#, #"{"id":7,"x":1,"z":1}"#]
        ),
    ]
}
