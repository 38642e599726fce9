/// Long-polling: at most one poll hangs and at most one upload is read at a time.
extension EngineSession {
    /// A poll came in.
    ///
    /// - Returns: The answer, or that the poll hangs.
    /// - Throws: ``EngineRequestError`` when the session has left polling or a poll hangs already.
    public mutating func beginPoll() throws(EngineRequestError) -> PollOutcome {
        guard self.transport == .polling else { throw .unexpectedRequest }
        switch self.phase {
        case .closed: throw .unknownSession(self.id)
        case .draining:
            let packets = self.takeForPoll()
            guard self.queue.isEmpty else { return .answer(packets, isLast: false) }
            self.phase = .closed
            return .answer(packets, isLast: true)
        case .open: break
        }
        guard !self.isPollHanging else { throw .overlappingPoll }
        // What waits belongs to the WebSocket from here on: sent on both, it could arrive twice or out of order.
        guard !self.isUpgrading else { return .answer([.noop], isLast: false) }
        guard self.queue.isEmpty || self.isHeld else { return .answer(self.takeForPoll(), isLast: false) }
        self.isPollHanging = true
        self.isPollAbandoned = false
        return .wait
    }

    /// The connection of a poll broke before its answer was written.
    ///
    /// While the poll hung nothing is lost: a client may give a poll up and ask again. What an answer held is lost, and so is
    /// the session. While a client goes over to a WebSocket its polls are answered with nothing, and it may well drop them.
    ///
    /// - Parameter now: The time.
    /// - Returns: What to do.
    public mutating func pollConnectionLost(now: ContinuousClock.Instant) -> [Action] {
        guard self.transport == .polling, !self.isUpgrading else { return [] }
        if self.isPollHanging {
            self.isPollHanging = false
            self.isPollAbandoned = true
            return [.answerPoll([.noop])]
        }
        // Told of the same loss by another way.
        guard !self.isPollAbandoned else { return [] }
        return self.close(.connectionLost, now: now)
    }

    /// An upload begins.
    ///
    /// - Throws: ``EngineRequestError`` when the session has left polling or an upload is read already.
    public mutating func beginUpload() throws(EngineRequestError) {
        guard self.transport == .polling else { throw .unexpectedRequest }
        guard self.isOpen else { throw .unknownSession(self.id) }
        guard !self.isUploadOpen else { throw .overlappingUpload }
        self.isUploadOpen = true
    }

    /// The upload has been read and its packets handed in.
    public mutating func endUpload() {
        self.isUploadOpen = false
    }
}
