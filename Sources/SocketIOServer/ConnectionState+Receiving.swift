internal import NIOWebSocket
internal import SocketIOCore

/// From Engine.IO actions to Socket.IO packets to deliveries.
extension ConnectionState {
    mutating func receive(
        _ packet: EnginePacket,
        over link: WebSocketLink,
        now: ContinuousClock.Instant
    ) -> [Effect] {
        if self.candidate?.id == link.id {
            let actions = self.engine.receiveOnUpgrade(packet, now: now)
            return self.apply(actions, now: now)
        }
        guard self.link?.id == link.id else { return [] }
        let actions = self.engine.receive(packet, now: now)
        return self.apply(actions, now: now)
    }

    mutating func apply(_ actions: [EngineSession.Action], now: ContinuousClock.Instant) -> [Effect] {
        var effects: [Effect] = []
        for action in actions {
            effects += self.apply(action, now: now)
        }
        return effects
    }

    private mutating func apply(_ action: EngineSession.Action, now: ContinuousClock.Instant) -> [Effect] {
        switch action {
        case .deliverText(let text):
            return self.receive(now: now) { (assembler) throws(PacketError) in
                try assembler.receive(text: text, from: 1)
            }
        case .deliverBinary(let bytes):
            return self.receive(now: now) { (assembler) throws(PacketError) in
                try assembler.receive(binary: bytes)
            }
        case .answerPoll(let packets):
            return self.takePoll(for: packets).map { [.answerPoll($0, .success(packets))] } ?? []
        case .flushWebSocket:
            return self.link.map { [.flush($0)] } ?? []
        case .confirmProbe:
            return self.candidate.map { [.confirmProbe($0)] } ?? []
        case .adoptUpgrade:
            self.link = self.candidate
            self.candidate = nil
            return []
        case .abandonUpgrade:
            defer { self.candidate = nil }
            return self.candidate.map { [.close($0, .normalClosure)] } ?? []
        case .closed(let reason):
            return self.leave(reason, now: now)
        case .finished:
            return self.finish()
        }
    }

    private mutating func receive(
        now: ContinuousClock.Instant,
        _ assemble: (inout SocketPacketAssembler) throws(PacketError) -> SocketPacket?
    ) -> [Effect] {
        do throws(PacketError) {
            guard let packet = try assemble(&self.assembler) else { return [] }
            return self.receive(packet, now: now)
        } catch {
            return [.log(error)] + self.close(.protocolError, now: now)
        }
    }

    private mutating func receive(_ packet: SocketPacket, now: ContinuousClock.Instant) -> [Effect] {
        guard packet.namespace == "/" else {
            guard packet.kind == .connect else { return [.ignored("a packet for a namespace it has not joined")] }
            return self.reply(.refused(namespace: packet.namespace), now: now)
        }
        switch packet.kind {
        case .connect: return self.join(auth: packet.auth)
        case .event:
            guard let socket = self.currentSocket else { return [.ignored("an event before it has joined")] }
            return self.enqueue(.event(packet, socket))
        case .acknowledgement:
            guard let id = packet.acknowledgementID,
                let handler = self.acknowledgements.removeValue(forKey: id)
            else { return [.ignored("an acknowledgement that nobody waits for")] }
            return [.acknowledge(handler, .success(packet.arguments))]
        case .disconnect: return self.leave(as: .clientDisconnected, now: now)
        case .connectError: return [.ignored("a packet that only a server sends")]
        }
    }

    private mutating func join(auth: [UInt8]?) -> [Effect] {
        guard self.membership == .outside, let owner = self.owner else {
            return [.ignored("a second request to join")]
        }
        let socket = Socket(id: SocketIOServer.makeID(), connection: owner)
        self.beginJoin(socket)
        return self.enqueue(.connect(socket, auth: auth))
    }

    private mutating func leave(_ reason: EngineSession.CloseReason, now: ContinuousClock.Instant) -> [Effect] {
        let disconnectReason: DisconnectReason =
            switch reason {
            case .clientClosed: .clientDisconnected
            case .connectionLost: .connectionLost
            case .pingTimeout: .pingTimeout
            case .protocolError: .protocolError
            case .serverClosed: .serverDisconnected
            }
        self.closeCode =
            switch self.closeReason ?? disconnectReason {
            case .serverShutdown: .goingAway
            case .bufferOverflow: .policyViolation
            case .protocolError: .protocolError
            default: .normalClosure
            }
        return self.leave(as: self.closeReason ?? disconnectReason, now: now)
    }

    private mutating func leave(as reason: DisconnectReason, now: ContinuousClock.Instant) -> [Effect] {
        guard let socket = self.currentSocket else { return [] }
        self.beOutside(now: now)
        return self.failAcknowledgements() + self.enqueue(.disconnect(socket, reason))
    }

    private mutating func finish() -> [Effect] {
        var effects: [Effect] = [.forget]
        if let waiting = self.uploadWaitingForRoom {
            self.uploadWaitingForRoom = nil
            effects.append(.resumeUpload(waiting))
        }
        if let link = self.link {
            effects.append(.close(link, self.closeCode))
        }
        return effects
    }

    // MARK: Acknowledgements

    /// Notes who waits for an answer; returns its id, or `nil` when none can come.
    mutating func register(_ handler: @escaping AcknowledgementHandler, for socket: Socket) -> Int? {
        guard self.currentSocket === socket else { return nil }
        let id = self.nextAcknowledgementID
        self.nextAcknowledgementID += 1
        self.acknowledgements[id] = handler
        return id
    }

    /// Tells everyone who waits for an answer that the client is gone.
    mutating func failAcknowledgements() -> [Effect] {
        defer { self.acknowledgements.removeAll() }
        return self.acknowledgements.values.map { .acknowledge($0, .failure(SocketIOError.gone)) }
    }

    mutating func reserveAcknowledgement(for socket: Socket) -> Int? {
        guard self.currentSocket === socket else { return nil }
        let id = self.nextAcknowledgementID
        self.nextAcknowledgementID += 1
        self.reservedAcknowledgements[id] = false
        return id
    }

    /// Registers someone who waits for an answer; returns an error when none can come any more.
    mutating func await(
        _ id: Int,
        from socket: Socket,
        _ handler: @escaping AcknowledgementHandler
    ) -> (any Error)? {
        if self.reservedAcknowledgements.removeValue(forKey: id) == true { return CancellationError() }
        guard self.currentSocket === socket else { return SocketIOError.gone }
        self.acknowledgements[id] = handler
        return nil
    }

    /// Takes back who waits for an answer.
    ///
    /// A cancellation can come before the waiting has begun, and is remembered then.
    mutating func cancelAcknowledgement(_ id: Int) -> AcknowledgementHandler? {
        if self.reservedAcknowledgements[id] != nil { self.reservedAcknowledgements[id] = true }
        return self.acknowledgements.removeValue(forKey: id)
    }
}
