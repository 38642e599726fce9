/// One tab of a settings panel, with widgets of its own.
///
/// ```swift
/// Tab(id: "model", label: "Model") { Slider(id: "Temperature", label: "Temperature") }     // in ChatSettings
/// @Tab("Model") var model = ModelOptions()                  // in a SettingsForm; ModelOptions is one too
/// ```
///
/// Where a panel has tabs, only what lies in them is shown. Widget identifiers are unique in the whole panel.
///
/// Chainlit: `cl.input_widget.Tab`.
@propertyWrapper
public struct Tab<Form: Sendable>: Sendable {
    /// The tab's identifier, unique among the tabs.
    public var id: String
    /// What the person reads on it.
    public let label: String
    /// The form whose widgets it shows.
    public var wrappedValue: Form
    private let content: @Sendable (Form) -> [any SettingsWidget]

    /// The widgets, in the order they are shown.
    public var widgets: [any SettingsWidget] { self.content(self.wrappedValue) }
}

extension Tab where Form == Void {
    /// Creates a tab for a panel.
    ///
    /// - Parameters:
    ///   - id: The tab's identifier, unique among the tabs.
    ///   - label: What the person reads on it.
    ///   - content: The widgets, in the order they are shown.
    public init(id: String, label: String, @ChatSettingsBuilder content: () -> [ChatSettings.Content]) {
        let widgets = content().flatMap(\.widgets)
        self.id = id
        self.label = label
        self.wrappedValue = ()
        self.content = { _ in widgets }
    }
}

extension Tab where Form: SettingsForm {
    /// Creates a tab for a property of a form.
    ///
    /// - Parameters:
    ///   - wrappedValue: The form whose widgets it shows.
    ///   - label: What the person reads on it.
    ///   - id: The tab's identifier; by default the property's name.
    public init(wrappedValue: Form, _ label: String, id: String = "") {
        self.id = id
        self.label = label
        self.wrappedValue = wrappedValue
        self.content = { $0.panel.widgets }
    }
}

/// A tab whose widgets belong to a form.
protocol FormTab {
    var form: any SettingsForm { get }
    /// The tab as part of a panel, with an identifier where it has none of its own.
    func content(name: String) -> ChatSettings.Content
}

extension Tab: FormTab where Form: SettingsForm {
    var form: any SettingsForm { self.wrappedValue }

    func content(name: String) -> ChatSettings.Content {
        .tab(id: self.id.isEmpty ? name : self.id, label: self.label, widgets: self.widgets)
    }
}
