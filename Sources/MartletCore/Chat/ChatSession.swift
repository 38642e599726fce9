public import Logging
import Synchronization

/// One person's chat with an app: what happened, what runs, and what the app remembers.
///
/// It outlives the sockets that show it: viewers attach and detach, the chat goes on.
public final class ChatSession: Sendable {
    struct State {
        var settings = ChatSettings([])
        var values = SettingsValues()
        var tasks: [Int: Task<Void, Never>] = [:]
        var nextTask = 0
        var isStarted = false
        var hasInteraction = false
        var isEnded = false
    }

    /// How long the end of a chat waits for handlers that were cancelled.
    static let patience = Duration.seconds(3)

    /// The session's identifier, chosen by the client.
    public let id: String
    /// The thread's identifier.
    public let threadID: String
    /// What the app remembers for this session.
    public let store = SessionStore()
    /// The name that the app's messages carry.
    public let assistantName: String
    let hooks: ChatHooks
    let log = RunLog()
    let logger: Logger
    let state = Mutex(State())

    /// Creates a chat that has not started.
    ///
    /// - Parameters:
    ///   - id: The session's identifier.
    ///   - threadID: The thread's identifier; by default a fresh one.
    ///   - assistantName: The name that the app's messages carry.
    ///   - hooks: What the app does.
    ///   - logger: Where to log.
    public init(
        id: String,
        threadID: String = Identifier.random(),
        assistantName: String,
        hooks: ChatHooks,
        logger: Logger
    ) {
        self.id = id
        self.threadID = threadID
        self.assistantName = assistantName
        self.hooks = hooks
        var logger = logger
        logger[metadataKey: "martlet.session.id"] = .string(id)
        self.logger = logger
    }

    /// Adds a viewer, which is handed the chat as it stands before anything else.
    ///
    /// - Parameters:
    ///   - viewer: Who watches.
    ///   - begin: Called with the chat as it stands, before the viewer hears of anything that follows.
    /// - Returns: The viewer's identity, for ``detach(_:)``.
    public func attach(_ viewer: any ChatTransport, begin: (ChatSnapshot) -> Void) -> ViewerID {
        self.log.attach(viewer, begin: begin)
    }

    /// Takes a viewer away; the chat goes on.
    ///
    /// - Parameter viewer: Whom to take away.
    /// - Returns: Whether nobody watches any more.
    public func detach(_ viewer: ViewerID) -> Bool {
        self.log.detach(viewer)
    }

    /// Whether anybody watches.
    public var isWatched: Bool { self.log.hasViewers }

    /// The chat as it stands.
    public var snapshot: ChatSnapshot { self.log.snapshot }

    var settingsValues: SettingsValues {
        self.state.withLock { $0.values }
    }

    func show(_ settings: ChatSettings) throws(MartletError) -> SettingsValues {
        try settings.validate()
        let values = settings.initialValues
        self.state.withLock { state in
            state.settings = settings
            state.values = values
            self.log.append(.settings(settings, values))
        }
        return values
    }
}
