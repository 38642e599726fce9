import Synchronization

extension ChatSession {
    /// Adds a viewer that is told of everything that follows.
    ///
    /// - Parameters:
    ///   - viewer: Who watches.
    ///   - begin: Called with the chat as it stands, before the viewer hears of anything that follows.
    /// - Returns: The viewer's identity, for ``detach(_:)``.
    public func attach(_ viewer: any ChatTransport, begin: (ChatSnapshot) -> Void) -> ViewerID {
        let pushing = PushingViewer(viewer, log: self.log)
        let (id, snapshot) = self.log.attach(pushing)
        begin(snapshot)
        pushing.start(after: snapshot.position)
        return id
    }

    /// Adds a viewer that reads the run log at its own pace.
    ///
    /// - Parameter viewer: Who watches; it is woken when the log grows.
    /// - Returns: The viewer's identity, and the chat as it stands: what follows is read after its position.
    public func attach(_ viewer: any LogViewer) -> (id: ViewerID, snapshot: ChatSnapshot) {
        self.log.attach(viewer)
    }

    /// Adds a viewer again that lost its connection and knows where it stood.
    ///
    /// - Parameters:
    ///   - viewer: Who watches.
    ///   - id: Its identity from before.
    public func attach(_ viewer: any LogViewer, as id: ViewerID) {
        self.log.attach(viewer, as: id)
    }

    /// Takes a viewer away; the chat goes on.
    ///
    /// - Parameter viewer: Whom to take away.
    /// - Returns: Whether nobody watches any more.
    @discardableResult
    public func detach(_ viewer: ViewerID) -> Bool {
        self.log.detach(viewer)
    }

    /// Takes a viewer away, unless it came back in the meantime under the same identity.
    ///
    /// - Parameters:
    ///   - id: Its identity.
    ///   - viewer: The viewer.
    /// - Returns: Whether nobody watches any more.
    @discardableResult
    public func detach(_ id: ViewerID, viewer: any LogViewer) -> Bool {
        self.log.detach(id, viewer: viewer)
    }

    /// What happened after a position.
    ///
    /// - Parameter position: Where the reader stands.
    /// - Returns: The events, or word that they are no longer kept.
    public func read(after position: LogPosition) -> LogReading {
        self.log.read(after: position)
    }

    /// A message or step as it stands.
    ///
    /// - Parameter id: Its identifier.
    /// - Returns: The record, or nil when the chat has none of this identifier.
    public func record(_ id: String) -> StepRecord? {
        self.log.record(id)
    }

    /// Whether anybody watches.
    public var isWatched: Bool { self.log.hasViewers }

    /// Whether the chat works for the person right now.
    public var isRunning: Bool { self.log.look { $0.isRunning } }

    /// The chat as it stands.
    public var snapshot: ChatSnapshot { self.log.snapshot }

    /// A secret by which a viewer that lost its connection can say who it was.
    ///
    /// Socket.IO: the `pid` of connection state recovery.
    ///
    /// - Parameter viewer: The viewer.
    /// - Returns: The secret; the last 64 of a chat are known.
    public func recoveryKey(for viewer: ViewerID) -> String {
        let key = Identifier.random()
        self.state.withLock { state in
            state.recoveries.append((key, viewer))
            if state.recoveries.count > 64 { state.recoveries.removeFirst() }
        }
        return key
    }

    /// The viewer that a secret belongs to.
    ///
    /// - Parameter key: The secret.
    /// - Returns: The viewer's identity, or nil when the secret is none of this chat's.
    public func viewer(recovering key: String) -> ViewerID? {
        self.state.withLock { state in state.recoveries.last { $0.key == key }?.viewer }
    }
}
