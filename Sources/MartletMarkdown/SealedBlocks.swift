/// What a stream of Markdown need not look at again, and what it must remember of it.
struct SealedBlocks: Sendable {
    /// What a look at the text found.
    struct Look {
        /// The index of the first block that was not sealed before.
        let firstIndex: Int
        /// That block and all after it.
        let open: [String]
        /// Blocks sealed earlier, by index, rendered again because a definition they refer to has come.
        var corrections: [Int: String] = [:]
    }

    /// A stretch of source that was sealed.
    private struct Segment: Sendable {
        let source: Range<Int>
        /// The indices of the segment's blocks among all blocks.
        let blocks: Range<Int>
    }

    private var segments: [Segment] = []
    /// Where the source that is not sealed begins; nil before the first look.
    private var end: Int?
    /// For each label that sealed source refers to, the segments that do.
    private var references: [String: [Int]] = [:]
    /// Sealed source that may define links, parsed again, unseen, before all other source.
    private var prelude = Prelude()
    /// The segments that the prelude is made of.
    private var defining: [Int] = []

    private var count: Int { self.segments.last?.blocks.upperBound ?? 0 }

    /// Renders all blocks that are not sealed, then seals those of them that further text cannot change.
    mutating func look(at text: [UInt8], options: MarkdownRenderer.Options) -> Look {
        let start = self.end ?? withoutByteOrderMark(text).startIndex
        self.end = start
        let document = ParsedDocument(parsing: self.prelude.source + text[start...], math: options.latex)
        let groups = BlockGroup.groups(of: document, after: self.prelude.lines, options: options)
        let firstIndex = self.count
        let sealedBefore = self.segments.count
        let labels = groups.count > 1 ? self.seal(groups, of: text) : []
        // What was sealed just now was parsed together with the definitions; only earlier segments lack them.
        let affected = Set(labels.flatMap { self.references[$0] ?? [] }.filter { $0 < sealedBefore }).sorted()
        let corrections = affected.isEmpty ? [:] : self.render(affected, of: text, options: options)
        return Look(firstIndex: firstIndex, open: groups.flatMap(\.blocks), corrections: corrections)
    }

    /// Seals each group that another follows on a complete line: no line can reach back over a block's beginning.
    ///
    /// - Returns: The labels that the sealed source may define.
    private mutating func seal(_ groups: [BlockGroup], of text: [UInt8]) -> Set<String> {
        let start = self.end ?? 0
        let lines = LineTable(of: text[start...])
        var segmentStart = start
        var labels: Set<String> = []
        for (group, next) in zip(groups, groups.dropFirst()) {
            // A table's header line is settled by the line below it.
            guard next.startLine + (next.isTable ? 1 : 0) <= lines.completeLines else { break }
            let segmentEnd = lines.offset(ofLine: next.startLine)
            let literal = group.literalEndLine.map { line in
                lines.offset(ofLine: group.startLine)..<min(segmentEnd, lines.offset(ofLine: line + 1))
            }
            let source = segmentStart..<segmentEnd
            let segment = Segment(source: source, blocks: self.count..<(self.count + group.blocks.count))
            labels.formUnion(self.seal(segment, literal: literal, of: text))
            segmentStart = segmentEnd
        }
        self.end = segmentStart
        return labels
    }

    /// Seals one segment and returns the labels that it may define.
    private mutating func seal(_ segment: Segment, literal: Range<Int>?, of text: [UInt8]) -> Set<String> {
        var labels: Set<String> = []
        let source = segment.source
        let parts = literal.map { [source.lowerBound..<$0.lowerBound, $0.upperBound..<source.upperBound] } ?? [source]
        for part in parts where !part.isEmpty {
            labels.formUnion(LabelScanner.definedLabels(in: text[part]))
            for label in LabelScanner.referredLabels(in: text[part]) {
                self.references[label, default: []].append(self.segments.count)
            }
        }
        if !labels.isEmpty {
            self.prelude.append(text[source])
            self.defining.append(self.segments.count)
        }
        self.segments.append(segment)
        return labels
    }

    /// Renders sealed segments again, with all definitions that are known by now.
    private func render(_ affected: [Int], of text: [UInt8], options: MarkdownRenderer.Options) -> [Int: String] {
        // Each once and in the order of the text, for the first of several definitions is the one that counts.
        let wanted = Set(affected)
        var source = Prelude()
        var lines: [Range<Int>] = []
        for index in wanted.union(self.defining).sorted() {
            let firstLine = source.lines + 1
            source.append(text[self.segments[index].source])
            guard wanted.contains(index) else { continue }
            lines.append(firstLine..<(source.lines + 1 - Prelude.separatorLines))
        }
        let document = ParsedDocument(parsing: source.source, math: options.latex)
        var groups = BlockGroup.groups(of: document, after: 0, options: options)[...]
        var corrections: [Int: String] = [:]
        for (index, lines) in zip(affected, lines) {
            groups = groups.drop { $0.startLine < lines.lowerBound }
            let blocks = groups.prefix { $0.startLine < lines.upperBound }.flatMap(\.blocks)
            // A definition changes what is in a block, never how many there are.
            let indices = self.segments[index].blocks
            guard blocks.count == indices.count else { continue }
            for (index, block) in zip(indices, blocks) { corrections[index] = block }
        }
        return corrections
    }
}
