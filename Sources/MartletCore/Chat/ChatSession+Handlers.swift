import Synchronization

extension ChatSession {
    /// Runs code of the app in this chat, on the threads that are kept for handlers, and waits for it.
    ///
    /// `stop` and `end` cancel it. What it throws is for the caller alone: no message tells of it in the chat.
    ///
    /// - Parameters:
    ///   - name: The handler's name, for the log.
    ///   - work: The code; it is given the chat.
    /// - Returns: What the code returned.
    /// - Throws: What the code throws; a ``MartletError`` of code `chatEnded` when the chat is over.
    public func callHandler<Value: Sendable>(
        _ name: String,
        _ work: @escaping @Sendable (Chat) async throws -> Value
    ) async throws -> Value {
        let result = Pending<Result<Value, any Error>>()
        let isStarted = self.launch(name, isShown: false, isClients: false) { session in
            let scope = RunScope(parentID: nil)
            let outcome: Result<Value, any Error>
            do {
                outcome = .success(try await work(Chat(core: session, scope: scope)))
            } catch {
                outcome = .failure(error)
            }
            scope.closeStreams()
            result.settle(outcome)
        }
        guard isStarted else { throw Self.overError }
        guard let answer = await result.value() else { throw CancellationError() }
        return try answer.get()
    }

    /// Has something done when the chat ends, after the app's `onChatEnd`.
    ///
    /// - Parameter work: What to do.
    /// - Returns: Whether it will be done; false when the chat is over already.
    public func atEnd(_ work: @escaping @Sendable () async -> Void) -> Bool {
        self.state.withLock { state in
            guard !state.isEnded else { return false }
            state.atEnd.append(work)
            return true
        }
    }

    static var overError: MartletError {
        MartletError(.chatEnded, "The chat is over; begin a new one.")
    }
}
