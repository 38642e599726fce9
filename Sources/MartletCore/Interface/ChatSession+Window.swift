import Logging
import Synchronization

extension ChatSession {
    /// The most values of the embedding page that are worked on at once.
    private static let mostWindowMessages = 1_000

    /// Runs the app's `onWindowMessage` for a value that the embedding page posted.
    ///
    /// - Parameter value: The value.
    public func receiveWindowMessage(_ value: JSONValue) {
        guard let handler = self.hooks.onWindowMessage else { return }
        // Pages hear from every extension and tool of the browser, so these are no runs that a person began.
        guard self.state.withLock({ $0.tasks.count < Self.mostWindowMessages }) else {
            return self.logger.notice("Value of the embedding page dropped: too many wait in one chat")
        }
        self.launch("on_window_message", isShown: false, isClients: false) { session in
            await session.perform("on_window_message") { chat in try await handler(value, chat) }
        }
    }
}
