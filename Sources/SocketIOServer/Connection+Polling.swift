internal import Logging
internal import NIOCore
internal import SocketIOCore
internal import Synchronization

/// What the polling routes ask of a connection.
extension Connection {
    /// Answers a poll, at once or when there is something to say.
    func poll(_ key: AnsweredRequests.Key?) async throws(EngineRequestError) -> [OutgoingPacket] {
        let answer = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                self.change { state, now in state.poll(continuation, key: key, now: now) }
            }
        } onCancel: {
            self.losePoll(over: key?.address)
        }
        return try answer.get()
    }

    /// The connection of a poll broke before its answer was written.
    ///
    /// - Parameter address: Where the connection came from, when that is known.
    func losePoll(over address: SocketAddress?) {
        self.change { state, now in state.losePoll(over: address, now: now) }
    }

    func beginUpload() throws(EngineRequestError) {
        try self.refusable { state, _ throws(EngineRequestError) in try state.engine.beginUpload() }
    }

    /// Takes the packets of an upload, no faster than the delegate handles them and than the client may send.
    ///
    /// The upload is looked at as a whole first: one that is malformed anywhere has no effect.
    func receive(upload body: [UInt8]) async throws(PacketError) {
        var reader = try PollingPayload.Reader(body)
        try reader.check()
        defer { self.endUpload() }
        while !reader.isAtEnd, self.isOpen {
            let delay = try await self.receive(part: &reader)
            guard delay > .zero else { continue }
            self.server.logger.debug(
                "Slowing a client down that sends too fast",
                metadata: ["socketio.session": "\(self.id)", "socketio.delay": "\(delay)"]
            )
            // Cancelled only when the server ends, and the session with it.
            do { try await Task.sleep(for: delay) } catch { return }
        }
    }

    private var isOpen: Bool { self.state.withLock { $0.engine.isOpen } }

    private func receive(part reader: inout PollingPayload.Reader) async throws(PacketError) -> Duration {
        let now = ContinuousClock.now
        let part = reader
        let result = self.state.withLock { state -> Result<(PollingPayload.Reader, [Effect], Duration), PacketError> in
            var reader = part
            do throws(PacketError) {
                let (effects, delay) = try state.receive(&reader, now: now)
                return .success((reader, effects, delay))
            } catch {
                return .failure(error)
            }
        }
        let (rest, effects, delay) = try result.get()
        reader = rest
        self.perform(effects)
        await withCheckedContinuation { continuation in
            self.change { state, _ in state.waitForRoom(continuation) }
        }
        return delay
    }

    func endUpload() {
        self.state.withLock { $0.engine.endUpload() }
    }

    /// Does what a refused request calls for: some end the session.
    func refusable(
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
}
