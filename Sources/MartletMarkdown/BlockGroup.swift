internal import CCMarkGFM

/// Top-level blocks that begin at the same place in the source, rendered; nearly always a single one.
struct BlockGroup {
    /// The line the group begins on, counted from 1.
    let startLine: Int
    /// The last line of the group's first block.
    let endLine: Int
    /// The last line of the group's content if that is code, HTML or a rule, and so defines no links; else nil.
    let literalEndLine: Int?
    /// Whether the group is a table that begins with its header line, which only the line after it makes a header.
    let isTable: Bool
    /// The group's blocks as HTML.
    var blocks: [String]

    /// Renders the top-level blocks of a document that begin after a line of its text; the next line then counts as 1.
    ///
    /// cmark-gfm gives a paragraph that it splits off above a table no line of its own, and the table the paragraph's
    /// line; such blocks come as one group, because the source can only be cut before both.
    static func groups(of document: borrowing ParsedDocument, after line: Int, options: MarkdownRenderer.Options)
        -> [BlockGroup]
    {
        let labels = document.footnotes ?? []
        var groups: [BlockGroup] = []
        var footnotes: [BlockGroup] = []
        var footnoteCount = 0
        var unplaced: [String] = []
        var node = cmark_node_first_child(document.root)
        while let block = node {
            node = cmark_node_next(block)
            // The document has one line more than its text.
            let startLine = Int(cmark_node_get_start_line(block)) - 1 - line
            let isUnplaced = cmark_node_get_start_line(block) == 0
            let isFootnote = FootnoteSyntax.isDefinition(block)
            if isFootnote { footnoteCount += 1 }
            if startLine <= 0 && !isUnplaced {
                unplaced = []
                continue
            }
            let label = isFootnote ? labels[footnoteCount - 1] : []
            let html = HTMLRenderer.render(block: block, options: options, footnotes: labels, label: label)
            if isUnplaced {
                unplaced.append(html)
            } else if isFootnote {
                footnotes.append(BlockGroup(of: block, startLine: startLine, after: line, blocks: [html]))
            } else if let last = groups.last, startLine <= last.startLine {
                groups[groups.count - 1].blocks += unplaced + [html]
                unplaced = []
            } else {
                groups.append(BlockGroup(of: block, startLine: startLine, after: line, blocks: unplaced + [html]))
                unplaced = []
            }
        }
        assert(unplaced.isEmpty, "cmark-gfm splits a paragraph off only before a table")
        return footnotes.isEmpty ? groups : self.merged(groups, footnotes: footnotes)
    }

    private init(of block: OpaquePointer, startLine: Int, after line: Int, blocks: [String]) {
        let endLine = Int(cmark_node_get_end_line(block)) - 1 - line
        self.startLine = startLine
        self.endLine = endLine
        self.literalEndLine = Self.isLiteral(block) ? endLine : nil
        self.isTable = HTMLRenderer.typeName(of: block) == "table"
        self.blocks = blocks
    }

    /// Puts the footnotes, which the parser moved to the end, back where they stand in the source.
    ///
    /// One that stands within another block follows that block, in its group.
    private static func merged(_ groups: [BlockGroup], footnotes: [BlockGroup]) -> [BlockGroup] {
        var notes = footnotes.sorted { $0.startLine < $1.startLine }[...]
        var result: [BlockGroup] = []
        for group in groups {
            while let note = notes.first, note.startLine < group.startLine {
                self.add(note, to: &result)
                notes.removeFirst()
            }
            result.append(group)
        }
        for note in notes { self.add(note, to: &result) }
        return result
    }

    private static func add(_ note: BlockGroup, to groups: inout [BlockGroup]) {
        if let last = groups.last, note.startLine <= last.endLine {
            groups[groups.count - 1].blocks += note.blocks
        } else {
            groups.append(note)
        }
    }

    private static func isLiteral(_ block: OpaquePointer) -> Bool {
        switch cmark_node_get_type(block) {
        case CMARK_NODE_CODE_BLOCK, CMARK_NODE_HTML_BLOCK, CMARK_NODE_THEMATIC_BREAK: true
        default: false
        }
    }
}
