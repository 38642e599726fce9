/// One of several ways to use an app, chosen before a chat begins.
///
/// Chainlit: `cl.ChatProfile`.
public struct ChatProfile: Sendable {
    /// Its name, by which the app knows it.
    public var name: String
    /// What it is good for, in Markdown.
    public var description: String
    /// The address of an image, which is also shown as the app's avatar.
    public var icon: String?
    /// What the person reads in place of the name.
    public var displayName: String?
    /// Whether it is chosen at the start; else the first is.
    public var isDefault: Bool
    /// What its chats offer to begin with, in place of the app's own starters.
    public var starters: [Starter]?
    /// What is configured otherwise in its chats.
    ///
    /// Chainlit: `config_overrides`.
    public var configure: (@Sendable (inout ChatConfiguration) -> Void)?

    /// Creates a profile.
    ///
    /// - Parameters:
    ///   - name: Its name, by which the app knows it.
    ///   - description: What it is good for, in Markdown.
    ///   - icon: The address of an image.
    ///   - displayName: What the person reads in place of the name.
    ///   - isDefault: Whether it is chosen at the start.
    ///   - starters: What its chats offer to begin with.
    ///   - configure: What is configured otherwise in its chats.
    public init(
        name: String,
        description: String = "",
        icon: String? = nil,
        displayName: String? = nil,
        isDefault: Bool = false,
        starters: [Starter]? = nil,
        configure: (@Sendable (inout ChatConfiguration) -> Void)? = nil
    ) {
        self.name = name
        self.description = description
        self.icon = icon
        self.displayName = displayName
        self.isDefault = isDefault
        self.starters = starters
        self.configure = configure
    }

    /// A configuration as it is in chats of this profile.
    ///
    /// - Parameter configuration: The app's configuration.
    /// - Returns: The configuration with this profile's changes.
    public func configuration(from configuration: ChatConfiguration) -> ChatConfiguration {
        var configuration = configuration
        self.configure?(&configuration)
        return configuration
    }
}
