/// What a person thinks of an answer.
///
/// Chainlit: `cl.types.Feedback`.
public struct Feedback: Hashable, Sendable {
    /// The run that is judged.
    public var forID: String
    /// The feedback's identifier, once it is stored.
    public var id: String?
    /// The thread it belongs to.
    public var threadID: String?
    /// 1 for good, 0 for bad.
    public var value: Int
    /// What the person says about it.
    public var comment: String?

    /// Creates feedback.
    ///
    /// - Parameters:
    ///   - forID: The run that is judged.
    ///   - id: The feedback's identifier, once it is stored.
    ///   - threadID: The thread it belongs to.
    ///   - value: 1 for good, 0 for bad.
    ///   - comment: What the person says about it.
    public init(forID: String, id: String? = nil, threadID: String? = nil, value: Int, comment: String? = nil) {
        self.forID = forID
        self.id = id
        self.threadID = threadID
        self.value = value
        self.comment = comment
    }
}
