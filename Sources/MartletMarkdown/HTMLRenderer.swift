internal import CCMarkGFM

/// Writes one top-level block of a parsed document as HTML.
///
/// Every tag and attribute is written here, and all that comes from the text is escaped on its way in, so the output
/// is safe by construction. The tree is walked, not recursed into, so depth costs no stack.
struct HTMLRenderer {
    let options: MarkdownRenderer.Options
    /// The labels of the document's footnotes; a reference names the first 1.
    let footnotes: [[UInt8]]
    /// The label of the block if it is a footnote.
    var footnoteLabel: [UInt8] = []
    var output = HTMLBuffer()
    /// How many images the walk is within: their content becomes plain alternative text.
    var imageDepth = 0
    /// How many written links the walk is within: HTML links cannot nest.
    var linkDepth = 0
    /// Whether the open table has had its first body row.
    private var tableBodyIsOpen = false
    private var columnAlignments: [UInt8] = []
    private var column = 0
    private var isHeaderRow = false
    /// What the block is if it is an alert.
    var alert: Alert?

    init(options: MarkdownRenderer.Options, footnotes: [[UInt8]] = []) {
        self.options = options
        self.footnotes = footnotes
    }

    /// Renders a top-level block.
    static func render(
        block: OpaquePointer,
        options: MarkdownRenderer.Options,
        footnotes: [[UInt8]],
        label: [UInt8] = []
    ) -> String {
        var renderer = HTMLRenderer(options: options, footnotes: footnotes)
        renderer.footnoteLabel = label
        let iterator = cmark_iter_new(block)
        defer { cmark_iter_free(iterator) }
        while true {
            let event = cmark_iter_next(iterator)
            guard event != CMARK_EVENT_DONE, let node = cmark_iter_get_node(iterator) else { break }
            renderer.write(node, isEntering: event == CMARK_EVENT_ENTER)
        }
        return renderer.output.string
    }

    private mutating func write(_ node: OpaquePointer, isEntering: Bool) {
        if self.alert?.marker.contains(node) == true { return }
        let type = cmark_node_get_type(node)
        if type.rawValue & UInt32(CMARK_NODE_TYPE_MASK) == UInt32(CMARK_NODE_TYPE_INLINE) {
            self.writeInline(node, type: type, isEntering: isEntering)
        } else {
            self.writeBlock(node, type: type, isEntering: isEntering)
        }
    }

    private mutating func writeBlock(_ node: OpaquePointer, type: cmark_node_type, isEntering: Bool) {
        switch type {
        case CMARK_NODE_PARAGRAPH: self.writeParagraph(node, isEntering: isEntering)
        case CMARK_NODE_HEADING: self.writeHeading(node, isEntering: isEntering)
        case CMARK_NODE_BLOCK_QUOTE: self.writeQuote(node, isEntering: isEntering)
        case CMARK_NODE_FOOTNOTE_DEFINITION: self.writeFootnote(isEntering: isEntering)
        case CMARK_NODE_LIST: self.writeList(node, isEntering: isEntering)
        case CMARK_NODE_ITEM: self.writeItem(node, isEntering: isEntering)
        case CMARK_NODE_CODE_BLOCK: self.writeCodeBlock(node)
        case CMARK_NODE_HTML_BLOCK: self.writeHTMLBlock(node)
        case CMARK_NODE_THEMATIC_BREAK: self.output.append("<hr>\n")
        default: self.writeExtensionBlock(node, isEntering: isEntering)
        }
    }

    private mutating func writeParagraph(_ node: OpaquePointer, isEntering: Bool) {
        let list = cmark_node_parent(cmark_node_parent(node))
        if list != nil, cmark_node_get_type(list) == CMARK_NODE_LIST, cmark_node_get_list_tight(list) != 0 {
            // Text beside a nested list needs a line of its own in the source, which HTML then ignores.
            if !isEntering, cmark_node_next(node) != nil { self.output.append("\n") }
            return
        }
        self.output.append(isEntering ? "<p>" : "</p>\n")
    }

    private mutating func writeHeading(_ node: OpaquePointer, isEntering: Bool) {
        self.output.append(isEntering ? "<h" : "</h")
        self.output.append(Int(cmark_node_get_heading_level(node)))
        self.output.append(isEntering ? ">" : ">\n")
    }

