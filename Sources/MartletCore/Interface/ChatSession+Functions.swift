import Synchronization

extension ChatSession {
    /// Has the embedding page call a function; nil when it does not answer in time.
    func callFunction(
        _ name: String,
        arguments: [String: JSONValue],
        timeout: Duration
    ) async throws -> JSONValue? {
        try Task.checkCancellation()
        let call = FunctionCall(id: Identifier.random(), name: name, arguments: arguments, timeout: timeout)
        let pending = Pending<JSONValue>()
        self.state.withLock { $0.calls[call.id] = pending }
        self.log.append(.functionCall(call))
        let answer = await pending.value(timeout: timeout, clock: self.clock)
        self.state.withLock { $0.calls[call.id] = nil }
        let isCancelled = answer == nil && Task.isCancelled
        self.log.append(.functionCallEnded(call, isTimeout: answer == nil && !isCancelled))
        if isCancelled { throw CancellationError() }
        return answer
    }

    /// Takes what the embedding page's function returned; the first answer counts.
    ///
    /// - Parameters:
    ///   - id: The call's identifier.
    ///   - value: What it returned.
    /// - Returns: Whether the answer was taken.
    @discardableResult
    public func answerCall(_ id: String, with value: JSONValue) -> Bool {
        self.state.withLock { $0.calls[id] }?.settle(value) ?? false
    }
}
