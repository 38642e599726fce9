import Foundation
import MartletCore
import Testing

struct ValueTests {
    private struct Order: Codable, Equatable {
        let name: String
        let sizes: [Int]
    }

    @Test func `a JSON value gives out what it holds`() throws {
        let value: JSONValue = ["n": 2, "x": 1.5, "y": 3.0, "t": true, "s": "word", "l": [1, "two"]]
        #expect(value["n"]?.intValue == 2 && value["n"]?.doubleValue == 2)
        #expect(value["x"]?.intValue == nil && value["x"]?.doubleValue == 1.5)
        #expect(value["y"]?.intValue == 3)
        #expect(value["t"]?.boolValue == true && value["t"]?.intValue == nil)
        #expect(value["l"]?[1]?.stringValue == "two" && value["l"]?[2] == nil && value["l"]?[-1] == nil)
        #expect(value["l"]?.arrayValue?.count == 2 && value["s"]?.arrayValue == nil)
        #expect(value.objectValue?.count == 6 && value["s"]?.objectValue == nil)
    }

    @Test func `a JSON value is read as a type of the app's own`() throws {
        let value: JSONValue = ["name": "tea", "sizes": [1, 2]]
        #expect(try value.decode(Order.self) == Order(name: "tea", sizes: [1, 2]))
        #expect(throws: DecodingError.self) { try value.decode([Int].self) }
    }

    @Test func `kinds of files are written as a list or as an object`() {
        let list: FileTypes = ["text/plain", "image/*"]
        #expect(list == .mimeTypes(["text/plain", "image/*"]))
        let object: FileTypes = ["text/plain": [".txt", ".md"]]
        #expect(object == .extensions(["text/plain": [".txt", ".md"]]))
    }

    @Test func `an error's localized description is its message`() {
        let error: any Error = MartletError(.fileNotFound, "There is no file \"a\".")
        #expect(error.localizedDescription == "There is no file \"a\".")
    }
}
