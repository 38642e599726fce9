import MartletMarkdown
import Testing

/// One case of the tables below: Markdown, and the HTML it must become.
struct MarkdownCase: Sendable, CustomTestStringConvertible {
    let markdown: String
    let html: String

    init(_ markdown: String, _ html: String) {
        self.markdown = markdown
        self.html = html
    }

    var testDescription: String { self.markdown.debugDescription }
}

/// The attributes that every written link carries.
let linkAttributes = #" target="_blank" rel="noopener noreferrer nofollow""#

struct CommonMarkTests {
    static let blocks: [MarkdownCase] = [
        .init("plain", "<p>plain</p>\n"),
        .init("", ""),
        .init("\n \n\t\n", ""),
        .init("one\ntwo", "<p>one\ntwo</p>\n"),
        .init("one\n\ntwo", "<p>one</p>\n<p>two</p>\n"),
        .init("one  \ntwo", "<p>one<br>\ntwo</p>\n"),
        .init("one\\\ntwo", "<p>one<br>\ntwo</p>\n"),
        .init("one\r\n\r\ntwo\r", "<p>one</p>\n<p>two</p>\n"),
        .init("# One", "<h1>One</h1>\n"),
        .init("###### Six ######", "<h6>Six</h6>\n"),
        .init("####### Seven", "<p>####### Seven</p>\n"),
        .init("#none", "<p>#none</p>\n"),
        .init("Title\n===", "<h1>Title</h1>\n"),
        .init("Two\nlines\n---", "<h2>Two\nlines</h2>\n"),
        .init("***", "<hr>\n"),
        .init("> quoted\nlazy", "<blockquote>\n<p>quoted\nlazy</p>\n</blockquote>\n"),
        .init(
            "> > deep",
            "<blockquote>\n<blockquote>\n<p>deep</p>\n</blockquote>\n</blockquote>\n"
        ),
        .init("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        .init("- a\n\n- b", "<ul>\n<li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ul>\n"),
        .init("- a\n+ b", "<ul>\n<li>a</li>\n</ul>\n<ul>\n<li>b</li>\n</ul>\n"),
        .init("- a\n  - b", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>\n"),
        .init("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n"),
        .init("7) a", "<ol start=\"7\">\n<li>a</li>\n</ol>\n"),
        .init("0. a", "<ol start=\"0\">\n<li>a</li>\n</ol>\n"),
        .init("text\n2. no list", "<p>text\n2. no list</p>\n"),
        .init("-", "<ul>\n<li></li>\n</ul>\n"),
        .init("    code\n\n    more", "<pre><code>code\n\nmore\n</code></pre>\n"),
        .init("\ttabbed", "<pre><code>tabbed\n</code></pre>\n"),
        .init("```\na < b & c\n```", "<pre><code>a &lt; b &amp; c\n</code></pre>\n"),
        .init("~~~~ swift extra\nlet a = 1\n~~~~", "<pre><code class=\"language-swift\">let a = 1\n</code></pre>\n"),
        .init("```js\nopen", "<pre><code class=\"language-js\">open\n</code></pre>\n"),
        .init("```\n```", "<pre><code></code></pre>\n"),
        .init("````\n```\n````", "<pre><code>```\n</code></pre>\n"),
        .init("- a\n\n      code", "<ul>\n<li><p>a</p>\n<pre><code>code\n</code></pre>\n</li>\n</ul>\n"),
    ]

    static let inlines: [MarkdownCase] = [
        .init("*a* _b_", "<p><em>a</em> <em>b</em></p>\n"),
        .init("**a** __b__", "<p><strong>a</strong> <strong>b</strong></p>\n"),
        .init("***a***", "<p><em><strong>a</strong></em></p>\n"),
        .init("snake_case_name", "<p>snake_case_name</p>\n"),
        .init("a * b * c", "<p>a * b * c</p>\n"),
        .init("**open", "<p>**open</p>\n"),
        .init("*a **b***", "<p><em>a <strong>b</strong></em></p>\n"),
        .init("`a`", "<p><code>a</code></p>\n"),
        .init("`` a`b ``", "<p><code>a`b</code></p>\n"),
        .init("`<b>&amp;`", "<p><code>&lt;b&gt;&amp;amp;</code></p>\n"),
        .init("*`a*`", "<p>*<code>a*</code></p>\n"),
        .init("\\*a\\*", "<p>*a*</p>\n"),
        .init("\\a", "<p>\\a</p>\n"),
        .init("&copy; &#35; &#x22; &nope;", "<p>© # &quot; &amp;nope;</p>\n"),
        .init("&#0;", "<p>\u{FFFD}</p>\n"),
        .init("a\u{0}b", "<p>a\u{FFFD}b</p>\n"),
        .init("[a](/b)", "<p><a href=\"/b\"\(linkAttributes)>a</a></p>\n"),
        .init("[a](/b \"t\")", "<p><a href=\"/b\" title=\"t\"\(linkAttributes)>a</a></p>\n"),
        .init("[a](</b c>)", "<p><a href=\"/b%20c\"\(linkAttributes)>a</a></p>\n"),
        .init("[a](b(c)d)", "<p><a href=\"b(c)d\"\(linkAttributes)>a</a></p>\n"),
        .init("[a]()", "<p><a href=\"\"\(linkAttributes)>a</a></p>\n"),
        .init("[ä](/ä?x=1&y='2')", "<p><a href=\"/%C3%A4?x=1&amp;y=&#x27;2&#x27;\"\(linkAttributes)>ä</a></p>\n"),
        .init("[*a*][B]\n\n[b]: /c 'd'", "<p><a href=\"/c\" title=\"d\"\(linkAttributes)><em>a</em></a></p>\n"),
        .init("[a]\n\n[a]: /first\n[a]: /second", "<p><a href=\"/first\"\(linkAttributes)>a</a></p>\n"),
        .init("[a][]\n\n> [a]: /q", "<p><a href=\"/q\"\(linkAttributes)>a</a></p>\n<blockquote>\n</blockquote>\n"),
        .init("[a]", "<p>[a]</p>\n"),
        .init("[a [b](/c) d](/e)", "<p>[a <a href=\"/c\"\(linkAttributes)>b</a> d](/e)</p>\n"),
        .init("<https://a.b/?c=d>", "<p><a href=\"https://a.b/?c=d\"\(linkAttributes)>https://a.b/?c=d</a></p>\n"),
        .init("<me@a.b>", "<p><a href=\"mailto:me@a.b\"\(linkAttributes)>me@a.b</a></p>\n"),
        .init("![a *b* `c`](/d.png)", "<p><img loading=\"lazy\" src=\"/d.png\" alt=\"a b c\"></p>\n"),
        .init("![a\nb](/d \"t\")", "<p><img loading=\"lazy\" src=\"/d\" title=\"t\" alt=\"a b\"></p>\n"),
    ]

    @Test(arguments: blocks) func `blocks follow CommonMark`(example: MarkdownCase) {
        #expect(MarkdownRenderer().html(example.markdown) == example.html)
    }

    @Test(arguments: inlines) func `inlines follow CommonMark`(example: MarkdownCase) {
        #expect(MarkdownRenderer().html(example.markdown) == example.html)
    }

    @Test func `each top-level block is an entry of its own`() {
        let blocks = MarkdownRenderer().blocks("# a\n\nb\n\n- c\n- d\n\n[e]: /f\n\n```\ng\n```\n")
        #expect(
            blocks == [
                "<h1>a</h1>\n", "<p>b</p>\n", "<ul>\n<li>c</li>\n<li>d</li>\n</ul>\n", "<pre><code>g\n</code></pre>\n",
            ]
        )
    }

    @Test func `hard line breaks turn each line end into a break`() {
        let renderer = MarkdownRenderer(options: .init(hardLineBreaks: true))
        #expect(renderer.html("one\ntwo") == "<p>one<br>\ntwo</p>\n")
    }

    @Test func `quotes and dashes are not made smart`() {
        #expect(MarkdownRenderer().html("'a' -- \"b\"...") == "<p>'a' -- &quot;b&quot;...</p>\n")
    }
}
