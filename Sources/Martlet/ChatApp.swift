import Logging
public import MartletCore
public import MartletServer
import Synchronization

/// A chat application: handlers for what happens in its chats, and the server that runs them.
///
/// ```swift
/// let app = ChatApp()
/// app.onMessage { message, chat in try await chat.send("You said: \(message.content)") }
/// try await app.run()
/// ```
public final class ChatApp: Sendable {
    private struct State {
        var hooks = ChatHooks()
        var mcp = MCPHooks()
        var onStartup: (@Sendable () async throws -> Void)?
        var onShutdown: (@Sendable () async throws -> Void)?
    }

    private let state = Mutex(State())
    /// What the app serves to other programs.
    let served = ServedModels()

    /// Creates an app without handlers.
    public init() {}

    /// What the app does; for those who run it without a server.
    package var hooks: ChatHooks { self.state.withLock { $0.hooks }.countingForPeople }

    /// Whether there is a handler that a page can reach.
    var hasHandler: Bool {
        let state = self.state.withLock { $0 }
        return !self.served.names.isEmpty || state.hooks.hasHandler || state.mcp.onConnect != nil
            || state.mcp.onDisconnect != nil
    }

    /// Does what the app does before the first chat.
    package func startUp() async throws {
        try await self.state.withLock { $0 }.onStartup?()
    }

    /// Does what the app does after the last chat.
    package func shutDown() async throws {
        try await self.state.withLock { $0 }.onShutdown?()
    }

    /// The server of the app as it is now.
    ///
    /// - Parameters:
    ///   - configuration: How to serve it.
    ///   - logger: Where to log.
    func server(_ configuration: AppConfiguration, logger: Logger) -> ChatServer {
        let state = self.state.withLock { $0 }
        self.served.configuration = configuration.chat
        if state.hooks.onMessage != nil, !self.served.hasChat { self.serveChat(as: configuration.name) }
        return ChatServer(
            hooks: state.hooks.countingForPeople,
            mcp: state.mcp,
            extensions: [OpenAIAPI(models: self.served, logger: logger)],
            metrics: [EngineMetrics(models: self.served), AnswerMetrics.shared],
            apiKeys: self.served.keys,
            configuration: configuration,
            logger: logger
        )
    }

    func changeMCP(_ change: (inout MCPHooks) -> Void) {
        self.state.withLock { change(&$0.mcp) }
    }

    func change(_ change: (inout ChatHooks) -> Void) {
        self.state.withLock { change(&$0.hooks) }
    }

    /// Runs once when a chat begins.
    ///
    /// Messages that come meanwhile are handled when it has ended, when it asks the person something, or when the first
    /// of them has waited ten seconds.
    ///
    /// Chainlit: `@cl.on_chat_start`.
    ///
    /// - Parameter handler: What to do.
    public func onChatStart(_ handler: @escaping ChatHooks.ChatHandler) {
        self.state.withLock { $0.hooks.onChatStart = handler }
    }

    /// Runs for each message of the person.
    ///
    /// Chainlit: `@cl.on_message`.
    ///
    /// - Parameter handler: What to do; it is given the message.
    public func onMessage(_ handler: @escaping @Sendable (Message, Chat) async throws -> Void) {
        self.state.withLock { $0.hooks.onMessage = handler }
    }

    /// Runs when the person confirmed new settings.
    ///
    /// Chainlit: `@cl.on_settings_update`.
    ///
    /// - Parameter handler: What to do; it is given all values, the changed ones among them.
    public func onSettingsUpdate(_ handler: @escaping ChatHooks.SettingsHandler) {
        self.state.withLock { $0.hooks.onSettingsUpdate = handler }
    }

    /// Runs while the person edits settings, before they are confirmed.
    ///
    /// Chainlit: `@cl.on_settings_edit`.
    ///
    /// - Parameter handler: What to do; it is given the values as edited.
    public func onSettingsEdit(_ handler: @escaping ChatHooks.SettingsHandler) {
        self.state.withLock { $0.hooks.onSettingsEdit = handler }
    }

    /// Runs after the person stopped the running work.
    ///
    /// Chainlit: `@cl.on_stop`.
    ///
    /// - Parameter handler: What to do.
    public func onStop(_ handler: @escaping ChatHooks.ChatHandler) {
        self.state.withLock { $0.hooks.onStop = handler }
    }

    /// Runs once when the chat is over: its client left for a new one, or did not come back in time.
    ///
    /// Chainlit's `@cl.on_chat_end` also runs at every short loss of the socket; this does not.
    ///
    /// - Parameter handler: What to do.
    public func onChatEnd(_ handler: @escaping ChatHooks.ChatHandler) {
        self.state.withLock { $0.hooks.onChatEnd = handler }
    }

