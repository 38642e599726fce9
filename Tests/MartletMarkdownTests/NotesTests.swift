import MartletMarkdown
import Testing

struct AlertTests {
    @Test(arguments: [
        ("NOTE", "note", "Note"), ("TIP", "tip", "Tip"), ("IMPORTANT", "important", "Important"),
        ("WARNING", "warning", "Warning"), ("CAUTION", "caution", "Caution"), ("note", "note", "Note"),
    ])
    func `a quote that begins with a marker is an alert`(marker: String, kind: String, title: String) {
        let html = MarkdownRenderer().html("> [!\(marker)]\n> Look *here*.\n>\n> - a")
        let expected = """
            <div class="alert alert-\(kind)" role="note">
            <p class="alert-title">\(title)</p>
            <p>Look <em>here</em>.</p>
            <ul>
            <li>a</li>
            </ul>
            </div>

            """
        #expect(html == expected)
    }

    @Test func `a marker alone is an alert with nothing in it yet`() {
        let html = MarkdownRenderer().html("> [!TIP]")
        #expect(html == "<div class=\"alert alert-tip\" role=\"note\">\n<p class=\"alert-title\">Tip</p>\n</div>\n")
    }

    @Test(arguments: [
        "> [!NOTE] on the same line", "> text\n> [!NOTE]", "> [!OTHER]\n> a", "> **[!NOTE]**\n> a",
        "> \\[!NOTE]\n> [!TIP] a",
        "- > [!NOTE]\n  > a", "> > [!NOTE]\n> > a", "[!NOTE]\na", "> `[!NOTE]`\n> a", "> # [!NOTE]\n> a",
    ])
    func `other quotes stay quotes`(markdown: String) {
        #expect(!MarkdownRenderer().html(markdown).contains("alert"))
    }
}

struct FootnoteTests {
    static let reference =
        "<sup><a class=\"footnote-mark\" role=\"doc-noteref\" data-note-ref=\"1\">1</a></sup>"

    @Test func `a note stays in its place and keeps its label`() {
        let blocks = MarkdownRenderer().blocks("a[^1]\n\n[^1]: see *b*\n\nc")
        #expect(
            blocks == [
                "<p>a\(Self.reference)</p>\n",
                "<div class=\"footnote\" role=\"doc-footnote\" data-note=\"1\">\n<p>see <em>b</em></p>\n</div>\n",
                "<p>c</p>\n",
            ]
        )
    }

    @Test func `a note that nothing refers to is shown all the same`() {
        #expect(MarkdownRenderer().blocks("a\n\n[^x]: b").last?.contains("data-note=\"x\"") == true)
    }

    @Test func `notes on lines one after the other are notes each`() {
        let blocks = MarkdownRenderer().blocks("a[^1] b[^two]\n\n[^1]: one\n[^two]: https://a.b\n")
        #expect(blocks.count == 3)
        #expect(blocks[0].contains("data-note-ref=\"two\">two</a>"))
        #expect(blocks[2].contains("href=\"https://a.b\""))
    }

    @Test(arguments: ["my_note", "a_b_c", "x-1.2"])
    func `a note that nothing refers to stays`(label: String) {
        let html = MarkdownRenderer().html("text\n\n[^\(label)]: the note")
        #expect(html.contains("the note") && html.contains("\(label)"))
    }

    @Test func `a reference without a note is text`() {
        #expect(MarkdownRenderer().html("a[^1] b") == "<p>a[^1] b</p>\n")
    }

    @Test func `code keeps its carets`() {
        #expect(MarkdownRenderer().html("`[^1]`\n\n```\n[^1]: x\n```").contains("data-note") == false)
    }

    @Test func `a reference within a link is plain`() {
        let html = MarkdownRenderer().html("[a[^1]](/b)\n\n[^1]: c")
        #expect(!html.contains("data-note-ref"))
    }

    @Test func `labels are escaped`() throws {
        let html = MarkdownRenderer().html("a[^\"><script>]\n\n[^\"><script>]: b")
        for tag in try HTMLTag.all(in: html) { #expect(HTMLTag.harmlessNames.contains(tag.name), "\(html)") }
    }

    @Test func `a note that comes later turns the sealed text before into a reference`() throws {
        var stream = StreamingMarkdown(renderer: MarkdownRenderer())
        stream.append("zero\n\none[^1]\n\ntwo\n\n")
        #expect(stream.update()?.blocks.count == 3)
        stream.append("[^1]: the note\n\nthree\n\nfour\n")
        let correction = stream.update()
        let update = try #require(correction)
        #expect(update.from == 1)
        #expect(update.blocks[0] == "<p>one\(Self.reference)</p>\n")
        stream.append("\nand again[^1]\n\nfive\n")
        #expect(stream.update()?.blocks.contains("<p>and again\(Self.reference)</p>\n") == true)
    }

    static let documents = [
        "a[^1]\n\n[^1]: one\n\n    more of it\n\n> [^2]: quoted\n\nb[^2] [^1]\n\nend",
        "[^b]: first\n[^a]: second\n\n[^a] and [^b] and [^c]\n\n- [^c]: listed\n\nend",
        "[^1]: once\n\n[^1]: twice\n\n[^1]\n\n| a |\n|---|\n| [^1] |\n\nend", "> [!NOTE]\n> a[^1]\n\n[^1]: b\n\nend",
        "text\n[^1]: interrupts\nlazy line\n\n```\nopen [^1]",
    ]

    @Test(arguments: documents, [1, 3, 8, 1_000])
    func `the end is the whole text's rendering`(document: String, size: Int) {
        let renderer = MarkdownRenderer()
        var stream = StreamingMarkdown(renderer: renderer)
        var client = StreamingMarkdownTests.Client()
        let characters = Array(document)
        for start in stride(from: 0, to: characters.count, by: size) {
            stream.append(String(characters[start..<min(start + size, characters.count)]))
            client.receive(stream.update())
        }
        client.receive(stream.finish())
        #expect(StreamingMarkdownTests.isSame(client.blocks, renderer.blocks(document)))
    }
}
