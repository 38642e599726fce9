import Foundation
import LanguageModels
import Testing

struct ChainValueTests {
    @Test
    func `a value survives JSON`() throws {
        let value: ChainValue = ["a": [1, 2.5, "x", true, nil], "b": ["c": "\("d")"]]
        #expect(try JSONDecoder().decode(ChainValue.self, from: JSONEncoder().encode(value)) == value)
    }

    @Test
    func `numbers that JSON lacks are written as text`() throws {
        let data = try JSONEncoder().encode(ChainValue.list([.double(.infinity), .double(.nan)]))
        #expect(String(decoding: data, as: UTF8.self) == "[\"inf\",\"nan\"]")
    }

    @Test(arguments: [
        ("red, green ,blue", ["red", "green", "blue"]), ("", []), ("one", ["one"]), (" a b ,, c\n", ["a b", "", "c"]),
    ])
    func `the list parser splits at commas`(_ text: String, _ items: [String]) {
        #expect(CommaSeparatedListOutputParser().parse(text) == items.chainValue)
    }
}
