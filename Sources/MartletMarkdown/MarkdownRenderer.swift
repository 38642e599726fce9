internal import CCMarkGFM

/// Turns Markdown (CommonMark with most of GitHub's additions) into safe HTML.
///
/// The additions are tables, strikethrough, task lists, bare links, alerts and footnotes.
///
/// The result may be put into a page by `innerHTML`, also if a stranger or a model wrote the text: raw HTML stands as
/// text, URLs with a script or unknown scheme are left out, no style or event attribute is ever written, and no image
/// is fetched from another origin before the reader asks for it.
///
/// ```swift
/// let renderer = MarkdownRenderer()
/// renderer.html("**Hello**, <world>")  // <p><strong>Hello</strong>, &lt;world&gt;</p>
/// ```
///
/// Chainlit: `react-markdown` with `remark-gfm`, in the browser.
public struct MarkdownRenderer: Sendable {
    /// What a renderer accepts and how it sets it.
    public struct Options: Sendable, Hashable {
        /// Whether raw HTML passes through; false by default, when it is shown as text.
        ///
        /// Only for text that the app's author trusts. GitHub's tag filter still holds back `<script>`, `<iframe>`,
        /// `<style>` and the like, but event attributes pass. Chainlit: `features.unsafe_allow_html`.
        public var allowsHTML: Bool

        /// Whether each line end within a paragraph is a line break; false by default, as in CommonMark.
        public var hardLineBreaks: Bool

        /// Whether `$…$` and `$$…$$` are formulas; false by default.
        ///
        /// A formula becomes `<span class="math math-inline">` or `math-display`, with its source as text, for the
        /// page to typeset. Chainlit: `features.latex`.
        public var latex: Bool

        /// Creates options, by default CommonMark's line breaks, no HTML and no formulas.
        public init(allowsHTML: Bool = false, hardLineBreaks: Bool = false, latex: Bool = false) {
            self.allowsHTML = allowsHTML
            self.hardLineBreaks = hardLineBreaks
            self.latex = latex
        }
    }

    /// What this renderer accepts and how it sets it.
    public let options: Options

    /// Creates a renderer.
    public init(options: Options = Options()) {
        self.options = options
    }

    /// Renders each top-level block (paragraph, list, code block …) on its own.
    ///
    /// Blocks that produce nothing, such as link reference definitions, have no entry.
    public func blocks(_ markdown: String) -> [String] {
        self.blocks(Array(markdown.utf8))
    }

    /// Renders each top-level block of UTF-8 text.
    func blocks(_ markdown: [UInt8]) -> [String] {
        let document = ParsedDocument(parsing: Array(withoutByteOrderMark(markdown)), math: self.options.latex)
        if document.footnotes != nil {
            return BlockGroup.groups(of: document, after: 0, options: self.options).flatMap(\.blocks)
        }
        var blocks: [String] = []
        var node = cmark_node_first_child(document.root)
        while let block = node {
            blocks.append(HTMLRenderer.render(block: block, options: self.options, footnotes: []))
            node = cmark_node_next(block)
        }
        return blocks
    }

    /// Renders the whole text as one string of HTML.
    public func html(_ markdown: String) -> String {
        self.blocks(markdown).joined()
    }

    /// Renders text as a code block, for output that is no Markdown but has a language, such as a step's JSON.
    ///
    /// - Parameters:
    ///   - text: The code, shown as it is.
    ///   - language: What follows ` ``` ` in Markdown, for example `json`; nil for none.
    public func codeBlock(_ text: String, language: String?) -> String {
        var renderer = HTMLRenderer(options: self.options)
        var text = text
        var language = language ?? ""
        text.withUTF8 { code in
            language.withUTF8 { renderer.writeCode(code, language: $0) }
        }
        return renderer.output.string
    }

    /// Escapes text so that it stands as text in HTML, both between tags and within a double-quoted attribute.
    public func escape(_ text: String) -> String {
        var output = HTMLBuffer()
        output.appendText(text)
        return output.string
    }
}
