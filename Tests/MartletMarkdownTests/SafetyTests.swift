import MartletMarkdown
import Testing

struct SafetyTests {
    static let attacks = [
        "<script>alert(1)</script>",
        "a <script src=//x.y></script> b",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<iframe srcdoc=\"<script>alert(1)</script>\">",
        "<style>@import url(//x.y)</style>",
        "<div\nonclick=alert(1)>x</div>",
        "<!-- --!><script>alert(1)</script> -->",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<?php <script>alert(1)</script> ?>",
        "<!DOCTYPE x [<!ENTITY y \"<script>\">]>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](<java\tscript:alert(1)>)",
        "[x](&#106;avascript:alert(1))",
        "[x](javascript&colon;alert(1))",
        "[x](java&#10;script:alert(1))",
        "[x](&#1;javascript:alert(1))",
        "[x](<  javascript:alert(1)>)",
        "[x](java\\script:alert(1))",
        "[x](vbscript:msgbox(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](file:///etc/passwd)",
        "[x](blob:https://x/y)",
        "[x](view-source:javascript:alert(1))",
        "<javascript:alert(1)>",
        "<JAVASCRIPT:alert(1)>",
        "![x](javascript:alert(1))",
        "![x](data:image/svg+xml,<svg onload=alert(1)>)",
        "![x\" onerror=\"alert(1)](/a)",
        "![x](/a\"onerror=\"alert(1))",
        "![x](/a \"t\\\" onerror=alert(1) \\\"\")",
        "[x](/a \"\\\" onmouseover=alert(1) \\\"\")",
        "[x]\n\n[x]: javascript:alert(1)",
        "[x]\n\n[x]: /a '\" onmouseover=\"alert(1)'",
        "```\"onmouseover=alert(1)\nx\n```",
        "```x\"><script>alert(1)</script>\ny\n```",
        "`<script>alert(1)</script>`",
        "    <script>alert(1)</script>",
        "# <script>alert(1)</script>",
        "|<script>|\n|-|\n|<img src=x onerror=alert(1)>|",
        "- [ ] <script>alert(1)</script>",
        "https://a.b/\"onmouseover=alert(1)",
        "https://a.b/<script>alert(1)</script>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "\\<script>alert(1)</script>",
        "\u{0}<scr\u{0}ipt>alert(1)</script>",
        "[<script>alert(1)</script>](/a)",
        "![<script>alert(1)</script>](https://a.b/c.png)",
        "~~<script>alert(1)</script>~~",
    ]

    @Test(arguments: attacks, [false, true])
    func `no attack gets a tag or an attribute of its own`(attack: String, latex: Bool) throws {
        let html = MarkdownRenderer(options: .init(latex: latex)).html(attack)
        for tag in try HTMLTag.all(in: html) {
            #expect(HTMLTag.harmlessNames.contains(tag.name), "\(html)")
            for (name, value) in tag.attributes {
                #expect(HTMLTag.harmlessAttributes.contains(name), "\(html)")
                guard name == "href" || name == "src" else { continue }
                let scheme = value.lowercased().prefixMatch(of: /([a-z][a-z0-9+.-]*):/)?.1
                #expect(scheme == nil || scheme == "http" || scheme == "https", "\(html)")
            }
        }
    }

    @Test func `raw HTML is shown and not dropped`() {
        let renderer = MarkdownRenderer()
        #expect(renderer.html("a <b>c</b>") == "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n")
        #expect(renderer.html("<div>\nx\n</div>\n") == "<p class=\"raw-html\">&lt;div&gt;\nx\n&lt;/div&gt;</p>\n")
    }

    @Test func `an unsafe link keeps its text`() {
        #expect(MarkdownRenderer().html("[*x*](javascript:y) [z](/z)").hasPrefix("<p><em>x</em> <a href=\"/z\""))
    }

    @Test(arguments: ["http://a.b/c.png", "https://a.b/c.png", "HTTPS://a.b/c.png", "//a.b/c.png"])
    func `a remote image becomes a link that fetches nothing`(url: String) {
        let html = MarkdownRenderer().html("![a *b*](\(url) \"t\")")
        let attributes = "href=\"\(url)\" title=\"t\"\(linkAttributes)"
        #expect(html == "<p><a class=\"remote-image\" \(attributes)>a b</a></p>\n")
    }

    @Test(arguments: ["/\\a.b/c.png", "\\\\a.b/c.png", "\\/a.b/c.png"])
    func `backslashes do not smuggle an image in from another origin`(url: String) {
        #expect(!MarkdownRenderer().html("![a](<\(url.replacing("\\", with: "\\\\"))>)").contains("<img"))
    }

    @Test func `a remote image without a description shows its address`() {
        #expect(MarkdownRenderer().html("![](https://a.b/c.png)").contains(">https://a.b/c.png</a>"))
    }

    @Test func `a remote image within a link does not nest links`() {
        let html = MarkdownRenderer().html("[![a](https://a.b/c.svg)](https://d.e)")
        let image = "<span class=\"remote-image\" data-source=\"https://a.b/c.svg\">a</span>"
        #expect(html == "<p><a href=\"https://d.e\"\(linkAttributes)>\(image)</a></p>\n")
    }
}

/// A start or end tag as a browser would see it: enough of HTML's tokenizer to judge the renderer's output.
struct HTMLTag {
    static let harmlessNames: Set<String> = [
        "p", "h1", "h2", "ul", "ol", "li", "pre", "code", "a", "img", "em", "strong", "del", "br", "hr", "table",
        "thead", "tbody", "tr", "th", "td", "input", "span", "blockquote", "div", "sup", "h3", "h4", "h5", "h6",
    ]
    static let harmlessAttributes: Set<String> = [
        "href", "src", "title", "target", "rel", "class", "alt", "loading", "type", "checked", "disabled", "align",
        "start", "data-source", "role", "data-note", "data-note-ref",
    ]

    struct Malformed: Error {}

    let name: String
    let attributes: [(name: String, value: String)]

    static func all(in html: String) throws -> [HTMLTag] {
        try html.matches(of: /<(?:[^>"]|"[^"]*")*>?/).map { try HTMLTag($0.output) }
    }

    private init(_ source: Substring) throws {
        guard let whole = source.wholeMatch(of: /<\/?([a-z0-9]+)((?: [a-z-]+(?:="[^"]*")?)*)>/) else {
            throw Malformed()
        }
        self.name = String(whole.1)
        self.attributes = whole.2.matches(of: /([a-z-]+)(?:="([^"]*)")?/).map {
            (String($0.1), String($0.2 ?? ""))
        }
    }
}
