import Testing

@testable import LanguageModels

struct ChatTemplateErrorTests {
    @Test
    func `a syntax error names line, column and remedy`() {
        let error = #expect(throws: LanguageModelError.self) {
            try ChatTemplate("a\n{% if x %}\n  {{ 1 + }}{% endif %}")
        }
        #expect(
            error?.message
                == "The chat template cannot be parsed at line 3, column 10: expected an expression, got '}}'; "
                + "correct it, or choose another, such as ChatTemplate.named(\"chatml\")."
        )
    }

    @Test
    func `an error while rendering names line, column and remedy`() {
        let error = #expect(throws: LanguageModelError.self) { try ChatTemplateCase.render("a\n\n{{ missing.name }}") }
        #expect(
            error?.message
                == "The chat template failed at line 3, column 11: 'missing' is undefined; "
                + "pass what it asks for, or choose another, such as ChatTemplate.named(\"chatml\")."
        )
    }

    @Test
    func `what a template raises is passed on`() {
        let source = "{{ raise_exception('Conversation roles must alternate user/assistant.') }}"
        let error = #expect(throws: LanguageModelError.self) { try ChatTemplateCase.render(source) }
        #expect(
            error?.message
                == "The chat template refuses these messages: Conversation roles must alternate user/assistant "
                + "(raised at line 1, column 19); change the messages or choose another template."
        )
        #expect(error?.code == .templateFailed)
    }

    @Test(arguments: [
        ("{% if a %}x", "the block 'if' is not closed; expected 'endif'"),
        ("{{ 'abc }}", "a string is not closed with '"),
        ("{# abc", "a comment is not closed with '#}'"),
        ("{{ abc", "a tag is not closed with '}}'"),
        ("{% raw %}x", "a raw block is not closed with '{% endraw %}'"),
        ("{{ (1] }}", "unexpected ']', expected ')'"),
        ("{% include 'x' %}", "unknown tag 'include'"),
        ("{% continue %}", "'continue' stands outside a loop"),
        ("{{ a ? b }}", "unexpected character '?'"),
    ])
    func `a source that is no template says what is wrong`(_ source: String, _ reason: String) {
        let error = #expect(throws: LanguageModelError.self) { try ChatTemplate(source) }
        #expect(error?.message.contains(": \(reason); ") == true, "\(error?.message ?? "")")
    }

    @Test(arguments: [
        ("{{ 'a' + 1 }}", "unsupported operand type(s) for +: 'str' and 'int'"),
        ("{{ x.y.z }}", "'x' is undefined"),
        ("{{ messages[0].tool.name }}", "'dict object' has no attribute 'tool'"),
        ("{{ [].append(1) }}", "access to attribute 'append' of 'list' object is unsafe"),
        ("{{ 1 | nofilter }}", "no filter is named 'nofilter'"),
        ("{{ 1 is notest }}", "no test is named 'notest'"),
        ("{{ 5() }}", "'int' object is not callable"),
        ("{% for x in 5 %}{% endfor %}", "'int' object is not iterable"),
    ])
    func `a failing expression says what is wrong`(_ source: String, _ reason: String) {
        let error = #expect(throws: LanguageModelError.self) { try ChatTemplateCase.render(source) }
        #expect(error?.message.contains(": \(reason); ") == true, "\(error?.message ?? "")")
    }
}
