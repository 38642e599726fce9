import Synchronization

/// The truth about a chat: everything that happened, numbered, and folded into what it looks like now.
///
/// Appending wakes the viewers, who read on from where each of them stands. The newest events are kept in bounded
/// memory; a viewer that has fallen behind further takes the chat as it stands and goes on from there.
final class RunLog: Sendable {
    fileprivate struct State {
        var chat = ChatState()
        var window = EventWindow()
        var viewers: [ViewerID: any LogViewer] = [:]
        /// The viewers again, ready to be woken without building a list for each token.
        var woken: [any LogViewer] = []
        /// Those who are waited for: not the ones that read too slowly.
        var awaited: [any LogViewer] = []
        /// Viewers that read too slowly to be waited for, until they have caught up.
        var slow: Set<ViewerID> = []
        var nextViewer = 0
        /// How much had been appended when it was last looked for viewers that fall behind.
        var lookedAt = 0
    }

    private let state = Mutex(State())
    /// Whether so much was appended that it is time to look for viewers that fall behind.
    private let isDue = Atomic(false)

    /// After how much it is looked for viewers that fall behind, how much may be unread then, and how much of it is left
    /// when the app goes on; in the units of ``EventWindow/weight``.
    private static let (lookAfter, mostUnread, fewUnread) = (64 << 10, 640 << 10, 160 << 10)
    /// How long the app waits for a viewer.
    private static let patience = Duration.seconds(2)

    /// Adds a viewer.
    ///
    /// - Returns: Its identity, and the chat as it stands; everything that follows is to be read after that position.
    func attach(_ viewer: any LogViewer) -> (id: ViewerID, snapshot: ChatSnapshot) {
        self.state.withLock { state in
            let id = ViewerID(number: state.nextViewer)
            state.nextViewer += 1
            state.viewers[id] = viewer
            state.viewersChanged()
            return (id, state.chat.snapshot(at: state.window.end))
        }
    }

    /// Adds a viewer again that lost its connection.
    func attach(_ viewer: any LogViewer, as id: ViewerID) {
        self.state.withLock { state in
            state.viewers[id] = viewer
            state.slow.remove(id)
            state.viewersChanged()
        }
    }

    /// Takes a viewer away, unless another has taken its place; true when nobody watches any more.
    func detach(_ id: ViewerID, viewer: any LogViewer) -> Bool {
        self.state.withLock { state in
            if let current = state.viewers[id], current as AnyObject === viewer as AnyObject {
                state.viewers[id] = nil
                state.viewersChanged()
            }
            return state.viewers.isEmpty
        }
    }

    /// Takes a viewer away; true when nobody watches any more.
    func detach(_ id: ViewerID) -> Bool {
        self.state.withLock { state in
            state.viewers[id] = nil
            state.viewersChanged()
            return state.viewers.isEmpty
        }
    }

    var hasViewers: Bool {
        self.state.withLock { !$0.viewers.isEmpty }
    }

    /// The chat as it stands.
    var snapshot: ChatSnapshot {
        self.state.withLock { $0.chat.snapshot(at: $0.window.end) }
    }

    /// What happened after a position.
    func read(after position: LogPosition) -> LogReading {
        self.state.withLock { $0.window.read(after: position) }
    }

    /// The entry of an id as it stands.
    func record(_ id: String) -> StepRecord? {
        self.state.withLock { $0.chat.record(id) }
    }

    /// Asks something of the chat as it stands, without copying all of it.
    func look<Result: Sendable>(_ body: (borrowing ChatState) -> Result) -> Result {
        self.state.withLock { body($0.chat) }
    }

    /// Puts an element in the place of the one of its identifier.
    ///
    /// - Parameters:
    ///   - id: The element.
    ///   - change: Makes the new one of what there is; nil leaves it. It must not call the log.
    /// - Returns: What there was, and what there is now; nil when nothing changed.
    @discardableResult
    func replaceElement(
        _ id: String,
        _ change: (ElementRecord?) -> ElementRecord?
    ) -> (old: ElementRecord?, new: ElementRecord)? {
        let (viewers, replaced) = self.state.withLock {
            state -> ([any LogViewer], (old: ElementRecord?, new: ElementRecord)?) in
            let old = state.chat.element(id)
            guard let new = change(old) else { return ([], nil) }
            guard RunMark.current?.isDiscarded != true, state.chat.fold(.element(new)) else { return ([], nil) }
            self.note(.element(new), in: &state)
            return (state.woken, (old, new))
        }
        for viewer in viewers { viewer.wake() }
        return replaced
    }

    func append(_ event: ChatEvent) {
        let viewers = self.state.withLock { state -> [any LogViewer] in
            // What a run sends after its messages were taken away would hang under nothing.
            if event.addsEntry, RunMark.current?.isDiscarded == true { return [] }
            guard state.chat.fold(event) else { return [] }
            self.note(event, in: &state)
            return state.woken
        }
        for viewer in viewers {
            viewer.wake()
        }
    }

    private func note(_ event: ChatEvent, in state: inout State) {
        let awaited = state.awaited
        state.window.append(event) { awaited.lazy.compactMap(\.position).min() }
        if state.window.weight - state.lookedAt > Self.lookAfter { self.isDue.store(true, ordering: .relaxed) }
    }
}

extension RunLog {
    /// Lets viewers that read, but more slowly than the app writes, catch up; called before something is appended.
    ///
    /// A viewer that does not catch up within two seconds is not waited for until it has: one that stops reading must
    /// hold nobody up.
    func pace() async {
        guard self.isDue.load(ordering: .relaxed) else { return }
        await self.waitForViewers()
    }

    private func waitForViewers() async {
        var limit = Self.mostUnread
        let start = ContinuousClock.now
        while true {
            let behind = self.viewersBehind(by: limit)
            guard !behind.isEmpty else { return }
            guard ContinuousClock.now - start < Self.patience else { return self.giveUp(behind) }
            limit = Self.fewUnread
            guard (try? await Task.sleep(for: .milliseconds(1))) != nil else { return }
        }
    }

    private func viewersBehind(by limit: Int) -> [ViewerID] {
        self.state.withLock { state in
            self.isDue.store(false, ordering: .relaxed)
            state.lookedAt = state.window.weight
            let unread = state.viewers.compactMapValues { $0.position.map { state.window.weight(after: $0) } }
            let caughtUp = state.slow.filter { (unread[$0] ?? 0) <= Self.fewUnread }
            if !caughtUp.isEmpty {
                state.slow.subtract(caughtUp)
                state.viewersChanged()
            }
            return unread.filter { $0.value > limit && !state.slow.contains($0.key) }.map(\.key)
        }
    }

    private func giveUp(_ viewers: [ViewerID]) {
        self.state.withLock { state in
            state.slow.formUnion(viewers)
            state.viewersChanged()
        }
    }
}

extension RunLog.State {
    fileprivate mutating func viewersChanged() {
        self.slow.formIntersection(self.viewers.keys)
        self.woken = Array(self.viewers.values)
        self.awaited = self.viewers.filter { !self.slow.contains($0.key) }.map(\.value)
    }
}

extension ChatEvent {
    /// Whether it shows something that was not there before.
    fileprivate var addsEntry: Bool {
        switch self {
        case .sent, .streamStarted, .element, .action: true
        default: false
        }
    }
}
