/// What kind of thing an element is.
///
/// Chainlit: an element dict's `type`.
public enum ElementType: String, Hashable, Sendable {
    /// A picture.
    case image
    /// Text or code.
    case text
    /// A PDF document.
    case pdf
    /// A list of tasks.
    case taskList = "tasklist"
    /// Sound.
    case audio
    /// A film.
    case video
    /// Any file, to be downloaded.
    case file
    /// A Plotly figure.
    case plotly
    /// A table.
    case dataframe
    /// Something that the app's own script draws.
    case custom
}

/// Where an element is shown.
///
/// Chainlit: `display`.
public enum ElementDisplay: String, Hashable, Sendable {
    /// Under its message.
    case inline
    /// In the side bar.
    case side
    /// On a page of its own, behind a link.
    case page
}

/// How large an element is shown.
///
/// Chainlit: `size`.
public enum ElementSize: String, Hashable, Sendable {
    /// Small.
    case small
    /// Medium.
    case medium
    /// As wide as the message.
    case large
}

/// One element of a chat as a value; in Chainlit's terms an element dict.
public struct ElementRecord: Hashable, Sendable {
    /// The element's identifier.
    public var id: String
    /// The thread it belongs to.
    public var threadID: String
    /// What kind of thing it is.
    public var type: ElementType
    /// Its name; where the text of a message holds it, it becomes a link.
    public var name: String
    /// Where it is shown.
    public var display: ElementDisplay
    /// The address of its contents, when those lie elsewhere.
    public var url: String?
    /// The session's file with its contents.
    ///
    /// Chainlit: `chainlitKey`.
    public var fileID: String?
    /// The key of its contents in a storage.
    public var objectKey: String?
    /// How large it is shown.
    public var size: ElementSize?
    /// What a custom element is given.
    public var props: [String: JSONValue]?
    /// The page at which a PDF opens.
    public var page: Int?
    /// Whether sound plays by itself.
    public var autoPlay: Bool?
    /// Settings of the video player.
    public var playerConfiguration: JSONValue?
    /// The language of a text that is code.
    public var language: String?
    /// The message or step it belongs to.
    public var forID: String?
    /// The type of its contents.
    public var mimeType: String?

    /// Creates an element without contents.
    ///
    /// - Parameters:
    ///   - id: The identifier; by default a fresh one.
    ///   - threadID: The thread it belongs to.
    ///   - type: What kind of thing it is.
    ///   - name: Its name.
    ///   - display: Where it is shown.
    public init(
        id: String = Identifier.random(),
        threadID: String = "",
        type: ElementType,
        name: String,
        display: ElementDisplay = .inline
    ) {
        self.id = id
        self.threadID = threadID
        self.type = type
        self.name = name
        self.display = display
    }
}
