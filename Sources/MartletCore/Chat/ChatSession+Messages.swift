import Synchronization

extension ChatSession {
    /// Takes a person's message and runs the app's `onMessage` for it.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - viewer: Through which viewer it came; that one already shows it.
    public func receive(_ message: IncomingMessage, from viewer: ViewerID?) {
        guard Identifier.isUUIDVersion4(message.id) else {
            self.launch("on_message") { session in
                session.reportError(
                    "The message's id \"\(message.id.prefix(80))\" is not a version 4 UUID; send one.",
                    parentID: nil
                )
            }
            return
        }
        let live = LiveRecord(self.record(of: message), isSent: true, core: self, scope: RunScope(parentID: nil))
        // A client that lost its connection cannot know whether its message arrived, and may send it again.
        guard self.addToContext(live) else { return }
        let event = ChatEvent.received(live.record, viewer: viewer)
        let isTaken = self.launch("on_message", answering: message.id, after: event) { session in
            session.noteInteraction(message.content)
            session.attachFiles(message.fileIDs, to: message.id)
            await session.answer(live)
        }
        if !isTaken { self.removeFromContext(live.id) }
    }

    /// Changes a message of the person, takes away what came after it, and answers it anew.
    ///
    /// - Parameters:
    ///   - id: The message.
    ///   - content: Its new text.
    /// - Throws: A ``MartletError`` of code `invalidMessage` when there is no such message of the person, of code
    ///   `tooBusy` when too much runs in the chat already.
    public func edit(_ id: String, content: String) throws(MartletError) {
        guard let edited = self.state.withLock({ $0.context[id] }), edited.record.type == .userMessage else {
            throw MartletError(
                .invalidMessage,
                "There is no message \"\(id.prefix(80))\" of yours to edit in this chat."
            )
        }
        guard self.hasRoom else { throw Self.busyError }
        let (gone, answers) = self.state.withLock { state in
            let gone = state.context.cut(after: id)
            let messages = Set(gone.map(\.id) + [id])
            let answers = state.tasks.values.filter { $0.messageID.map(messages.contains) ?? false }
            // Under the same lock, so that none of them adds to the context what was just taken away.
            for answer in answers { answer.mark.discard() }
            return (gone, answers)
        }
        for answer in answers { answer.task.cancel() }
        edited.update { $0.output = content }
        for live in gone { live.remove() }
        // The runs that answered the old text, with the steps below them.
        for record in self.log.look({ $0.children(of: id) }) where record.type == .run {
            self.log.append(.removed(record))
        }
        self.launch("on_message", answering: id) { session in await session.answer(edited) }
    }

    private func answer(_ live: LiveRecord) async {
        guard let handler = self.hooks.onMessage else { return }
        await self.waitForBeginning()
        guard !Task.isCancelled else { return }
        let record = live.record
        await self.run(named: "on_message", input: record.output, parentID: record.id) { chat in
            try await handler(Message(live: live), chat)
        }
    }

    private func record(of message: IncomingMessage) -> StepRecord {
        var record = StepRecord(
            id: message.id,
            threadID: self.threadID,
            parentID: nil,
            type: message.type,
            name: message.author,
            output: message.content
        )
        record.stampMessage()
        record.metadata = message.metadata
        record.command = message.command
        record.modes = message.modes
        return record
    }

    /// Shows uploaded files under the message they came with.
    private func attachFiles(_ fileIDs: [String], to messageID: String) {
        for file in fileIDs.compactMap({ self.files.file($0) }) {
            var record = ElementRecord(
                id: file.id,
                threadID: self.threadID,
                type: .of(mimeType: file.mimeType),
                name: file.name
            )
            record.fileID = file.id
            record.mimeType = file.mimeType
            record.forID = messageID
            if record.type == .image { record.size = .medium }
            self.log.append(.element(record))
        }
    }
}

extension ElementType {
    /// How a file of a type is shown.
    static func of(mimeType: String) -> ElementType {
        if mimeType.hasPrefix("image/") { return .image }
        if mimeType == "application/pdf" { return .pdf }
        if mimeType.hasPrefix("audio/") { return .audio }
        if mimeType.hasPrefix("video/") { return .video }
        return .file
    }
}
