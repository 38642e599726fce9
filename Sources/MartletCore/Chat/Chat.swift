/// A chat, as an app's handlers are given it: where to send, and what to remember.
///
/// What is sent lies under the run or step that this value was given to. Copies mean the same chat.
public struct Chat: Sendable {
    let core: ChatSession
    let scope: RunScope

    /// The session's identifier: one open page, across reconnects.
    public var id: String { self.core.id }

    /// The thread's identifier: one conversation.
    public var threadID: String { self.core.threadID }

    /// What the app remembers for this session.
    ///
    /// Chainlit: `cl.user_session`.
    public var session: SessionStore { self.core.store }

    /// The settings as they stand; empty before any were sent.
    public var settings: SettingsValues { self.core.settingsValues }

    /// Who chats; nil when the app knows no accounts.
    ///
    /// Chainlit: `user_session.get("user")`.
    public var user: User? { self.core.identity.user }

    /// The name of the profile that was chosen.
    ///
    /// Chainlit: `user_session.get("chat_profile")`.
    public var profile: String? { self.core.identity.profile }

    /// What the person entered for the app, such as keys of services.
    ///
    /// Chainlit: `user_session.get("env")`.
    public var environment: [String: String] { self.core.identity.environment }

    /// What kind of client began the chat.
    ///
    /// Chainlit: `user_session.get("client_type")`.
    public var clientType: ClientType { self.core.identity.clientType }

    /// The person's language, such as `en-US`.
    public var language: String { self.core.identity.language }

    /// How the app is configured in this chat, the profile's changes included.
    public var configuration: ChatConfiguration { self.core.configuration }

    /// The messages so far: what a language model is told.
    ///
    /// Chainlit: `cl.chat_context`.
    public var messages: ChatContext { ChatContext(core: self.core, scope: self.scope) }

    /// The side bar.
    ///
    /// Chainlit: `cl.ElementSidebar`.
    public var sidebar: ElementSidebar { ElementSidebar(core: self.core) }

    /// The session behind this handle.
    package var base: ChatSession { self.core }

    func newRecord(_ type: StepType, name: String, id: String = Identifier.random()) -> StepRecord {
        StepRecord(
            id: id,
            threadID: self.core.threadID,
            parentID: self.scope.parentID,
            type: type,
            name: name
        )
    }

    func live(_ record: StepRecord) -> LiveRecord {
        LiveRecord(record, core: self.core, scope: self.scope)
    }
}
