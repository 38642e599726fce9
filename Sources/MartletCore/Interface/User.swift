/// A person who is signed in.
///
/// Chainlit: `cl.User`, `cl.PersistedUser`.
public struct User: Hashable, Sendable {
    /// What the person is known by, such as a name or an e-mail address.
    public var identifier: String
    /// What others read.
    public var displayName: String?
    /// Free additional values; the page shows `image`.
    public var metadata: [String: JSONValue]

    /// Creates a person.
    ///
    /// - Parameters:
    ///   - identifier: What the person is known by.
    ///   - displayName: What others read.
    ///   - metadata: Free additional values.
    public init(identifier: String, displayName: String? = nil, metadata: [String: JSONValue] = [:]) {
        self.identifier = identifier
        self.displayName = displayName
        self.metadata = metadata
    }
}
