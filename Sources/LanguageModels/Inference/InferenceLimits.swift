/// What a back end can hold.
public struct InferenceLimits: Hashable, Sendable {
    /// The most tokens that one request may have, prompt and answer together.
    public var contextLength: Int
    /// The most tokens that all sequences may hold together; at least `contextLength`.
    public var cacheLength: Int
    /// The most tokens in one batch; at least `sequenceCount`.
    public var batchLength: Int
    /// How many sequences there are; their ids begin with 0.
    public var sequenceCount: Int
    /// Whether a part of a sequence can be forgotten; false for recurrent models.
    public var canTruncate: Bool
    /// Whether tokens within a sequence can be forgotten and those after them moved up.
    public var canShift: Bool

    /// Creates limits.
    ///
    /// - Parameters:
    ///   - contextLength: The most tokens of one request.
    ///   - cacheLength: The most tokens of all sequences together; the same as `contextLength` if nil.
    ///   - batchLength: The most tokens in one batch.
    ///   - sequenceCount: How many sequences there are.
    ///   - canTruncate: Whether a part of a sequence can be forgotten.
    ///   - canShift: Whether tokens within a sequence can be forgotten.
    public init(
        contextLength: Int,
        cacheLength: Int? = nil,
        batchLength: Int,
        sequenceCount: Int,
        canTruncate: Bool = true,
        canShift: Bool = false
    ) {
        self.contextLength = contextLength
        self.cacheLength = cacheLength ?? contextLength
        self.batchLength = batchLength
        self.sequenceCount = sequenceCount
        self.canTruncate = canTruncate
        self.canShift = canShift
    }
}
