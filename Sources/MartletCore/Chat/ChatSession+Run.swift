import Logging
import Synchronization

extension ChatSession {
    /// Starts work in a task of its own; `end` cancels it.
    ///
    /// - Parameters:
    ///   - name: The handler's name, for the log.
    ///   - isShown: Whether the chat is shown as working meanwhile.
    ///   - endsOnStop: Whether `stop` cancels it too.
    ///   - isClients: Whether a client had it begun; of such work there may be only so much at once.
    ///   - messageID: The person's message that it answers; when that changes, the work is cancelled.
    ///   - event: What viewers are told first, here and not in the task, so that it keeps the order of the calls.
    ///   - work: The work.
    /// - Returns: Whether it was started; nothing starts in a chat that is over, or where too much runs already.
    @discardableResult
    func launch(
        _ name: String,
        isShown: Bool = true,
        endsOnStop: Bool = true,
        isClients: Bool = true,
        answering messageID: String? = nil,
        after event: ChatEvent? = nil,
        _ work: @escaping @Sendable (ChatSession) async -> Void
    ) -> Bool {
        let isStarted = self.state.withLock { state -> Bool? in
            guard !state.isEnded else { return false }
            guard !isClients || state.hasRoom else { return nil }
            let number = state.nextTask
            state.nextTask += 1
            if isClients { state.wasUsed = true }
            if isShown { self.log.append(.taskStarted) }
            if let event { self.log.append(event) }
            let mark = RunMark()
            // Ended by stop() and end(), which hold it in `tasks`; it removes itself when it is done.
            let task = Task(executorPreference: HandlerExecutor(name: name)) {
                await RunMark.$current.withValue(mark) { await work(self) }
                self.state.withLock { $0.tasks[number] = nil }
                if isShown { self.log.append(.taskEnded) }
            }
            state.tasks[number] = RunningTask(
                task: task,
                mark: mark,
                endsOnStop: endsOnStop,
                isClients: isClients,
                messageID: messageID
            )
            return true
        }
        guard let isStarted else {
            self.logger.error("Too much runs in one chat", metadata: ["martlet.handler": .string(name)])
            self.log.append(.toast(message: Self.busyError.message, kind: .error))
            return false
        }
        return isStarted
    }

    /// Whether clients may have more work begun.
    var hasRoom: Bool { self.state.withLock { $0.hasRoom } }

    static var busyError: MartletError {
        MartletError(.tooBusy, "This chat does too much at once; wait until some of it has ended, or stop it.")
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
        let wrapper = LiveRecord(record, core: self, scope: RunScope(parentID: parentID))
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
            if !wasStopped { self.report(error, of: name, parentID: record.id) }
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
            self.report(error, of: name, parentID: nil)
        }
    }

    private func report(_ error: any Error, of handler: String, parentID: String?) {
        self.logger.error("Handler failed", metadata: ["martlet.handler": .string(handler), "error": "\(error)"])
        self.reportError(ErrorText.of(error), parentID: parentID)
    }

    func reportError(_ text: String, parentID: String?) {
        var record = StepRecord(threadID: self.threadID, parentID: parentID, type: .assistantMessage, name: "Error")
        record.output = text
        record.isError = true
        LiveRecord(record, core: self, scope: RunScope(parentID: parentID)).send()
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

extension ChatSession.State {
    /// What runs, the newest first: cancelled in this order, a message that waits for the chat's beginning does not go on
    /// when that is cancelled.
    var newestTasks: [RunningTask] { self.tasks.sorted { $0.key > $1.key }.map(\.value) }

    /// Whether clients may have more work begun.
    fileprivate var hasRoom: Bool {
        self.tasks.values.count { $0.isClients } < ChatSession.mostClientRuns
    }
}
