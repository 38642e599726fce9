/// What kind of client shows a chat.
///
/// Chainlit: `clientType`.
public struct ClientType: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The name on the wire.
    public let rawValue: String

    /// Creates a kind.
    ///
    /// - Parameter rawValue: The name on the wire.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// A page of its own.
    public static let webapp = ClientType(rawValue: "webapp")
    /// A widget inside another page.
    public static let copilot = ClientType(rawValue: "copilot")
    /// Microsoft Teams.
    public static let teams = ClientType(rawValue: "teams")
    /// Slack.
    public static let slack = ClientType(rawValue: "slack")
    /// Discord.
    public static let discord = ClientType(rawValue: "discord")

    /// The name on the wire.
    public var description: String { self.rawValue }
}
