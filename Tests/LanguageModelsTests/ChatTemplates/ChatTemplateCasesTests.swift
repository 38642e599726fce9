import Testing

@testable import LanguageModels

struct ChatTemplateCasesTests {
    @Test
    func `the fixtures are there`() {
        #expect(ChatTemplateCase.all.count >= 140)
        #expect(ChatTemplateCase.variables["messages"] != nil)
    }

    @Test(arguments: ChatTemplateCase.all.filter { $0.text != nil })
    func `a template renders to the bytes that jinja2 gives`(_ example: ChatTemplateCase) throws {
        let text = try ChatTemplateCase.render(example.template)
        #expect(Array(text.utf8) == Array((example.text ?? "").utf8), "\(text)")
    }

    @Test(arguments: ChatTemplateCase.all.filter { $0.text == nil })
    func `a template that jinja2 refuses is refused`(_ example: ChatTemplateCase) {
        let error = #expect(throws: LanguageModelError.self) { try ChatTemplateCase.render(example.template) }
        #expect(error?.code == .templateFailed)
        #expect(error?.message.contains("line 1") == true || error?.message.contains("line 2") == true)
    }
}
