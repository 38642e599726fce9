internal import CCMarkGFM
internal import Synchronization

/// A document that cmark-gfm has parsed; owns the node tree and frees it.
struct ParsedDocument: ~Copyable {
    /// The root of the node tree, valid while this document lives, and never handed on.
    let root: OpaquePointer
    /// The labels of the footnotes by their number, from 1 on; nil if the text has no footnotes.
    let footnotes: [[UInt8]]?

    /// cmark-gfm keeps the characters that begin an extension's inline in tables shared by all parsers, and fills and
    /// clears them during each parse, so only one parse may run at a time in the process.
    private static let parserLock = Mutex<Void>(())

    /// Registers GitHub's extensions and ours, once in a process.
    private static let registration: Void = cmark_gfm_core_extensions_ensure_registered()

    /// Parses UTF-8 text, which may be arbitrarily large or hostile.
    ///
    /// The parser counts one line more than the text has, because it is fed a line first: it would otherwise take a
    /// byte order mark wherever the text begins for one at the beginning of a file, and misread what follows.
    ///
    /// - Parameter math: Whether `$…$` and `$$…$$` are formulas.
    init(parsing text: [UInt8], math: Bool) {
        let guarded = HostileSource.defused(text)
        let footnotes = FootnoteSyntax(guarded)
        let firstLine = footnotes?.firstLine
        let root = guarded.withUnsafeBytes { source in
            // The pointer leaves the lock as a number: a freshly parsed tree belongs to nobody else.
            let address = Self.parserLock.withLock { _ in Self.parse(source, after: firstLine, math: math) }
            return OpaquePointer(bitPattern: address)!
        }
        self.root = root
        self.footnotes = footnotes?.labelsByNumber(in: root)
    }

    deinit {
        cmark_node_free(self.root)
    }

    private static func parse(_ source: UnsafeRawBufferPointer, after firstLine: [UInt8]?, math: Bool) -> UInt {
        self.registration
        let parser = cmark_parser_new(firstLine == nil ? CMARK_OPT_DEFAULT : CMARK_OPT_FOOTNOTES)
        defer { cmark_parser_free(parser) }
        for name in ["table", "strikethrough", "autolink", "tasklist"] {
            guard let gitHubExtension = cmark_find_syntax_extension(name) else { continue }
            _ = cmark_parser_attach_syntax_extension(parser, gitHubExtension)
        }
        if math, let mathExtension = MathSyntax.syntaxExtension {
            _ = cmark_parser_attach_syntax_extension(parser, mathExtension.pointer)
        }
        (firstLine ?? [0x0A]).withUnsafeBytes { line in
            cmark_parser_feed(parser, line.baseAddress?.assumingMemoryBound(to: CChar.self), line.count)
        }
        cmark_parser_feed(parser, source.baseAddress?.assumingMemoryBound(to: CChar.self), source.count)
        return UInt(bitPattern: cmark_parser_finish(parser))
    }
}

/// The bytes of a string that cmark-gfm owns, valid while its node lives.
func bytes(of string: UnsafePointer<CChar>?) -> UnsafeBufferPointer<UInt8> {
    guard let string else { return UnsafeBufferPointer(start: nil, count: 0) }
    let raw = UnsafeRawPointer(string)
    var length = 0
    while string[length] != 0 { length += 1 }
    return UnsafeBufferPointer(start: raw.assumingMemoryBound(to: UInt8.self), count: length)
}

/// The text without a byte order mark at its beginning.
func withoutByteOrderMark(_ text: [UInt8]) -> ArraySlice<UInt8> {
    text.starts(with: [0xEF, 0xBB, 0xBF]) ? text.dropFirst(3) : text[...]
}
