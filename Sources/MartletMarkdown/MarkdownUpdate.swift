/// A change to a list of rendered blocks: from one of them on, all are replaced.
public struct MarkdownUpdate: Sendable, Hashable, Codable {
    /// The index of the first block that changes, from 0 to the number of blocks the receiver has.
    public let from: Int

    /// The HTML of every block from ``from`` to the end; empty if those blocks have gone.
    public let blocks: [String]

    /// Creates an update.
    public init(from: Int, blocks: [String]) {
        self.from = from
        self.blocks = blocks
    }

    /// Applies the update to a list of blocks, as a receiver does.
    public func apply(to list: inout [String]) {
        list.replaceSubrange(min(self.from, list.count)..., with: self.blocks)
    }
}
