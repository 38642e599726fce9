/// The way from polling to a WebSocket, with nothing lost and nothing out of order.
///
/// A connection is tried first: the client sends `2probe` over it, gets `3probe`, lets its last poll end, and sends `5`.
/// Between the probe and the `5` whatever is sent waits.
extension EngineSession {
    /// Whether the client has probed a WebSocket and not gone over to it yet.
    public var isUpgrading: Bool {
        if case .probed = self.upgrade { true } else { false }
    }

    /// A WebSocket for this session has opened.
    ///
    /// - Parameter now: The time.
    /// - Throws: ``EngineRequestError`` when the session is not polling or tries another connection already.
    public mutating func beginUpgrade(now: ContinuousClock.Instant) throws(EngineRequestError) {
        guard self.isOpen else { throw .unknownSession(self.id) }
        guard self.transport == .polling, case .none = self.upgrade else { throw .invalidUpgrade }
        self.upgrade = .connected(deadline: now + self.configuration.upgradeTimeout)
    }

    /// A packet came over the connection that is being tried.
    ///
    /// - Parameters:
    ///   - packet: The packet.
    ///   - now: The time.
    /// - Returns: What to do.
    public mutating func receiveOnUpgrade(_ packet: EnginePacket, now: ContinuousClock.Instant) -> [Action] {
        guard self.isOpen else { return [] }
        switch (packet, self.upgrade) {
        case (.ping(isProbe: true), .connected(let deadline)), (.ping(isProbe: true), .probed(let deadline)):
            self.upgrade = .probed(deadline: deadline)
            var actions: [Action] = [.confirmProbe]
            if self.isPollHanging {
                self.isPollHanging = false
                actions.append(.answerPoll([.noop]))
            }
            return actions
        case (.upgrade, .probed):
            self.upgrade = .none
            self.transport = .websocket
            self.isFlushRequested = true
            var actions: [Action] = [.adoptUpgrade, .flushWebSocket]
            if self.isPollHanging {
                self.isPollHanging = false
                actions.insert(.answerPoll([.noop]), at: 0)
            }
            return actions
        case (_, .none): return []
        default: return self.abandonUpgrade()
        }
    }

    /// The connection that is being tried broke; polling goes on.
    ///
    /// - Returns: What to do.
    public mutating func upgradeConnectionLost() -> [Action] {
        guard self.isOpen, self.transport == .polling else { return [] }
        return self.abandonUpgrade()
    }

    mutating func expireUpgrade(now: ContinuousClock.Instant) -> [Action] {
        switch self.upgrade {
        case .connected(let deadline) where now >= deadline, .probed(let deadline) where now >= deadline:
            return self.abandonUpgrade()
        case .none, .connected, .probed: return []
        }
    }

    private mutating func abandonUpgrade() -> [Action] {
        if case .none = self.upgrade { return [] }
        self.upgrade = .none
        return [.abandonUpgrade] + (self.queue.isEmpty ? [] : self.announcement())
    }
}
