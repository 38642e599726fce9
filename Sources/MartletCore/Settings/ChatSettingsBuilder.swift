/// Collects the widgets and tabs of a ``ChatSettings`` panel; `if`, `switch` and `for` work inside.
@resultBuilder
public enum ChatSettingsBuilder {
    /// Takes one widget.
    public static func buildExpression(_ widget: any SettingsWidget) -> [ChatSettings.Content] { [.widget(widget)] }
    /// Takes several widgets.
    public static func buildExpression(_ widgets: [any SettingsWidget]) -> [ChatSettings.Content] {
        widgets.map(ChatSettings.Content.widget)
    }
    /// Takes one tab.
    public static func buildExpression<Form>(_ tab: Tab<Form>) -> [ChatSettings.Content] {
        [.tab(id: tab.id, label: tab.label, widgets: tab.widgets)]
    }
    /// Joins the lines of the block.
    public static func buildBlock(_ parts: [ChatSettings.Content]...) -> [ChatSettings.Content] {
        parts.flatMap { $0 }
    }
    /// Takes an `if` without `else`.
    public static func buildOptional(_ part: [ChatSettings.Content]?) -> [ChatSettings.Content] { part ?? [] }
    /// Takes the first branch.
    public static func buildEither(first part: [ChatSettings.Content]) -> [ChatSettings.Content] { part }
    /// Takes the second branch.
    public static func buildEither(second part: [ChatSettings.Content]) -> [ChatSettings.Content] { part }
    /// Joins the rounds of a loop.
    public static func buildArray(_ parts: [[ChatSettings.Content]]) -> [ChatSettings.Content] { parts.flatMap { $0 } }
}
