/// The settings panel of a chat: a list of widgets, or of tabs with widgets.
///
/// Chainlit: `cl.ChatSettings`.
///
/// ```swift
/// let settings = try await chat.send(ChatSettings {
///     Slider(id: "Temperature", label: "Temperature", initial: 0.5, in: 0...2, step: 0.1)
///     Switch(id: "Streaming", label: "Stream tokens", initial: true)
/// })
/// let temperature: Double = try settings["Temperature"]
/// ```
///
/// A ``SettingsForm`` says the same as a type.
public struct ChatSettings: Sendable {
    /// One part of a panel.
    public enum Content: Sendable {
        /// A widget on its own; not shown where the panel has tabs.
        case widget(any SettingsWidget)
        /// A tab with widgets.
        case tab(id: String, label: String, widgets: [any SettingsWidget])

        /// The widget, or the tab's widgets.
        public var widgets: [any SettingsWidget] {
            switch self {
            case .widget(let widget): [widget]
            case .tab(id: _, label: _, let widgets): widgets
            }
        }
    }

    /// Widgets and tabs, in the order they are shown.
    public let contents: [Content]

    /// All widgets, those in tabs too, in the order they are shown.
    public let widgets: [any SettingsWidget]

    /// Creates a panel from a list.
    ///
    /// - Parameter widgets: The widgets, in the order they are shown.
    public init(_ widgets: [any SettingsWidget]) {
        self.init(contents: widgets.map(Content.widget))
    }

    /// Creates a panel.
    ///
    /// - Parameter content: The widgets or tabs, in the order they are shown.
    public init(@ChatSettingsBuilder _ content: () -> [Content]) {
        self.init(contents: content())
    }

    /// Creates a panel from its parts.
    ///
    /// - Parameter contents: Widgets or tabs, in the order they are shown.
    public init(contents: [Content]) {
        self.contents = contents
        self.widgets = contents.flatMap(\.widgets)
    }

    /// Every widget's initial value, under its id.
    public var initialValues: SettingsValues {
        SettingsValues(Dictionary(self.widgets.map { ($0.id, $0.initialValue) }, uniquingKeysWith: { $1 }))
    }

    /// Checks that ids and labels are given, ids are unique, and each widget makes sense.
    func validate() throws(MartletError) {
        var seen: Set<String> = []
        for case .tab(let id, let label, _) in self.contents {
            try Self.require(id: id, label: label, of: "tab")
            guard seen.insert(id).inserted else {
                throw MartletError(.invalidSetting, "Two tabs have the id \"\(id)\"; give each tab an id of its own.")
            }
        }
        seen.removeAll()
        for widget in self.widgets {
            try Self.require(id: widget.id, label: widget.label, of: type(of: widget).type)
            guard seen.insert(widget.id).inserted else {
                throw MartletError(
                    .invalidSetting,
                    "Two settings have the id \"\(widget.id)\"; give each widget an id of its own."
                )
            }
            try widget.check()
        }
    }

    private static func require(id: String, label: String, of kind: String) throws(MartletError) {
        guard id.isEmpty || label.isEmpty else { return }
        throw MartletError(
            .invalidSetting,
            "A \(kind) has the id \"\(id)\" and the label \"\(label)\"; give both."
        )
    }

    /// Takes over what a client changed, checked widget by widget.
    ///
    /// Ids of no widget are refused, so that nothing unchecked reaches the author's handler, and so is another value for
    /// a widget that cannot be changed.
    func applying(_ changes: [String: JSONValue], to values: SettingsValues) throws(MartletError) -> SettingsValues {
        var result = values
        for (id, value) in changes.sorted(by: { $0.key < $1.key }) {
            guard let widget = self.widgets.first(where: { $0.id == id }) else {
                let known = self.widgets.map { "\"\($0.id)\"" }.joined(separator: ", ")
                throw MartletError(
                    .unknownSetting,
                    "There is no setting \"\(id)\"; " + (known.isEmpty ? "this chat has none." : "there are \(known).")
                )
            }
            let accepted = try widget.validated(value)
            if widget.isDisabled {
                // A client that sends all it shows sends what the panel was shown with, or what the chat holds.
                if accepted == widget.initialValue || accepted == values.all[id] { continue }
                throw MartletError(.invalidSetting, "The setting \"\(id)\" is disabled; leave it as it is.")
            }
            result.set(accepted, for: id)
        }
        return result
    }
}
