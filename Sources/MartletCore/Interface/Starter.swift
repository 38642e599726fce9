/// A message that a new chat offers to begin with.
///
/// Chainlit: `cl.Starter`.
public struct Starter: Hashable, Sendable {
    /// What the person reads.
    public var label: String
    /// What is sent.
    public var message: String
    /// The command that goes with the message.
    public var command: String?
    /// The address of an image, or the name of a Lucide icon.
    public var icon: String?

    /// Creates a starter.
    ///
    /// - Parameters:
    ///   - label: What the person reads.
    ///   - message: What is sent.
    ///   - command: The command that goes with the message.
    ///   - icon: The address of an image, or the name of a Lucide icon.
    public init(label: String, message: String, command: String? = nil, icon: String? = nil) {
        self.label = label
        self.message = message
        self.command = command
        self.icon = icon
    }
}

/// Starters under one heading.
///
/// Chainlit: `cl.StarterCategory`.
public struct StarterCategory: Hashable, Sendable {
    /// What the person reads.
    public var label: String
    /// The address of an image, or the name of a Lucide icon.
    public var icon: String?
    /// The starters.
    public var starters: [Starter]

    /// Creates a category.
    ///
    /// - Parameters:
    ///   - label: What the person reads.
    ///   - icon: The address of an image, or the name of a Lucide icon.
    ///   - starters: The starters.
    public init(label: String, icon: String? = nil, starters: [Starter]) {
        self.label = label
        self.icon = icon
        self.starters = starters
    }
}
