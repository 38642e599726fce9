/// Something that happened in a chat, in the order viewers are told.
public enum ChatEvent: Sendable {
    /// The chat began to work for the person.
    case taskStarted
    /// The chat is idle again.
    case taskEnded
    /// A message or step was sent whole, or its stream ended.
    case sent(StepRecord)
    /// A message or step begins to stream; its text so far is in the record.
    case streamStarted(StepRecord)
    /// Text arrived for a streaming message or step.
    case token(StreamedToken)
    /// A message or step changed.
    case updated(StepRecord)
    /// A message or step is gone, with all below it.
    case removed(StepRecord)
    /// The person said something, through the viewer of that identity; the others have yet to show it.
    case received(StepRecord, viewer: ViewerID?)
    /// The settings panel was sent.
    case settings(ChatSettings, SettingsValues)
    /// The person changed settings.
    case settingsChanged(ChatSettings, SettingsValues)
    /// The person did something for the first time in this thread.
    case firstInteraction(name: String, threadID: String)
    /// A short notice beside the chat.
    case toast(message: String, kind: ToastKind)
}

/// Text for a streaming message or step.
public struct StreamedToken: Sendable {
    /// The message or step it belongs to.
    public let id: String
    /// The text.
    public let text: String
    /// Whether the text replaces all that was there, instead of following it.
    ///
    /// Chainlit: `isSequence`.
    public let replaces: Bool
    /// Whether it belongs to a step's input, not its output.
    public let isInput: Bool

    /// Creates a token.
    ///
    /// - Parameters:
    ///   - id: The message or step it belongs to.
    ///   - text: The text.
    ///   - replaces: Whether the text replaces all that was there.
    ///   - isInput: Whether it belongs to a step's input.
    public init(id: String, text: String, replaces: Bool = false, isInput: Bool = false) {
        self.id = id
        self.text = text
        self.replaces = replaces
        self.isInput = isInput
    }
}

/// How a toast looks.
///
/// Chainlit: the `type` of `send_toast`.
public enum ToastKind: String, Sendable {
    /// For information.
    case info
    /// Something worked.
    case success
    /// Something needs care.
    case warning
    /// Something failed.
    case error
}

/// Which of a chat's viewers, while it is attached.
public struct ViewerID: Hashable, Sendable {
    let number: Int
}

/// One who watches a chat: a browser tab, or a test.
///
/// Called in order, one call at a time, and never to block.
public protocol ChatTransport: Sendable {
    /// Takes what happened.
    ///
    /// - Parameter event: What happened.
    func deliver(_ event: ChatEvent)
}

/// A chat as it stands, for a viewer that comes to it late.
public struct ChatSnapshot: Sendable {
    /// Messages and steps in the order they came.
    public let records: [StepRecord]
    /// The settings panel and its values, when there is one.
    public let settings: (panel: ChatSettings, values: SettingsValues)?
    /// Whether the chat works for the person right now.
    public let isRunning: Bool
    /// The name and thread of the first interaction, when there was one.
    public let firstInteraction: (name: String, threadID: String)?
}
