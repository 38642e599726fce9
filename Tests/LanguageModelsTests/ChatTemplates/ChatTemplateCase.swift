import Foundation
import Testing

@testable import LanguageModels

/// A template of ours and what jinja2 made of it; `Fixtures/make.py` wrote them.
struct ChatTemplateCase: CustomTestStringConvertible, Sendable {
    let name: String
    let template: String
    /// What jinja2 rendered; nil where it failed.
    let text: String?

    var testDescription: String { self.name }

    /// The folder of fixtures beside this file.
    static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

    private static let file: TemplateValue = {
        let data = (try? Data(contentsOf: Self.fixtures.appending(path: "cases.json"))) ?? Data()
        return (try? TemplateValue(json: String(decoding: data, as: UTF8.self))) ?? .null
    }()

    /// What every case is rendered with.
    static let variables: [String: TemplateValue] = {
        guard case .object(let members)? = Self.file["variables"] else { return [:] }
        return Dictionary(uniqueKeysWithValues: members.map { ($0.name, $0.value) })
    }()

    static let all: [ChatTemplateCase] = {
        guard case .array(let cases)? = Self.file["cases"] else { return [] }
        return cases.compactMap { value in
            guard case .string(let name)? = value["name"], case .string(let template)? = value["template"] else {
                return nil
            }
            guard case .string(let text)? = value["text"] else {
                return ChatTemplateCase(name: name, template: template, text: nil)
            }
            return ChatTemplateCase(name: name, template: template, text: text)
        }
    }()

    /// 1 January 2026, 12:34:56, in the time zone of this machine, as the fixtures have it.
    static var now: Date {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .current
        let parts = DateComponents(year: 2026, month: 1, day: 1, hour: 12, minute: 34, second: 56)
        return calendar.date(from: parts) ?? Date(timeIntervalSince1970: 0)
    }

    /// Renders a template with variables alone.
    static func render(_ template: String, _ variables: [String: TemplateValue] = Self.variables) throws -> String {
        try ChatTemplate(template).render([], bosToken: "<s>", eosToken: "</s>", extra: variables, now: Self.now).text
    }
}
