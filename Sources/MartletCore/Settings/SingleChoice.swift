/// One of several choices, in a list that folds out.
///
/// ```swift
/// Select(id: "Model", label: "Model", values: ["small", "large"], initialIndex: 0)          // in ChatSettings
/// @Select("Model", items: ["Small": "small", "Large": "large"]) var model = "small"         // in a SettingsForm
/// @Select("Mood") var mood = Mood.calm            // enum Mood: String, CaseIterable { case calm, merry }
/// ```
///
/// Chainlit: `cl.input_widget.Select`.
public typealias Select<Value: Sendable> = SingleChoice<Value, SelectKind>

/// One of several choices, all of them in sight; written like a ``Select``.
///
/// Chainlit: `cl.input_widget.RadioGroup`.
public typealias RadioGroup<Value: Sendable> = SingleChoice<Value, RadioGroupKind>

/// What makes a ``Select`` of a ``SingleChoice``.
public enum SelectKind: WidgetKind {
    /// The kind on the wire.
    public static let type = "select"
}

/// What makes a ``RadioGroup`` of a ``SingleChoice``.
public enum RadioGroupKind: WidgetKind {
    /// The kind on the wire.
    public static let type = "radio"
}

/// One of several choices; see ``Select`` and ``RadioGroup``.
///
/// Nothing chosen is null: nil in a property of optional type, refused for one of another type.
@propertyWrapper
public struct SingleChoice<Value: Sendable, Kind: WidgetKind>: SettingsWidget, CellWidget {
    /// The widget's kind on the wire.
    public static var type: String { Kind.type }
    /// What every kind of widget has.
    public var properties: WidgetProperties
    /// What can be chosen.
    public let choices: ChoiceItems
    private let problem: String?
    var cell: SettingCell<Value>

    /// The setting's value.
    public var wrappedValue: Value {
        get { self.cell.value }
        set { self.cell = self.cell.replaced(by: newValue) }
    }

    /// The value it begins with, as JSON.
    public var initialValue: JSONValue { self.cell.json }

    /// The choices under Chainlit's name.
    public var attributes: [String: JSONValue] { ["items": self.choices.wireForm] }

    /// Checks that there is something to choose from, and the initial value is among it.
    ///
    /// - Throws: A ``MartletError`` that names the setting and what is wrong with it.
    public func check() throws(MartletError) {
        if let problem = self.problem ?? self.choices.problem { throw self.illDefined(problem) }
        _ = try self.validated(self.initialValue)
    }

    /// Checks that a value is one of the choices, or null for none.
    ///
    /// - Parameter value: What the client sent.
    /// - Returns: The choice's value.
    /// - Throws: A ``MartletError`` that names the setting, the value and the choices.
    public func validated(_ value: JSONValue) throws(MartletError) -> JSONValue {
        let isKnown = value == .null || value.stringValue.map(self.choices.contains) == true
        guard isKnown, let choice = self.cell.normalized(value) else {
            throw self.refused(value, expected: "one of \(self.choices.listing)")
        }
        return choice
    }

    private init(
        _ label: String,
        id: String,
        choices: ChoiceItems,
        problem: String?,
        cell: SettingCell<Value>,
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
        self.choices = choices
        self.problem = problem
        self.cell = cell
    }
}

extension SingleChoice where Value == String? {
    /// Creates a choice for a panel.
    ///
    /// - Parameters:
    ///   - id: The name under which its value is found.
    ///   - label: What the person reads beside it.
    ///   - values: The choices, when they are their own labels.
    ///   - items: The choices, when they have labels; give either values or items.
    ///   - initialIndex: Which of the values it begins with.
    ///   - initialValue: The value it begins with; by default none.
    ///   - tooltip: A short help text on hover.
    ///   - description: A longer help text under the label.
    ///   - isDisabled: Whether it is shown but cannot be changed.
    public init(
        id: String,
        label: String,
        values: [String] = [],
        items: ChoiceItems = [:],
        initialIndex: Int? = nil,
        initialValue: String? = nil,
        tooltip: String? = nil,
        description: String? = nil,
        isDisabled: Bool = false
    ) {
        let choice = ChoiceDescription(
            values: values,
            items: items,
            initialIndex: initialIndex,
            initialValue: initialValue
        )
        self.init(
            label,
            id: id,
            choices: choice.choices,
            problem: choice.problem,
            cell: SettingCell(choice.initial),
            tooltip: tooltip,
            description: description,
            isDisabled: isDisabled
        )
    }

