/// One control of the settings panel.
///
/// Each kind can be written in two ways: as a value in ``ChatSettings``, with an `id`, or as the wrapper of a property
/// in a ``SettingsForm``, whose name is then the `id`.
///
/// Chainlit: `chainlit.input_widget`.
public protocol SettingsWidget: Sendable {
    /// The widget's kind on the wire, such as `slider`.
    static var type: String { get }
    /// What every kind of widget has: identifier, label, help texts.
    var properties: WidgetProperties { get set }
    /// The value it begins with.
    var initialValue: JSONValue { get }
    /// What the wire form carries beside the common keys.
    var attributes: [String: JSONValue] { get }

    /// Checks that the widget itself makes sense.
    ///
    /// - Throws: A ``MartletError`` of code `invalidSetting` that names the widget and what is wrong with it.
    func check() throws(MartletError)

    /// Checks a value from a client.
    ///
    /// - Parameter value: What the client sent.
    /// - Returns: The value in this widget's own form.
    /// - Throws: A ``MartletError`` of code `invalidSetting` that names the widget, the value and what is accepted.
    func validated(_ value: JSONValue) throws(MartletError) -> JSONValue
}

extension SettingsWidget {
    /// The name under which its value is found; unique in a panel.
    public var id: String { self.properties.id }
    /// What the person reads beside it.
    public var label: String { self.properties.label }
    /// A short help text on hover.
    public var tooltip: String? { self.properties.tooltip }
    /// A longer help text under the label.
    public var description: String? { self.properties.description }
    /// Whether it is shown but cannot be changed.
    public var isDisabled: Bool { self.properties.isDisabled }

    /// Nothing beside the common keys.
    public var attributes: [String: JSONValue] { [:] }

    /// Checks that the initial value is one that the widget accepts.
    ///
    /// - Throws: A ``MartletError`` that names the widget, the value and what is accepted.
    public func check() throws(MartletError) {
        _ = try self.validated(self.initialValue)
    }

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
        members["tooltip"] = .init(self.tooltip)
        members["description"] = .init(self.description)
        members["disabled"] = .bool(self.isDisabled)
        return .object(members)
    }

    func refused(_ value: JSONValue, expected: String) -> MartletError {
        MartletError(.invalidSetting, "The setting \"\(self.id)\" cannot be \(value.excerpt); give \(expected).")
    }

    /// An error about the widget itself.
    ///
    /// - Parameter problem: The rest of a sentence whose subject is the setting.
    func illDefined(_ problem: String) -> MartletError {
        MartletError(.invalidSetting, "The setting \"\(self.id)\" \(problem).")
    }
}

extension JSONValue {
    init(_ text: String?) {
        self = text.map(JSONValue.string) ?? .null
    }

    /// The value as people write it, cut where it is too long to be read.
    fileprivate var excerpt: String {
        let text = self.description
        return text.count > 200 ? text.prefix(200) + "…" : text
    }
}

/// What sets apart widgets that are alike in all but their looks.
public protocol WidgetKind: Sendable {
    /// The kind on the wire.
    static var type: String { get }
}
