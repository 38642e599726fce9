import Testing

@testable import LanguageModels

/// Every case was made by Python's own formatter; see ``FormatCases``.
struct PythonFormatTests {
    @Test
    func `values and formats give Python's text, or are refused as Python refuses them`() {
        let cases = FormatCases.all
        #expect(cases.formats.count > 10_000)
        for format in cases.formats {
            let value = cases.values[format.index].value
            let text = try? ValueFormatter.format(value, format.specification)
            #expect(text == format.text, "\(value) with \(format.specification.debugDescription)")
        }
    }

    @Test
    func `values read as Python's repr, str and ascii`() {
        let cases = FormatCases.all
        for (value, expected) in zip(cases.values, cases.conversions) {
            #expect(PythonText.representation(value.value) == expected[0])
            #expect(value.value.description == expected[1])
            #expect(PythonText.ascii(value.value) == expected[2])
        }
    }

    @Test(arguments: FormatCases.all.templates)
    func `templates give Python's text, or the same kind of error`(_ expected: FormatCases.Template) throws {
        let template = PromptTemplate(expected.template)
        let names = Set(template.requiredNames)
        let arguments = FormatCases.all.arguments.filter { names.contains($0.key) }.mapValues(\.value)
        do {
            let text = try template.format(arguments)
            #expect(text == expected.text)
        } catch let error as LanguageModelError {
            let kinds: [LanguageModelError.Code: String] = [
                .invalidTemplate: "template", .missingVariable: "missing", .invalidInput: "value",
            ]
            #expect(kinds[error.code] == expected.error, "\(error)")
        }
    }
}
