/// One control of the settings panel.
///
/// Chainlit: `chainlit.input_widget`.
public protocol SettingsWidget: Sendable {
    /// The widget's kind on the wire, such as `slider`.
    static var type: String { get }
    /// The name under which its value is found; unique in a panel.
    var id: String { get }
    /// What the person reads beside it.
    var label: String { get }
    /// The value it begins with.
    var initialValue: JSONValue { get }
    /// A short help text on hover.
    var tooltip: String? { get }
    /// A longer help text under the label.
    var description: String? { get }
    /// Whether it is shown but cannot be changed.
    var isDisabled: Bool { get }
    /// What the wire form carries beside the common keys.
    var attributes: [String: JSONValue] { get }

    /// Checks a value from a client.
    ///
    /// - Parameter value: What the client sent.
    /// - Returns: The value in this widget's own form.
    /// - Throws: A ``MartletError`` of code `invalidSetting` that names the widget, the value and what is accepted.
    func validated(_ value: JSONValue) throws(MartletError) -> JSONValue
}

extension SettingsWidget {
    /// The widget as clients receive it.
    ///
    /// - Parameter value: The value to show, by default the initial one.
    /// - Returns: The wire form of Chainlit's widget dict.
    public func wireForm(value: JSONValue? = nil) -> JSONValue {
        var members = self.attributes
        members["type"] = .string(Self.type)
        members["id"] = .string(self.id)
        members["label"] = .string(self.label)
        members["initial"] = value ?? self.initialValue
        members["tooltip"] = self.tooltip.map(JSONValue.string) ?? .null
        members["description"] = self.description.map(JSONValue.string) ?? .null
        members["disabled"] = .bool(self.isDisabled)
        return .object(members)
    }

    func refused(_ value: JSONValue, expected: String) -> MartletError {
        MartletError(.invalidSetting, "The setting \"\(self.id)\" cannot be \(value); give \(expected).")
    }
}
