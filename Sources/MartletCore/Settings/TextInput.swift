/// A field for text, of one line or several.
///
/// ```swift
/// TextInput(id: "Name", label: "Your name", placeholder: "Ada")     // in ChatSettings
/// @TextInput("Your name", placeholder: "Ada") var name = ""         // in a SettingsForm
/// ```
///
/// An emptied field is null: nil in a property of type `String?`, the empty text in one of type `String`.
///
/// Chainlit: `cl.input_widget.TextInput`.
@propertyWrapper
public struct TextInput<Value: Sendable>: SettingsWidget, CellWidget {
    /// The widget's kind on the wire.
    public static var type: String { "textinput" }
    /// What every kind of widget has.
    public var properties: WidgetProperties
    /// What an empty field shows.
    public let placeholder: String?
    /// Whether it has room for several lines.
    public let isMultiline: Bool
    var cell: SettingCell<Value>

    /// The setting's value.
    public var wrappedValue: Value {
        get { self.cell.value }
        set { self.cell = self.cell.replaced(by: newValue) }
    }

    /// The value it begins with, as JSON.
    public var initialValue: JSONValue { self.cell.json }

    /// The field's own keys under Chainlit's names.
    public var attributes: [String: JSONValue] {
        ["placeholder": JSONValue(self.placeholder), "multiline": .bool(self.isMultiline)]
    }

    /// Checks that a value is a text, or null for an emptied field.
    ///
    /// - Parameter value: What the client sent.
    /// - Returns: The text.
    /// - Throws: A ``MartletError`` that names the field and the value.
    public func validated(_ value: JSONValue) throws(MartletError) -> JSONValue {
        guard let text = self.cell.normalized(value) else { throw self.refused(value, expected: "a text") }
        return text
    }
}

extension TextInput where Value == String? {
    /// Creates a text field for a panel.
    ///
    /// - Parameters:
    ///   - id: The name under which its value is found.
    ///   - label: What the person reads beside it.
    ///   - initial: The value it begins with; by default none.
    ///   - placeholder: What an empty field shows.
    ///   - isMultiline: Whether it has room for several lines.
    ///   - tooltip: A short help text on hover.
    ///   - description: A longer help text under the label.
    ///   - isDisabled: Whether it is shown but cannot be changed.
    public init(
        id: String,
        label: String,
        initial: String? = nil,
        placeholder: String? = nil,
        isMultiline: Bool = false,
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
        self.placeholder = placeholder
        self.isMultiline = isMultiline
        self.cell = SettingCell(initial)
    }

    /// Creates a text field for a property of a form that is nil when the field is empty.
    ///
    /// - Parameters:
    ///   - wrappedValue: The value it begins with.
    ///   - label: What the person reads beside it.
    ///   - id: The name under which its value is found; by default the property's.
    ///   - placeholder: What an empty field shows.
    ///   - isMultiline: Whether it has room for several lines.
    ///   - tooltip: A short help text on hover.
    ///   - description: A longer help text under the label.
    ///   - isDisabled: Whether it is shown but cannot be changed.
    public init(
        wrappedValue: String?,
        _ label: String,
        id: String = "",
        placeholder: String? = nil,
        isMultiline: Bool = false,
        tooltip: String? = nil,
        description: String? = nil,
        isDisabled: Bool = false
    ) {
        self.init(
            id: id,
            label: label,
            initial: wrappedValue,
            placeholder: placeholder,
            isMultiline: isMultiline,
            tooltip: tooltip,
            description: description,
            isDisabled: isDisabled
        )
    }
}

extension TextInput where Value == String {
    /// Creates a text field for a property of a form.
    ///
    /// - Parameters:
    ///   - wrappedValue: The value it begins with.
    ///   - label: What the person reads beside it.
    ///   - id: The name under which its value is found; by default the property's.
    ///   - placeholder: What an empty field shows.
    ///   - isMultiline: Whether it has room for several lines.
    ///   - tooltip: A short help text on hover.
    ///   - description: A longer help text under the label.
    ///   - isDisabled: Whether it is shown but cannot be changed.
    public init(
        wrappedValue: String,
        _ label: String,
        id: String = "",
        placeholder: String? = nil,
        isMultiline: Bool = false,
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
        self.placeholder = placeholder
        self.isMultiline = isMultiline
        self.cell = SettingCell(
            wrappedValue,
            codec: SettingCodec(encode: { .string($0) }, decode: { $0 == .null ? "" : $0.stringValue })
        )
    }
}
