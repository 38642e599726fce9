import Synchronization

/// Ends a running decode when no one waits for its results any more.
///
/// A back end looks at ``isRequested`` while it computes, from any thread, and comes back soon once it is true.
public final class DecodeAbort: Sendable {
    private let requested = Atomic(false)
    private let participants = Guarded(Participants())

    private struct Participants {
        var isDecoding = false
        var ids: Set<Int> = []
    }

    /// Creates an abort flag that is not set.
    public init() {}

    /// Whether the running decode should end.
    public var isRequested: Bool { self.requested.load(ordering: .relaxed) }

    /// Notes whom the coming decode works for.
    func begin(_ ids: some Sequence<Int>) {
        self.participants.withLock { state in
            state.isDecoding = true
            state.ids = Set(ids)
            self.requested.store(false, ordering: .relaxed)
        }
    }

    /// Notes that the decode is over.
    func end() {
        self.participants.withLock { state in
            state.isDecoding = false
            state.ids = []
        }
    }

    /// Notes that a request is not wanted any more; the last one ends the decode.
    func cancelled(_ id: Int) {
        self.participants.withLock { state in
            guard state.isDecoding, state.ids.remove(id) != nil, state.ids.isEmpty else { return }
            self.requested.store(true, ordering: .relaxed)
        }
    }

    /// Ends the running decode whoever waits for it.
    func stop() {
        self.participants.withLock { state in
            if state.isDecoding { self.requested.store(true, ordering: .relaxed) }
        }
    }
}