    private mutating func writeList(_ node: OpaquePointer, isEntering: Bool) {
        guard cmark_node_get_list_type(node) == CMARK_ORDERED_LIST else {
            return self.output.append(isEntering ? "<ul>\n" : "</ul>\n")
        }
        guard isEntering else { return self.output.append("</ol>\n") }
        let start = Int(cmark_node_get_list_start(node))
        self.output.append("<ol")
        if start != 1 {
            self.output.append(" start=\"")
            self.output.append(start)
            self.output.append("\"")
        }
        self.output.append(">\n")
    }

    private mutating func writeItem(_ node: OpaquePointer, isEntering: Bool) {
        guard isEntering else { return self.output.append("</li>\n") }
        guard Self.typeName(of: node) == "tasklist" else { return self.output.append("<li>") }
        self.output.append("<li class=\"task-list-item\"><input type=\"checkbox\"")
        if cmark_gfm_extensions_get_tasklist_item_checked(node) { self.output.append(" checked") }
        self.output.append(" disabled> ")
    }

    private mutating func writeCodeBlock(_ node: OpaquePointer) {
        let information = bytes(of: cmark_node_get_fence_info(node))
        self.writeCode(bytes(of: cmark_node_get_literal(node)), language: information)
    }

    /// Writes a code block, with a class for the language if the information string names one.
    mutating func writeCode(_ code: UnsafeBufferPointer<UInt8>, language: UnsafeBufferPointer<UInt8>) {
        let name = LanguageName.sanitized(language)
        if name.isEmpty {
            self.output.append("<pre><code>")
        } else {
            self.output.append("<pre><code class=\"language-")
            self.output.appendVerbatim(name)
            self.output.append("\">")
        }
        self.output.appendText(code)
        self.output.append("</code></pre>\n")
    }

    private mutating func writeHTMLBlock(_ node: OpaquePointer) {
        var markup = bytes(of: cmark_node_get_literal(node))
        if self.options.allowsHTML {
            return self.output.appendVerbatim(TagFilter.filtered(markup))
        }
        while let last = markup.last, last == 0x0A || last == 0x0D || last == 0x20 {
            markup = UnsafeBufferPointer(rebasing: markup.dropLast())
        }
        self.output.append("<p class=\"raw-html\">")
        self.output.appendText(markup)
        self.output.append("</p>\n")
    }

    /// The name cmark-gfm gives a node's type; the only public way to tell an extension's nodes apart.
    static func typeName(of node: OpaquePointer) -> String {
        String(cString: cmark_node_get_type_string(node))
    }

    private mutating func writeExtensionBlock(_ node: OpaquePointer, isEntering: Bool) {
        switch Self.typeName(of: node) {
        case "table": self.writeTable(node, isEntering: isEntering)
        case "table_header": self.writeTableRow(isHeader: true, isEntering: isEntering)
        case "table_row": self.writeTableRow(isHeader: false, isEntering: isEntering)
        case "table_cell": self.writeTableCell(isEntering: isEntering)
        default: break
        }
    }

    private mutating func writeTable(_ node: OpaquePointer, isEntering: Bool) {
        if isEntering {
            let count = Int(cmark_gfm_extensions_get_table_columns(node))
            let alignments = cmark_gfm_extensions_get_table_alignments(node)
            self.columnAlignments = Array(UnsafeBufferPointer(start: alignments, count: alignments == nil ? 0 : count))
            self.tableBodyIsOpen = false
            self.output.append("<table>\n")
        } else {
            self.output.append(self.tableBodyIsOpen ? "</tbody>\n</table>\n" : "</table>\n")
        }
    }

    private mutating func writeTableRow(isHeader: Bool, isEntering: Bool) {
        guard isEntering else { return self.output.append(isHeader ? "</tr>\n</thead>\n" : "</tr>\n") }
        self.isHeaderRow = isHeader
        self.column = 0
        if isHeader {
            self.output.append("<thead>\n")
        } else if !self.tableBodyIsOpen {
            self.tableBodyIsOpen = true
            self.output.append("<tbody>\n")
        }
        self.output.append("<tr>\n")
    }

    private mutating func writeTableCell(isEntering: Bool) {
        guard isEntering else { return self.output.append(self.isHeaderRow ? "</th>\n" : "</td>\n") }
        self.output.append(self.isHeaderRow ? "<th" : "<td")
        switch self.column < self.columnAlignments.count ? self.columnAlignments[self.column] : 0 {
        case UInt8(ascii: "l"): self.output.append(" align=\"left\">")
        case UInt8(ascii: "c"): self.output.append(" align=\"center\">")
        case UInt8(ascii: "r"): self.output.append(" align=\"right\">")
        default: self.output.append(">")
        }
        self.column += 1
    }
}
