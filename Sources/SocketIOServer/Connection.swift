internal import Logging
internal import NIOCore
internal import SocketIOCore
internal import Synchronization

/// One client: its Engine.IO session, its place in the namespace, and the connection it came over.
///
/// All of it is a value behind one lock. What follows from a call is gathered as effects and done after the lock is left.
final class Connection: Sendable {
    let id: String
    let request: HandshakeRequest
    let server: SocketIOServer

    /// Runs work for a client that has no WebSocket; `nil` when requests come over no channel, as in tests.
    let pollingLoop: (any EventLoop)?

    let state: Mutex<ConnectionState>
    let work = Mutex(SocketWork())

    init(id: String, request: HandshakeRequest, server: SocketIOServer, link: WebSocketLink?) {
        self.id = id
        self.request = request
        self.server = server
        self.pollingLoop = link == nil ? server.anyEventLoop : nil
        let now = ContinuousClock.now
        self.state = Mutex(
            ConnectionState(
                engine: EngineSession(
                    id: id,
                    transport: link == nil ? .polling : .websocket,
                    configuration: server.configuration.engine,
                    now: now
                ),
                server: server,
                link: link,
                now: now
            )
        )
        self.state.withLock { $0.owner = self }
    }

    /// The `0{…}` packet that opens the session.
    var handshake: [UInt8] { self.state.withLock { $0.engine.handshake } }

    var connectedSocket: Socket? { self.state.withLock { $0.connectedSocket } }

    func isConnected(_ socket: Socket) -> Bool {
        self.connectedSocket === socket
    }

    var bufferedBytes: Int { self.state.withLock { $0.bufferedBytes } }

    func isReadyForMore(_ socket: Socket) -> Bool {
        self.state.withLock { $0.currentSocket === socket && !$0.isAboveHighWater }
    }

    func offerRecovery(_ privateID: String, for socket: Socket) {
        self.state.withLock { state in
            if state.currentSocket === socket { state.recoveryID = privateID }
        }
    }

    // MARK: Sending

    func emit(_ frame: SocketFrame, to socket: Socket) {
        let limit = self.server.configuration.maximumBufferedBytes
        let outcome = self.state.withLock { $0.send(frame, to: socket, limit: limit) }
        guard case .overLimit = outcome else { return outcome.perform() }
        switch self.server.configuration.overflow(socket, frame) {
        case .drop: return
        case .keep: self.state.withLock { $0.send(frame, to: socket, limit: .max) }.perform()
        case .close:
            self.server.logger.debug(
                "Closing a client whose buffer is full",
                metadata: ["socketio.session": "\(self.id)", "socketio.buffered": "\(self.bufferedBytes)"]
            )
            self.change { state, now in state.close(.connectionLost, as: .bufferOverflow, now: now) }
        }
    }

    func broadcast(_ frame: SocketFrame) {
        guard let socket = self.connectedSocket else { return }
        self.emit(frame, to: socket)
    }

