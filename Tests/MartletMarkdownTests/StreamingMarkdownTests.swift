import MartletMarkdown
import Testing

struct StreamingMarkdownTests {
    /// What a client holds: it knows nothing but the updates.
    struct Client {
        var blocks: [String] = []

        mutating func receive(_ update: MarkdownUpdate?) {
            guard let update else { return }
            #expect(update.from <= self.blocks.count)
            update.apply(to: &self.blocks)
        }
    }

    /// Whether two lists have the same bytes; a failure then says which document it was, and not a page of HTML.
    static func isSame(_ first: [String], _ second: [String]) -> Bool {
        first.map { Array($0.utf8) } == second.map { Array($0.utf8) }
    }

    static let documents = [
        "Hello *world*.\n\nSecond paragraph\nwith two lines.\n\n- a\n- b\n\n- c\n\nend",
        "Title\n===\n\nOther\n---\npara\n-\n- list",
        "```swift\nlet a = 1\n\n\nlet b = 2\n```\nafter\n    not code\n\n    code\n\n    more\nend",
        "para\n| a | b |\n|---|---|\n| 1 | 2 |\n\n| c |\n|---|\nlazy row\n# end",
        "> quote\nlazy\n> more\n\n> other\n\n1. one\n\n   two\n2. three\n\n\n   four\n\nfive",
        "<div>\n\n*a*\n\n</div>\n<!-- a\n\nb -->\nc\n<script>\n\nx\n</script>\ny",
        "a\r\n\r\nb\rc\r\r# d\r\n",
        "\u{FEFF}# mark\n\n\u{FEFF}# second\n\nend",
        "[a] [b]\n\n[c][A]\n\n[a]: /one\n\ntext\n\n[b]: /two\n'title'\n\nend",
        "[a]\n\n# h\n\n[a]: /x and more\n\nend",
        "[a]\n\n- [a]: /in-list\n\nend\n\n- b\n\nc",
        "[a]: /first\n\n[a]\n\n[a]: /second\n\n[a]\n\nend",
        "[a]: /x\n[b]: /y\ntitle\n===\n\n[a][b] [b]\n\nc",
        "[foo]\n\npara\n\n```\n[foo]: /no\n```\n\n[foo]: /yes\n\nend",
        "[a]\n\n- ```\n  [a]\n\n# b\n\n[a]: /c\n\nend",
        "[a]: /b\n| a |\n|---|\n\n[a]\n\nc",
    ]

    @Test(arguments: documents, [1, 2, 3, 7, 1_000])
    func `the end is the whole text's rendering`(document: String, size: Int) {
        let renderer = MarkdownRenderer()
        var stream = StreamingMarkdown(renderer: renderer)
        var client = Client()
        let scalars = Array(document.unicodeScalars)
        for start in stride(from: 0, to: scalars.count, by: size) {
            var chunk = String.UnicodeScalarView()
            chunk.append(contentsOf: scalars[start..<min(start + size, scalars.count)])
            stream.append(String(chunk))
            client.receive(stream.update())
        }
        client.receive(stream.finish())
        let isSame = Self.isSame(client.blocks, renderer.blocks(document))
        #expect(isSame, "\(document.debugDescription)")
        #expect(stream.update() == nil)
        #expect(stream.finish() == nil)
    }

    @Test(arguments: 0..<40)
    func `every update equals the rendering so far where nothing is defined`(batch: Int) {
        var generator = MarkdownGenerator(seed: UInt64(batch))
        let renderer = MarkdownRenderer(options: .init(latex: batch.isMultiple(of: 3)))
        for _ in 0..<20 {
            let document = generator.document(withDefinitions: false)
            var stream = StreamingMarkdown(renderer: renderer)
            var client = Client()
            var soFar = ""
            for chunk in generator.chunks(of: document) {
                stream.append(chunk)
                soFar += chunk
                guard Bool.random(using: &generator) else { continue }
                client.receive(stream.update())
                let isSame = Self.isSame(client.blocks, renderer.blocks(soFar))
                #expect(isSame, "\(soFar.debugDescription)")
                if !isSame { return }
            }
            client.receive(stream.update())
            let isSame = Self.isSame(client.blocks, renderer.blocks(document))
            #expect(isSame, "\(document.debugDescription)")
        }
    }

    @Test(arguments: 0..<40)
    func `documents with definitions end exactly as well`(batch: Int) {
        var generator = MarkdownGenerator(seed: UInt64(1_000 + batch))
        let renderer = MarkdownRenderer()
        for _ in 0..<20 {
            let document = generator.document(withDefinitions: true)
            var stream = StreamingMarkdown(renderer: renderer)
            var client = Client()
            for chunk in generator.chunks(of: document) {
                stream.append(chunk)
                if Bool.random(using: &generator) { client.receive(stream.update()) }
            }
            client.receive(stream.finish())
            let isSame = Self.isSame(client.blocks, renderer.blocks(document))
            #expect(isSame, "\(document.debugDescription)")
        }
    }

