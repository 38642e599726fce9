internal import SocketIOCore

/// Both ways: when producers should stop because the client does not read, and when reading should stop because the
/// delegate does not keep up or the client sends too fast.
extension ConnectionState {
    /// How many bytes the client has not been sent yet.
    var bufferedBytes: Int { self.engine.queuedBytes + self.bytesInFlight + self.heldBytes }

    mutating func noteHighWater() {
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

    mutating func makeRoom() -> [Effect] {
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

    var isInboxFull: Bool {
        self.inbox.count >= self.server.configuration.maximumWaitingEvents
            || self.inboxBytes >= self.server.configuration.maximumWaitingBytes
    }

    /// Whether so little waits for the delegate that reading may go on.
    private var hasRoom: Bool {
        self.inbox.count <= self.server.configuration.maximumWaitingEvents / 2
            && self.inboxBytes <= self.server.configuration.maximumWaitingBytes / 2
    }
}
