extension GrammarCase {
    static let objects: [GrammarCase] = [
        GrammarCase(
            #"{"type": "object", "properties": {"name": {"type": "string", "maxLength": 8}, "age": {"type": "integer", "minimum": 0}}, "required": ["name", "age"], "additionalProperties": false}"#,
            [#"{"name":"Ada","age":36}"#, "{\n  \"name\": \"Ada\",\n  \"age\": 36\n}"],
            not: [
                #"{"name":"Ada"}"#, #"{"age":1,"name":"a"}"#, #"{"name":"Ada","age":36,}"#,
                #"{"name":"A","age":1,"x":2}"#,
            ]
        ),
        GrammarCase(
            #"{"type": "object", "properties": {"a": {"const": 1}, "b": {"const": 2}, "c": {"const": 3}}}"#,
            ["{}", #"{"a":1}"#, #"{"b":2}"#, #"{"a":1,"c":3}"#, #"{"b":2, "c":3}"#, #"{"a":1,"b":2,"c":3}"#],
            not: [#"{,"b":2}"#, #"{"a":1,}"#, #"{"a":1"b":2}"#, #"{"c":3,"a":1}"#]
        ),
        GrammarCase(
            #"{"type": "object", "properties": {"a": {"const": 1}, "b": {"const": 2}, "c": {"const": 3}}, "required": ["b"]}"#,
            [#"{"b":2}"#, #"{"a":1,"b":2}"#, #"{"b":2,"c":3}"#],
            not: ["{}", #"{"a":1}"#]
        ),
        GrammarCase(
            #"{"properties": {"a": {"const": 1}}, "required": ["a", "z"], "additionalProperties": {"type": "integer"}}"#,
            [#"{"a":1,"z":5}"#, #"{"a":1,"z":5,"other":7}"#, #"{"a":1,"z":5,"zz":7}"#],
            not: [#"{"a":1}"#, #"{"a":1,"z":5,"other":"x"}"#]
        ),
        GrammarCase(
            #"{"type": "object", "properties": {"ab": {"const": 1}, "ac": {"const": 2}}, "additionalProperties": {"type": "boolean"}}"#,
            ["{}", #"{"abc":true}"#, #"{"a":true,"b":false}"#, #"{"ab":1,"x":true}"#, #"{"ac":2}"#],
            not: [#"{"ab":true}"#, #"{"ac":false}"#, #"{"ab":2}"#]
        ),
        GrammarCase(
            #"{"type": "object", "additionalProperties": {"type": "string", "maxLength": 4}}"#,
            ["{}", #"{"x":"y"}"#, #"{"x":"y","z":""}"#],
            not: [#"{"x":1}"#]
        ),
        GrammarCase(#"{"type": "object", "additionalProperties": false}"#, ["{}"], not: [#"{"a":1}"#]),
        GrammarCase(#"{"type": "object"}"#, ["{}", #"{"any":{"thing":[1]}}"#], not: ["[]"]),
        GrammarCase(
            #"{"type": "object", "properties": {"quo\"te": {"const": 1}, "über 🙂": {"const": 2}, "line\nend": {"const": 3}}, "required": ["quo\"te", "über 🙂", "line\nend"]}"#,
            [#"{"quo\"te":1,"über 🙂":2,"line\nend":3}"#]
        ),
        GrammarCase(
            #"{"type": "object", "properties": {"x": {"type": "object", "properties": {"y": {"type": "object", "properties": {"z": {"type": "integer", "maximum": 9, "minimum": 0}}, "required": ["z"]}}, "required": ["y"]}}, "required": ["x"]}"#,
            [#"{"x":{"y":{"z":3}}}"#],
            not: [#"{"x":{"y":{}}}"#]
        ),
        GrammarCase(
            #"{"type": "object", "properties": {"no": false, "yes": {"const": true}}}"#,
            ["{}", #"{"yes":true}"#],
            not: [#"{"no":1}"#]
        ),
        GrammarCase(
            #"{"type": "object", "properties": {"maybe": {"type": "string", "nullable": true, "maxLength": 2}}, "required": ["maybe"]}"#,
            [#"{"maybe":null}"#, #"{"maybe":"ab"}"#],
            not: ["{}"]
        ),
    ]

    static let arrays: [GrammarCase] = [
        GrammarCase(
            #"{"type": "array", "items": {"type": "integer", "minimum": 0, "maximum": 9}}"#,
            ["[]", "[1]", "[1, 2,3]"],
            not: ["[1,]", "[,1]", "[10]", "[1 2]"]
        ),
        GrammarCase(
            #"{"type": "array", "items": {"enum": ["a", "b"]}, "minItems": 2, "maxItems": 3}"#,
            [#"["a","b"]"#, #"["b","b","a"]"#],
            not: [#"["a"]"#, #"["a","a","a","a"]"#, "[]"]
        ),
        GrammarCase(
            #"{"type": "array", "items": {"const": 1}, "minItems": 20, "maxItems": 200}"#,
            ["[" + Array(repeating: "1", count: 150).joined(separator: ",") + "]"],
            not: ["[1]", "[" + Array(repeating: "1", count: 201).joined(separator: ",") + "]"]
        ),
        GrammarCase(#"{"type": "array", "maxItems": 0}"#, ["[]"], not: ["[1]"]),
        GrammarCase(
            #"{"type": "array", "prefixItems": [{"type": "string", "maxLength": 2}, {"type": "boolean"}], "items": false, "minItems": 2}"#,
            [#"["a",true]"#],
            not: [#"["a"]"#, #"["a",true,1]"#]
        ),
        GrammarCase(
            #"{"type": "array", "prefixItems": [{"const": "x"}, {"const": "y"}], "items": {"const": 0}, "maxItems": 4}"#,
            ["[]", #"["x"]"#, #"["x","y"]"#, #"["x","y",0,0]"#],
            not: [#"["y"]"#, #"["x",0]"#, #"["x","y",0,0,0]"#]
        ),
        GrammarCase(
            #"{"items": {"type": "array", "items": {"type": "null"}, "maxItems": 2}, "maxItems": 2}"#,
            ["[]", "[[null],[]]"],
            not: ["[null]"]
        ),
        GrammarCase(
            #"{"type": "array", "items": [{"const": 1}, {"const": 2}], "additionalItems": {"const": 3}, "minItems": 3, "maxItems": 5}"#,
            ["[1,2,3]", "[1,2,3,3,3]"],
            not: ["[1,2]"]
        ),
    ]

    static let combinations: [GrammarCase] = [
        GrammarCase(
            #"{"anyOf": [{"type": "integer", "minimum": 1, "maximum": 3}, {"type": "string", "const": "none"}]}"#,
            ["1", #""none""#],
            not: ["4", #""x""#]
        ),
        GrammarCase(
            #"{"oneOf": [{"type": "object", "properties": {"kind": {"const": "a"}, "x": {"type": "integer", "maximum": 5, "minimum": 0}}, "required": ["kind", "x"]}, {"type": "object", "properties": {"kind": {"const": "b"}}, "required": ["kind"]}]}"#,
            [#"{"kind":"a","x":3}"#, #"{"kind":"b"}"#],
            not: [#"{"kind":"a"}"#, #"{"kind":"c"}"#]
        ),
        GrammarCase(
            #"{"allOf": [{"type": "object", "properties": {"a": {"const": 1}}, "required": ["a"]}, {"properties": {"b": {"const": 2}}, "required": ["b"]}]}"#,
            [#"{"a":1,"b":2}"#],
            not: [#"{"a":1}"#, #"{"b":2}"#]
        ),
        GrammarCase(
            #"{"allOf": [{"type": "integer", "minimum": 3}, {"maximum": 8}, {"minimum": 5}]}"#,
            ["5", "8"],
            not: ["4", "9"]
        ),
        GrammarCase(
            #"{"allOf": [{"type": ["string", "integer"]}, {"type": ["number", "null"]}]}"#,
            ["5", "-3"],
            not: ["1.5", "null", #""x""#]
        ),
        GrammarCase(
            #"{"allOf": [{"enum": [1, 2, 3]}, {"enum": [2, 3, 4]}], "type": "integer"}"#,
            ["2", "3"],
            not: ["1", "4"]
        ),
        GrammarCase(
            #"{"type": "object", "properties": {"id": {"const": 7}}, "required": ["id"], "anyOf": [{"properties": {"x": {"const": 1}}, "required": ["x"]}, {"properties": {"y": {"const": 2}}, "required": ["y"]}]}"#,
            [#"{"id":7,"x":1}"#, #"{"id":7,"y":2}"#],
            not: [#"{"id":7}"#, #"{"x":1}"#]
        ),
        GrammarCase(
            ##"{"$ref": "#/$defs/Point", "$defs": {"Point": {"type": "object", "properties": {"x": {"$ref": "#/$defs/Unit"}, "y": {"$ref": "#/$defs/Unit"}}, "required": ["x", "y"]}, "Unit": {"type": "number", "minimum": 0, "maximum": 1}}}"##,
            [##"{"x":0.5,"y":1}"##],
            not: [##"{"x":2,"y":1}"##]
        ),
        GrammarCase(
            ##"{"type": "object", "properties": {"value": {"type": "integer", "minimum": 0, "maximum": 9}, "next": {"anyOf": [{"$ref": "#"}, {"type": "null"}]}}, "required": ["value", "next"]}"##,
            [##"{"value":1,"next":null}"##, ##"{"value":1,"next":{"value":2,"next":null}}"##],
            not: [##"{"value":1}"##]
        ),
        GrammarCase(
            ##"{"definitions": {"node": {"type": "object", "properties": {"name": {"type": "string", "maxLength": 3}, "children": {"type": "array", "maxItems": 2, "items": {"$ref": "#/definitions/node"}}}, "required": ["name"]}}, "$ref": "#/definitions/node"}"##,
            [##"{"name":"a"}"##, ##"{"name":"a","children":[{"name":"b","children":[]},{"name":"c"}]}"##],
            not: ["{}"]
        ),
        GrammarCase(
            ##"{"$defs": {"base": {"type": "object", "properties": {"id": {"const": 1}}, "required": ["id"]}}, "allOf": [{"$ref": "#/$defs/base"}], "properties": {"name": {"const": "n"}}, "required": ["name"], "description": "both"}"##,
            [##"{"name":"n","id":1}"##],
            not: [##"{"name":"n"}"##]
        ),
        GrammarCase(
            ##"{"$defs": {"e": {"anyOf": [{"type": "integer", "minimum": 0, "maximum": 9}, {"type": "object", "properties": {"op": {"enum": ["+", "*"]}, "l": {"$ref": "#/$defs/e"}, "r": {"$ref": "#/$defs/e"}}, "required": ["op", "l", "r"]}]}}, "$ref": "#/$defs/e"}"##,
            ["3", ##"{"op":"+","l":1,"r":{"op":"*","l":2,"r":3}}"##],
            not: [##"{"op":"-","l":1,"r":2}"##]
        ),
        GrammarCase(
            ##"{"type": "object", "properties": {"when": {"type": "string", "format": "date-time"}, "who": {"type": "array", "items": {"$ref": "#/$defs/p"}, "minItems": 1, "maxItems": 2}, "note": {"type": ["string", "null"], "maxLength": 5}}, "required": ["when", "who"], "$defs": {"p": {"type": "object", "properties": {"id": {"type": "string", "format": "uuid"}, "role": {"enum": ["host", "guest"]}}, "required": ["id", "role"]}}}"##,
            [
                ##"{"when":"2024-01-01T00:00:00Z","who":[{"id":"123e4567-e89b-12d3-a456-426614174000","role":"host"}],"note":null}"##
            ],
            not: [##"{"when":"2024-01-01T00:00:00Z","who":[]}"##]
        ),
    ]
}
