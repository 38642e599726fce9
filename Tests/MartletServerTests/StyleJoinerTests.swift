import Testing

@testable import MartletServer

struct StyleJoinerTests {
    @Test(arguments: [
        ("/* a */ .a { color: red; }\n\n.b { top: 0 }", ".a{color: red;}\n.b{top: 0}\n"),
        (".a :focus , .b>.c {}", ".a :focus,.b>.c{}\n"),
        ("a { width: calc(1px + 2px) }", "a{width: calc(1px + 2px)}\n"),
        ("@media (width < 1px) and (hover) { a { b: c } }", "@media (width < 1px) and (hover){a{b: c}\n}\n"),
        (#"a::after { content: "/* { */ \" ;  " }"#, #"a::after{content: "/* { */ \" ;  "}"# + "\n"),
        ("a { background: url(x/*y.svg) }", "a{background: url(x/*y.svg)}\n"),
        ("a { background: url( \"x;  y\" ) }", "a{background: url( \"x;  y\" )}\n"),
    ])
    func `comments and idle spaces go`(source: String, expected: String) throws {
        #expect(String(decoding: try StyleJoiner.strip(Array(source.utf8)), as: UTF8.self) == expected)
    }

    private func sheet(_ path: String, _ source: String, media: String? = nil) -> StyleJoiner.Sheet {
        StyleJoiner.Sheet(path: path, source: Array(source.utf8), media: media)
    }

    @Test func `sheets follow each other, for their media only`() throws {
        let joined = try StyleJoiner.join([
            self.sheet("a/b.css", "a { b: c }"), self.sheet("a/p.css", "a { b: d }", media: "print"),
        ])
        #expect(String(decoding: joined, as: UTF8.self) == "a{b: c}\n@media print{a{b: d}\n}\n")
    }

    @Test(arguments: ["@import 'x';", "a { content: 'x", "/* a"])
    func `what cannot be joined is refused by name`(source: String) {
        #expect(throws: JoiningError.self) { try StyleJoiner.join([self.sheet("a/b.css", source)]) }
    }

    @Test func `sheets of several folders are refused, for their addresses would change`() {
        #expect(throws: JoiningError.self) {
            try StyleJoiner.join([self.sheet("a/b.css", ""), self.sheet("c/d.css", "")])
        }
    }
}
