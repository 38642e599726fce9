/// A chat's settings as a type: each property with a widget around it is one setting, named after the property.
///
/// ```swift
/// struct Options: SettingsForm {
///     @Slider("Temperature", in: 0...2, step: 0.1) var temperature = 0.5
///     @Switch("Stream tokens") var streaming = true
/// }
/// let options = try await chat.send(Options.self)
/// app.onSettingsUpdate(Options.self) { options, chat in … }
/// ```
///
/// Properties without a widget are left alone. A property around another form, wrapped in ``Tab``, is a tab.
public protocol SettingsForm: Sendable {
    /// Creates the form with its initial values.
    init()
}

extension SettingsForm {
    /// Creates a form with a chat's values in it.
    ///
    /// - Parameter values: The values by setting id.
    /// - Throws: A ``MartletError`` that names the setting when a value is missing or of another type than its property.
    public init(_ values: SettingsValues) throws(MartletError) {
        self.init()
        try FormFields(self).fill(values)
    }

    /// The panel for this form; each widget begins with its property's value.
    public var panel: ChatSettings { ChatSettings(contents: FormFields(self).contents) }

    /// The form's values by setting id.
    public var values: SettingsValues { self.panel.initialValues }
}

/// The widgets of a form, found by looking at its properties.
struct FormFields {
    private enum Field {
        case widget(any CellWidget)
        case tab(any FormTab, name: String)
    }

    private let fields: [Field]

    init(_ form: any SettingsForm) {
        self.fields = Mirror(reflecting: form).children.compactMap { child in
            // A wrapper is stored under its property's name with an underscore before it.
            let name = child.label.map { $0.hasPrefix("_") ? String($0.dropFirst()) : $0 } ?? ""
            if let tab = child.value as? any FormTab { return .tab(tab, name: name) }
            guard var widget = child.value as? any CellWidget else { return nil }
            if widget.id.isEmpty { widget.properties.id = name }
            return .widget(widget)
        }
    }

    var contents: [ChatSettings.Content] {
        self.fields.map { field in
            switch field {
            case .widget(let widget): .widget(widget)
            case .tab(let tab, let name): tab.content(name: name)
            }
        }
    }

    /// Puts values into the cells of a form that was just made.
    func fill(_ values: SettingsValues) throws(MartletError) {
        for field in self.fields {
            switch field {
            case .widget(let widget): try widget.fill(try values.value(of: widget.id))
            case .tab(let tab, name: _): try FormFields(tab.form).fill(values)
            }
        }
    }
}
