/// A chat cut into turns, the oldest of which can be left out.
///
/// A turn is a user's message with all that follows it; what stands before the first one is a turn as well.
/// Instructions and the latest turn always stay.
struct ChatTurns {
    private let messages: [ChatMessage]
    /// Where turns begin.
    private let starts: [Int]

    /// Cuts a chat into turns.
    ///
    /// - Parameter messages: The chat.
    init(_ messages: [ChatMessage]) {
        let first = messages.firstIndex { $0.role != .system } ?? messages.count
        let later = messages.indices.dropFirst(first + 1).filter { messages[$0].role == .user }
        self.messages = messages
        self.starts = first < messages.count ? [first] + later : []
    }

    /// How many turns can be left out.
    var droppableCount: Int { max(self.starts.count - 1, 0) }

    /// The chat without its oldest turns.
    ///
    /// - Parameter count: How many turns to leave out, from 0 to ``droppableCount``.
    func dropping(_ count: Int) -> [ChatMessage] {
        guard count > 0 else { return self.messages }
        let start = self.starts[count]
        return self.messages[..<start].filter { $0.role == .system } + self.messages[start...]
    }
}