    @Test(arguments: 0..<20)
    func `definitions reach sealed blocks before the end`(batch: Int) {
        var generator = MarkdownGenerator(seed: UInt64(2_000 + batch))
        let renderer = MarkdownRenderer()
        for _ in 0..<20 {
            // Once a rule has closed all blocks, an update has nothing left to guess.
            let document =
                generator.document(withDefinitions: true) + "\n\n</script> --> ?>\n~~~~~~\n\n``````\n\n___\n\n___\n"
            var stream = StreamingMarkdown(renderer: renderer)
            var client = Client()
            for chunk in generator.chunks(of: document) {
                stream.append(chunk)
                if Bool.random(using: &generator) { client.receive(stream.update()) }
            }
            client.receive(stream.update())
            let isSame = Self.isSame(client.blocks, renderer.blocks(document))
            #expect(isSame, "\(document.debugDescription)")
        }
    }

    @Test func `a late definition corrects the blocks from the first reference on`() throws {
        var stream = StreamingMarkdown(renderer: MarkdownRenderer())
        stream.append("zero\n\none [a]\n\ntwo\n\n")
        #expect(stream.update()?.blocks.count == 3)
        stream.append("[A]: /b\n\nthree\n\nfour\n")
        let correction = stream.update()
        let update = try #require(correction)
        #expect(update.from == 1)
        #expect(update.blocks.count == 4)
        #expect(update.blocks[0].contains("href=\"/b\""))
    }

    @Test func `finished blocks are not sent again`() {
        var stream = StreamingMarkdown(renderer: MarkdownRenderer())
        stream.append("# a\n\nb\n\nc")
        #expect(stream.update()?.from == 0)
        stream.append("d")
        #expect(stream.update() == MarkdownUpdate(from: 2, blocks: ["<p>cd</p>\n"]))
        #expect(stream.update() == nil)
        stream.append("")
        #expect(stream.update() == nil)
        stream.append("\n")
        #expect(stream.update() == nil)
        stream.append("\ne")
        #expect(stream.update() == MarkdownUpdate(from: 3, blocks: ["<p>e</p>\n"]))
    }

    @Test func `an unclosed fence is code already`() {
        var stream = StreamingMarkdown(renderer: MarkdownRenderer())
        stream.append("```swift\nlet a")
        #expect(stream.update()?.blocks == ["<pre><code class=\"language-swift\">let a\n</code></pre>\n"])
    }

    @Test func `a paragraph that turns into a heading is replaced`() {
        var stream = StreamingMarkdown(renderer: MarkdownRenderer())
        stream.append("Title\n")
        #expect(stream.update()?.blocks == ["<p>Title</p>\n"])
        stream.append("===")
        #expect(stream.update() == MarkdownUpdate(from: 0, blocks: ["<h1>Title</h1>\n"]))
    }

    @Test func `replacing the text says only what differs`() {
        var stream = StreamingMarkdown(renderer: MarkdownRenderer())
        stream.append("a\n\nb\n\nc\n")
        _ = stream.update()
        stream.replace(with: "a\n\nx")
        #expect(stream.update() == MarkdownUpdate(from: 1, blocks: ["<p>x</p>\n"]))
        stream.replace(with: "a\n\nxy")
        #expect(stream.update() == MarkdownUpdate(from: 1, blocks: ["<p>xy</p>\n"]))
        stream.replace(with: "")
        #expect(stream.update() == MarkdownUpdate(from: 0, blocks: []))
        #expect(stream.finish() == nil)
    }

    @Test func `text may follow a finish`() {
        var stream = StreamingMarkdown(renderer: MarkdownRenderer())
        stream.append("a\n\nb")
        _ = stream.finish()
        stream.append("c")
        #expect(stream.update() == MarkdownUpdate(from: 1, blocks: ["<p>bc</p>\n"]))
    }

    @Test func `another spelling of the same letter is a change`() {
        var stream = StreamingMarkdown(renderer: MarkdownRenderer())
        stream.append("é")
        _ = stream.update()
        stream.replace(with: "e\u{301}")
        #expect(stream.update() != nil)
    }

    @Test func `parsers on many threads do not disturb each other`() async {
        let renderer = MarkdownRenderer()
        let document = String(repeating: "~~a~~ www.b.com | c@d.e\n\n", count: 50)
        let expected = renderer.blocks(document)
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<64 {
                group.addTask { renderer.blocks(document) == expected }
            }
            for await isSame in group { #expect(isSame) }
        }
    }
}
