/// Leaves the oldest turns of a chat out, for servers that refuse what is too long.
enum OldestTurns {
    /// Drops turns from the beginning, at least one.
    ///
    /// - Parameters:
    ///   - messages: The chat.
    ///   - share: About which part of its length may stay, from 0 to 1.
    /// - Returns: The shorter chat, or nil if nothing can be left out.
    static func dropped(from messages: [ChatMessage], keeping share: Double) -> [ChatMessage]? {
        let turns = ChatTurns(messages)
        func length(_ messages: some Sequence<ChatMessage>) -> Int {
            messages.reduce(0) { $0 + $1.content.utf8.count + 16 }
        }
        let room = Double(length(messages)) * share
        var shorter = messages
        for count in 0..<turns.droppableCount {
            shorter = turns.dropping(count + 1)
            if Double(length(shorter)) <= room { break }
        }
        return shorter.count < messages.count ? shorter : nil
    }
}
