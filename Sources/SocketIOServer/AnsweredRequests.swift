internal import DequeModule
internal import NIOCore
internal import SocketIOCore

/// What a client's latest poll and upload were answered, for a browser that asks again because the answer never came.
///
/// A browser that loses a kept connection before the answer sends its request anew, and the page hears nothing of it. To the
/// session it would be another request: what the first answer held would be lost, and an upload would be taken twice.
/// Clients put something new into `t` with each request, so the same `t` soon after, over another connection, means the same
/// request; unless `t` never changes, as some send it.
///
/// The first copy may also come last, when its answer is of no use any more: held up on its way, or read late by a server that
/// is busy. It is known by its `t` too, and gets nothing that somebody waits for.
struct AnsweredRequests: Sendable {
    /// What tells a request from others.
    struct Key: Sendable {
        let stamp: String
        /// Where the connection comes from, when that is known.
        let address: SocketAddress?
        let time: ContinuousClock.Instant

        init?(_ query: String?, from address: SocketAddress?, at time: ContinuousClock.Instant = .now) {
            guard let query else { return nil }
            (self.stamp, self.address, self.time) = (query, address, time)
        }

        func isRepeated(by other: Key) -> Bool {
            guard self.stamp == other.stamp, self.time.duration(to: other.time) < AnsweredRequests.patience else {
                return false
            }
            return self.address == nil || other.address == nil || self.address != other.address
        }
    }

    /// How long after a request its repetition may come.
    private static let patience = Duration.seconds(30)
    /// So many polls are known after later ones were answered: at 3 ms for a poll, those of the last second.
    private static let memory = 256

    private var firstStamp: String?
    private var stampsDiffer = false
    private var poll: (key: Key, answer: [OutgoingPacket])?
    /// Answered polls after which others were answered.
    private var outdated: Deque<Key> = []
    private var upload: (key: Key, digest: Int)?

    /// The answer that a poll has had before, if it is the latest one again.
    mutating func answer(toPoll key: Key?) -> [OutgoingPacket]? {
        self.note(key)
        guard let key, let poll = self.poll, self.stampsDiffer, poll.key.isRepeated(by: key) else { return nil }
        return poll.answer
    }

    /// Keeps a poll's answer until the next one.
    mutating func remember(poll key: Key?, answer: [OutgoingPacket]) {
        if let last = self.poll?.key, last.stamp != key?.stamp {
            if self.outdated.count == Self.memory { self.outdated.removeFirst() }
            self.outdated.append(last)
        }
        self.poll = key.map { ($0, answer) }
    }

    /// Whether a poll is a late copy of one after which others were answered: its client has gone on.
    func isOutdated(poll key: Key?) -> Bool {
        guard let key, self.stampsDiffer else { return false }
        return self.outdated.contains { $0.isRepeated(by: key) }
    }

    /// Whether the latest answer to a poll is known to have gone over another connection than this one.
    func hasAnswered(elsewhere address: SocketAddress?) -> Bool {
        guard let address, let last = self.poll?.key.address else { return false }
        return last != address
    }

    /// Whether an upload may be the latest one again; what it holds decides.
    mutating func mayRepeat(upload key: Key?) -> Bool {
        self.note(key)
        guard let key, let upload = self.upload, self.stampsDiffer else { return false }
        return upload.key.isRepeated(by: key)
    }

    /// Whether the latest upload held the same.
    func hasTaken(_ digest: Int) -> Bool {
        self.upload?.digest == digest
    }

    /// Takes note of an upload that has come in whole.
    mutating func remember(upload key: Key?, digest: Int) {
        self.upload = key.map { ($0, digest) }
    }

    /// Looks at a request's `t`, which may be the same in all.
    mutating func note(_ key: Key?) {
        guard !self.stampsDiffer, let key else { return }
        if let first = self.firstStamp { self.stampsDiffer = first != key.stamp } else { self.firstStamp = key.stamp }
    }
}
