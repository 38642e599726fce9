/// What a stream of Markdown need not look at again, and what it must remember of it.
struct SealedBlocks: Sendable {
    /// A stretch of source that was sealed.
    private struct Segment: Sendable {
        let source: Range<Int>
        /// The index of the segment's first block among all blocks.
        let firstBlock: Int
    }

    private var segments: [Segment] = []
    /// The number of blocks in the segments.
    private var count = 0
    /// Where the source that is not sealed begins; nil before the first look.
    private var end: Int?
    /// Labels that sealed source defines.
    private var definedLabels: Set<String> = []
    /// Where the definitions stand, in the order of the text; parsed again, unseen, before all open source.
    private var definitions: [Range<Int>] = []
    private var prelude: [UInt8] = [UInt8(ascii: "\n")]
    private var preludeLines = 1
    /// For each label that sealed source refers to, the segment that does so first.
    private var references: [String: Int] = [:]

    /// Whether blocks were unsealed during the last look, so that it has to be repeated.
    private(set) var isBehind = false

    /// Renders all blocks that are not sealed, then seals those of them that further text cannot change.
    ///
    /// - Returns: The index of the first such block, and the blocks.
    mutating func blocks(of text: [UInt8], options: MarkdownRenderer.Options) -> (firstIndex: Int, open: [String]) {
        self.isBehind = false
        let start = self.end ?? Self.lengthOfByteOrderMark(in: text)
        self.end = start
        let open = text[start...]
        // The prelude is at least one empty line, so that no mark amid the text is taken for one at its beginning.
        let document = ParsedDocument(parsing: self.prelude + open, math: options.latex)
        let groups = BlockGroup.groups(of: document, after: self.preludeLines, options: options)
        let firstIndex = self.count
        if groups.count > 1 { self.seal(groups, of: text) }
        return (firstIndex, groups.flatMap(\.blocks))
    }

    /// Seals each group that another follows on a complete line: no line can reach back over a block's beginning.
    private mutating func seal(_ groups: [BlockGroup], of text: [UInt8]) {
        let start = self.end ?? 0
        let sealedBefore = self.segments.count
        let lines = LineTable(of: text[start...])
        var segmentStart = start
        var newLabels: Set<String> = []
        for (group, next) in zip(groups, groups.dropFirst()) {
            // A table's header line is settled by the line below it.
            guard next.startLine + (next.isTable ? 1 : 0) <= lines.completeLines else { break }
            let segmentEnd = lines.offset(ofLine: next.startLine)
            let literal = group.literalEndLine.map { line in
                lines.offset(ofLine: group.startLine)..<min(segmentEnd, lines.offset(ofLine: line + 1))
            }
            let segment = Segment(source: segmentStart..<segmentEnd, firstBlock: self.count)
            newLabels.formUnion(self.seal(segment, blocks: group.blocks.count, literal: literal, of: text))
            segmentStart = segmentEnd
        }
        self.end = segmentStart
        self.unsealReferences(to: newLabels, before: sealedBefore)
    }

    /// Seals one segment and returns the labels that it is the first to define.
    private mutating func seal(_ segment: Segment, blocks: Int, literal: Range<Int>?, of text: [UInt8]) -> Set<String> {
        var labels: Set<String> = []
        let source = segment.source
        let parts = literal.map { [source.lowerBound..<$0.lowerBound, $0.upperBound..<source.upperBound] } ?? [source]
        for part in parts where !part.isEmpty {
            labels.formUnion(LabelScanner.definedLabels(in: text[part]))
            for label in LabelScanner.referredLabels(in: text[part]) where self.references[label] == nil {
                self.references[label] = self.segments.count
            }
        }
        if !labels.isEmpty { self.remember(definitionsIn: source, of: text) }
        self.segments.append(segment)
        self.count += blocks
        labels.subtract(self.definedLabels)
        self.definedLabels.formUnion(labels)
        return labels
    }

    /// Adds a stretch of source to the prelude, unless it is there from an earlier sealing.
    private mutating func remember(definitionsIn source: Range<Int>, of text: [UInt8]) {
        guard !self.definitions.contains(where: { $0.overlaps(source) }) else { return }
        self.definitions.append(source)
        // The rule keeps a list or a paragraph of the prelude from going on in what follows.
        let stretch = text[source] + "\n\n___\n\n".utf8
        self.prelude.append(contentsOf: stretch)
        self.preludeLines += LineTable(of: stretch).completeLines
    }

    /// Opens all blocks again from the first that refers to one of the labels and was sealed in an earlier look.
    ///
    /// Segments of the same look need nothing: they were parsed together with the definitions.
    ///
    /// The labels stay in the prelude, which therefore holds a definition that comes later in the text. That is right:
    /// the first definition of a label counts, and it is the first.
    private mutating func unsealReferences(to labels: Set<String>, before limit: Int) {
        guard let affected = labels.compactMap({ self.references[$0] }).min(), affected < limit else { return }
        let first = self.segments[affected]
        self.end = first.source.lowerBound
        self.count = first.firstBlock
        self.segments.removeSubrange(affected...)
        self.references = self.references.filter { $0.value < affected }
        self.isBehind = true
    }

    private static func lengthOfByteOrderMark(in text: [UInt8]) -> Int {
        text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }
}
