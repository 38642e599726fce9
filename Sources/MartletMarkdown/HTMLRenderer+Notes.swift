internal import CCMarkGFM

extension HTMLRenderer {
    /// Writes a quote, or the alert that it is.
    mutating func writeQuote(_ node: OpaquePointer, isEntering: Bool) {
        let isOutermost = cmark_node_parent(node).map { cmark_node_get_type($0) == CMARK_NODE_DOCUMENT } ?? false
        if isOutermost, isEntering { self.alert = Alert(quote: node) }
        if isOutermost, let alert = self.alert {
            self.output.append(isEntering ? alert.kind.opening : "</div>\n")
        } else {
            self.output.append(isEntering ? "<blockquote>\n" : "</blockquote>\n")
        }
    }

    /// Writes a note at the foot, whose identifier the page makes: only it knows which message this is.
    mutating func writeFootnote(isEntering: Bool) {
        guard isEntering else { return self.output.append("</div>\n") }
        self.output.append("<div class=\"footnote\" role=\"doc-footnote\" data-note=\"")
        let label = self.footnoteLabel
        label.withUnsafeBufferPointer { self.output.appendText($0) }
        self.output.append("\">\n")
    }

    /// Writes the mark that refers to a note; a link cannot lie within another, so there it is plain.
    mutating func writeFootnoteReference(_ node: OpaquePointer) {
        let number = Int(String(decoding: bytes(of: cmark_node_get_literal(node)), as: UTF8.self)) ?? 0
        guard self.footnotes.indices.contains(number - 1) else { return }
        let label = self.footnotes[number - 1]
        label.withUnsafeBufferPointer { label in
            if self.linkDepth == 0 {
                self.output.append("<sup><a class=\"footnote-mark\" role=\"doc-noteref\" data-note-ref=\"")
                self.output.appendText(label)
                self.output.append("\">")
                self.output.appendText(label)
                self.output.append("</a></sup>")
            } else {
                self.output.append("<sup>")
                self.output.appendText(label)
                self.output.append("</sup>")
            }
        }
    }
}
