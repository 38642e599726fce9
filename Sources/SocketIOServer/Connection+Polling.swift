internal import SocketIOCore
internal import Synchronization

/// What the polling routes ask of a connection.
extension Connection {
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
