import Foundation
import Testing

@testable import LanguageModels

/// What Python made of formats and templates; written by `Fixtures/make_format_cases.py`.
struct FormatCases: Decodable {
    struct Template: Decodable, Sendable, CustomTestStringConvertible {
        let template: String
        let text: String?
        let error: String?

        var testDescription: String { self.template.debugDescription }
    }

    /// A value, where floats travel as text because JSON cannot tell 1.0 from 1.
    struct Value: Decodable {
        let value: ChainValue

        private enum CodingKeys: String, CodingKey {
            case json, double
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            if let text = try container.decodeIfPresent(String.self, forKey: .double) {
                self.value = .double(Double(text)!)
            } else {
                self.value = try container.decodeIfPresent(ChainValue.self, forKey: .json) ?? .null
            }
        }
    }

    /// The index of a value, a format, and the text unless Python refuses.
    struct Format: Decodable {
        let index: Int
        let specification: String
        let text: String?

        init(from decoder: any Decoder) throws {
            var container = try decoder.unkeyedContainer()
            self.index = try container.decode(Int.self)
            self.specification = try container.decode(String.self)
            self.text = try container.decodeIfPresent(String.self)
        }
    }

    let arguments: [String: Value]
    let values: [Value]
    let formats: [Format]
    let templates: [Template]
    let conversions: [[String]]

    static let all: FormatCases = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/format_cases.json")
        return try! JSONDecoder().decode(FormatCases.self, from: Data(contentsOf: file))
    }()
}
