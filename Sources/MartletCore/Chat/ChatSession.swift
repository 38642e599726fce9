public import Foundation
public import Logging
import Synchronization

/// One person's chat with an app: what happened, what runs, and what the app remembers.
///
/// It outlives the sockets that show it: viewers attach and detach, the chat goes on.
public final class ChatSession: Sendable {
    struct State {
        var settings = ChatSettings([])
        var values = SettingsValues()
        var tasks: [Int: RunningTask] = [:]
        var nextTask = 0
        var context = ContextEntries()
        var asks: [String: OpenAsk] = [:]
        var calls: [String: Pending<JSONValue>] = [:]
        var audio: OpenMicrophone?
        var gauge: ContextGauge?
        var nextMicrophone = 0
        var recoveries: [(key: String, viewer: ViewerID)] = []
        var atEnd: [@Sendable () async -> Void] = []
        var isStarted = false
        /// What waits for `onChatStart`; nil while that does not run.
        var waitersForBeginning: [Pending<Bool>]?
        var wasUsed = false
        var hasInteraction = false
        var isEnded = false
    }

    /// How long the end of a chat waits for handlers that were cancelled.
    static let patience = Duration.seconds(3)
    /// How long the app's `onChatEnd`, and then what else is to be done at the end, may take.
    static let longestEnd = Duration.seconds(10)
    /// The most runs at once that one chat's clients may have begun.
    static let mostClientRuns = 32

    /// The session's identifier, chosen by the client.
    public let id: String
    /// The thread's identifier.
    public let threadID: String
    /// Whose chat it is.
    public let identity: ChatIdentity
    /// How the app is configured in this chat, the profile's changes included.
    public let configuration: ChatConfiguration
    /// What the app remembers for this session.
    public let store = SessionStore()
    /// What the server keeps with this session, out of the app's sight.
    public let attachments = SessionStore()
    /// The files of this session.
    public let files: SessionFiles
    /// What the app does.
    public let hooks: ChatHooks
    let log = RunLog()
    let clock: any Clock<Duration>
    let logger: Logger
    let state = Mutex(State())

    /// Creates a chat that has not started.
    ///
    /// - Parameters:
    ///   - id: The session's identifier.
    ///   - threadID: The thread's identifier; by default a fresh one.
    ///   - identity: Whose chat it is.
    ///   - configuration: How the app is configured in this chat.
    ///   - hooks: What the app does.
    ///   - filesFolder: The folder in which each session has one for its files.
    ///   - clock: What measures how long an answer is awaited.
    ///   - logger: Where to log.
    public init(
        id: String,
        threadID: String = Identifier.random(),
        identity: ChatIdentity = ChatIdentity(),
        configuration: ChatConfiguration = ChatConfiguration(),
        hooks: ChatHooks,
        filesFolder: URL = FileManager.default.temporaryDirectory.appending(path: "martlet-files"),
        clock: any Clock<Duration> = ContinuousClock(),
        logger: Logger
    ) {
        self.id = id
        self.threadID = threadID
        self.identity = identity
        self.configuration = configuration
        self.hooks = hooks
        self.files = SessionFiles(below: filesFolder)
        self.clock = clock
        var logger = logger
        // Who knows the whole identifier owns the chat, so the log has only its beginning.
        logger[metadataKey: "martlet.session.id"] = .string(String(id.prefix(8)))
        self.logger = logger
    }

    /// The name that the app's messages carry.
    public var assistantName: String { self.configuration.ui.name }

    /// The name that the person's messages carry when the client gives none.
    var personName: String { self.identity.user?.identifier ?? "User" }

    var settingsValues: SettingsValues {
        self.state.withLock { $0.values }
    }

    func show(_ settings: ChatSettings) throws(MartletError) -> SettingsValues {
        try settings.validate()
        return self.state.withLock { state in
            state.settings = settings
            state.values = settings.initialValues
            self.log.append(.settings(settings, state.values))
            return state.values
        }
    }

    /// The handle of a chat for code that runs in it.
    func chat(under parentID: String? = nil) -> Chat {
        Chat(core: self, scope: RunScope(parentID: parentID))
    }
}
