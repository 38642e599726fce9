/// Renders Markdown that arrives piece by piece, and says only what changed.
///
/// Blocks that later text cannot change are sealed: an update parses and renders no more than the text from the last
/// open block on, however long the message has become. After ``finish()`` the blocks are those that
/// ``MarkdownRenderer/blocks(_:)`` makes of the whole text.
///
/// ```swift
/// var stream = StreamingMarkdown(renderer: MarkdownRenderer())
/// for try await token in tokens {
///     stream.append(token)
///     if timeToSend, let update = stream.update() { send(update) }
/// }
/// if let update = stream.finish() { send(update) }
/// ```
///
/// A link reference definition that arrives after the text that refers to it changes blocks that were sealed; then an
/// update starts at the first of these.
public struct StreamingMarkdown: Sendable {
    private let renderer: MarkdownRenderer
    private var text: [UInt8] = []
    /// The blocks as the receiver has them after the last update.
    private var delivered: [String] = []
    private var sealed = SealedBlocks()
    private var hasChanged = false

    /// Creates an empty stream.
    ///
    /// - Parameter renderer: What renders the blocks; its options hold for the whole stream.
    public init(renderer: MarkdownRenderer) {
        self.renderer = renderer
    }

    /// Adds text at the end.
    public mutating func append(_ text: String) {
        guard !text.isEmpty else { return }
        self.text.append(contentsOf: text.utf8)
        self.hasChanged = true
    }

    /// Puts another text in the place of all so far; the next update says what that changes.
    public mutating func replace(with text: String) {
        let replacement = Array(text.utf8)
        if !replacement.starts(with: self.text) { self.sealed = SealedBlocks() }
        self.text = replacement
        self.hasChanged = true
    }

    /// Says what changed since the last update, or nil if nothing did.
    ///
    /// While a block is open it is rendered as though the text ended here, so an unclosed code fence is code already.
    public mutating func update() -> MarkdownUpdate? {
        guard self.hasChanged else { return nil }
        self.hasChanged = false
        return self.deliver(self.sealed.look(at: self.text, options: self.renderer.options))
    }

    /// Says what changed since the last update when no more text comes, or nil if nothing did.
    ///
    /// This renders the whole text once. More text may follow all the same; it then begins anew with the first block.
    public mutating func finish() -> MarkdownUpdate? {
        self.hasChanged = false
        self.sealed = SealedBlocks()
        return self.deliver(SealedBlocks.Look(firstIndex: 0, open: self.renderer.blocks(self.text)))
    }

    /// Compares what a look found with what the receiver has, and notes the difference as delivered.
    private mutating func deliver(_ look: SealedBlocks.Look) -> MarkdownUpdate? {
        var from = look.firstIndex
        for block in look.open {
            guard from < self.delivered.count, Self.isSame(block, self.delivered[from]) else { break }
            from += 1
        }
        let newCount = look.firstIndex + look.open.count
        let hasOpenChanges = from < newCount || newCount < self.delivered.count
        self.delivered.replaceSubrange(look.firstIndex..., with: look.open)
        var corrected: Int?
        for (index, block) in look.corrections where !Self.isSame(block, self.delivered[index]) {
            self.delivered[index] = block
            corrected = min(corrected ?? index, index)
        }
        guard hasOpenChanges || corrected != nil else { return nil }
        from = min(corrected ?? from, from)
        return MarkdownUpdate(from: from, blocks: Array(self.delivered[from...]))
    }

    /// Whether two strings have the same bytes; `==` holds different spellings of a letter to be equal.
    private static func isSame(_ first: String, _ second: String) -> Bool {
        guard first.utf8.count == second.utf8.count else { return false }
        let isSame = first.utf8.withContiguousStorageIfAvailable { first in
            second.utf8.withContiguousStorageIfAvailable { first.elementsEqual($0) }
        }
        return (isSame ?? nil) ?? first.utf8.elementsEqual(second.utf8)
    }
}
