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
    enum Namespace {
        case outside(deadline: ContinuousClock.Instant)
        case joining(Socket, held: [SocketFrame])
        case inside(Socket)
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
    var namespace: Namespace
    /// The socket that the delegate has let in and not been told the end of.
    var accepted: Socket?
    /// The connection whose state this is, for which sockets are made.
    ///
    /// Unowned, since the state lies inside it; a weak reference would make each retain of the connection slower.
    unowned var owner: Connection?

    var link: WebSocketLink?
    var candidate: WebSocketLink?
    var poll: PollContinuation?
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
        self.namespace = .outside(deadline: now + server.configuration.connectTimeout)
        self.link = link
        self.meter = PacketMeter(now: now)
    }

    var connectedSocket: Socket? {
        if case .inside(let socket) = self.namespace { socket } else { nil }
    }

    /// The socket that the delegate has let in or is being asked about.
    var currentSocket: Socket? {
        switch self.namespace {
        case .outside: nil
        case .joining(let socket, _), .inside(let socket): socket
        }
    }

    var isInboxFull: Bool {
        self.inbox.count >= self.server.configuration.maximumWaitingEvents
            || self.inboxBytes >= self.server.configuration.maximumWaitingBytes
    }

    /// Whether so little waits for the delegate that reading may go on.
    private var hasRoom: Bool {
        self.inbox.count <= self.server.configuration.maximumWaitingEvents / 2
            && self.inboxBytes <= self.server.configuration.maximumWaitingBytes / 2
    }

    // MARK: Sending

    mutating func send(_ frame: SocketFrame, to socket: Socket, limit: Int) -> EmitOutcome {
        switch self.namespace {
        case .inside(let current) where current === socket:
            let outcome = self.engine.send(frame, limit: limit - self.bytesInFlight)
            self.noteHighWater()
            switch outcome {
            case .flushWebSocket: return self.link.map { .flush($0) } ?? .done
            case .answerPoll(let packets): return self.takePoll().map { .answerPoll($0, packets) } ?? .done
            case .overLimit: return .overLimit
            case .queued, .closed: return .done
            }
        case .joining(let current, var held) where current === socket:
            guard held.isEmpty || self.bufferedBytes + frame.byteCount <= limit else { return .overLimit }
            // The list is taken out for a moment, or appending would copy it each time.
            self.namespace = .outside(deadline: .now)
            held.append(frame)
            self.heldBytes += frame.byteCount
            self.namespace = .joining(current, held: held)
            self.noteHighWater()
            return .done
        case .outside, .joining, .inside:
            return .done
        }
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
        case .answerPoll(let packets): self.takePoll().map { [.answerPoll($0, .success(packets))] } ?? []
        case .queued, .overLimit, .closed: []
        }
    }

    mutating func takePoll() -> PollContinuation? {
        defer { self.poll = nil }
        return self.poll
    }

    mutating func poll(_ continuation: PollContinuation, now: ContinuousClock.Instant) -> [Effect] {
        do throws(EngineRequestError) {
            switch try self.engine.beginPoll() {
            case .wait:
                self.poll = continuation
                return []
            case .answer(let packets, let isLast):
                return [.answerPoll(continuation, .success(packets))] + (isLast ? [.forget] : [])
            }
        } catch {
            let refused: [Effect] = [.answerPoll(continuation, .failure(error))]
            return refused + (error.endsSession ? self.close(.protocolError, now: now) : [])
        }
    }

    // MARK: Back-pressure

    /// How many bytes the client has not been sent yet.
    var bufferedBytes: Int { self.engine.queuedBytes + self.bytesInFlight + self.heldBytes }

    private mutating func noteHighWater() {
        if self.bufferedBytes > self.server.configuration.highWaterBytes { self.isAboveHighWater = true }
    }

    /// Returns the socket whose producers may go on, when what waits has just fallen to the low mark.
    mutating func takeDrained() -> Socket? {
        guard self.isAboveHighWater, self.bufferedBytes <= self.server.configuration.lowWaterBytes else { return nil }
        self.isAboveHighWater = false
        return self.currentSocket
    }

    /// Decides whether more is read from a WebSocket that has just read so many frames.
    mutating func mayRead(
        _ link: ObjectIdentifier,
        afterFrames count: Int,
        now: ContinuousClock.Instant
    ) -> ReadDecision {
        let isOwn = self.link?.id == link
        guard isOwn || self.candidate?.id == link else { return .read }
        if count > 0 { self.meter(count, now: now) }
        if isOwn {
            self.isReadingPaused = self.isInboxFull
            if self.isReadingPaused { return .hold }
        }
        guard let until = self.slowedUntil, until > now else {
            self.slowedUntil = nil
            return .read
        }
        return .wait(now.duration(to: until))
    }

    private mutating func meter(_ count: Int, now: ContinuousClock.Instant) {
        let delay = self.meter.take(count, rate: self.server.configuration.packetRate, now: now)
        if delay > .zero { self.slowedUntil = now + delay }
    }

    /// Takes packets of an upload for as long as there is room for them, and returns how long to wait before the next.
    mutating func receive(
        _ reader: inout PollingPayload.Reader,
        now: ContinuousClock.Instant
    ) throws(PacketError) -> (effects: [Effect], delay: Duration) {
        var effects: [Effect] = []
        var count = 0
        while count < 64, !self.isInboxFull, let packet = try reader.next() {
            count += 1
            let actions = self.engine.receive(packet, now: now)
            effects += self.apply(actions, now: now)
        }
        self.meter(count, now: now)
        return (effects, self.slowedUntil.map { now.duration(to: $0) } ?? .zero)
    }

    mutating func waitForRoom(_ continuation: CheckedContinuation<Void, Never>) -> [Effect] {
        guard self.isInboxFull, self.engine.isOpen else { return [.resumeUpload(continuation)] }
        self.uploadWaitingForRoom = continuation
        return []
    }

    private mutating func makeRoom() -> [Effect] {
        guard self.hasRoom || !self.engine.isOpen else { return [] }
        var effects: [Effect] = []
        if self.isReadingPaused, let link = self.link {
            self.isReadingPaused = false
            effects.append(.resumeReading(link))
        }
        if let waiting = self.uploadWaitingForRoom {
            self.uploadWaitingForRoom = nil
            effects.append(.resumeUpload(waiting))
        }
        return effects
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

    mutating func accept(_ socket: Socket, now: ContinuousClock.Instant) -> [Effect] {
        self.accepted = socket
        guard case .joining(let current, let held) = self.namespace, current === socket else { return [] }
        self.namespace = .inside(socket)
        self.heldBytes = 0
        var effects = self.sendOwn(.connected(socketID: socket.id, privateID: self.recoveryID))
        for frame in held { effects += self.sendOwn(frame) }
        return effects
    }

    mutating func refuse(_ socket: Socket, _ refusal: SocketIORefusal, now: ContinuousClock.Instant) -> [Effect] {
        guard case .joining(let current, _) = self.namespace, current === socket else { return [] }
        self.namespace = .outside(deadline: now + self.server.configuration.connectTimeout)
        self.heldBytes = 0
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
        if case .outside = self.namespace { return true }
        return self.slowedUntil != nil || self.isInboxFull || self.engine.isTickDue(now)
    }

    mutating func tick(now: ContinuousClock.Instant) -> [Effect] {
        if let until = self.slowedUntil, until <= now { self.slowedUntil = nil }
        // What is not read may hold the pong.
        if self.isInboxFull || self.slowedUntil != nil { self.engine.forgiveHeartbeat(now: now) }
        if case .outside(let deadline) = self.namespace, now >= deadline, self.engine.isOpen {
            return self.close(.serverClosed, now: now)
        }
        let actions = self.engine.tick(now: now)
        return self.apply(actions, now: now)
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
