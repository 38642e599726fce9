/// What an app does when something happens in a chat; each may be missing.
public struct ChatHooks: Sendable {
    /// A handler that is told of a chat alone.
    public typealias ChatHandler = @Sendable (Chat) async throws -> Void
    /// A handler that is told of settings.
    public typealias SettingsHandler = @Sendable (SettingsValues, Chat) async throws -> Void

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

    /// Creates hooks that do nothing.
    public init() {}
}
