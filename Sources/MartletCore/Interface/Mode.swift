/// A choice that goes with every message, such as which model answers.
///
/// Chainlit: an entry of `emitter.set_modes`.
public struct Mode: Hashable, Sendable {
    /// The name under which a message carries the choice.
    public var id: String
    /// What the person reads.
    public var name: String
    /// What can be chosen.
    public var options: [ModeOption]

    /// Creates a mode.
    ///
    /// - Parameters:
    ///   - id: The name under which a message carries the choice.
    ///   - name: What the person reads.
    ///   - options: What can be chosen; the default one, else the first, is chosen at the start.
    public init(id: String, name: String, options: [ModeOption]) {
        self.id = id
        self.name = name
        self.options = options
    }
}

/// One choice of a ``Mode``.
///
/// Chainlit: `ModeOption`.
public struct ModeOption: Hashable, Sendable {
    /// What a message carries when it is chosen.
    public var id: String
    /// What the person reads.
    public var name: String
    /// More about it.
    public var description: String?
    /// The name of a Lucide icon.
    public var icon: String?
    /// Whether it is chosen at the start.
    public var isDefault: Bool

    /// Creates a choice.
    ///
    /// - Parameters:
    ///   - id: What a message carries when it is chosen.
    ///   - name: What the person reads.
    ///   - description: More about it.
    ///   - icon: The name of a Lucide icon.
    ///   - isDefault: Whether it is chosen at the start.
    public init(id: String, name: String, description: String? = nil, icon: String? = nil, isDefault: Bool = false) {
        self.id = id
        self.name = name
        self.description = description
        self.icon = icon
        self.isDefault = isDefault
    }
}
