import Logging
import Synchronization

extension ChatSession {
    /// Whether the person did anything in this thread.
    public var hasInteraction: Bool { self.state.withLock { $0.hasInteraction } }

    /// Whether no client ever had the app do anything in this chat, beyond beginning it.
    public var isUntouched: Bool { self.state.withLock { !$0.hasInteraction && !$0.wasUsed } }

    /// Ends everything that runs in this chat, at its next decode step or suspension, then runs the app's `onStop`.
    ///
    /// An open microphone stays open, and an `onStop` that still runs goes on.
    public func stop() {
        let tasks = self.state.withLock { $0.newestTasks.filter(\.endsOnStop).map(\.task) }
        if !tasks.isEmpty {
            let stopped = StepRecord(
                threadID: self.threadID,
                parentID: nil,
                type: .assistantMessage,
                name: self.assistantName,
                output: "Task manually stopped."
            )
            LiveRecord(stopped, core: self, scope: RunScope(parentID: nil)).send()
            for task in tasks {
                task.cancel()
            }
        }
        guard let handler = self.hooks.onStop else { return }
        self.launch("on_stop", isShown: false, endsOnStop: false, isClients: false) { session in
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
        self.launch("on_settings_update") { session in
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
        self.launch("on_settings_edit") { session in
            await session.perform("on_settings_edit") { chat in try await handler(values, chat) }
        }
    }

    /// Ends the chat: cancels what runs, waits for it, runs the app's `onChatEnd`, once, and deletes the session's files.
    ///
    /// It waits for nothing longer than a while.
    public func end() async {
        let (tasks, audio, isFirst) = self.state.withLock { state in
            defer {
                state.isEnded = true
                // What counts drafts may hold on to the chat.
                state.gauge = nil
            }
            return (state.newestTasks.map(\.task), state.audio, !state.isEnded)
        }
        guard isFirst else { return }
        audio?.continuation.finish()
        for task in tasks {
            task.cancel()
        }
        await self.waitForEnd(of: tasks)
        if let handler = self.hooks.onChatEnd {
            await self.finish("on_chat_end") { session in
                session.log.append(.taskStarted)
                await session.perform("on_chat_end") { chat in try await handler(chat) }
                session.log.append(.taskEnded)
            }
        }
        let atEnd = self.state.withLock { state in
            defer { state.atEnd.removeAll() }
            return state.atEnd
        }
        if !atEnd.isEmpty {
            await self.finish("at_end") { _ in
                for work in atEnd { await work() }
            }
        }
        self.store.removeAll()
        self.attachments.removeAll()
        self.files.close()
        self.state.withLock { $0.context.removeAll() }
    }

    /// Waits for cancelled tasks, yet not for ever: a handler that never looks up must not keep the process from ending.
    private func waitForEnd(of tasks: [Task<Void, Never>]) async {
        guard !tasks.isEmpty else { return }
        let isOver = await Self.wait(Self.patience, clock: ContinuousClock()) {
            for task in tasks { await task.value }
        }
        if !isOver { self.logger.warning("A handler does not heed its cancellation and is left behind") }
    }

    /// Does work of the end and waits for it, yet not for ever: one chat must not keep the others from ending.
    private func finish(_ name: String, _ work: @escaping @Sendable (ChatSession) async -> Void) async {
        // Waited for here; when it takes too long it is cancelled and left behind.
        let task = Task(executorPreference: HandlerExecutor(name: name)) { await work(self) }
        if await Self.wait(Self.longestEnd, clock: self.clock, { await task.value }) { return }
        task.cancel()
        self.logger.warning(
            "A handler at the end of a chat takes too long and is left behind; have it end sooner",
            metadata: ["martlet.handler": .string(name), "martlet.limit": "\(Self.longestEnd)"]
        )
    }

    /// Waits for work, yet not longer than a while, and does not heed the caller's cancellation.
    private static func wait(
        _ limit: Duration,
        clock: any Clock<Duration>,
        _ work: @escaping @Sendable () async -> Void
    ) async -> Bool {
        let end = Pending<Bool>()
        // Ends with the work it waits for.
        Task {
            await work()
            end.settle(true)
        }
        // Of its own, and waited for right here, so that the caller's cancellation does not cut the waiting short.
        return await Task { await end.value(timeout: limit, clock: clock) }.value ?? false
    }
}
