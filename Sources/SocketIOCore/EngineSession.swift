import DequeModule

/// One Engine.IO session as a value: what may be asked of it over which transport, what waits to be sent, and when it dies.
///
/// It holds no socket and reads no clock. Each call takes what happened and the time, and returns what the shell around
/// it must do. A shell keeps it behind a lock and acts after leaving the lock.
public struct EngineSession: Sendable {
    /// Why a session ended.
    public enum CloseReason: Sendable, Hashable {
        /// The client sent a close packet, or closed its WebSocket in order.
        case clientClosed
        /// The connection broke.
        case connectionLost
        /// No pong came in time.
        case pingTimeout
        /// The client broke the protocol.
        case protocolError
        /// The server ended the session.
        case serverClosed
    }

    /// What the shell must do, in order.
    public enum Action: Sendable {
        /// Hand one Socket.IO text packet up; it begins at byte 1.
        case deliverText([UInt8])
        /// Hand one attachment up.
        case deliverBinary([UInt8])
        /// Answer the hanging poll with these packets.
        case answerPoll([OutgoingPacket])
        /// Send what waits over the WebSocket.
        case flushWebSocket
        /// Answer `3probe` on the connection that is being tried.
        case confirmProbe
        /// Make the connection that is being tried the session's own.
        case adoptUpgrade
        /// Close the connection that is being tried; polling goes on.
        case abandonUpgrade
        /// The session is over for the layers above; what waits may still be fetched.
        case closed(CloseReason)
        /// Forget the session, and close its WebSocket when what waits has been sent.
        case finished
    }

    /// What became of a frame that was handed in.
    public enum SendOutcome: Sendable {
        /// It waits: for a poll, for an upgrade to finish, or for a flush already under way.
        case queued
        /// It waits for the WebSocket, which must be told.
        case flushWebSocket
        /// It answers the hanging poll.
        case answerPoll([OutgoingPacket])
        /// It would pass the limit and was not taken.
        case overLimit
        /// The session is over.
        case closed
    }

    /// What a poll gets.
    public enum PollOutcome: Sendable {
        /// An answer at once, and whether the session is finished with it.
        case answer([OutgoingPacket], isLast: Bool)
        /// It hangs until an ``Action/answerPoll(_:)``.
        case wait
    }

    enum Phase: Sendable {
        case open
        /// Closed by the server while no poll hung: the next poll fetches the rest.
        case draining
        case closed
    }

    enum Upgrade: Sendable {
        case none
        case connected(deadline: ContinuousClock.Instant)
        case probed(deadline: ContinuousClock.Instant)
    }

    enum Heartbeat: Sendable {
        case pingDue(ContinuousClock.Instant)
        case pongDue(ContinuousClock.Instant)
    }

    /// The session's id, opaque to clients.
    public let id: String

    /// Its settings.
    public let configuration: EngineConfiguration

    /// The transport that carries the traffic now.
    public internal(set) var transport: EngineTransport

    /// How many bytes wait to be taken.
    public internal(set) var queuedBytes = 0

    var phase = Phase.open
    /// Until when the rest may be fetched.
    ///
    /// Beside the phase: an enumeration with a time in it is costly to look at, and each frame asks for the phase.
    var drainDeadline: ContinuousClock.Instant?
    var upgrade = Upgrade.none
    var heartbeat: Heartbeat
    var queue = Deque<OutgoingPacket>()
    var isPollHanging = false
    /// Whether the client gave the latest poll up while it hung.
    var isPollAbandoned = false
    var isUploadOpen = false
    var isFlushRequested = false
    var isHeld = false

    /// Opens a session.
    ///
    /// - Parameters:
    ///   - id: The session's id.
    ///   - transport: The transport of the handshake.
    ///   - configuration: Its settings.
    ///   - now: The time.
    public init(
        id: String,
        transport: EngineTransport,
        configuration: EngineConfiguration,
        now: ContinuousClock.Instant
    ) {
        self.id = id
        self.transport = transport
        self.configuration = configuration
        self.heartbeat = .pingDue(now + configuration.pingInterval)
    }

