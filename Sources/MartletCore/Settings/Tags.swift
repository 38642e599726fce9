/// A field for any number of words.
///
/// ```swift
/// Tags(id: "Stop", label: "Stop words", initial: ["END"])     // in ChatSettings
/// @Tags("Stop words") var stop = ["END"]                      // in a SettingsForm
/// ```
///
/// Chainlit: `cl.input_widget.Tags`.
@propertyWrapper
public struct Tags: SettingsWidget, CellWidget {
    /// The widget's kind on the wire.
    public static let type = "tags"
    /// What every kind of widget has.
    public var properties: WidgetProperties
    var cell: SettingCell<[String]>

    /// Creates a tags field for a panel.
    ///
    /// - Parameters:
    ///   - id: The name under which its value is found.
    ///   - label: What the person reads beside it.
    ///   - initial: The words it begins with; by default none.
    ///   - tooltip: A short help text on hover.
    ///   - description: A longer help text under the label.
    ///   - isDisabled: Whether it is shown but cannot be changed.
    public init(
        id: String,
        label: String,
        initial: [String] = [],
        tooltip: String? = nil,
        description: String? = nil,
        isDisabled: Bool = false
    ) {
        self.properties = WidgetProperties(
            id: id,
            label: label,
            tooltip: tooltip,
            description: description,
            isDisabled: isDisabled
        )
        self.cell = SettingCell(initial)
    }

    /// Creates a tags field for a property of a form.
    ///
    /// - Parameters:
    ///   - wrappedValue: The words it begins with.
    ///   - label: What the person reads beside it.
    ///   - id: The name under which its value is found; by default the property's.
    ///   - tooltip: A short help text on hover.
    ///   - description: A longer help text under the label.
    ///   - isDisabled: Whether it is shown but cannot be changed.
    public init(
        wrappedValue: [String],
        _ label: String,
        id: String = "",
        tooltip: String? = nil,
        description: String? = nil,
        isDisabled: Bool = false
    ) {
        self.init(
            id: id,
            label: label,
            initial: wrappedValue,
            tooltip: tooltip,
            description: description,
            isDisabled: isDisabled
        )
    }

    /// The setting's value.
    public var wrappedValue: [String] {
        get { self.cell.value }
        set { self.cell = self.cell.replaced(by: newValue) }
    }

    /// The value it begins with, as JSON.
    public var initialValue: JSONValue { self.cell.json }

    /// Checks that a value is a list of texts; null stands for an empty one.
    ///
    /// - Parameter value: What the client sent.
    /// - Returns: The list.
    /// - Throws: A ``MartletError`` that names the field and the value.
    public func validated(_ value: JSONValue) throws(MartletError) -> JSONValue {
        guard let words = self.cell.normalized(value == .null ? .array([]) : value) else {
            throw self.refused(value, expected: "a list of texts")
        }
        return words
    }
}
