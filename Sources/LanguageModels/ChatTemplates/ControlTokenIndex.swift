/// The texts of a model's control tokens, arranged so that a prompt is searched for all of them at once.
///
/// Models have hundreds, most of which begin alike; make one index for each model and keep it.
public struct ControlTokenIndex: Sendable {
    /// A beginning that texts share: what comes after it by the next byte, and whether a text ends here.
    private struct Node: Sendable {
        var next: [UInt8: Int] = [:]
        var isEnd = false
    }

    private var nodes = [Node()]

    /// Arranges texts.
    ///
    /// - Parameter texts: The control tokens' texts; empty ones are left out.
    public init(_ texts: some Sequence<String>) {
        for text in texts where !text.isEmpty {
            var node = 0
            for byte in text.utf8 {
                if let next = self.nodes[node].next[byte] {
                    node = next
                } else {
                    self.nodes.append(Node())
                    self.nodes[node].next[byte] = self.nodes.count - 1
                    node = self.nodes.count - 1
                }
            }
            self.nodes[node].isEnd = true
        }
    }

    /// How many bytes the longest text has that begins at an offset; nil if none does.
    func length(in bytes: [UInt8], at offset: Int) -> Int? {
        var node = 0
        var longest: Int?
        var end = offset
        while end < bytes.count, let next = self.nodes[node].next[bytes[end]] {
            node = next
            end += 1
            if self.nodes[node].isEnd { longest = end - offset }
        }
        return longest
    }
}
