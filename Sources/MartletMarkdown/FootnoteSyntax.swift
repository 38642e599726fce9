internal import CCMarkGFM

/// GitHub's footnotes: `[^label]` in the text, and `[^label]: …` where the note stands.
///
/// A note stays where its author put it, and keeps its label, so that a stream can seal it like any other block. The
/// parser moves notes to the end, numbers them, and drops those that nothing refers to; all three are undone here.
struct FootnoteSyntax {
    /// The labels that the text may define, each with its `^`.
    private let labels: [ArraySlice<UInt8>]

    /// Looks at a text; nil if it has neither notes nor references.
    init?(_ text: [UInt8]) {
        guard Self.mayHaveFootnotes(text) else { return nil }
        self.labels = LabelScanner.definitions(in: text[...]).map { text[$0] }.filter(Self.isPlain)
    }

    /// What the parser is fed before the text: one line, which is never shown.
    ///
    /// A heading refers to every note, so that none is dropped whose reference was sealed before.
    var firstLine: [UInt8] {
        var line = Array("#".utf8)
        for label in self.labels {
            line.append(contentsOf: " [".utf8)
            line.append(contentsOf: label)
            line.append(UInt8(ascii: "]"))
        }
        line.append(0x0A)
        return line
    }

    /// The labels of the notes by the numbers that the parser gave them, beginning with 1.
    ///
    /// The parser forgets a note's label, but numbers them in the order of the first line's references. Of these, the
    /// ones without a note have become text again. A note whose label is not plain goes by its number.
    func labelsByNumber(in root: OpaquePointer) -> [[UInt8]] {
        var labels: [[UInt8]] = []
        var node = cmark_node_first_child(root)
        while let block = node {
            if Self.isDefinition(block) { labels.append(Array(String(labels.count + 1).utf8)) }
            node = cmark_node_next(block)
        }
        guard let heading = cmark_node_first_child(root) else { return labels }
        var named = self.labels[...]
        node = cmark_node_first_child(heading)
        while let inline = node {
            let text = bytes(of: cmark_node_get_literal(inline))
            if cmark_node_get_type(inline) == CMARK_NODE_FOOTNOTE_REFERENCE {
                let number = Int(String(decoding: text, as: UTF8.self)) ?? 0
                if let label = named.popFirst(), labels.indices.contains(number - 1) {
                    labels[number - 1] = Array(label.dropFirst())
                }
            } else if cmark_node_get_type(inline) == CMARK_NODE_TEXT {
                named = named.dropFirst(Self.count(ofReferencesIn: text))
            }
            node = cmark_node_next(inline)
        }
        return labels
    }

    /// Whether a block is a note.
    static func isDefinition(_ block: OpaquePointer) -> Bool {
        cmark_node_get_type(block) == CMARK_NODE_FOOTNOTE_DEFINITION
    }

    private static func mayHaveFootnotes(_ text: [UInt8]) -> Bool {
        text.withUnsafeBufferPointer { Self.count(ofReferencesIn: $0, atMost: 1) > 0 }
    }

    /// How many times `[^` stands in a text.
    private static func count(ofReferencesIn text: UnsafeBufferPointer<UInt8>, atMost most: Int = .max) -> Int {
        var count = 0
        for index in text.indices.dropFirst() where text[index] == UInt8(ascii: "^") {
            guard text[index - 1] == UInt8(ascii: "[") else { continue }
            count += 1
            if count == most { break }
        }
        return count
    }

    /// Whether a label has nothing in it that Markdown could read otherwise.
    private static func isPlain(_ label: ArraySlice<UInt8>) -> Bool {
        guard label.first == UInt8(ascii: "^"), label.count > 1 else { return false }
        // An underscore within a word emphasises nothing.
        let underscore = UInt8(ascii: "_")
        guard label.dropFirst().first != underscore, label.last != underscore else { return false }
        return label.dropFirst().allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), underscore,
                0x80...:
                true
            default: false
            }
        }
    }
}
