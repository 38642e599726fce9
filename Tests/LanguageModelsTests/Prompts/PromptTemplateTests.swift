import Foundation
import LanguageModels
import Testing

/// As in the tutorial: a global constant, with no `try`.
private let tutorial = PromptTemplate(
    """
    Question: {question}
    Answer:
    """,
    inputVariables: ["question"]
)

struct PromptTemplateTests {
    @Test
    func `a global template formats its variable`() throws {
        #expect(try tutorial.format(["question": "Why?"]) == "Question: Why?\nAnswer:")
        #expect(tutorial.inputVariables == ["question"])
        #expect(tutorial.problem == nil)
    }

    @Test(arguments: ["{question}", "}{", "{{x}}", "{", "a {nested {b}}", "\\u007b"])
    func `values are never read as template`(_ value: String) throws {
        #expect(try tutorial.format(["question": value]) == "Question: \(value)\nAnswer:")
    }

    @Test
    func `found variables are sorted, and declared ones keep their order`() {
        #expect(PromptTemplate("{b}{a}{c}{a}").inputVariables == ["a", "b", "c"])
        #expect(PromptTemplate("{b}{a}", inputVariables: ["b", "a"]).inputVariables == ["b", "a"])
        #expect(PromptTemplate("{x:{width}}").inputVariables == ["x"])
        #expect(PromptTemplate("{a}{b}", partialVariables: ["a": "1"]).inputVariables == ["b"])
    }

    @Test
    func `a value in a format can be given without being declared, or be declared`() throws {
        #expect(try PromptTemplate("{x:>{w}}").format(["x": "a", "w": 3]) == "  a")
        #expect(try PromptTemplate("{x:>{w}}", inputVariables: ["x", "w"]).format(["x": "a", "w": 3]) == "  a")
        let error = #expect(throws: LanguageModelError.self) { try PromptTemplate("{x:>{w}}").format(["x": "a"]) }
        #expect(error?.code == .missingVariable)
    }

    @Test
    func `a missing variable is named`() {
        let error = #expect(throws: LanguageModelError.self) { try tutorial.format([:]) }
        #expect(error?.code == .missingVariable)
        #expect(error?.message == "The prompt template has no value for {question}; give one for \"question\".")
    }

