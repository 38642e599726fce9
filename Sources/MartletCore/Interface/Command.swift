/// A command that the person can choose for a message, in the composer's menu or as a button.
///
/// Chainlit: an entry of `emitter.set_commands`.
public struct Command: Hashable, Sendable {
    /// Its name, which is shown and which the message carries.
    public var id: String
    /// The name of a Lucide icon.
    public var icon: String
    /// What it does, in a few words.
    public var description: String
    /// Whether it is a button beside the text field, not an entry of the menu.
    public var isButton: Bool
    /// Whether it stays chosen after a message was sent.
    public var isPersistent: Bool
    /// Whether it is chosen from the start.
    public var isSelected: Bool

    /// Creates a command.
    ///
    /// - Parameters:
    ///   - id: Its name, which is shown and which the message carries.
    ///   - icon: The name of a Lucide icon.
    ///   - description: What it does, in a few words.
    ///   - button: Whether it is a button beside the text field.
    ///   - persistent: Whether it stays chosen after a message was sent.
    ///   - selected: Whether it is chosen from the start.
    public init(
        id: String,
        icon: String = "",
        description: String = "",
        button: Bool = false,
        persistent: Bool = false,
        selected: Bool = false
    ) {
        self.id = id
        self.icon = icon
        self.description = description
        self.isButton = button
        self.isPersistent = persistent
        self.isSelected = selected
    }
}
