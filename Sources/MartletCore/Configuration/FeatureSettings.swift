/// What people may do in an app's chats: the table `[features]` of its configuration.
public struct FeatureSettings: Sendable, Hashable {
    /// Whether HTML in messages is shown as such; `unsafe_allow_html`.
    public var unsafeAllowHTML = false
    /// Whether formulas in messages are set; `latex`.
    public var latex = false
    /// Whether people's own messages are read as Markdown; `user_message_markdown`.
    public var userMessageMarkdown = true
    /// Whether the page scrolls to a message that was just sent; `user_message_autoscroll`.
    public var userMessageAutoscroll = true
    /// Whether the page follows an answer while it is written; `assistant_message_autoscroll`.
    public var assistantMessageAutoscroll = true
    /// Whether a thread is tagged with its chat profile; `auto_tag_thread`.
    public var autoTagThread = true
    /// Whether people may edit messages they have sent; `edit_message`.
    public var editMessage = true
    /// Whether people may share their threads; `allow_thread_sharing`.
    public var allowThreadSharing = false
    /// Whether people may keep messages as favourites; `favorites`.
    public var favorites = false
    /// What Slack is told; the table `[features.slack]`.
    public var slack = SlackSettings()
    /// Files that people attach of their own accord; the table `[features.spontaneous_file_upload]`.
    public var spontaneousFileUpload = FileUploadSettings()
    /// Speech in and out; the table `[features.audio]`.
    public var audio = AudioSettings()
    /// Servers of the Model Context Protocol; the table `[features.mcp]`.
    public var mcp = MCPSettings()

    /// Creates the default settings.
    public init() {}
}

/// What Slack is told of an app's work.
public struct SlackSettings: Sendable, Hashable {
    /// Whether a message gets a reaction as soon as it has arrived; `reaction_on_message_received`.
    public var reactionOnMessageReceived = false

    /// Creates the default settings.
    public init() {}
}

/// Which files people may attach to their messages.
public struct FileUploadSettings: Sendable, Hashable {
    /// Whether files may be attached at all; `enabled`.
    public var enabled = true
    /// The kinds of files that are taken; `accept`.
    public var accept = FileTypes.any
    /// The most files of one message; `max_files`.
    public var maxFiles = 20
    /// The largest file, in megabytes of 1,048,576 bytes; `max_size_mb`.
    public var maxSizeMB = 500

    /// Creates the default settings.
    public init() {}
}

/// Speech in an app's chats.
public struct AudioSettings: Sendable, Hashable {
    /// Whether people may speak to the app; `enabled`.
    public var enabled = false
    /// Samples a second; `sample_rate`.
    ///
    /// Chainlit's clients always record 24,000.
    public var sampleRate = 24_000

    /// Creates the default settings.
    public init() {}
}
