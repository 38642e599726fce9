extension ChatSession {
    /// Runs the app's `onWindowMessage` for a value that the embedding page posted.
    ///
    /// - Parameter value: The value.
    public func receiveWindowMessage(_ value: JSONValue) {
        guard let handler = self.hooks.onWindowMessage else { return }
        self.launch("on_window_message", isShown: false) { session in
            await session.perform("on_window_message") { chat in try await handler(value, chat) }
        }
    }
}