    /// The `0{…}` packet that opens the session.
    public var handshake: [UInt8] {
        self.configuration.handshake(id: self.id, transport: self.transport)
    }

    /// Whether the session takes and delivers messages.
    public var isOpen: Bool {
        self.phase == .open
    }

    /// Whether a frame would find a free way out at once: nothing waits before it.
    public var isIdle: Bool { self.queue.isEmpty }

    // MARK: Sending

    /// Takes a frame to send.
    ///
    /// - Parameters:
    ///   - frame: The frame; its attachments stay next to it.
    ///   - limit: The most bytes that may wait, this frame included, unless nothing else waits.
    /// - Returns: What became of it.
    public mutating func send(_ frame: SocketFrame, limit: Int = .max) -> SendOutcome {
        guard self.isOpen else { return .closed }
        // A frame that alone is larger than the limit would never get through, so one may always wait.
        guard self.queue.isEmpty || self.queuedBytes + frame.byteCount <= limit else { return .overLimit }
        self.enqueue(OutgoingPacket(frame))
        return self.announce()
    }

    /// Lets what is sent from here on wait, so that many frames leave together at ``release()``.
    public mutating func hold() {
        self.isHeld = true
    }

    /// Ends ``hold()``.
    ///
    /// - Returns: What to do.
    public mutating func release() -> [Action] {
        self.isHeld = false
        return self.queue.isEmpty || !self.isOpen ? [] : self.announcement()
    }

    /// Takes packets for the WebSocket, oldest first.
    ///
    /// - Parameter budget: Stop once so many bytes are taken.
    /// - Returns: The packets; empty when nothing waits.
    public mutating func takeForWebSocket(budget: Int) -> [OutgoingPacket] {
        self.isFlushRequested = false
        var packets: [OutgoingPacket] = []
        var bytes = 0
        while bytes < budget, let packet = self.queue.popFirst() {
            bytes += packet.byteCount
            packets.append(packet)
        }
        self.queuedBytes -= bytes
        return packets
    }

    mutating func enqueue(_ packet: OutgoingPacket) {
        self.queue.append(packet)
        self.queuedBytes += packet.byteCount
    }

    /// Takes what one answer to a poll may hold; a packet and its attachments are never parted.
    mutating func takeForPoll() -> [OutgoingPacket] {
        var packets: [OutgoingPacket] = []
        var count = 0
        while let next = self.queue.first {
            count += 1 + next.attachments.count
            guard packets.isEmpty || count <= self.configuration.pollingBatch else { break }
            self.queuedBytes -= next.byteCount
            packets.append(self.queue.removeFirst())
        }
        return packets
    }

    /// Tells the transport that something waits, if it does not know yet.
    mutating func announce() -> SendOutcome {
        guard !self.isHeld else { return .queued }
        switch self.transport {
        case .websocket:
            guard !self.isFlushRequested else { return .queued }
            self.isFlushRequested = true
            return .flushWebSocket
        case .polling:
            guard self.isPollHanging, !self.isUpgrading else { return .queued }
            self.isPollHanging = false
            return .answerPoll(self.takeForPoll())
        }
    }

    // MARK: Receiving

    /// Takes a packet that came over the session's transport.
    ///
    /// - Parameters:
    ///   - packet: The packet.
    ///   - now: The time.
    /// - Returns: What to do.
    public mutating func receive(_ packet: EnginePacket, now: ContinuousClock.Instant) -> [Action] {
        guard self.isOpen else { return [] }
        switch packet {
        case .message(let text): return [.deliverText(text)]
        case .binary(let bytes): return [.deliverBinary(bytes)]
        case .pong:
            // Only the pong that is owed moves the clock: a client cannot put its next ping off by sending more.
            if case .pongDue = self.heartbeat {
                self.heartbeat = .pingDue(now + self.configuration.pingInterval)
            }
            return []
        case .close: return self.close(.clientClosed, now: now)
        case .noop: return []
        case .ping, .upgrade: return self.close(.protocolError, now: now)
        }
    }

