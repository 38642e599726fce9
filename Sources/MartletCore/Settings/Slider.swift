/// A number between two bounds, moved in steps.
///
/// ```swift
/// Slider(id: "Temperature", label: "Temperature", initial: 0.5, in: 0...2, step: 0.1)     // in ChatSettings
/// @Slider("Temperature", in: 0...2, step: 0.1) var temperature = 0.5                      // in a SettingsForm
/// ```
///
/// Chainlit: `cl.input_widget.Slider`.
@propertyWrapper
public struct Slider<Value: SettingNumber>: SettingsWidget, CellWidget {
    /// The widget's kind on the wire.
    public static var type: String { "slider" }
    /// What every kind of widget has.
    public var properties: WidgetProperties
    /// The bounds, both included.
    public let range: ClosedRange<Value>
    /// How far one step moves.
    public let step: Value
    var cell: SettingCell<Value>

    /// Creates a slider for a property of a form.
    ///
    /// - Parameters:
    ///   - wrappedValue: The value it begins with.
    ///   - label: What the person reads beside it.
    ///   - id: The name under which its value is found; by default the property's.
    ///   - range: The bounds, both included; by default 0 to 10.
    ///   - step: How far one step moves, above 0; by default 1.
    ///   - tooltip: A short help text on hover.
    ///   - description: A longer help text under the label.
    ///   - isDisabled: Whether it is shown but cannot be changed.
    public init(
        wrappedValue: Value,
        _ label: String,
        id: String = "",
        in range: ClosedRange<Value> = 0...10,
        step: Value = 1,
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
        self.range = range
        self.step = step
        self.cell = SettingCell(wrappedValue)
    }

    /// The setting's value.
    public var wrappedValue: Value {
        get { self.cell.value }
        set { self.cell = self.cell.replaced(by: newValue) }
    }

    /// The value it begins with, as JSON.
    public var initialValue: JSONValue { self.cell.json }

    /// Bounds and step under Chainlit's names.
    public var attributes: [String: JSONValue] {
        [
            "min": self.range.lowerBound.settingValue, "max": self.range.upperBound.settingValue,
            "step": self.step.settingValue,
        ]
    }

    /// Checks that step and initial value make sense.
    ///
    /// - Throws: A ``MartletError`` that names the slider, the value and what is accepted.
    public func check() throws(MartletError) {
        guard self.step > 0 else {
            throw self.illDefined("has the step \(self.step.settingValue); give one above 0")
        }
        _ = try self.validated(self.initialValue)
    }

    /// Checks that a value is a number within the bounds.
    ///
    /// - Parameter value: What the client sent.
    /// - Returns: The number.
    /// - Throws: A ``MartletError`` that names the slider, the value and the bounds.
    public func validated(_ value: JSONValue) throws(MartletError) -> JSONValue {
        guard let number = Value(settingValue: value), self.range.contains(number) else {
            let bounds = "\(self.range.lowerBound.settingValue) to \(self.range.upperBound.settingValue)"
            throw self.refused(value, expected: "\(Value.settingKind) from \(bounds)")
        }
        return number.settingValue
    }
}

extension Slider where Value == Double {
    /// Creates a slider for a panel.
    ///
    /// - Parameters:
    ///   - id: The name under which its value is found.
    ///   - label: What the person reads beside it.
    ///   - initial: The value it begins with; by default 0.
    ///   - range: The bounds, both included; by default 0 to 10.
    ///   - step: How far one step moves, above 0; by default 1.
    ///   - tooltip: A short help text on hover.
    ///   - description: A longer help text under the label.
    ///   - isDisabled: Whether it is shown but cannot be changed.
    public init(
        id: String,
        label: String,
        initial: Double = 0,
        in range: ClosedRange<Double> = 0...10,
        step: Double = 1,
        tooltip: String? = nil,
        description: String? = nil,
        isDisabled: Bool = false
    ) {
        self.init(
            wrappedValue: initial,
            label,
            id: id,
            in: range,
            step: step,
            tooltip: tooltip,
            description: description,
            isDisabled: isDisabled
        )
    }
}