    @Test
    func `an extra variable is named`() {
        let error = #expect(throws: LanguageModelError.self) {
            try tutorial.format(["question": "Why?", "context": "none"])
        }
        #expect(error?.code == .unexpectedVariable)
        #expect(
            error?.message
                == "The prompt template has no variable {context}; leave \"context\" out, or add it to the template."
        )
    }

    @Test
    func `white space belongs to a name`() throws {
        let template = PromptTemplate("{ x }")
        #expect(template.inputVariables == [" x "])
        #expect(try template.format([" x ": 1]) == "1")
        let error = #expect(throws: LanguageModelError.self) { try template.format(["x": 1]) }
        #expect(error?.code == .unexpectedVariable)
    }

    @Test(arguments: [
        ("a } b", "has a single \"}\" at character 3; write \"}}\" for a brace in the text"),
        (
            "one\ntwo {x",
            "has no \"}\" for the \"{\" at line 2, character 5; close the field, or write \"{{\" for a brace in the text"
        ),
        ("{x!q}", "has the conversion \"!q\" in {x}; use !r, !s or !a"),
        (
            "{user.name}",
            "asks for an attribute in {user.name} at character 1; give that value as a variable with a plain name"
        ),
        (
            "{list[0]}",
            "asks for an element in {list[0]} at character 1; give that value as a variable with a plain name"
        ),
        ("{}", "has the positional field {} at character 1; name a variable, or write \"{{\" and \"}}\" for braces"),
        ("{0}", "has the positional field {0} at character 1; name a variable, or write \"{{\" and \"}}\" for braces"),
        ("{x:{y:{z}}}", "nests fields too deep in {y}; a format may hold fields, but theirs may not"),
        ("{stop}", "has a variable named \"stop\", which stands for stop texts; choose another name"),
    ])
    func `what is wrong is kept, thrown at first use, and says what to do`(_ text: String, _ reason: String) {
        let template = PromptTemplate(text)
        #expect(template.problem?.code == .invalidTemplate)
        let used = #expect(throws: LanguageModelError.self) { try template.format() }
        #expect(used?.message == "The prompt template \(reason).")
        let created = #expect(throws: LanguageModelError.self) { try PromptTemplate(validating: text) }
        #expect(created?.message == used?.message)
    }

    @Test(arguments: [
        (["a"], "The prompt template uses {b}, which its input variables lack; list it there."),
        (["a", "b", "c"], "The prompt template has no place for {c}; add it to the text, or drop the variable."),
        (
            ["a", "b", "stop"],
            "The prompt template has a variable named \"stop\", which stands for stop texts; choose another name."
        ),
    ])
    func `declared variables must be the template's`(_ declared: [String], _ message: String) {
        #expect(PromptTemplate("{a}{b}", inputVariables: declared).problem?.message == message)
    }

    @Test
    func `input and partial variables must not overlap`() {
        let template = PromptTemplate("{a}", inputVariables: ["a"], partialVariables: ["a": "1"])
        #expect(template.problem?.code == .invalidTemplate)
    }

    @Test
    func `partial values are filled in, providers anew each time, and explicit values win`() throws {
        let counter = CallCounter()
        let template = PromptTemplate(
            "{count} {kind} {name}",
            inputVariables: ["kind", "name", "count"]
        ).partial(["count": .provider { .int(counter.next()) }, "kind": "birds"])
        #expect(template.inputVariables == ["name"])
        #expect(try template.format(["name": "x"]) == "1 birds x")
        #expect(try template.format(["name": "y"]) == "2 birds y")
        #expect(try template.format(["name": "z", "count": 9, "kind": "cats"]) == "9 cats z")
        #expect(try template.format(["name": "y"]) == "3 birds y")
        #expect(try template.partial(["kind": "dogs"]).format(["name": "v"]) == "4 dogs v")
        #expect(template.partial(["nobody": 1]).problem?.code == .invalidTemplate)
    }

    @Test
    func `templates and texts can be joined`() throws {
        let joined = tutorial + " in {language}" + PromptTemplate("{mark}{{}}", partialVariables: ["mark": "!"])
        #expect(joined.inputVariables == ["question", "language"])
        #expect(try joined.format(["question": "Q", "language": "Welsh"]) == "Question: Q\nAnswer: in Welsh!{}")
        let twice = PromptTemplate("{a}", partialVariables: ["a": "1"])
        #expect((twice + twice).problem?.message.contains("\"a\"") == true)
        #expect((tutorial + "{").problem?.code == .invalidTemplate)
    }

    @Test
    func `examples are joined with blank lines`() throws {
        let template = PromptTemplate(examples: ["1 + 1 = 2", "2 + 2 = 4"], suffix: "{sum} =", prefix: "Add:")
        #expect(try template.format(["sum": "3 + 3"]) == "Add:\n\n1 + 1 = 2\n\n2 + 2 = 4\n\n3 + 3 =")
    }

    @Test
    func `a template is read from a file, and a missing file is named`() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).txt")
        try "Hello {name}".write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        #expect(try PromptTemplate(contentsOf: file).format(["name": "Ada"]) == "Hello Ada")
        let missing = file.appending(path: "nothing")
        let error = #expect(throws: LanguageModelError.self) { try PromptTemplate(contentsOf: missing) }
        #expect(error?.code == .fileNotFound)
        #expect(error?.message.contains(missing.path) == true)
    }

    @Test
    func `a formatted prompt is a text or a message of the person`() throws {
        let prompt = try tutorial.formatPrompt(["question": "Why?"])
        #expect(prompt.text == "Question: Why?\nAnswer:")
        #expect(prompt.messages == [ChatMessage(role: .user, content: prompt.text)])
    }

    @Test
    func `a format that does not fit its value names variable and format`() {
        let error = #expect(throws: LanguageModelError.self) { try PromptTemplate("{x:d}").format(["x": "text"]) }
        #expect(error?.code == .invalidInput)
        #expect(
            error?.message.hasPrefix("The format \":d\" of the prompt template's variable {x} has the type") == true
        )
    }

    @Test
    func `a width that would fill the memory is refused`() {
        let error = #expect(throws: LanguageModelError.self) {
            try PromptTemplate("{x:>{w}}").format(["x": "a", "w": 2_000_000_000])
        }
        #expect(error?.code == .invalidInput)
    }

    @Test
    func `values of many types are written as Python writes them`() throws {
        let values: [String: any ChainValueConvertible] = [
            "a": true, "b": nil as String?, "c": [1.5, 2], "d": ["k": "it's"], "e": "x".dropFirst(0),
        ]
        #expect(try PromptTemplate("{a} {b} {c} {d} {e}").format(values) == "True None [1.5, 2.0] {'k': \"it's\"} x")
    }
}
