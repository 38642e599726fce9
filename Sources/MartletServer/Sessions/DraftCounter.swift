import MartletCore
import Synchronization

/// Counts what a client's draft would take of the model's context: one draft at a time, and of those that wait the newest.
final class DraftCounter: Sendable {
    private struct State {
        var next: (text: String, number: Int)?
        var isCounting = false
    }

    private let state = Mutex(State())

    /// Counts a draft and sends the client `context`, unless a newer draft comes first.
    ///
    /// - Parameters:
    ///   - text: The draft.
    ///   - number: By what the client knows the answer.
    ///   - session: The chat it is written in.
    ///   - sink: Where to send the answer.
    func count(_ text: String, number: Int, in session: ChatSession, to sink: any EventSink) {
        let isFirst = self.state.withLock { state in
            state.next = (text, number)
            defer { state.isCounting = true }
            return !state.isCounting
        }
        guard isFirst else { return }
        // Ends with the newest draft.
        Task {
            while let (text, number) = self.takeNext() {
                guard let use = await session.contextUse(of: text) else { continue }
                sink.emit("context") { buffer in
                    buffer.member("limit", use.limit)
                    buffer.member("used", use.used)
                    buffer.member("number", number)
                }
            }
        }
    }

    private func takeNext() -> (text: String, number: Int)? {
        self.state.withLock { state in
            defer { state.next = nil }
            state.isCounting = state.next != nil
            return state.next
        }
    }
}
