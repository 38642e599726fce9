/// Something that is on or off.
///
/// ```swift
/// Switch(id: "Streaming", label: "Stream tokens", initial: true)     // in ChatSettings
/// @Switch("Stream tokens") var streaming = true                      // in a SettingsForm
/// ```
///
/// Chainlit: `cl.input_widget.Switch`.
public typealias Switch = Toggle<SwitchKind>

/// A box to tick; written like a ``Switch``.
///
/// Chainlit: `cl.input_widget.Checkbox`.
public typealias Checkbox = Toggle<CheckboxKind>

/// What makes a ``Switch`` of a ``Toggle``.
public enum SwitchKind: WidgetKind {
    /// The kind on the wire.
    public static let type = "switch"
}

/// What makes a ``Checkbox`` of a ``Toggle``.
public enum CheckboxKind: WidgetKind {
    /// The kind on the wire.
    public static let type = "checkbox"
}

/// Something that is on or off; see ``Switch`` and ``Checkbox``.
@propertyWrapper
public struct Toggle<Kind: WidgetKind>: SettingsWidget, CellWidget {
    /// The widget's kind on the wire.
    public static var type: String { Kind.type }
    /// What every kind of widget has.
    public var properties: WidgetProperties
    var cell: SettingCell<Bool>

    /// Creates a toggle for a panel.
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
        self.properties = WidgetProperties(
            id: id,
            label: label,
            tooltip: tooltip,
            description: description,
            isDisabled: isDisabled
        )
        self.cell = SettingCell(initial)
    }

    /// Creates a toggle for a property of a form.
    ///
    /// - Parameters:
    ///   - wrappedValue: The value it begins with.
    ///   - label: What the person reads beside it.
    ///   - id: The name under which its value is found; by default the property's.
    ///   - tooltip: A short help text on hover.
    ///   - description: A longer help text under the label.
    ///   - isDisabled: Whether it is shown but cannot be changed.
    public init(
        wrappedValue: Bool,
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
    public var wrappedValue: Bool {
        get { self.cell.value }
        set { self.cell = self.cell.replaced(by: newValue) }
    }

    /// The value it begins with, as JSON.
    public var initialValue: JSONValue { self.cell.json }

    /// Checks that a value is a truth value.
    ///
    /// - Parameter value: What the client sent.
    /// - Returns: The same value.
    /// - Throws: A ``MartletError`` that names the setting and the value.
    public func validated(_ value: JSONValue) throws(MartletError) -> JSONValue {
        guard case .bool = value else { throw self.refused(value, expected: "true or false") }
        return value
    }
}
