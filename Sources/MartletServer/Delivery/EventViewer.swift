import MartletCore

/// What turns a chat's events into a client's: one for Chainlit's clients, one for Martlet's page.
protocol EventViewer: Sendable {
    /// Tells the client what happened.
    ///
    /// - Parameter logged: What happened, and where the log stands after it.
    func deliver(_ logged: LoggedEvent)

    /// Shows the client the next part of the chat as it stands; a part is small enough for one frame.
    ///
    /// - Parameter replay: What is shown, and how much of it has been.
    func showNext(of replay: inout SnapshotReplay)

    /// Asks again what still waits for an answer: the client can only answer what came over its present connection.
    ///
    /// - Parameter snapshot: The chat.
    func takeUp(_ snapshot: ChatSnapshot)
}

extension EventViewer {
    /// Shows all of a chat at once, however much it is.
    func replay(_ snapshot: ChatSnapshot) {
        var replay = SnapshotReplay(snapshot)
        while !replay.isDone { self.showNext(of: &replay) }
    }
}