    /// Runs for each value that the page that embeds the chat posts.
    ///
    /// Chainlit: `@cl.on_window_message`.
    ///
    /// - Parameter handler: What to do; it is given the value.
    public func onWindowMessage(_ handler: @escaping @Sendable (JSONValue, Chat) async throws -> Void) {
        self.state.withLock { $0.hooks.onWindowMessage = handler }
    }

    /// Runs when the person presses a button of this name.
    ///
    /// Chainlit: `@cl.action_callback(name)`.
    ///
    /// - Parameters:
    ///   - name: The button's name.
    ///   - handler: What to do; it is given the button.
    public func onAction(_ name: String, _ handler: @escaping @Sendable (Action, Chat) async throws -> Void) {
        self.state.withLock { state in
            state.hooks.onAction[name] = { action, chat in
                try await handler(action, chat)
                return .null
            }
        }
    }

    /// Runs when the person presses a button of this name, and answers the client that pressed it.
    ///
    /// Chainlit: `@cl.action_callback(name)` with a callback that returns something.
    ///
    /// - Parameters:
    ///   - name: The button's name.
    ///   - type: What the handler returns.
    ///   - handler: What to do; what it returns reaches the client's script as JSON.
    public func onAction<Answer: Encodable & Sendable>(
        _ name: String,
        returning type: Answer.Type,
        _ handler: @escaping @Sendable (Action, Chat) async throws -> Answer
    ) {
        self.state.withLock { state in
            state.hooks.onAction[name] = { action, chat in
                try JSONValue(encoding: try await handler(action, chat))
            }
        }
    }

    /// Runs when the person judged an answer.
    ///
    /// Chainlit: `@cl.on_feedback`.
    ///
    /// - Parameter handler: What to do; it is given the feedback.
    public func onFeedback(_ handler: @escaping @Sendable (Feedback) async throws -> Void) {
        self.state.withLock { $0.hooks.onFeedback = handler }
    }

    /// Runs when a person signs out.
    ///
    /// Chainlit: `@cl.on_logout`.
    ///
    /// - Parameter handler: What to do; it is given who signed out, if that is known.
    public func onLogout(_ handler: @escaping @Sendable (User?) async throws -> Void) {
        self.state.withLock { $0.hooks.onLogout = handler }
    }

    /// Takes up a thread that the person opened again; threads are kept where the app has a data layer.
    ///
    /// Chainlit: `@cl.on_chat_resume`.
    ///
    /// - Parameter handler: What to do; it is given the thread.
    public func onChatResume(_ handler: @escaping @Sendable (ThreadRecord, Chat) async throws -> Void) {
        self.state.withLock { $0.hooks.onChatResume = handler }
    }

    /// Runs before the first request is served.
    ///
    /// Chainlit: `@cl.on_app_startup`.
    ///
    /// - Parameter handler: What to do; when it throws, the app does not start.
    public func onAppStartup(_ handler: @escaping @Sendable () async throws -> Void) {
        self.state.withLock { $0.onStartup = handler }
    }

    /// Runs after the last chat has ended.
    ///
    /// Chainlit: `@cl.on_app_shutdown`.
    ///
    /// - Parameter handler: What to do.
    public func onAppShutdown(_ handler: @escaping @Sendable () async throws -> Void) {
        self.state.withLock { $0.onShutdown = handler }
    }

    /// Serves the app until the process is asked to end.
    ///
    /// - Parameter configuration: How to serve it; by default what the environment says, which `martlet run` sets.
    /// - Throws: What `onAppStartup` or `onAppShutdown` throws. Where the app cannot be served (it has no handlers, the
    ///   configuration is wrong, the port is taken) the process ends with one sentence and exit code 1.
    public func run(configuration: AppConfiguration? = nil) async throws {
        do {
            let environment = ProcessEnvironment.variables
            let configuration = try configuration ?? AppConfiguration(environment: environment)
            Logs.start(isDebug: configuration.isDebug)
            let state = self.state.withLock { $0 }
            guard self.hasHandler else {
                throw MartletError(
                    .invalidConfiguration,
                    "The app has no handlers; add at least onMessage, onChatStart or serve before run()."
                )
            }
            try await state.onStartup?()
            let server = self.server(configuration, logger: Logger(label: "martlet"))
            try await server.run { url in StartupNotice.show(url, environment: environment) }
            try await state.onShutdown?()
        } catch let error as MartletError {
            // A person reads this: one sentence instead of a crash report.
            ProcessEnvironment.exit(with: error)
        }
    }
}

extension ChatHooks {
    /// Whether there is a handler that a page can reach; what only offers or renames does not count.
    fileprivate var hasHandler: Bool {
        self.onChatStart != nil || self.onMessage != nil || self.onSettingsUpdate != nil || self.onSettingsEdit != nil
            || self.onStop != nil || self.onChatEnd != nil || self.onAudioStart != nil || self.onAudioChunk != nil
            || self.onAudioEnd != nil || self.onWindowMessage != nil || !self.onAction.isEmpty
            || self.onFeedback != nil || self.onChatResume != nil || self.onLogout != nil
    }
}
