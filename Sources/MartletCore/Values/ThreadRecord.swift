/// A conversation as it is kept.
///
/// Chainlit: a thread dict.
public struct ThreadRecord: Hashable, Sendable {
    /// The thread's identifier.
    public var id: String
    /// When it began.
    public var createdAt: Timestamp?
    /// Its name.
    public var name: String?
    /// The identifier of the person it belongs to.
    public var userIdentifier: String?
    /// Free labels.
    public var tags: [String]
    /// Free additional values.
    public var metadata: [String: JSONValue]
    /// Its messages and steps, parents before children.
    public var steps: [StepRecord]
    /// Its elements.
    public var elements: [ElementRecord]

    /// Creates a thread.
    ///
    /// - Parameters:
    ///   - id: The thread's identifier.
    ///   - createdAt: When it began.
    ///   - name: Its name.
    ///   - userIdentifier: The identifier of the person it belongs to.
    ///   - tags: Free labels.
    ///   - metadata: Free additional values.
    ///   - steps: Its messages and steps, parents before children.
    ///   - elements: Its elements.
    public init(
        id: String,
        createdAt: Timestamp? = nil,
        name: String? = nil,
        userIdentifier: String? = nil,
        tags: [String] = [],
        metadata: [String: JSONValue] = [:],
        steps: [StepRecord] = [],
        elements: [ElementRecord] = []
    ) {
        self.id = id
        self.createdAt = createdAt
        self.name = name
        self.userIdentifier = userIdentifier
        self.tags = tags
        self.metadata = metadata
        self.steps = steps
        self.elements = elements
    }
}
