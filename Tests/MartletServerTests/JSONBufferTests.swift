import Foundation
import MartletCore
import Testing

@testable import MartletServer

struct JSONBufferTests {
    private func decoded(_ value: JSONValue) throws -> JSONValue {
        var buffer = JSONBuffer()
        buffer.value(value)
        return try JSONDecoder().decode(JSONValue.self, from: Data(buffer.bytes))
    }

    @Test(
        arguments: [
            nil, true, false, 0, -7, 2.5, "", "plain", "\"quoted\" \\ / \n\r\t\u{0}\u{1F}\u{7F}", "é 漢 👩‍👩‍👧 \u{2028}",
            [], [1, [2, [nil]]], [:], ["a": ["b": [1, "c"]], "": false],
        ] as [JSONValue]
    )
    func `what is written reads back the same`(value: JSONValue) throws {
        #expect(try self.decoded(value) == value)
    }

    @Test func `random texts read back the same`() throws {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let scalars = (0..<Int.random(in: 0...40, using: &generator)).compactMap { _ in
                Unicode.Scalar(UInt32.random(in: 0...0x2FFF, using: &generator))
            }
            let text = String(String.UnicodeScalarView(scalars))
            #expect(try self.decoded(.string(text)) == .string(text))
        }
    }

    @Test func `what JSON has no word for is null`() throws {
        #expect(try self.decoded(.double(.infinity)) == nil)
        #expect(try self.decoded(.double(.nan)) == nil)
    }
}
