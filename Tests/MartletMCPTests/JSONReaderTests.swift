import Foundation
import MartletCore
import Testing

@testable import MartletMCP

struct JSONReaderTests {
    private static let values: [(String, JSONValue)] = [
        ("null", .null), (" true ", .bool(true)), ("false", .bool(false)), ("0", 0), ("-12", -12),
        ("1.5", 1.5), ("1e3", .double(1_000)), ("-0.5E-1", -0.05), ("9223372036854775807", .int(.max)),
        ("9223372036854775808", .double(9_223_372_036_854_775_808)),
        ("\"\"", ""), (#""a\n\t\r\b\f\"\\\/""#, "a\n\t\r\u{8}\u{C}\"\\/"),
        (#""\u00e9\ud83d\udc26""#, "\u{E9}\u{1F426}"),
        (#""\ud83d""#, "\u{FFFD}"), (#""\ud83dx""#, "\u{FFFD}x"), (#""\udc26\ud83d\u0041""#, "\u{FFFD}\u{FFFD}A"),
        ("[]", .array([])), ("[1, [2] ,{}]", [1, [2], .object([:])]),
        (#"{"a":1,"b":{"c":null},"a":2}"#, ["a": 2, "b": ["c": nil]]),
        ("\"\u{1F426}\"", "\u{1F426}"),
    ]

    @Test(arguments: Self.values)
    func `values are read`(text: String, value: JSONValue) throws {
        #expect(try JSONReader.read(Array(text.utf8)) == value)
    }

    @Test(arguments: [
        "", " ", "nul", "truex", "01", "-", "+1", ".5", "1.", "1e", "1e999", "NaN", "0x1", "\"", "\"\\\"", "\"\\x\"",
        "\"\\u12g4\"", "\"\\u12\"", "\"a\nb\"", "[", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "{", "{\"a\"", "{\"a\":",
        "{\"a\":1", "{\"a\":1,}", "{a:1}", "{1:1}", "1 2", "'a'", "]", "\u{FEFF}1", "\"\\u+123\"",
    ])
    func `what is no JSON is refused`(text: String) {
        #expect(throws: JSONReader.Flaw.self) { try JSONReader.read(Array(text.utf8)) }
    }

    @Test(arguments: [
        [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0x5C, 0x6E, 0xE9, 0x22],
    ])
    func `bytes that are no UTF-8 are refused`(bytes: [UInt8]) {
        #expect(throws: JSONReader.Flaw.self) { try JSONReader.read(bytes) }
    }

    @Test
    func `depth and number of values are bounded`() throws {
        let deep = { (depth: Int) in
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        _ = try JSONReader.read(deep(JSONReader.deepest))
        #expect(throws: JSONReader.Flaw.tooDeep) { try JSONReader.read(deep(JSONReader.deepest + 1)) }
        #expect(throws: JSONReader.Flaw.tooDeep) {
            try JSONReader.read(Array(String(repeating: "{\"a\":", count: 100_000).utf8))
        }
        let many = Array(("[" + String(repeating: "0,", count: JSONReader.mostValues) + "0]").utf8)
        #expect(throws: JSONReader.Flaw.tooManyValues) { try JSONReader.read(many) }
    }

    @Test
    func `what is read of 3000 damaged texts is what Foundation reads`() throws {
        let seed = Array(#"{"id":1,"result":{"content":[{"type":"a\u00e9\n","number":-1.5e2},true,null,[]]}}"#.utf8)
        var random = SystemRandomNumberGenerator()
        for _ in 0..<3000 {
            var bytes = seed
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[index] = seed.randomElement(using: &random)!
                case 1: bytes.remove(at: index)
                default: bytes.insert(seed.randomElement(using: &random)!, at: index)
                }
            }
            // Foundation also refuses halves of surrogate pairs, and takes a comma at the end of a list.
            guard let ours = try? JSONReader.read(bytes),
                let theirs = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes))
            else { continue }
            #expect(
                ours == theirs || Self.isSameButForNumbers(ours, theirs),
                "\(String(decoding: bytes, as: UTF8.self))"
            )
        }
    }

    /// Foundation reads `1e2` and `1.0` as whole numbers.
    private static func isSameButForNumbers(_ left: JSONValue?, _ right: JSONValue) -> Bool {
        switch (left, right) {
        case (.array(let left), .array(let right)):
            left.count == right.count && zip(left, right).allSatisfy { Self.isSameButForNumbers($0, $1) }
        case (.object(let left), .object(let right)):
            left.count == right.count && left.allSatisfy { Self.isSameButForNumbers($1, right[$0] ?? .null) }
        default: left == right || (left?.doubleValue != nil && left?.doubleValue == right.doubleValue)
        }
    }
}
