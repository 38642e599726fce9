import MartletCore

extension ModelActivity {
    /// The arguments of Martlet's `activity` event, as members of an open object.
    func writeMembers(to buffer: inout JSONBuffer) {
        buffer.member("id", self.id)
        switch self.phase {
        case .waiting(let position):
            buffer.member("state", "waiting")
            buffer.member("position", position)
        case .readingPrompt(let done, let total):
            buffer.member("state", "reading")
            buffer.member("done", done)
            buffer.member("total", total)
        case .ended: buffer.member("state", "ended")
        case .generating(let tokens, let perSecond):
            buffer.member("state", "generating")
            buffer.member("tokens", tokens)
            if let perSecond { buffer.member("perSecond", .double((perSecond * 10).rounded() / 10)) }
        }
    }
}
