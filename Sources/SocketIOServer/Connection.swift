internal import Logging
internal import SocketIOCore
internal import Synchronization

/// One client: its Engine.IO session, its place in the namespace, and the connection it came over.
///
/// All of it is a value behind one lock. What follows from a call is gathered as effects and done after the lock is left.
final class Connection: Sendable {
    let id: String
    let request: HandshakeRequest
    let server: SocketIOServer

    /// Bytes handed to the channel and not yet taken by the system.
    let bytesInFlight = Atomic<Int>(0)

    private let state: Mutex<ConnectionState>

    init(id: String, request: HandshakeRequest, server: SocketIOServer, link: WebSocketLink?) {
        self.id = id
        self.request = request
        self.server = server
        let now = ContinuousClock.now
        self.state = Mutex(
            ConnectionState(
                engine: EngineSession(
                    id: id,
                    transport: link == nil ? .polling : .websocket,
                    configuration: server.configuration.engine,
                    now: now
                ),
                configuration: server.configuration,
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

    var bufferedBytes: Int {
        self.state.withLock { $0.engine.queuedBytes } + self.bytesInFlight.load(ordering: .relaxed)
    }

    // MARK: Sending

    func emit(_ frame: SocketFrame, to socket: Socket) {
        let limit = self.server.configuration.maximumBufferedBytes - self.bytesInFlight.load(ordering: .relaxed)
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
                if let error = self.state.withLock({ $0.await(id, from: socket, continuation) }) {
                    continuation.resume(throwing: error)
                } else {
                    self.emit(SocketFrame(event: event, arguments: arguments, acknowledgementID: id), to: socket)
                }
            }
        } onCancel: {
            self.state.withLock { $0.cancelAcknowledgement(id) }?.resume(throwing: CancellationError())
        }
    }

    /// Takes what waits for a WebSocket; nothing while that WebSocket is not the session's own.
    func takePackets(for link: ObjectIdentifier, budget: Int) -> [OutgoingPacket] {
        self.state.withLock { $0.link?.id == link ? $0.engine.takeForWebSocket(budget: budget) : [] }
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

    func tick(now: ContinuousClock.Instant) {
        self.change { state, _ in state.tick(now: now) }
    }

    // MARK: Polling

    /// Answers a poll, at once or when there is something to say.
    func poll() async throws(EngineRequestError) -> [OutgoingPacket] {
        let answer = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                self.change { state, now in state.poll(continuation, now: now) }
            }
        } onCancel: {
            self.pollConnectionLost()
        }
        return try answer.get()
    }

    func pollConnectionLost() {
        self.change { state, now in
            let actions = state.engine.pollConnectionLost(now: now)
            return state.apply(actions, now: now)
        }
    }

    func beginUpload() throws(EngineRequestError) {
        try self.refusable { state, _ throws(EngineRequestError) in try state.engine.beginUpload() }
    }

    /// Takes the packets of an upload, then waits until the delegate has caught up with them.
    func receive(upload packets: [EnginePacket]) async {
        await withCheckedContinuation { continuation in
            self.change { state, now in
                var effects: [Effect] = []
                for packet in packets {
                    let actions = state.engine.receive(packet, now: now)
                    effects += state.apply(actions, now: now)
                }
                return effects + state.waitForRoom(continuation)
            }
        }
        self.endUpload()
    }

    func endUpload() {
        self.state.withLock { $0.engine.endUpload() }
    }

    /// Does what a refused request calls for: some end the session.
    private func refusable(
        _ body: (inout ConnectionState, ContinuousClock.Instant) throws(EngineRequestError) -> Void
    ) throws(EngineRequestError) {
        let now = ContinuousClock.now
        let (result, effects) = self.state.withLock { state -> (Result<Void, EngineRequestError>, [Effect]) in
            do throws(EngineRequestError) {
                return (.success(try body(&state, now)), [])
            } catch {
                return (.failure(error), error.endsSession ? state.close(.protocolError, now: now) : [])
            }
        }
        self.perform(effects)
        try result.get()
    }

    func fail() {
        self.change { state, now in state.close(.protocolError, now: now) }
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

    /// Whether the delegate is so far behind that nothing more should be read; the link is told when that changes.
    func shouldPauseReading(_ link: ObjectIdentifier) -> Bool {
        self.state.withLock { $0.link?.id == link && $0.shouldPauseReading() }
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

    private func change(_ body: (inout ConnectionState, ContinuousClock.Instant) -> [Effect]) {
        let now = ContinuousClock.now
        self.perform(self.state.withLock { body(&$0, now) })
    }

    private func perform(_ effects: [Effect]) {
        // Last, so that a delegate that is told of the end finds the session gone.
        var delivers = false
        defer { if delivers { self.server.scheduleDelivery(self) } }
        for effect in effects {
            switch effect {
            case .answerPoll(let continuation, let answer): continuation.resume(returning: answer)
            case .acknowledge(let continuation, let result): continuation.resume(with: result)
            case .resumeUpload(let continuation): continuation.resume()
            case .flush(let link): link.flush()
            case .confirmProbe(let link): link.confirmProbe()
            case .close(let link, let code): link.close(code)
            case .resumeReading(let link): link.resumeReading()
            case .deliver: delivers = true
            case .forget: self.server.forget(self)
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
