internal import NIOCore
internal import SocketIOCore

/// The poll that hangs, and those that come again.
extension ConnectionState {
    /// The poll that hangs, to be answered with these packets.
    ///
    /// They are kept in the same breath: the same request may come again before the answer is under way.
    mutating func takePoll(for packets: [OutgoingPacket]) -> PollContinuation? {
        guard let poll = self.poll else { return nil }
        self.poll = nil
        self.answered.remember(poll: poll.key, answer: packets)
        return poll.continuation
    }

    mutating func poll(
        _ continuation: PollContinuation,
        key: AnsweredRequests.Key?,
        now: ContinuousClock.Instant
    ) -> [Effect] {
        if let again = self.answered.answer(toPoll: key) { return [.answerPoll(continuation, .success(again))] }
        if self.answered.isOutdated(poll: key) {
            return [.answerPoll(continuation, .success([.noop])), .ignored("a late copy of a poll that was answered")]
        }
        do throws(EngineRequestError) {
            switch try self.engine.beginPoll() {
            case .wait:
                self.poll = (continuation, key)
                return []
            case .answer(let packets, let isLast):
                self.answered.remember(poll: key, answer: packets)
                return [.answerPoll(continuation, .success(packets))] + (isLast ? [.forget] : [])
            }
        } catch {
            let refused: [Effect] = [.answerPoll(continuation, .failure(error))]
            return refused + (error.endsSession ? self.close(.protocolError, now: now) : [])
        }
    }

    /// The connection of a poll broke, of which others may have gone over another connection since.
    mutating func losePoll(over address: SocketAddress?, now: ContinuousClock.Instant) -> [Effect] {
        if let poll = self.poll {
            if let address, let own = poll.key?.address, own != address { return [] }
        } else if self.answered.hasAnswered(elsewhere: address) {
            return []
        }
        return self.apply(self.engine.pollConnectionLost(now: now), now: now)
    }
}
