/// Whose chat it is, and how it came about.
public struct ChatIdentity: Hashable, Sendable {
    /// Who chats; nil when the app knows no accounts.
    public var user: User?
    /// The profile that was chosen.
    public var profile: String?
    /// What the person entered for the app, such as keys of services.
    public var environment: [String: String]
    /// What kind of client began it.
    public var clientType: ClientType
    /// The person's language, such as `en-US`.
    public var language: String

    /// Creates an identity.
    ///
    /// - Parameters:
    ///   - user: Who chats.
    ///   - profile: The profile that was chosen.
    ///   - environment: What the person entered for the app.
    ///   - clientType: What kind of client began it.
    ///   - language: The person's language.
    public init(
        user: User? = nil,
        profile: String? = nil,
        environment: [String: String] = [:],
        clientType: ClientType = .webapp,
        language: String = "en-US"
    ) {
        self.user = user
        self.profile = profile
        self.environment = environment
        self.clientType = clientType
        self.language = language
    }
}
