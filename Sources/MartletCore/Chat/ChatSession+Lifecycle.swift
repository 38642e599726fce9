import Logging
import Synchronization

/// What a person's message carries.
public struct IncomingMessage: Sendable {
    /// The identifier its client chose: a version 4 UUID.
    public var id: String
    /// The text.
    public var content: String
    /// Who says it.
    public var author: String
    /// What kind of message it is.
    public var type: StepType
    /// Free additional values.
    public var metadata: [String: JSONValue]
    /// The command the person chose.
    public var command: String?

    /// Creates a message.
    ///
    /// - Parameters:
    ///   - id: The identifier its client chose.
    ///   - content: The text.
    ///   - author: Who says it.
    ///   - type: What kind of message it is.
    ///   - metadata: Free additional values.
    ///   - command: The command the person chose.
    public init(
        id: String,
        content: String,
        author: String = "User",
        type: StepType = .userMessage,
        metadata: [String: JSONValue] = [:],
        command: String? = nil
    ) {
        self.id = id
        self.content = content
        self.author = author
        self.type = type
        self.metadata = metadata
        self.command = command
    }
}

extension ChatSession {
    /// Runs the app's `onChatStart`, once, however often it is called.
    public func start() {
        let isFirst = self.state.withLock { state in
            defer { state.isStarted = true }
            return !state.isStarted && !state.isEnded
        }
        guard isFirst, let handler = self.hooks.onChatStart else { return }
        self.launch { session in
            await session.run(named: "on_chat_start", input: "{}", parentID: nil) { chat in
                try await handler(chat)
            }
        }
    }

    /// Takes a person's message and runs the app's `onMessage` for it.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - viewer: Through which viewer it came; that one already shows it.
    public func receive(_ message: IncomingMessage, from viewer: ViewerID?) {
        guard Identifier.isUUIDVersion4(message.id) else {
            self.launch { session in
                await session.reportError(
                    "The message's id \"\(message.id.prefix(80))\" is not a version 4 UUID; send one.",
                    parentID: nil
                )
            }
            return
        }
        var record = StepRecord(
            id: message.id,
            threadID: self.threadID,
            parentID: nil,
            type: message.type,
            name: message.author,
            output: message.content
        )
        let now = Timestamp.now
        record.createdAt = now
        record.start = now
        record.end = now
        record.metadata = message.metadata
        record.command = message.command
        self.launch(after: .received(record, viewer: viewer)) { [record] session in
            session.noteInteraction(record.output)
            guard let handler = session.hooks.onMessage else { return }
            await session.run(named: "on_message", input: record.output, parentID: record.id) { chat in
                let live = LiveRecord(record, isSent: true, log: session.log, scope: chat.scope)
                try await handler(Message(live: live), chat)
            }
        }
    }

    /// Ends everything that runs in this chat, at its next decode step or suspension, then runs the app's `onStop`.
    public func stop() {
        let tasks = self.state.withLock { Array($0.tasks.values) }
        if !tasks.isEmpty {
            let stopped = StepRecord(
                threadID: self.threadID,
                parentID: nil,
                type: .assistantMessage,
                name: self.assistantName,
                output: "Task manually stopped."
            )
            LiveRecord(stopped, log: self.log, scope: RunScope(parentID: nil)).send()
            for task in tasks {
                task.cancel()
            }
        }
        guard let handler = self.hooks.onStop else { return }
        self.launch { session in
            await session.perform("on_stop") { chat in try await handler(chat) }
        }
    }

    /// Takes over confirmed settings and runs the app's `onSettingsUpdate`.
    ///
    /// - Parameter changes: Each changed widget's value under its id.
    /// - Throws: A ``MartletError`` that names the setting, the value and what is accepted; nothing changes then.
    public func changeSettings(_ changes: [String: JSONValue]) throws(MartletError) {
        // Under one lock, or of two clients that change different settings at once one would win over the other.
        let values = try self.state.withLock { state throws(MartletError) in
            state.values = try state.settings.applying(changes, to: state.values)
            self.log.append(.settingsChanged(state.settings, state.values))
            return state.values
        }
        guard let handler = self.hooks.onSettingsUpdate else { return }
        self.launch { session in
            await session.perform("on_settings_update") { chat in try await handler(values, chat) }
        }
    }

    /// Runs the app's `onSettingsEdit` for settings that are not confirmed yet.
    ///
    /// - Parameter changes: Each changed widget's value under its id.
    /// - Throws: A ``MartletError`` that names the setting, the value and what is accepted.
    public func editSettings(_ changes: [String: JSONValue]) throws(MartletError) {
        let (panel, current) = self.state.withLock { ($0.settings, $0.values) }
        let values = try panel.applying(changes, to: current)
        guard let handler = self.hooks.onSettingsEdit else { return }
        self.launch { session in
            await session.perform("on_settings_edit") { chat in try await handler(values, chat) }
        }
    }

    /// Ends the chat: cancels what runs, waits for it, and runs the app's `onChatEnd`, once.
    public func end() async {
        let (tasks, isFirst) = self.state.withLock { state in
            defer { state.isEnded = true }
            return (Array(state.tasks.values), !state.isEnded)
        }
        guard isFirst else { return }
        for task in tasks {
            task.cancel()
        }
        await self.waitForEnd(of: tasks)
        if let handler = self.hooks.onChatEnd {
            await self.perform("on_chat_end") { chat in try await handler(chat) }
        }
        self.store.removeAll()
    }

    /// Waits for cancelled tasks, yet not for ever: a handler that never looks up must not keep the process from ending.
    private func waitForEnd(of tasks: [Task<Void, Never>]) async {
        guard !tasks.isEmpty else { return }
        let (end, continuation) = AsyncStream.makeStream(of: Bool.self)
        // Ends with the tasks it waits for.
        Task {
            for task in tasks { await task.value }
            continuation.yield(true)
        }
        // Cancelled below.
        let limit = Task {
            try? await Task.sleep(for: Self.patience)
            continuation.yield(false)
        }
        for await isOver in end {
            if !isOver { self.logger.warning("A handler does not heed its cancellation and is left behind") }
            break
        }
        limit.cancel()
    }
}
