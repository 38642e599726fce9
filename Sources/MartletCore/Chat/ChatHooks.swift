/// What an app does when something happens in a chat; each may be missing.
public struct ChatHooks: Sendable {
    /// A handler that is told of a chat alone.
    public typealias ChatHandler = @Sendable (Chat) async throws -> Void
    /// A handler that is told of settings.
    public typealias SettingsHandler = @Sendable (SettingsValues, Chat) async throws -> Void
    /// A handler of a button; what it returns goes back to the client that pressed it.
    public typealias ActionHandler = @Sendable (Action, Chat) async throws -> JSONValue

    /// Runs once when a chat begins.
    ///
    /// Chainlit: `@cl.on_chat_start`.
    public var onChatStart: ChatHandler?
    /// Runs for each message of the person.
    ///
    /// Chainlit: `@cl.on_message`.
    public var onMessage: (@Sendable (Message, Chat) async throws -> Void)?
    /// Runs when the person confirmed new settings.
    ///
    /// Chainlit: `@cl.on_settings_update`.
    public var onSettingsUpdate: SettingsHandler?
    /// Runs while the person edits settings, before they are confirmed.
    ///
    /// Chainlit: `@cl.on_settings_edit`.
    public var onSettingsEdit: SettingsHandler?
    /// Runs after the person stopped the running work.
    ///
    /// Chainlit: `@cl.on_stop`.
    public var onStop: ChatHandler?
    /// Runs once when the chat is over.
    ///
    /// Chainlit: `@cl.on_chat_end`.
    public var onChatEnd: ChatHandler?
    /// Runs when the person opens the microphone; false keeps it closed.
    ///
    /// Chainlit: `@cl.on_audio_start`.
    public var onAudioStart: (@Sendable (Chat) async throws -> Bool)?
    /// Runs for each piece of what the person says, one after the other.
    ///
    /// Chainlit: `@cl.on_audio_chunk`.
    public var onAudioChunk: (@Sendable (InputAudioChunk, Chat) async throws -> Void)?
    /// Runs when the person closes the microphone.
    ///
    /// Chainlit: `@cl.on_audio_end`.
    public var onAudioEnd: ChatHandler?
    /// Runs for each value that the page that embeds the chat posts.
    ///
    /// Chainlit: `@cl.on_window_message`.
    public var onWindowMessage: (@Sendable (JSONValue, Chat) async throws -> Void)?
    /// Runs when the person presses a button, by the button's name.
    ///
    /// Chainlit: `@cl.action_callback(name)`.
    public var onAction: [String: ActionHandler] = [:]
    /// Runs when the person judged an answer.
    ///
    /// Chainlit: `@cl.on_feedback`.
    public var onFeedback: (@Sendable (Feedback) async throws -> Void)?
    /// Takes up a thread that the person opened again.
    ///
    /// Chainlit: `@cl.on_chat_resume`.
    public var onChatResume: (@Sendable (ThreadRecord, Chat) async throws -> Void)?
    /// Runs when the person signs out.
    ///
    /// Chainlit: `@cl.on_logout`.
    public var onLogout: (@Sendable (User?) async throws -> Void)?
    /// The profiles that a person can choose from.
    ///
    /// Chainlit: `@cl.set_chat_profiles`.
    public var chatProfiles: (@Sendable (_ user: User?, _ language: String) async throws -> [ChatProfile])?
    /// What a new chat offers to begin with.
    ///
    /// Chainlit: `@cl.set_starters`.
    public var starters: (@Sendable (_ user: User?, _ language: String) async throws -> [Starter])?
    /// What a new chat offers to begin with, under headings.
    ///
    /// Chainlit: `@cl.set_starter_categories`.
    public var starterCategories: (@Sendable (_ user: User?, _ language: String) async throws -> [StarterCategory])?
    /// What an author or step is called; called for each name that is shown, so it must be quick.
    ///
    /// Chainlit: `@cl.author_rename`.
    public var authorRename: (@Sendable (String) -> String)?

    /// Creates hooks that do nothing.
    public init() {}
}
