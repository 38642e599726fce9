internal import CCMarkGFM

/// Formulas between dollar signs, as an inline extension of cmark-gfm.
///
/// A formula is taken out before emphasis and escapes are looked at, so `$a_1 * b_1$` and `$\{x\}$` reach the page as
/// they were written. Code spans that begin earlier win, and `\$` is a plain dollar sign.
enum MathSyntax {
    /// How a formula is set.
    enum Style: UInt {
        /// Within the line: `$…$`.
        case inline = 1
        /// On a line of its own: `$$…$$`.
        case display = 2
    }

    /// A pointer to an extension that is never changed once made, and never freed.
    struct Extension: @unchecked Sendable {
        // Protected by being read-only: cmark-gfm only reads an extension after its set-up below.
        let pointer: OpaquePointer
    }

    /// The extension to attach to a parser, or nil if memory ran out.
    static let syntaxExtension: Extension? = {
        guard let made = cmark_syntax_extension_new("martlet_math") else { return nil }
        let dollar = UnsafeMutableRawPointer(bitPattern: UInt(MathSyntax.dollarSign))
        let characters = cmark_llist_append(cmark_get_default_mem_allocator(), nil, dollar)
        cmark_syntax_extension_set_special_inline_chars(made, characters)
        cmark_syntax_extension_set_match_inline_func(made) { _, _, _, character, parser in
            guard character == MathSyntax.dollarSign, let parser else { return nil }
            return MathSyntax.takeFormula(from: parser)
        }
        return Extension(pointer: made)
    }()

    /// The style of a code node that is a formula in truth; nil for a code span.
    static func style(of node: OpaquePointer) -> Style? {
        guard let mark = cmark_node_get_user_data(node) else { return nil }
        return Style(rawValue: UInt(bitPattern: mark))
    }

    private static let dollarSign = UInt8(ascii: "$")

    /// How far a closing dollar sign is looked for, in bytes; bounds the work that unclosed ones cause.
    private static func reach(of style: Style) -> Int32 {
        style == .inline ? 1_000 : 20_000
    }

    private static func takeFormula(from parser: OpaquePointer) -> OpaquePointer? {
        let start = cmark_inline_parser_get_offset(parser)
        let style: Style = cmark_inline_parser_peek_at(parser, start + 1) == self.dollarSign ? .display : .inline
        let fence: Int32 = style == .display ? 2 : 1
        guard let end = self.endOfFormula(from: start + fence, style: style, in: parser) else { return nil }
        let formula = ((start + fence)..<end).map { cmark_inline_parser_peek_at(parser, $0) } + [0]
        guard let node = cmark_node_new(CMARK_NODE_CODE) else { return nil }
        formula.withUnsafeBytes { bytes in
            _ = cmark_node_set_literal(node, bytes.baseAddress?.assumingMemoryBound(to: CChar.self))
        }
        cmark_node_set_user_data(node, UnsafeMutableRawPointer(bitPattern: style.rawValue))
        cmark_inline_parser_set_offset(parser, end + fence)
        return node
    }

    /// Finds where a formula ends: at the closing dollar sign, by Pandoc's rules that keep prices apart.
    private static func endOfFormula(from start: Int32, style: Style, in parser: OpaquePointer) -> Int32? {
        let first = cmark_inline_parser_peek_at(parser, start)
        if style == .inline, self.isSpace(first) { return nil }
        var position = start
        var previous: UInt8 = 0
        while position < start + self.reach(of: style) {
            let byte = cmark_inline_parser_peek_at(parser, position)
            if byte == 0 { return nil }
            if byte == UInt8(ascii: "\\"), cmark_inline_parser_peek_at(parser, position + 1) != 0 {
                position += 2
                previous = byte
                continue
            }
            if byte == self.dollarSign, position > start {
                let next = cmark_inline_parser_peek_at(parser, position + 1)
                switch style {
                case .display where next == self.dollarSign: return position
                case .inline where !self.isSpace(previous) && !(0x30...0x39).contains(next): return position
                default: break
                }
            }
            previous = byte
            position += 1
        }
        return nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }
}