    /// Creates a choice for a property of a form that is nil when nothing is chosen.
    ///
    /// - Parameters:
    ///   - wrappedValue: The value it begins with.
    ///   - label: What the person reads beside it.
    ///   - id: The name under which its value is found; by default the property's.
    ///   - items: The choices.
    ///   - tooltip: A short help text on hover.
    ///   - description: A longer help text under the label.
    ///   - isDisabled: Whether it is shown but cannot be changed.
    public init(
        wrappedValue: String?,
        _ label: String,
        id: String = "",
        items: ChoiceItems,
        tooltip: String? = nil,
        description: String? = nil,
        isDisabled: Bool = false
    ) {
        self.init(
            label,
            id: id,
            choices: items,
            problem: nil,
            cell: SettingCell(wrappedValue),
            tooltip: tooltip,
            description: description,
            isDisabled: isDisabled
        )
    }
}

extension SingleChoice where Value == String {
    /// Creates a choice for a property of a form.
    ///
    /// - Parameters:
    ///   - wrappedValue: The value it begins with.
    ///   - label: What the person reads beside it.
    ///   - id: The name under which its value is found; by default the property's.
    ///   - items: The choices.
    ///   - tooltip: A short help text on hover.
    ///   - description: A longer help text under the label.
    ///   - isDisabled: Whether it is shown but cannot be changed.
    public init(
        wrappedValue: String,
        _ label: String,
        id: String = "",
        items: ChoiceItems,
        tooltip: String? = nil,
        description: String? = nil,
        isDisabled: Bool = false
    ) {
        self.init(
            label,
            id: id,
            choices: items,
            problem: nil,
            cell: SettingCell(wrappedValue),
            tooltip: tooltip,
            description: description,
            isDisabled: isDisabled
        )
    }
}

extension SingleChoice where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
    /// Creates a choice of an enumeration's cases, for a property of a form.
    ///
    /// - Parameters:
    ///   - wrappedValue: The case it begins with.
    ///   - label: What the person reads beside it.
    ///   - id: The name under which its value is found; by default the property's.
    ///   - tooltip: A short help text on hover.
    ///   - description: A longer help text under the label.
    ///   - isDisabled: Whether it is shown but cannot be changed.
    public init(
        wrappedValue: Value,
        _ label: String,
        id: String = "",
        tooltip: String? = nil,
        description: String? = nil,
        isDisabled: Bool = false
    ) {
        self.init(
            label,
            id: id,
            choices: ChoiceItems(cases: Value.self),
            problem: nil,
            cell: SettingCell(wrappedValue, codec: .rawValue),
            tooltip: tooltip,
            description: description,
            isDisabled: isDisabled
        )
    }
}

extension SingleChoice {
    /// Creates a choice of an enumeration's cases, for a property of a form that is nil when nothing is chosen.
    ///
    /// - Parameters:
    ///   - wrappedValue: The case it begins with.
    ///   - label: What the person reads beside it.
    ///   - id: The name under which its value is found; by default the property's.
    ///   - tooltip: A short help text on hover.
    ///   - description: A longer help text under the label.
    ///   - isDisabled: Whether it is shown but cannot be changed.
    public init<Choice: CaseIterable & RawRepresentable & Sendable>(
        wrappedValue: Choice?,
        _ label: String,
        id: String = "",
        tooltip: String? = nil,
        description: String? = nil,
        isDisabled: Bool = false
    ) where Choice.RawValue == String, Value == Choice? {
        self.init(
            label,
            id: id,
            choices: ChoiceItems(cases: Choice.self),
            problem: nil,
            cell: SettingCell(wrappedValue, codec: .optionalRawValue()),
            tooltip: tooltip,
            description: description,
            isDisabled: isDisabled
        )
    }
}
