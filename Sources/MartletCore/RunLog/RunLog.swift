import Synchronization

/// The truth about a chat: everything that happened, numbered, and folded into what it looks like now.
///
/// Appending wakes the viewers, who read on from where each of them stands. The newest events are kept in bounded
/// memory; a viewer that has fallen behind further takes the chat as it stands and goes on from there.
final class RunLog: Sendable {
    private struct State {
        var chat = ChatState()
        var window = EventWindow()
        var viewers: [ViewerID: any LogViewer] = [:]
        /// The viewers again, ready to be woken without building a list for each token.
        var woken: [any LogViewer] = []
        var nextViewer = 0
    }

    private let state = Mutex(State())

    /// Adds a viewer.
    ///
    /// - Returns: Its identity, and the chat as it stands; everything that follows is to be read after that position.
    func attach(_ viewer: any LogViewer) -> (id: ViewerID, snapshot: ChatSnapshot) {
        self.state.withLock { state in
            let id = ViewerID(number: state.nextViewer)
            state.nextViewer += 1
            state.viewers[id] = viewer
            state.woken = Array(state.viewers.values)
            return (id, state.chat.snapshot(at: state.window.end))
        }
    }

    /// Adds a viewer again that lost its connection.
    func attach(_ viewer: any LogViewer, as id: ViewerID) {
        self.state.withLock { state in
            state.viewers[id] = viewer
            state.woken = Array(state.viewers.values)
        }
    }

    /// Takes a viewer away, unless another has taken its place; true when nobody watches any more.
    func detach(_ id: ViewerID, viewer: any LogViewer) -> Bool {
        self.state.withLock { state in
            if let current = state.viewers[id], current as AnyObject === viewer as AnyObject {
                state.viewers[id] = nil
                state.woken = Array(state.viewers.values)
            }
            return state.viewers.isEmpty
        }
    }

    /// Takes a viewer away; true when nobody watches any more.
    func detach(_ id: ViewerID) -> Bool {
        self.state.withLock { state in
            state.viewers[id] = nil
            state.woken = Array(state.viewers.values)
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
            state.window.append(.element(new))
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
            state.window.append(event)
            return state.woken
        }
        for viewer in viewers {
            viewer.wake()
        }
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
