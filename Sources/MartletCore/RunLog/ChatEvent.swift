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
    /// An element was sent or changed.
    case element(ElementRecord)
    /// An element is gone.
    case elementRemoved(ElementRecord)
    /// An action was sent.
    case action(Action)
    /// An action is gone.
    case actionRemoved(Action)
    /// The person is asked for something; viewers answer through ``ChatSession/answer(_:with:from:)``.
    case ask(AskRequest)
    /// A question is settled.
    case askEnded(AskRequest, AskOutcome)
    /// The page that embeds the chat is asked to call a function; viewers answer through
    /// ``ChatSession/answerCall(_:with:)``.
    case functionCall(FunctionCall)
    /// A function call is settled, by an answer or by time.
    case functionCallEnded(FunctionCall, isTimeout: Bool)
    /// The side bar has a title.
    case sidebarTitle(String)
    /// The side bar shows these elements; none closes it.
    case sidebarElements([ElementRecord], key: String?)
    /// The commands that the composer offers.
    case commands([Command])
    /// The modes that the composer offers.
    case modes([Mode])
    /// Tokens were used, to be added to the page's counter.
    case tokensUsed(Int)
    /// A value for the page that embeds the chat.
    case windowMessage(JSONValue)
    /// The microphone may open, or must close.
    case audioConnection(isOn: Bool)
    /// Sound to be played.
    case audio(OutputAudioChunk)
    /// Sound that plays must end.
    case audioInterrupted
    /// What a language model does; for Martlet's own page.
    case activity(ModelActivity)
    /// How long a context drafts can be counted against; for Martlet's own page.
    case contextLimit(Int)
    /// A short notice beside the chat.
    case toast(message: String, kind: ToastKind)
}

/// Text for a streaming message or step.
public struct StreamedToken: Hashable, Sendable {
    /// The message or step it belongs to.
    public let id: String
    /// The text.
    public internal(set) var text: String
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
