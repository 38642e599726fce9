import Testing

@testable import MartletCore

struct PrettyJSONTests {
    @Test func `JSON is written as Python writes it`() throws {
        let value: JSONValue = [
            "é": ["b": 1, "a": [true, nil, 1.5, "x/\"y\""]], "empty": [:], "none": [], "text": "ü",
        ]
        #expect(
            try PrettyJSON.text(of: value) == """
                {
                    "empty": {},
                    "none": [],
                    "text": "ü",
                    "é": {
                        "a": [
                            true,
                            null,
                            1.5,
                            "x/\\"y\\""
                        ],
                        "b": 1
                    }
                }
                """
        )
        #expect(try PrettyJSON.text(of: "plain") == "\"plain\"")
        #expect(try PrettyJSON.text(of: [1, 2]) == "[\n    1,\n    2\n]")
    }
}
