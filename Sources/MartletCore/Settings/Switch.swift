/// Something that is on or off.
///
/// Chainlit: `cl.input_widget.Switch`.
public struct Switch: SettingsWidget {
    /// The widget's kind on the wire.
    public static let type = "switch"
    /// The name under which its value is found.
    public let id: String
    /// What the person reads beside it.
    public let label: String
    /// The value it begins with.
    public let initial: Bool
    /// A short help text on hover.
    public let tooltip: String?
    /// A longer help text under the label.
    public let description: String?
    /// Whether it is shown but cannot be changed.
    public let isDisabled: Bool

    /// Creates a switch.
    ///
    /// - Parameters:
    ///   - id: The name under which its value is found.
    ///   - label: What the person reads beside it.
    ///   - initial: The value it begins with; by default off.
    ///   - tooltip: A short help text on hover.
    ///   - description: A longer help text under the label.
    ///   - isDisabled: Whether it is shown but cannot be changed.
    public init(
        id: String,
        label: String,
        initial: Bool = false,
        tooltip: String? = nil,
        description: String? = nil,
        isDisabled: Bool = false
    ) {
        self.id = id
        self.label = label
        self.initial = initial
        self.tooltip = tooltip
        self.description = description
        self.isDisabled = isDisabled
    }

    /// The value it begins with, as JSON.
    public var initialValue: JSONValue { .bool(self.initial) }

    /// Nothing beside the common keys.
    public var attributes: [String: JSONValue] { [:] }

    /// Checks that a value is a truth value.
    ///
    /// - Parameter value: What the client sent.
    /// - Returns: The same value.
    /// - Throws: A ``MartletError`` that names the switch and the value.
    public func validated(_ value: JSONValue) throws(MartletError) -> JSONValue {
        guard case .bool = value else { throw self.refused(value, expected: "true or false") }
        return value
    }
}
