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
        var blocks = self.sealed.blocks(of: self.text, options: self.renderer.options)
        // Sealing may have met a definition that earlier blocks wait for; each turn settles its label for good.
        while self.sealed.isBehind {
            blocks = self.sealed.blocks(of: self.text, options: self.renderer.options)
        }
        return self.deliver(blocks.open, after: blocks.firstIndex)
    }

    /// Says what changed since the last update when no more text comes, or nil if nothing did.
    ///
    /// This renders the whole text once. More text may follow all the same; it then begins anew with the first block.
    public mutating func finish() -> MarkdownUpdate? {
        self.hasChanged = false
        self.sealed = SealedBlocks()
        return self.deliver(self.renderer.blocks(String(decoding: self.text, as: UTF8.self)), after: 0)
    }

    /// Compares new blocks with what the receiver has from an index on, and notes the difference as delivered.
    private mutating func deliver(_ blocks: [String], after firstIndex: Int) -> MarkdownUpdate? {
        var same = 0
        while same < blocks.count, firstIndex + same < self.delivered.count,
            Self.isSame(blocks[same], self.delivered[firstIndex + same])
        {
            same += 1
        }
        let from = firstIndex + same
        guard same < blocks.count || from < self.delivered.count else { return nil }
        let update = MarkdownUpdate(from: from, blocks: Array(blocks[same...]))
        update.apply(to: &self.delivered)
        return update
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
