internal import DequeModule
internal import NIOWebSocket
internal import SocketIOCore

/// What a connection must do once it has left its lock, in order.
enum Effect: Sendable {
    case answerPoll(ConnectionState.PollContinuation, Result<[OutgoingPacket], EngineRequestError>)
    case acknowledge(ConnectionState.AcknowledgementHandler, Result<SocketArguments, any Error>)
    case resumeUpload(CheckedContinuation<Void, Never>)
    case flush(WebSocketLink)
    case confirmProbe(WebSocketLink)
    case close(WebSocketLink, WebSocketErrorCode)
    case resumeReading(WebSocketLink)
    case deliver
    case drained(Socket)
    case forget
    case log(PacketError)
    /// Something that a client did and that has no effect.
    case ignored(StaticString)
}

/// What follows from handing a frame in; apart from ``Effect`` so that the common case makes no array.
enum EmitOutcome: Sendable {
    case done
    case flush(WebSocketLink)
    case answerPoll(ConnectionState.PollContinuation, [OutgoingPacket])
    case overLimit

    func perform() {
        switch self {
        case .done, .overLimit: break
        case .flush(let link): link.flush()
        case .answerPoll(let continuation, let packets): continuation.resume(returning: .success(packets))
        }
    }
}

/// A connection's state, which turns what happens into effects.
struct ConnectionState {
    typealias PollContinuation = CheckedContinuation<Result<[OutgoingPacket], EngineRequestError>, Never>
    /// Takes an answer or the reason why none comes; called once, with no lock held.
    typealias AcknowledgementHandler = @Sendable (Result<SocketArguments, any Error>) -> Void

    /// Where the client stands with the default namespace.
    enum Membership {
        case outside
        /// The delegate is being asked.
        case joining
        case inside
    }

    /// One call to the delegate.
    enum Delivery {
        case connect(Socket, auth: [UInt8]?)
        case event(SocketPacket, Socket)
        case disconnect(Socket, DisconnectReason)

        var footprint: Int {
            switch self {
            case .connect(_, let auth): auth?.count ?? 0
            case .event(let packet, _): packet.footprint
            case .disconnect: 0
            }
        }
    }

    /// Whether a WebSocket may read on.
    enum ReadDecision {
        case read
        /// Not before the link is told.
        case hold
        /// Not before so much time has passed.
        case wait(Duration)
    }

    /// The server, whose settings are looked up rather than copied into each connection.
    let server: SocketIOServer
    var engine: EngineSession
    var assembler: SocketPacketAssembler
    var membership = Membership.outside
    /// The socket that the delegate has let in or is being asked about; `nil` outside the namespace.
    private(set) var currentSocket: Socket?
    /// What was emitted while the delegate is being asked.
    private var held: [SocketFrame] = []
    /// Until when the client may stay outside.
    private var joinDeadline: ContinuousClock.Instant
    /// The socket that the delegate has let in and not been told the end of.
    var accepted: Socket?
    /// The connection whose state this is, for which sockets are made.
    ///
    /// Unowned, since the state lies inside it; a weak reference would make each retain of the connection slower.
    unowned var owner: Connection?

    var link: WebSocketLink?
    var candidate: WebSocketLink?
    var poll: (continuation: PollContinuation, key: AnsweredRequests.Key?)?
    var answered = AnsweredRequests()
    var uploadWaitingForRoom: CheckedContinuation<Void, Never>?

    /// Bytes handed to the channel and not yet taken by the system.
    var bytesInFlight = 0
    /// Bytes of the frames that are held while the delegate decides.
    var heldBytes = 0
    /// Whether more has waited than the high mark allows, and not yet as little as the low mark asks for.
    var isAboveHighWater = false
    /// What the client may come back with, when the delegate has offered that.
    var recoveryID: String?

    var inbox = Deque<Delivery>()
    /// About how much memory the inbox keeps.
    var inboxBytes = 0
    var meter: PacketMeter
    /// Until when nothing is read from a client that sent too fast.
    var slowedUntil: ContinuousClock.Instant?
    var isDelivering = false
    var isReadingPaused = false

    var nextAcknowledgementID = 1
    var acknowledgements: [Int: AcknowledgementHandler] = [:]
    /// Ids given out for which nobody waits yet, and whether the wait was cancelled before it began.
    var reservedAcknowledgements: [Int: Bool] = [:]
    var closeReason: DisconnectReason?
    var closeCode = WebSocketErrorCode.normalClosure

    init(
        engine: EngineSession,
        server: SocketIOServer,
        link: WebSocketLink?,
        now: ContinuousClock.Instant
    ) {
        self.engine = engine
        self.server = server
        self.assembler = SocketPacketAssembler(limits: server.configuration.limits)
        self.joinDeadline = now + server.configuration.connectTimeout
        self.link = link
        self.meter = PacketMeter(now: now)
    }

    var connectedSocket: Socket? {
        self.membership == .inside ? self.currentSocket : nil
    }

    // MARK: Sending

    mutating func send(_ frame: SocketFrame, to socket: Socket, limit: Int) -> EmitOutcome {
        guard self.currentSocket === socket else { return .done }
        guard self.membership == .inside else { return self.hold(frame, limit: limit) }
        let outcome = self.engine.send(frame, limit: limit - self.bytesInFlight)
        self.noteHighWater()
        switch outcome {
        case .flushWebSocket: return self.link.map { .flush($0) } ?? .done
        case .answerPoll(let packets): return self.takePoll(for: packets).map { .answerPoll($0, packets) } ?? .done
        case .overLimit: return .overLimit
        case .queued, .closed: return .done
        }
    }

