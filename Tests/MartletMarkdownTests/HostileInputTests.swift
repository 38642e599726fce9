import MartletMarkdown
import Testing

struct HostileInputTests {
    /// Patterns that have made Markdown parsers slow or deep; each is repeated to the size a test asks for.
    static let patterns: [(head: String, unit: String, tail: String)] = [
        ("", ">", ""), ("", "> ", "a"), ("", "[", ""), ("", "![", ""), ("", "- ", ""), ("", "1. ", "a"),
        ("", "*a ", ""), ("", "_a ", ""), ("", "*a_ ", ""), ("", "*", ""), ("", "*_", ""), ("", "~a ", ""),
        ("", "a`", ""), ("", "<?", ""), ("a ", "<?", ""), ("a ", "\\<?", ""), ("a ", "<!A ", ""),
        ("a ", "<![CDATA[", ""),
        ("a ", "<!-- a ", ""), ("", "<", ""), ("a <a", " b", ""), ("", "![[]()", ""), ("", "[a](", ""),
        ("", "a]", ""), ("", "[a](<b", ""), ("", "[a](b \"", ""), ("", "[a][b]", ""), ("www.a.b/", ")", ""),
        ("http://a.b/", "&a;", ""), ("", "www.", ""), ("", "a.", "@"), ("", "a:", ""), ("", "http://a.b/( ", ""),
        ("|", "-|", ""), ("a\n", "a\n", "|-|\n"), ("", "|a\n|-|-\n", ""), ("", "[a\n", ""), ("", "[a]: b \"\n", ""),
        ("", "a\n=", ""), ("", "&a", ""), ("", "\\", ""), ("", "\u{0}", ""), ("", "\n", ""), ("", " ", "a"),
        ("", "\t", ""), ("", "#", ""), ("", "- [ ] a\n", ""), ("", "*[", ""), ("", "$a ", ""), ("", "$$ a", ""),
        ("", "<div>\n", ""), ("", "\r", ""), ("", "&#x10FFFF;", ""), ("", "\u{202E}é", ""), ("", "[^a] ", ""),
        ("[^a]: b\n\n", "[^a] ", ""),
        ("", "[^a]: b\n", ""), ("", "[^a]: ", "b"), ("", "[^", ""), ("", "> [!NOTE]\n", ""),
    ]

    static let shapes: [String] = [
        String(repeating: "- ", count: 50_000) + "a\n" + String(repeating: "\n", count: 100_000),
        String(repeating: "> ", count: 50_000) + "a\n" + String(repeating: "b\n", count: 50_000),
        String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000),
        String(repeating: "|x", count: 50_000) + "\n" + String(repeating: "|-", count: 50_000) + "\n",
        String(repeating: "|x", count: 500) + "\n" + String(repeating: "|-", count: 500) + "\n"
            + String(repeating: "a\n", count: 100_000),
        "[a]: " + String(repeating: "b", count: 100_000) + "\n\n" + String(repeating: "[a] ", count: 20_000),
        "[a]: b \"" + String(repeating: "b\n", count: 50_000) + "\"\n\n" + String(repeating: "[a] ", count: 20_000),
        "> [a]: b\n> (" + String(repeating: "b", count: 100_000) + ")\n\n" + String(repeating: "[a] ", count: 20_000),
        (1...600).map { "e" + String(repeating: "`", count: $0) }.joined(),
        (0..<600).map { String(repeating: " ", count: $0 * 2) + "- a\n" }.joined(),
    ]

    @Test(arguments: patterns.indices)
    func `a repeated pattern is rendered in good time`(index: Int) {
        let pattern = Self.patterns[index]
        let count = 150_000 / pattern.unit.utf8.count
        let document = pattern.head + String(repeating: pattern.unit, count: count) + pattern.tail
        self.expectGoodTime(document, options: .init(latex: true))
    }

    @Test(arguments: shapes.indices)
    func `a hostile shape is rendered in good time`(index: Int) {
        self.expectGoodTime(Self.shapes[index], options: .init())
    }

    /// A debug build on a busy machine takes a second or two; quadratic time would take minutes.
    private func expectGoodTime(_ document: String, options: MarkdownRenderer.Options) {
        let clock = ContinuousClock()
        var blocks: [String] = []
        let time = clock.measure { blocks = MarkdownRenderer(options: options).blocks(document) }
        #expect(time < .seconds(20))
        let isBlank = document.utf8.allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        let isDefinitions = document.hasPrefix("[a]: b") && blocks.isEmpty
        #expect(blocks.isEmpty == (isBlank || isDefinitions))
    }

    @Test func `nesting up to the limit is kept and beyond it is text`() {
        let renderer = MarkdownRenderer()
        let kept = renderer.html(String(repeating: ">", count: 100) + "a")
        #expect(kept.components(separatedBy: "<blockquote>") == 101)
        let limited = renderer.html(String(repeating: ">", count: 10_000) + "a")
        #expect(limited.components(separatedBy: "<blockquote>") == 101)
        #expect(limited.contains("<p>" + String(repeating: "&gt;", count: 9_900) + "a</p>"))
    }

    @Test func `what merely looks dense is left alone`() {
        let renderer = MarkdownRenderer()
        let badges = String(repeating: "![a](/b) ", count: 900)
        #expect(renderer.html(badges).components(separatedBy: "<img") == 901)
        let instructions = String(repeating: "<?php echo 1 ?>\n", count: 2_000)
        #expect(!renderer.html("```php\n" + instructions + "```").contains("\\"))
        let table = "| a | b |\n|---|---|\n" + String(repeating: "| 1 | 2 |\n", count: 5_000)
        #expect(renderer.html(table).components(separatedBy: "<tr>") == 5_002)
        let minified = String(repeating: "f(g(h(1)));", count: 2_000)
        #expect(!renderer.html("```js\n" + minified + "\n```").contains("\\"))
    }
}

extension String {
    /// How many parts a separator cuts the string into.
    fileprivate func components(separatedBy separator: String) -> Int {
        self.ranges(of: separator).count + 1
    }
}
