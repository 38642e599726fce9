/// A button under a message.
///
/// Chainlit: `cl.Action`.
public struct Action: Hashable, Sendable {
    /// The button's identifier.
    public let id: String
    /// The name under which `onAction` handles it.
    public var name: String
    /// What the handler is given.
    public var payload: [String: JSONValue]
    /// What the button says; with neither label nor icon it says the name.
    public var label: String
    /// A short help text on hover.
    public var tooltip: String
    /// The name of a Lucide icon.
    public var icon: String?
    /// The message it lies under, once it was sent.
    public internal(set) var forID: String?

    /// Creates a button.
    ///
    /// - Parameters:
    ///   - name: The name under which `onAction` handles it.
    ///   - payload: What the handler is given.
    ///   - label: What the button says; by default the name.
    ///   - tooltip: A short help text on hover.
    ///   - icon: The name of a Lucide icon.
    ///   - id: The button's identifier; by default a fresh one.
    public init(
        name: String,
        payload: [String: JSONValue] = [:],
        label: String = "",
        tooltip: String = "",
        icon: String? = nil,
        id: String = Identifier.random()
    ) {
        self.id = id
        self.name = name
        self.payload = payload
        self.label = label
        self.tooltip = tooltip
        self.icon = icon
    }

    /// Takes the button away.
    ///
    /// Chainlit: `Action.remove`.
    ///
    /// - Parameter chat: The chat it was sent in.
    public func remove(from chat: Chat) async throws {
        chat.core.log.append(.actionRemoved(self))
    }

    /// What the button says.
    var title: String { self.label.isEmpty ? self.name : self.label }
}