    private mutating func hold(_ frame: SocketFrame, limit: Int) -> EmitOutcome {
        guard self.held.isEmpty || self.bufferedBytes + frame.byteCount <= limit else { return .overLimit }
        self.held.append(frame)
        self.heldBytes += frame.byteCount
        self.noteHighWater()
        return .done
    }

    /// Sends a frame that a packet of the client calls for; one that asks for more than it reads is closed.
    mutating func reply(_ frame: SocketFrame, now: ContinuousClock.Instant) -> [Effect] {
        let limit = self.server.configuration.maximumBufferedBytes
        guard self.bufferedBytes + frame.byteCount <= limit || self.bufferedBytes == 0 else {
            return self.close(.connectionLost, as: .bufferOverflow, now: now)
        }
        return self.sendOwn(frame)
    }

    /// Sends a frame of the server's own, which no limit stops.
    mutating func sendOwn(_ frame: SocketFrame) -> [Effect] {
        switch self.engine.send(frame) {
        case .flushWebSocket: self.link.map { [.flush($0)] } ?? []
        case .answerPoll(let packets): self.takePoll(for: packets).map { [.answerPoll($0, .success(packets))] } ?? []
        case .queued, .overLimit, .closed: []
        }
    }

    // MARK: Deliveries

    mutating func enqueue(_ delivery: Delivery) -> [Effect] {
        self.inbox.append(delivery)
        self.inboxBytes += delivery.footprint
        guard !self.isDelivering else { return [] }
        self.isDelivering = true
        return [.deliver]
    }

    mutating func nextDelivery() -> (Delivery?, [Effect]) {
        guard let delivery = self.inbox.popFirst() else {
            self.isDelivering = false
            return (nil, self.makeRoom())
        }
        self.inboxBytes -= delivery.footprint
        return (delivery, self.makeRoom())
    }

    mutating func beginJoin(_ socket: Socket) {
        self.membership = .joining
        self.currentSocket = socket
        self.recoveryID = nil
    }

    /// Leaves the namespace, into which the client may come back for a while.
    mutating func beOutside(now: ContinuousClock.Instant) {
        self.membership = .outside
        self.currentSocket = nil
        self.joinDeadline = now + self.server.configuration.connectTimeout
        self.held = []
        self.heldBytes = 0
    }

    mutating func accept(_ socket: Socket, now: ContinuousClock.Instant) -> [Effect] {
        self.accepted = socket
        guard self.membership == .joining, self.currentSocket === socket else { return [] }
        self.membership = .inside
        let held = self.held
        self.held = []
        self.heldBytes = 0
        var effects = self.sendOwn(.connected(socketID: socket.id, privateID: self.recoveryID))
        for frame in held { effects += self.sendOwn(frame) }
        return effects
    }

    mutating func refuse(_ socket: Socket, _ refusal: SocketIORefusal, now: ContinuousClock.Instant) -> [Effect] {
        guard self.membership == .joining, self.currentSocket === socket else { return [] }
        self.beOutside(now: now)
        let answer = SocketFrame.refused(message: refusal.message, data: refusal.data)
        return self.failAcknowledgements() + self.reply(answer, now: now)
    }

    /// Notes that the delegate is about to be told that a socket is gone; `false` when it never let the socket in.
    mutating func leave(_ socket: Socket) -> Bool {
        guard self.accepted === socket else { return false }
        self.accepted = nil
        return true
    }

    // MARK: Time and end

    /// Whether ``tick(now:)`` may have something to do; asked of every connection, twice a second.
    func isTickDue(_ now: ContinuousClock.Instant) -> Bool {
        self.membership == .outside || self.slowedUntil != nil || self.isInboxFull || self.engine.isTickDue(now)
    }

    mutating func tick(now: ContinuousClock.Instant) -> [Effect] {
        if let until = self.slowedUntil, until <= now { self.slowedUntil = nil }
        // What is not read may hold the pong.
        if self.isInboxFull || self.slowedUntil != nil { self.engine.forgiveHeartbeat(now: now) }
        if self.membership == .outside, now >= self.joinDeadline, self.engine.isOpen {
            return self.close(.serverClosed, now: now)
        }
        let actions = self.engine.tick(now: now)
        return self.apply(actions, now: now)
    }

    /// Gives the client back the time for which the server stood still.
    mutating func postponeDeadlines(by duration: Duration) {
        self.joinDeadline += duration
        self.engine.postponeDeadlines(by: duration)
    }

    mutating func close(
        _ reason: EngineSession.CloseReason,
        as disconnectReason: DisconnectReason? = nil,
        now: ContinuousClock.Instant
    ) -> [Effect] {
        if self.engine.isOpen { self.closeReason = disconnectReason }
        let actions = self.engine.close(reason, now: now)
        return self.apply(actions, now: now)
    }

    mutating func lost(
        _ link: WebSocketLink,
        reason: EngineSession.CloseReason,
        now: ContinuousClock.Instant
    ) -> [Effect] {
        if self.candidate?.id == link.id {
            self.candidate = nil
            let actions = self.engine.upgradeConnectionLost()
            return self.apply(actions, now: now)
        }
        guard self.link?.id == link.id else { return [] }
        return self.close(reason, now: now)
    }
}
