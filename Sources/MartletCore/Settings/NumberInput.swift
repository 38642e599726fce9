/// A field for a number.
///
/// ```swift
/// NumberInput(id: "Seed", label: "Seed", placeholder: "random")     // in ChatSettings
/// @NumberInput("Seed", placeholder: "random") var seed: Int? = nil  // in a SettingsForm
/// ```
///
/// An emptied field is null: nil in a property of optional type, refused for one of another type.
///
/// Chainlit: `cl.input_widget.NumberInput`.
@propertyWrapper
public struct NumberInput<Value: SettingValue>: SettingsWidget, CellWidget {
    /// The widget's kind on the wire.
    public static var type: String { "numberinput" }
    /// What every kind of widget has.
    public var properties: WidgetProperties
    /// What an empty field shows.
    public let placeholder: String?
    var cell: SettingCell<Value>

    /// The setting's value.
    public var wrappedValue: Value {
        get { self.cell.value }
        set { self.cell = self.cell.replaced(by: newValue) }
    }

    /// The value it begins with, as JSON.
    public var initialValue: JSONValue { self.cell.json }

    /// The field's own key.
    public var attributes: [String: JSONValue] { ["placeholder": JSONValue(self.placeholder)] }

    /// Checks that a value is a number, or null for an emptied field.
    ///
    /// Chainlit's page sends what was typed as text, so a text that is a number is taken for it.
    ///
    /// - Parameter value: What the client sent.
    /// - Returns: The number.
    /// - Throws: A ``MartletError`` that names the field and the value.
    public func validated(_ value: JSONValue) throws(MartletError) -> JSONValue {
        guard let number = self.cell.normalized(Self.number(value)) else {
            throw self.refused(value, expected: Value.settingKind)
        }
        return number
    }

    private static func number(_ value: JSONValue) -> JSONValue {
        guard case .string(let text) = value else { return value }
        if text.isEmpty { return .null }
        return Int(text).map(JSONValue.int) ?? Double(text).map(\.settingValue) ?? value
    }

    private init(
        _ value: Value,
        _ label: String,
        id: String,
        placeholder: String?,
        tooltip: String?,
        description: String?,
        isDisabled: Bool
    ) {
        self.properties = WidgetProperties(
            id: id,
            label: label,
            tooltip: tooltip,
            description: description,
            isDisabled: isDisabled
        )
        self.placeholder = placeholder
        self.cell = SettingCell(value)
    }
}

extension NumberInput where Value == Double? {
    /// Creates a number field for a panel.
    ///
    /// - Parameters:
    ///   - id: The name under which its value is found.
    ///   - label: What the person reads beside it.
    ///   - initial: The value it begins with; by default none.
    ///   - placeholder: What an empty field shows.
    ///   - tooltip: A short help text on hover.
    ///   - description: A longer help text under the label.
    ///   - isDisabled: Whether it is shown but cannot be changed.
    public init(
        id: String,
        label: String,
        initial: Double? = nil,
        placeholder: String? = nil,
        tooltip: String? = nil,
        description: String? = nil,
        isDisabled: Bool = false
    ) {
        self.init(
            initial,
            label,
            id: id,
            placeholder: placeholder,
            tooltip: tooltip,
            description: description,
            isDisabled: isDisabled
        )
    }
}

extension NumberInput where Value: SettingNumber {
    /// Creates a number field for a property of a form.
    ///
    /// - Parameters:
    ///   - wrappedValue: The value it begins with.
    ///   - label: What the person reads beside it.
    ///   - id: The name under which its value is found; by default the property's.
    ///   - placeholder: What an empty field shows.
    ///   - tooltip: A short help text on hover.
    ///   - description: A longer help text under the label.
    ///   - isDisabled: Whether it is shown but cannot be changed.
    public init(
        wrappedValue: Value,
        _ label: String,
        id: String = "",
        placeholder: String? = nil,
        tooltip: String? = nil,
        description: String? = nil,
        isDisabled: Bool = false
    ) {
        self.init(
            wrappedValue,
            label,
            id: id,
            placeholder: placeholder,
            tooltip: tooltip,
            description: description,
            isDisabled: isDisabled
        )
    }
}

extension NumberInput {
    /// Creates a number field for a property of a form that is nil when the field is empty.
    ///
    /// - Parameters:
    ///   - wrappedValue: The value it begins with.
    ///   - label: What the person reads beside it.
    ///   - id: The name under which its value is found; by default the property's.
    ///   - placeholder: What an empty field shows.
    ///   - tooltip: A short help text on hover.
    ///   - description: A longer help text under the label.
    ///   - isDisabled: Whether it is shown but cannot be changed.
    public init<Number: SettingNumber>(
        wrappedValue: Number?,
        _ label: String,
        id: String = "",
        placeholder: String? = nil,
        tooltip: String? = nil,
        description: String? = nil,
        isDisabled: Bool = false
    ) where Value == Number? {
        self.init(
            wrappedValue,
            label,
            id: id,
            placeholder: placeholder,
            tooltip: tooltip,
            description: description,
            isDisabled: isDisabled
        )
    }
}
