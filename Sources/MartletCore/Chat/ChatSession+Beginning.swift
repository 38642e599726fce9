import Logging
import Synchronization

// A client may speak as soon as it is connected. What it says finds the session as the app's `onChatStart` leaves it.
extension ChatSession {
    /// How long a message waits for `onChatStart`, before none waits any more: one that never ends must not keep them.
    static let longestBeginning = Duration.seconds(10)

    /// Runs the app's `onChatStart`, once, however often it is called.
    public func start() {
        let isFirst = self.state.withLock { state in
            defer { state.isStarted = true }
            guard !state.isStarted, !state.isEnded else { return false }
            if self.hooks.onChatStart != nil { state.waitersForBeginning = [] }
            return true
        }
        guard isFirst, let handler = self.hooks.onChatStart else { return }
        self.launch("on_chat_start", isClients: false) { session in
            await session.run(named: "on_chat_start", input: "{}", parentID: nil) { chat in
                try await handler(chat)
            }
            session.endBeginning()
        }
    }

    /// Whether `onChatStart` was run, or is about to be.
    public var isStarted: Bool { self.state.withLock { $0.isStarted } }

    /// Waits while `onChatStart` runs, unless it asks the person something: then it is the person's turn.
    func waitForBeginning() async {
        let end = Pending<Bool>()
        let isOver = self.state.withLock { state in
            state.waitersForBeginning?.append(end)
            return state.waitersForBeginning == nil
        }
        guard !isOver, await end.value(timeout: Self.longestBeginning, clock: self.clock) == nil, !Task.isCancelled
        else {
            return
        }
        self.endBeginning()
        self.logger.notice(
            "onChatStart still runs; messages no longer wait for it",
            metadata: ["martlet.limit": "\(Self.longestBeginning)"]
        )
    }

    /// Lets go on whatever waits for `onChatStart`.
    func endBeginning() {
        let waiting = self.state.withLock { state in
            defer { state.waitersForBeginning = nil }
            return state.waitersForBeginning ?? []
        }
        for end in waiting { end.settle(true) }
    }
}
