import MartletCore
import Synchronization

/// Reads a chat's run log for one client, as fast as that client takes it.
///
/// A client that stops reading costs what its buffer holds and no more: the pump stands still, tokens that follow each
/// other are joined in the log, and once the log no longer reaches back the client is shown the chat as it stands.
final class ViewerPump: LogViewer {
    fileprivate struct State {
        var viewer: (any EventViewer)?
        /// The chat as it stood, while it is being shown.
        var replay: SnapshotReplay?
        var shown = ShownParts()
        var isClosed = false
    }

    private let session: ChatSession
    private let sink: any EventSink
    private let isScheduled = Atomic(false)
    /// Where it stands in the log: changed under the lock and read without it; the greatest value while it does not read.
    private let reached = Atomic(UInt64.max)
    // Held while events are told, so that a run that begins on another thread waits for the one before it.
    private let state = Mutex(State())

    init(session: ChatSession, sink: any EventSink) {
        self.session = session
        self.sink = sink
    }

    /// Begins to read.
    ///
    /// - Parameters:
    ///   - viewer: What tells the client.
    ///   - position: Where to begin.
    func start(_ viewer: any EventViewer, after position: LogPosition) {
        self.state.withLock { state in
            state.viewer = viewer
            self.reached.store(position.value, ordering: .relaxed)
        }
        self.wake()
    }

    /// Begins to read after a snapshot.
    ///
    /// - Parameters:
    ///   - viewer: What tells the client.
    ///   - snapshot: Where to begin.
    ///   - isShown: Whether the client is shown the chat as it stood there first.
    func start(_ viewer: any EventViewer, after snapshot: ChatSnapshot, isShown: Bool) {
        self.state.withLock { state in
            state.viewer = viewer
            self.reached.store(snapshot.position.value, ordering: .relaxed)
            state.shown = ShownParts(snapshot)
            if isShown { state.replay = SnapshotReplay(snapshot) }
        }
        self.wake()
    }

    /// Does something between two events, so that what it tells does not mix with them.
    func perform(_ body: () -> Void) {
        self.state.withLock { _ in body() }
    }

    var position: LogPosition? {
        let reached = self.reached.load(ordering: .relaxed)
        return reached == .max ? nil : LogPosition(reached)
    }

    func stop() {
        self.state.withLock { state in
            state.isClosed = true
            state.viewer = nil
            self.reached.store(.max, ordering: .relaxed)
        }
    }

    func wake() {
        guard !self.isScheduled.exchange(true, ordering: .acquiringAndReleasing) else { return }
        self.sink.execute { self.run() }
    }

    private func run() {
        self.state.withLock { state in
            // Before the log is read: what is appended from now on wakes the pump anew.
            self.isScheduled.store(false, ordering: .releasing)
            guard let viewer = state.viewer, !state.isClosed else { return }
            while self.sink.isReadyForMore() {
                guard state.replay == nil else {
                    state.showNext(to: viewer)
                    continue
                }
                switch self.session.read(after: LogPosition(self.reached.load(ordering: .relaxed))) {
                case .events(let events, let next):
                    guard !events.isEmpty else { return }
                    for event in events {
                        viewer.deliver(event)
                        state.shown.note(event.event)
                    }
                    self.reached.store(next.value, ordering: .relaxed)
                case .gap:
                    let snapshot = self.session.snapshot
                    let shown = ShownParts(snapshot)
                    state.replay = SnapshotReplay(snapshot, outdated: state.shown.subtracting(shown))
                    state.shown = shown
                    self.reached.store(snapshot.position.value, ordering: .relaxed)
                }
            }
        }
    }
}

extension ViewerPump.State {
    fileprivate mutating func showNext(to viewer: any EventViewer) {
        guard var replay = self.replay else { return }
        // Not copied while it is changed.
        self.replay = nil
        viewer.showNext(of: &replay)
        if !replay.isDone { self.replay = replay }
    }
}
