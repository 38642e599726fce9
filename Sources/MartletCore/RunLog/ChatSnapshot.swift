/// A chat as it stands, for a viewer that comes to it late.
public struct ChatSnapshot: Sendable {
    /// Where the run log stood; what follows is read after it.
    public let position: LogPosition
    /// Messages and steps in the order they came.
    public let records: [StepRecord]
    /// The elements in the order they came.
    public let elements: [ElementRecord]
    /// The actions in the order they came.
    public let actions: [Action]
    /// The settings panel and its values, when there is one.
    public let settings: (panel: ChatSettings, values: SettingsValues)?
    /// The commands that the composer offers.
    public let commands: [Command]
    /// The modes that the composer offers.
    public let modes: [Mode]
    /// What the side bar shows.
    public let sidebar: SidebarContent
    /// The question that waits for an answer, the newest when there are several.
    public let ask: AskRequest?
    /// The function calls that wait for an answer.
    public let functionCalls: [FunctionCall]
    /// Whether the chat works for the person right now.
    public let isRunning: Bool
    /// What language models do right now.
    public let activities: [ModelActivity]
    /// How long a context drafts can be counted against, when they can.
    public let contextLimit: Int?
    /// The name and thread of the first interaction, when there was one.
    public let firstInteraction: (name: String, threadID: String)?
}

/// What the side bar shows.
public struct SidebarContent: Sendable, Hashable {
    /// Its title, once one was given.
    public internal(set) var title: String?
    /// Its elements.
    public internal(set) var elements: [ElementRecord] = []
    /// What the app calls this content, so that the same content is not shown anew.
    public internal(set) var key: String?

    /// Creates a closed side bar.
    public init() {}
}
