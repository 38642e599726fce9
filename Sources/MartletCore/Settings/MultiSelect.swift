/// Any number of several choices.
///
/// ```swift
/// MultiSelect(id: "Tools", label: "Tools", values: ["search", "code"], initial: ["search"])  // in ChatSettings
/// @MultiSelect("Tools", items: ["Web search": "search", "Code": "code"]) var tools = ["search"]
/// @MultiSelect("Moods") var moods = [Mood.calm]   // enum Mood: String, CaseIterable { case calm, merry }
/// ```
///
/// Chainlit: `cl.input_widget.MultiSelect`.
@propertyWrapper
public struct MultiSelect<Value: Sendable>: SettingsWidget, CellWidget {
    /// The widget's kind on the wire.
    public static var type: String { "multiselect" }
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

    /// Checks that there is something to choose from, and the initial values are among it.
    ///
    /// - Throws: A ``MartletError`` that names the setting and what is wrong with it.
    public func check() throws(MartletError) {
        if let problem = self.problem ?? self.choices.problem { throw self.illDefined(problem) }
        _ = try self.validated(self.initialValue)
    }

    /// Checks that a value is a list of choices; null stands for none, and each is taken once.
    ///
    /// - Parameter value: What the client sent.
    /// - Returns: The choices' values.
    /// - Throws: A ``MartletError`` that names the setting, the value and the choices.
    public func validated(_ value: JSONValue) throws(MartletError) -> JSONValue {
        var seen: Set<String> = []
        let names = value == .null ? [] : [String](settingValue: value)
        guard let names, names.allSatisfy(self.choices.contains),
            let result = self.cell.normalized(names.filter { seen.insert($0).inserted }.settingValue)
        else {
            throw self.refused(value, expected: "a list of any of \(self.choices.listing)")
        }
        return result
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

extension MultiSelect where Value == [String] {
    /// Creates a multiple choice for a panel.
    ///
    /// - Parameters:
    ///   - id: The name under which its value is found.
    ///   - label: What the person reads beside it.
    ///   - values: The choices, when they are their own labels.
    ///   - items: The choices, when they have labels; give either values or items.
    ///   - initial: The values it begins with; by default none.
    ///   - tooltip: A short help text on hover.
    ///   - description: A longer help text under the label.
    ///   - isDisabled: Whether it is shown but cannot be changed.
    public init(
        id: String,
        label: String,
        values: [String] = [],
        items: ChoiceItems = [:],
        initial: [String] = [],
        tooltip: String? = nil,
        description: String? = nil,
        isDisabled: Bool = false
    ) {
        let choice = ChoiceDescription(values: values, items: items)
        self.init(
            label,
            id: id,
            choices: choice.choices,
            problem: choice.problem,
            cell: SettingCell(initial),
            tooltip: tooltip,
            description: description,
            isDisabled: isDisabled
        )
    }

    /// Creates a multiple choice for a property of a form.
    ///
    /// - Parameters:
    ///   - wrappedValue: The values it begins with.
    ///   - label: What the person reads beside it.
    ///   - id: The name under which its value is found; by default the property's.
    ///   - items: The choices.
    ///   - tooltip: A short help text on hover.
    ///   - description: A longer help text under the label.
    ///   - isDisabled: Whether it is shown but cannot be changed.
    public init(
        wrappedValue: [String],
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

extension MultiSelect {
    /// Creates a multiple choice of an enumeration's cases, for a property of a form.
    ///
    /// - Parameters:
    ///   - wrappedValue: The cases it begins with.
    ///   - label: What the person reads beside it.
    ///   - id: The name under which its value is found; by default the property's.
    ///   - tooltip: A short help text on hover.
    ///   - description: A longer help text under the label.
    ///   - isDisabled: Whether it is shown but cannot be changed.
    public init<Choice: CaseIterable & RawRepresentable & Sendable>(
        wrappedValue: [Choice],
        _ label: String,
        id: String = "",
        tooltip: String? = nil,
        description: String? = nil,
        isDisabled: Bool = false
    ) where Choice.RawValue == String, Value == [Choice] {
        self.init(
            label,
            id: id,
            choices: ChoiceItems(cases: Choice.self),
            problem: nil,
            cell: SettingCell(wrappedValue, codec: .rawValues()),
            tooltip: tooltip,
            description: description,
            isDisabled: isDisabled
        )
    }
}
