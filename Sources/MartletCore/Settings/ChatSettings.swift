/// The settings panel of a chat: a list of widgets.
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
public struct ChatSettings: Sendable {
    /// The widgets, in the order they are shown.
    public let widgets: [any SettingsWidget]

    /// Creates a panel from a list.
    ///
    /// - Parameter widgets: The widgets, in the order they are shown.
    public init(_ widgets: [any SettingsWidget]) {
        self.widgets = widgets
    }

    /// Creates a panel.
    ///
    /// - Parameter content: The widgets, in the order they are shown.
    public init(@ChatSettingsBuilder _ content: () -> [any SettingsWidget]) {
        self.widgets = content()
    }

    /// Every widget's initial value, under its id.
    public var initialValues: SettingsValues {
        SettingsValues(Dictionary(self.widgets.map { ($0.id, $0.initialValue) }, uniquingKeysWith: { $1 }))
    }

    /// Checks that ids and labels are given, ids are unique, and each initial value fits its own widget.
    func validate() throws(MartletError) {
        var seen: Set<String> = []
        for widget in self.widgets {
            if widget.id.isEmpty || widget.label.isEmpty {
                throw MartletError(
                    .invalidSetting,
                    "A \(type(of: widget).type) has the id \"\(widget.id)\" and the label \"\(widget.label)\"; give both."
                )
            }
            guard seen.insert(widget.id).inserted else {
                throw MartletError(
                    .invalidSetting,
                    "Two settings have the id \"\(widget.id)\"; give each widget an id of its own."
                )
            }
            _ = try widget.validated(widget.initialValue)
        }
    }

    /// Takes over what a client changed, checked widget by widget.
    ///
    /// Ids of no widget are refused, so that nothing unchecked reaches the author's handler.
    func applying(_ changes: [String: JSONValue], to values: SettingsValues) throws(MartletError) -> SettingsValues {
        var result = values
        for (id, value) in changes {
            guard let widget = self.widgets.first(where: { $0.id == id }) else {
                let known = self.widgets.map { "\"\($0.id)\"" }.joined(separator: ", ")
                throw MartletError(
                    .unknownSetting,
                    "There is no setting \"\(id)\"; " + (known.isEmpty ? "this chat has none." : "there are \(known).")
                )
            }
            result.set(try widget.validated(value), for: id)
        }
        return result
    }
}

/// Collects the widgets of a ``ChatSettings`` panel; `if`, `switch` and `for` work inside.
@resultBuilder
public enum ChatSettingsBuilder {
    /// Takes one widget.
    public static func buildExpression(_ widget: any SettingsWidget) -> [any SettingsWidget] { [widget] }
    /// Takes several widgets.
    public static func buildExpression(_ widgets: [any SettingsWidget]) -> [any SettingsWidget] { widgets }
    /// Joins the lines of the block.
    public static func buildBlock(_ parts: [any SettingsWidget]...) -> [any SettingsWidget] { parts.flatMap { $0 } }
    /// Takes an `if` without `else`.
    public static func buildOptional(_ part: [any SettingsWidget]?) -> [any SettingsWidget] { part ?? [] }
    /// Takes the first branch.
    public static func buildEither(first part: [any SettingsWidget]) -> [any SettingsWidget] { part }
    /// Takes the second branch.
    public static func buildEither(second part: [any SettingsWidget]) -> [any SettingsWidget] { part }
    /// Joins the rounds of a loop.
    public static func buildArray(_ parts: [[any SettingsWidget]]) -> [any SettingsWidget] { parts.flatMap { $0 } }
}
