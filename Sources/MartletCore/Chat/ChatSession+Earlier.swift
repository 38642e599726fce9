extension ChatSession {
    /// Puts what was said elsewhere before into the chat's context; nothing is shown, and no handler runs.
    ///
    /// - Parameter messages: Who spoke and what was said, the oldest first.
    package func addEarlier(_ messages: [(type: StepType, text: String)]) {
        for (type, text) in messages {
            var record = StepRecord(
                threadID: self.threadID,
                parentID: nil,
                type: type,
                name: type == .userMessage ? self.personName : self.assistantName,
                output: text
            )
            record.stampMessage()
            self.addToContext(LiveRecord(record, isSent: true, core: self, scope: RunScope(parentID: nil)))
        }
    }
}
