internal import CCMarkGFM

extension HTMLRenderer {
    mutating func writeInline(_ node: OpaquePointer, type: cmark_node_type, isEntering: Bool) {
        switch type {
        case CMARK_NODE_IMAGE: self.writeImage(node, isEntering: isEntering)
        case CMARK_NODE_TEXT: self.output.appendText(bytes(of: cmark_node_get_literal(node)))
        case _ where self.imageDepth > 0: self.writeAlternativeText(node, type: type)
        case CMARK_NODE_SOFTBREAK: self.output.append(self.options.hardLineBreaks ? "<br>\n" : "\n")
        case CMARK_NODE_LINEBREAK: self.output.append("<br>\n")
        case CMARK_NODE_CODE: self.writeCodeSpan(node)
        case CMARK_NODE_HTML_INLINE: self.writeInlineHTML(node)
        case CMARK_NODE_EMPH: self.output.append(isEntering ? "<em>" : "</em>")
        case CMARK_NODE_STRONG: self.output.append(isEntering ? "<strong>" : "</strong>")
        case CMARK_NODE_LINK: self.writeLink(node, isEntering: isEntering)
        case CMARK_NODE_FOOTNOTE_REFERENCE: if isEntering { self.writeFootnoteReference(node) }
        default:
            if Self.typeName(of: node) == "strikethrough" { self.output.append(isEntering ? "<del>" : "</del>") }
        }
    }

    /// Writes what counts as text within an image's description.
    private mutating func writeAlternativeText(_ node: OpaquePointer, type: cmark_node_type) {
        switch type {
        case CMARK_NODE_CODE, CMARK_NODE_HTML_INLINE: self.output.appendText(bytes(of: cmark_node_get_literal(node)))
        case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: self.output.append(" ")
        default: break
        }
    }

    private mutating func writeCodeSpan(_ node: OpaquePointer) {
        switch MathSyntax.style(of: node) {
        case .inline: self.output.append("<span class=\"math math-inline\">")
        case .display: self.output.append("<span class=\"math math-display\">")
        case nil: self.output.append("<code>")
        }
        self.output.appendText(bytes(of: cmark_node_get_literal(node)))
        self.output.append(MathSyntax.style(of: node) == nil ? "</code>" : "</span>")
    }

    private mutating func writeInlineHTML(_ node: OpaquePointer) {
        let markup = bytes(of: cmark_node_get_literal(node))
        if self.options.allowsHTML {
            self.output.appendVerbatim(TagFilter.filtered(markup))
        } else {
            self.output.appendText(markup)
        }
    }

    private mutating func writeLink(_ node: OpaquePointer, isEntering: Bool) {
        let url = bytes(of: cmark_node_get_url(node))
        // A link that leads nowhere safe keeps its text and loses its tag.
        if case .unsafe = URLPolicy.destination(of: url) { return }
        guard isEntering else {
            self.linkDepth -= 1
            if self.linkDepth == 0 { self.output.append("</a>") }
            return
        }
        self.linkDepth += 1
        guard self.linkDepth == 1 else { return }
        self.output.append("<a href=\"")
        self.output.appendURL(url)
        self.writeTitle(of: node)
        self.output.append("\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">")
    }

    /// Writes a title attribute, between an attribute that is still open and one that the caller closes.
    private mutating func writeTitle(of node: OpaquePointer) {
        let title = bytes(of: cmark_node_get_title(node))
        guard !title.isEmpty else { return }
        self.output.append("\" title=\"")
        self.output.appendText(title)
    }

    /// Writes an image, or for one on another origin a link that the page turns into the image on a click.
    ///
    /// An image inside another's description adds its own description to it.
    private mutating func writeImage(_ node: OpaquePointer, isEntering: Bool) {
        self.imageDepth += isEntering ? 1 : -1
        guard self.imageDepth == (isEntering ? 1 : 0) else { return }
        let url = bytes(of: cmark_node_get_url(node))
        switch URLPolicy.destination(of: url) {
        case .unsafe: break
        case .rooted: self.writeLocalImage(node, url: url, isEntering: isEntering)
        case .remote where URLPolicy.isFetchable(url):
            self.writeImageLink(node, url: url, isRemoteImage: true, isEntering: isEntering)
        case .remote, .relative:
            self.writeImageLink(node, url: url, isRemoteImage: false, isEntering: isEntering)
        }
    }

    private mutating func writeLocalImage(_ node: OpaquePointer, url: UnsafeBufferPointer<UInt8>, isEntering: Bool) {
        guard isEntering else { return self.output.append("\">") }
        self.output.append("<img loading=\"lazy\" src=\"")
        self.output.appendURL(url)
        self.writeTitle(of: node)
        // The description follows as the attribute's text, and leaving the image closes the attribute and the tag.
        self.output.append("\" alt=\"")
    }

    private mutating func writeImageLink(
        _ node: OpaquePointer,
        url: UnsafeBufferPointer<UInt8>,
        isRemoteImage: Bool,
        isEntering: Bool
    ) {
        let isWithinLink = self.linkDepth > 0
        guard isEntering else { return self.output.append(isWithinLink ? "</span>" : "</a>") }
        if isWithinLink {
            self.output.append(isRemoteImage ? "<span class=\"remote-image\" data-source=\"" : "<span title=\"")
        } else {
            self.output.append(isRemoteImage ? "<a class=\"remote-image\" href=\"" : "<a href=\"")
        }
        self.output.appendURL(url)
        if !isWithinLink || isRemoteImage { self.writeTitle(of: node) }
        self.output.append(isWithinLink ? "\">" : "\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">")
        // Without a description there would be nothing to click.
        if cmark_node_first_child(node) == nil { self.output.appendText(url) }
    }
}
