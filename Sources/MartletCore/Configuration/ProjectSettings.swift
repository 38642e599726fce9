/// Sessions, origins and keys of an app: the table `[project]` of its configuration.
public struct ProjectSettings: Sendable, Hashable {
    /// A way for a browser to hold its connection.
    public enum Transport: String, Sendable, Hashable, CaseIterable {
        /// Requests that wait for an answer.
        case polling
        /// One connection that stays open.
        case websocket
    }

    /// Names of keys that each person is asked for, and that handlers find in `chat.environment`; `user_env`.
    public var userEnv: [String] = []
    /// How long a chat that nobody watches lives on, an hour by default; `session_timeout`, in seconds.
    public var sessionTimeout: Duration = .seconds(3600)
    /// How long a person stays logged in, 15 days by default; `user_session_timeout`, in seconds.
    public var userSessionTimeout: Duration = .seconds(1_296_000)
    /// Chainlit's cache of answers between runs; `cache`.
    ///
    /// It is read so that a Chainlit file can be used as it is. An app of Martlet says with `Cached` what is kept.
    public var cache = false
    /// Whether a person's keys are stored with the chat's history; `persist_user_env`.
    public var persistUserEnv = false
    /// Whether a person's keys are hidden while they are typed; `mask_user_env`.
    public var maskUserEnv = false
    /// Origins of other sites whose pages may use this app; `allow_origins`, where `"*"` stands for all.
    ///
    /// Nil, when nothing is set: plain requests are answered to pages of every origin, as Chainlit does, and sockets
    /// are opened for the app's own page alone, since a browser would send its cookies along from any page.
    public var allowOrigins: [String]?
    /// The ways in which browsers try to connect, in this order; `transports`.
    ///
    /// Nil leaves it to the client.
    public var transports: [Transport]?

    /// Creates the default settings.
    public init() {}
}