    func emitWithAcknowledgement(
        _ event: String,
        arguments: SocketArguments,
        to socket: Socket
    ) async throws -> SocketArguments {
        guard let id = self.state.withLock({ $0.reserveAcknowledgement(for: socket) }) else {
            throw SocketIOError.gone
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                // Registered before it is sent, or a quick answer would find nobody waiting.
                if let error = self.state.withLock({ state in
                    state.await(id, from: socket) { continuation.resume(with: $0) }
                }) {
                    continuation.resume(throwing: error)
                } else {
                    self.emit(SocketFrame(event: event, arguments: arguments, acknowledgementID: id), to: socket)
                }
            }
        } onCancel: {
            self.state.withLock { $0.cancelAcknowledgement(id) }?(.failure(CancellationError()))
        }
    }

    func emit(
        _ event: String,
        json: [UInt8]?,
        to socket: Socket,
        acknowledgement: @escaping @Sendable (SocketArguments?) -> Void
    ) {
        let handler: ConnectionState.AcknowledgementHandler = { result in
            switch result {
            case .success(let arguments): acknowledgement(arguments)
            // Later, since the end can come inside a call of someone who holds locks.
            case .failure: self.execute { acknowledgement(nil) }
            }
        }
        guard let id = self.state.withLock({ $0.register(handler, for: socket) }) else {
            return handler(.failure(SocketIOError.gone))
        }
        self.emit(SocketFrame(event: event, json: json, acknowledgementID: id), to: socket)
    }

    /// Takes what waits for a WebSocket; nothing while that WebSocket is not the session's own.
    func takePackets(for link: ObjectIdentifier, budget: Int) -> [OutgoingPacket] {
        self.state.withLock { state in
            guard state.link?.id == link else { return [] }
            let queued = state.engine.queuedBytes
            let packets = state.engine.takeForWebSocket(budget: budget)
            state.bytesInFlight += queued - state.engine.queuedBytes
            return packets
        }
    }

    /// The system has taken bytes that ``takePackets(for:budget:)`` gave.
    func wrote(_ bytes: Int) {
        let drained = self.state.withLock { state in
            state.bytesInFlight -= bytes
            return state.takeDrained()
        }
        if let drained { self.server.delegate.drained(drained) }
    }

    func disconnect(_ socket: Socket) {
        self.change { state, now in
            guard state.connectedSocket === socket else { return [] }
            let goodbye = state.sendOwn(.disconnect)
            return goodbye + state.close(.serverClosed, as: .serverDisconnected, now: now)
        }
    }

    func shutdown() {
        self.change { state, now in state.close(.serverClosed, as: .serverShutdown, now: now) }
    }

    func isTickDue(_ now: ContinuousClock.Instant) -> Bool {
        self.state.withLock { $0.isTickDue(now) }
    }

    func tick(now: ContinuousClock.Instant) {
        self.change { state, _ in state.tick(now: now) }
    }

    func postponeDeadlines(by duration: Duration) {
        self.state.withLock { $0.postponeDeadlines(by: duration) }
    }

    // MARK: WebSocket

    func attachCandidate(_ link: WebSocketLink) throws(EngineRequestError) {
        try self.refusable { state, now throws(EngineRequestError) in
            try state.engine.beginUpgrade(now: now)
            state.candidate = link
        }
    }

    func receive(_ packet: EnginePacket, over link: WebSocketLink) {
        self.change { state, now in state.receive(packet, over: link, now: now) }
    }

    func broke(_ link: WebSocketLink, reason: EngineSession.CloseReason) {
        self.change { state, now in state.lost(link, reason: reason, now: now) }
    }

    /// Whether more should be read: not while the delegate is far behind, of which the link is told, or when the client
    /// sent too fast.
    func mayRead(_ link: ObjectIdentifier, afterFrames count: Int) -> ConnectionState.ReadDecision {
        let now = ContinuousClock.now
        return self.state.withLock { $0.mayRead(link, afterFrames: count, now: now) }
    }

    // MARK: Delivering

    /// Hands what waits in the inbox to the delegate, one after the other, until nothing waits.
    func deliver() async {
        while true {
            let (item, effects) = self.state.withLock { $0.nextDelivery() }
            self.perform(effects)
            guard let item else { return }
            switch item {
            case .connect(let socket, let auth): await self.connect(socket, auth: auth)
            case .event(let packet, let socket):
                guard self.state.withLock({ $0.accepted === socket }) else { continue }
                await self.server.delegate.receive(SocketEvent(packet, socket: socket), from: socket)
            case .disconnect(let socket, let reason):
                guard self.state.withLock({ $0.leave(socket) }) else { continue }
                await self.server.delegate.disconnect(socket, reason: reason)
            }
        }
    }

    private func connect(_ socket: Socket, auth: [UInt8]?) async {
        do {
            try await self.server.delegate.connect(socket, auth: auth, request: self.request)
            self.change { state, now in state.accept(socket, now: now) }
        } catch {
            let refusal = error as? SocketIORefusal ?? .general
            self.server.logger.debug(
                "Refused a client",
                metadata: ["socketio.session": "\(self.id)", "socketio.error": "\(error)"]
            )
            self.change { state, now in state.refuse(socket, refusal, now: now) }
        }
    }

    // MARK: Effects

    func change(
        on eventLoop: (any EventLoop)? = nil,
        _ body: (inout ConnectionState, ContinuousClock.Instant) -> [Effect]
    ) {
        let now = ContinuousClock.now
        let effects = self.state.withLock { state in
            let effects = body(&state, now)
            return state.takeDrained().map { effects + [.drained($0)] } ?? effects
        }
        self.perform(effects, on: eventLoop)
    }

    /// Does what a change calls for.
    ///
    /// - Parameters:
    ///   - effects: What to do.
    ///   - eventLoop: The event loop that calls, when it does nothing else at the moment; a WebSocket on it is written to
    ///     at once.
    func perform(_ effects: [Effect], on eventLoop: (any EventLoop)? = nil) {
        // Last, so that a delegate that is told of the end finds the session gone.
        var delivers = false
        defer { if delivers { self.server.scheduleDelivery(self) } }
        for effect in effects {
            switch effect {
            case .answerPoll(let continuation, let answer): continuation.resume(returning: answer)
            case .acknowledge(let handler, let result): handler(result)
            case .resumeUpload(let continuation): continuation.resume()
            case .flush(let link): link.flush(on: eventLoop)
            case .confirmProbe(let link): link.confirmProbe()
            case .close(let link, let code): link.close(code)
            case .resumeReading(let link): link.resumeReading()
            case .deliver: delivers = true
            case .drained(let socket): self.server.delegate.drained(socket)
            case .forget: self.server.forget(self)
            case .ignored(let what):
                self.server.logger.debug(
                    "Ignored what a client sent",
                    metadata: ["socketio.session": "\(self.id)", "socketio.packet": "\(what)"]
                )
            case .log(let error):
                self.server.logger.debug(
                    "Closing a client that broke the protocol",
                    metadata: ["socketio.session": "\(self.id)", "socketio.error": "\(error)"]
                )
            }
        }
    }
}

extension SocketIOError {
    static let gone = SocketIOError(.disconnected, "The client is no longer connected.")
}
