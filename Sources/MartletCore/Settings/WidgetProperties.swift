/// What every widget of a settings panel has, whatever its kind.
public struct WidgetProperties: Hashable, Sendable {
    /// The name under which its value is found; unique in a panel.
    public var id: String
    /// What the person reads beside it.
    public var label: String
    /// A short help text on hover.
    public var tooltip: String?
    /// A longer help text under the label.
    public var description: String?
    /// Whether it is shown but cannot be changed.
    public var isDisabled: Bool

    /// Creates properties.
    ///
    /// - Parameters:
    ///   - id: The name under which the widget's value is found.
    ///   - label: What the person reads beside it.
    ///   - tooltip: A short help text on hover.
    ///   - description: A longer help text under the label.
    ///   - isDisabled: Whether it is shown but cannot be changed.
    public init(
        id: String,
        label: String,
        tooltip: String? = nil,
        description: String? = nil,
        isDisabled: Bool = false
    ) {
        self.id = id
        self.label = label
        self.tooltip = tooltip
        self.description = description
        self.isDisabled = isDisabled
    }
}
