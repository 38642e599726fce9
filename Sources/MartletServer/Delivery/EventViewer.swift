import MartletCore

/// What turns a chat's events into a client's: one for Chainlit's clients, one for Martlet's page.
protocol EventViewer: Sendable {
    /// Tells the client what happened.
    ///
    /// - Parameter logged: What happened, and where the log stands after it.
    func deliver(_ logged: LoggedEvent)

    /// Shows the client the chat as it stands.
    ///
    /// - Parameter snapshot: The chat.
    func replay(_ snapshot: ChatSnapshot)
}
