import MartletMarkdown
import Testing

struct GitHubFlavorTests {
    static let cases: [MarkdownCase] = [
        .init(
            "| a | b | c | d |\n|---|:--|:-:|--:|\n| 1 | 2 | 3 | 4 |",
            """
            <table>
            <thead>
            <tr>
            <th>a</th>
            <th align="left">b</th>
            <th align="center">c</th>
            <th align="right">d</th>
            </tr>
            </thead>
            <tbody>
            <tr>
            <td>1</td>
            <td align="left">2</td>
            <td align="center">3</td>
            <td align="right">4</td>
            </tr>
            </tbody>
            </table>

            """
        ),
        .init(
            "a|b\n-|-",
            "<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n</table>\n"
        ),
        .init(
            "|a|\n|-|\n|`x\\|y` **z**|",
            "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n"
                + "<td><code>x|y</code> <strong>z</strong></td>\n</tr>\n</tbody>\n</table>\n"
        ),
        .init("a|b\n-", "<h2>a|b</h2>\n"),
        .init("~~a~~", "<p><del>a</del></p>\n"),
        .init("~a~", "<p><del>a</del></p>\n"),
        .init("~~a", "<p>~~a</p>\n"),
        .init(
            "- [x] a\n- [ ] b\n- c",
            """
            <ul>
            <li class="task-list-item"><input type="checkbox" checked disabled> a</li>
            <li class="task-list-item"><input type="checkbox" disabled> b</li>
            <li>c</li>
            </ul>

            """
        ),
        .init("see https://a.b/c.", "<p>see <a href=\"https://a.b/c\"\(linkAttributes)>https://a.b/c</a>.</p>\n"),
        .init("www.a.com", "<p><a href=\"http://www.a.com\"\(linkAttributes)>www.a.com</a></p>\n"),
        .init("(https://a.b/c(d))", "<p>(<a href=\"https://a.b/c(d)\"\(linkAttributes)>https://a.b/c(d)</a>)</p>\n"),
        .init("me@a.com", "<p><a href=\"mailto:me@a.com\"\(linkAttributes)>me@a.com</a></p>\n"),
        .init("`https://a.b`", "<p><code>https://a.b</code></p>\n"),
    ]

    @Test(arguments: cases) func `GitHub's additions are rendered`(example: MarkdownCase) {
        #expect(MarkdownRenderer().html(example.markdown) == example.html)
    }

    @Test(arguments: [
        ("$a_1 + b_1$", "<p><span class=\"math math-inline\">a_1 + b_1</span></p>\n"),
        ("$$\\frac{a}{b} \\\\ < c$$", "<p><span class=\"math math-display\">\\frac{a}{b} \\\\ &lt; c</span></p>\n"),
        ("$$\nx = y\n$$", "<p><span class=\"math math-display\">\nx = y\n</span></p>\n"),
        ("between $5 and $10", "<p>between $5 and $10</p>\n"),
        ("\\$a$ and `$b$`", "<p>$a$ and <code>$b$</code></p>\n"),
        ("$open *a*", "<p>$open <em>a</em></p>\n"),
    ])
    func `formulas are set apart when asked for`(markdown: String, html: String) {
        #expect(MarkdownRenderer(options: .init(latex: true)).html(markdown) == html)
    }

    @Test func `formulas are plain text by default`() {
        #expect(MarkdownRenderer().html("$a *b* c$") == "<p>$a <em>b</em> c$</p>\n")
    }

    @Test(arguments: [
        ("json", " class=\"language-json\""), ("c++", " class=\"language-c++\""), (nil, ""), ("", ""),
        ("\"><script>", " class=\"language-script\""), ("{.python}", " class=\"language-.python\""),
        ("a b", " class=\"language-a\""), ("ä", ""),
    ])
    func `a code block names a harmless language`(language: String?, attribute: String) {
        let html = MarkdownRenderer().codeBlock("{\"a\": 1 < 2}", language: language)
        #expect(html == "<pre><code\(attribute)>{&quot;a&quot;: 1 &lt; 2}</code></pre>\n")
    }

    @Test func `escaping covers text and attributes`() {
        #expect(MarkdownRenderer().escape("<a href=\"x\">&é") == "&lt;a href=&quot;x&quot;&gt;&amp;é")
    }

    @Test func `allowed HTML passes but for GitHub's disallowed tags`() {
        let renderer = MarkdownRenderer(options: .init(allowsHTML: true))
        #expect(renderer.html("a <b>c</b>") == "<p>a <b>c</b></p>\n")
        #expect(renderer.html("<div>\n<script>x</script>\n</div>") == "<div>\n&lt;script>x&lt;/script>\n</div>\n")
        #expect(renderer.html("a <STYLE>b</sTyle>") == "<p>a &lt;STYLE>b&lt;/sTyle></p>\n")
    }
}