    // MARK: Time and end

    /// Whether a deadline has passed, so that ``tick(now:)`` has something to do.
    ///
    /// - Parameter now: The time.
    /// - Returns: `true` if it has, or if a state other than the usual one has to be looked at more closely.
    public func isTickDue(_ now: ContinuousClock.Instant) -> Bool {
        guard self.isOpen, case .none = self.upgrade else { return true }
        switch self.heartbeat {
        case .pingDue(let deadline), .pongDue(let deadline): return now >= deadline
        }
    }

    /// Looks at the deadlines.
    ///
    /// - Parameter now: The time.
    /// - Returns: What to do: send a ping, give an upgrade up, end the session.
    public mutating func tick(now: ContinuousClock.Instant) -> [Action] {
        switch self.phase {
        case .closed: return []
        case .draining:
            guard let deadline = self.drainDeadline, now >= deadline else { return [] }
            self.phase = .closed
            return [.finished]
        case .open: break
        }
        var actions = self.expireUpgrade(now: now)
        switch self.heartbeat {
        case .pingDue(let deadline) where now >= deadline:
            self.heartbeat = .pongDue(now + self.configuration.pingTimeout)
            self.enqueue(.ping)
            actions.append(contentsOf: self.announcement())
        case .pongDue(let deadline) where now >= deadline:
            actions.append(contentsOf: self.close(.pingTimeout, now: now))
        case .pingDue, .pongDue: break
        }
        return actions
    }

    /// Starts an owed pong's time anew, for a shell that has not been reading.
    ///
    /// - Parameter now: The time.
    public mutating func forgiveHeartbeat(now: ContinuousClock.Instant) {
        if case .pongDue = self.heartbeat {
            self.heartbeat = .pongDue(now + self.configuration.pingTimeout)
        }
    }

    /// Moves the deadlines by which the client has to do something, for a shell that has stood still.
    ///
    /// - Parameter duration: For how long it has.
    public mutating func postponeDeadlines(by duration: Duration) {
        if case .pongDue(let deadline) = self.heartbeat { self.heartbeat = .pongDue(deadline + duration) }
        switch self.upgrade {
        case .none: break
        case .connected(let deadline): self.upgrade = .connected(deadline: deadline + duration)
        case .probed(let deadline): self.upgrade = .probed(deadline: deadline + duration)
        }
        self.drainDeadline = self.drainDeadline.map { $0 + duration }
    }

    /// Ends the session.
    ///
    /// When the server ends it, what waits is still sent; else it is dropped.
    ///
    /// - Parameters:
    ///   - reason: Why.
    ///   - now: The time.
    /// - Returns: What to do.
    public mutating func close(_ reason: CloseReason, now: ContinuousClock.Instant) -> [Action] {
        guard self.isOpen else { return [] }
        var actions: [Action] = []
        if case .none = self.upgrade {
        } else {
            self.upgrade = .none
            actions.append(.abandonUpgrade)
        }
        self.phase = .closed
        guard reason == .serverClosed else {
            self.queue.removeAll()
            self.queuedBytes = 0
            if self.isPollHanging {
                self.isPollHanging = false
                actions.append(.answerPoll(reason == .clientClosed ? [.noop] : [.close]))
            }
            return actions + [.closed(reason), .finished]
        }
        guard self.transport == .polling else { return actions + [.closed(reason), .finished] }
        self.enqueue(.close)
        guard self.isPollHanging else {
            self.phase = .draining
            self.drainDeadline = now + self.configuration.pingTimeout
            return actions + [.closed(reason)]
        }
        self.isPollHanging = false
        return actions + [.answerPoll(self.takeForPoll()), .closed(reason), .finished]
    }

    func announcement(of outcome: SendOutcome) -> [Action] {
        switch outcome {
        case .flushWebSocket: [.flushWebSocket]
        case .answerPoll(let packets): [.answerPoll(packets)]
        case .queued, .overLimit, .closed: []
        }
    }

    mutating func announcement() -> [Action] {
        let outcome = self.announce()
        return self.announcement(of: outcome)
    }
}
