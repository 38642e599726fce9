/// What a client's latest poll and upload were answered, for a browser that asks again because the answer never came.
///
/// A browser that loses a kept connection before the answer sends its request anew, and the page hears nothing of it. To the
/// session it would be another request: what the first answer held would be lost, and an upload would be taken twice.
/// Clients put something new into `t` with each request, so the same `t` means the same request.
struct AnsweredRequests: Sendable {
    private var poll: (stamp: String, answer: [UInt8])?
    private var upload: String?

    /// The answer that a poll has had before, if it is the latest one again.
    func answer(toPoll stamp: String?) -> [UInt8]? {
        self.poll.flatMap { $0.stamp == stamp ? $0.answer : nil }
    }

    /// Keeps a poll's answer until the next one.
    mutating func remember(poll stamp: String?, answer: [UInt8]) {
        self.poll = stamp.map { ($0, answer) }
    }

    /// Whether an upload has been taken before, if it is the latest one again.
    func hasTaken(upload stamp: String?) -> Bool {
        stamp != nil && self.upload == stamp
    }

    /// Takes note of an upload that has come in whole.
    mutating func remember(upload stamp: String?) {
        self.upload = stamp
    }
}
