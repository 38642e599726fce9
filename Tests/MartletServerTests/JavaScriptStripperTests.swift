import Testing

@testable import MartletServer

struct JavaScriptStripperTests {
    private func stripped(_ source: String) throws -> String {
        String(decoding: try JavaScriptStripper.strip(Array(source.utf8)), as: UTF8.self)
    }

    @Test(arguments: [
        ("let a = 1; // one\nlet b = 2;", "let a=1;\nlet b=2;\n"),
        ("/* head\n more */\nf()", "f()\n"),
        ("a /* in between */ in b", "a in b\n"),
        ("return /* so */ x", "return x\n"),
        ("a\n/* b */ c", "a\nc\n"),
        ("    if (a) {\n        b();\n    }\n\n\n    c();", "if(a){\nb();\n}\nc();\n"),
        ("a + +b - -c", "a + +b - -c\n"),
        ("1 .toString()", "1 .toString()\n"),
        ("", ""),
    ])
    func `comments, indentation and idle spaces go, ends of lines stay`(source: String, expected: String) throws {
        #expect(try self.stripped(source) == expected)
    }

    @Test(arguments: [
        #""// not a comment""#, #"'/* nor this */'"#, #""a \" // b""#, "`// ${a} /* ${`// ${b}`} */ //`",
        #"/[/]\/\/*/gu.test(a)"#, #"a=/'/"#, #"`\`//${'}'}//`"#, "`a\n    // b\n`",
    ])
    func `what looks like a comment in a text, a template or a pattern stays`(source: String) throws {
        #expect(try self.stripped(source) == source + "\n")
    }

    @Test(arguments: [
        ("a / b / c // d", "a / b / c\n"),
        ("(a) / b // '", "(a)/ b\n"),
        ("a[0] / 2 // \"", "a[0]/ 2\n"),
        ("i++ / 2 // '", "i++ / 2\n"),
        ("if (a) /'/.test(b) // c", "if(a)/'/.test(b)\n"),
        ("return /'/ // c", "return /'/\n"),
        ("x.return / 2 // '", "x.return / 2\n"),
        ("f(/'/, /\"/) // c", "f(/'/,/\"/)\n"),
        ("{ a() }\n/'/.test(b) // c", "{a()}\n/'/.test(b)\n"),
        ("`${a / b}` / 2 // '", "`${a / b}` / 2\n"),
        ("a => /'/ // c", "a=>/'/\n"),
        ("const o = { a: 1 } / 2 // '", "const o={a:1}/ 2\n"),
        ("case /'/: // c", "case /'/:\n"),
        ("typeof /'/ // c", "typeof /'/\n"),
    ])
    func `a slash divides or begins a pattern by what stands before it`(source: String, expected: String) throws {
        #expect(try self.stripped(source) == expected)
    }

    @Test(arguments: ["'a", "`a", "`${a", "/* a", "x = /a", "f(a", "f(a]", "}"])
    func `what does not end is refused`(source: String) {
        #expect(throws: JoiningError.self) { try self.stripped(source) }
    }

    @Test func `all bytes are in one token each`() throws {
        let source = Array("import a, { b } from './x.js'; // ä\nconst c = `${a}-${/[/]/}`, d = 1e-3 / 2;\n".utf8)
        let tokens = try JavaScriptTokenizer.tokens(of: source)
        var position = 0
        for token in tokens {
            #expect(token.range.lowerBound == position && !token.range.isEmpty)
            position = token.range.upperBound
        }
        #expect(position == source.count)
    }
}
