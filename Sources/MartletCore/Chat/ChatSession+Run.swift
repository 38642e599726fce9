import Logging
import Synchronization

extension ChatSession {
    /// Starts work in a task of its own, shown as running; `stop` and `end` cancel it.
    ///
    /// - Parameters:
    ///   - event: What viewers are told first, here and not in the task, so that it keeps the order of the calls.
    ///   - work: The work.
    func launch(after event: ChatEvent? = nil, _ work: @escaping @Sendable (ChatSession) async -> Void) {
        self.state.withLock { state in
            guard !state.isEnded else { return }
            let number = state.nextTask
            state.nextTask += 1
            self.log.append(.taskStarted)
            if let event { self.log.append(event) }
            // Ended by stop() and end(), which hold it in `tasks`; it removes itself when it is done.
            state.tasks[number] = Task {
                await work(self)
                self.state.withLock { $0.tasks[number] = nil }
                self.log.append(.taskEnded)
            }
        }
    }

    /// Runs a handler as a step that clients know by name and never draw, with everything it sends below it.
    func run(
        named name: String,
        input: String,
        parentID: String?,
        handler: (Chat) async throws -> Void
    ) async {
        var record = StepRecord(threadID: self.threadID, parentID: parentID, type: .run, name: name)
        record.start = .now
        let wrapper = LiveRecord(record, log: self.log, scope: RunScope(parentID: parentID))
        wrapper.send()
        let scope = RunScope(parentID: record.id)
        do {
            try await handler(Chat(core: self, scope: scope))
            scope.closeStreams()
            wrapper.update { record in
                record.input = input
                record.end = .now
            }
        } catch {
            scope.closeStreams()
            let wasStopped = Task.isCancelled || error is CancellationError
            wrapper.update { record in
                record.input = input
                record.isError = true
                record.output = wasStopped ? "" : ErrorText.of(error)
                record.end = .now
            }
            if !wasStopped {
                self.logger.error("Handler failed", metadata: ["martlet.handler": .string(name), "error": "\(error)"])
                await self.reportError(ErrorText.of(error), parentID: record.id)
            }
        }
    }

    /// Runs a handler that has no step of its own; its failure becomes an error message.
    func perform(_ name: String, handler: (Chat) async throws -> Void) async {
        let scope = RunScope(parentID: nil)
        do {
            try await handler(Chat(core: self, scope: scope))
            scope.closeStreams()
        } catch {
            scope.closeStreams()
            guard !Task.isCancelled, !(error is CancellationError) else { return }
            self.logger.error("Handler failed", metadata: ["martlet.handler": .string(name), "error": "\(error)"])
            await self.reportError(ErrorText.of(error), parentID: nil)
        }
    }

    func reportError(_ text: String, parentID: String?) async {
        _ = try? await Chat(core: self, scope: RunScope(parentID: parentID)).sendError(text)
    }

    func noteInteraction(_ name: String) {
        let isFirst = self.state.withLock { state in
            defer { state.hasInteraction = true }
            return !state.hasInteraction
        }
        if isFirst {
            self.log.append(.firstInteraction(name: name, threadID: self.threadID))
        }
    }
}
