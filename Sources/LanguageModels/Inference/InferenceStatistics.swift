/// What an ``InferenceEngine`` is doing and has done; totals count from its beginning.
public struct InferenceStatistics: Hashable, Sendable {
    /// Requests that were submitted and whose streams are still held.
    public var open = 0
    /// Requests that are evaluated or answered now.
    public var running = 0
    /// Requests that wait for room.
    public var waiting = 0
    /// Running requests whose readers are slow; they keep their place and are not evaluated.
    public var paused = 0
    /// Cells of the cache in use, of running and finished requests; shared ones count once.
    public var cachedTokens = 0
    /// Cells in use by running requests.
    public var activeTokens = 0
    /// Decodes.
    public var steps = 0
    /// Tokens of prompts that were evaluated.
    public var promptTokens = 0
    /// Tokens of prompts that were found in the cache.
    public var reusedTokens = 0
    /// Tokens that were generated.
    public var newTokens = 0
    /// Tokens that were guessed ahead.
    public var draftedTokens = 0
    /// Guessed tokens that were right.
    public var acceptedDraftTokens = 0
    /// Seconds spent in decodes.
    public var decodeSeconds = 0.0
    /// Seconds that a draft model took to guess ahead.
    public var draftSeconds = 0.0
    /// Seconds spent choosing tokens.
    public var samplingSeconds = 0.0
    /// Seconds the engine's thread spent on everything else while it had work.
    public var overheadSeconds = 0.0
    /// Seconds of a step, a moving average.
    public var stepSeconds = 0.0
    /// Requests whose answers were whole.
    public var finished = 0
    /// Requests that were no longer wanted.
    public var cancelled = 0
    /// Requests that failed, their time limits included.
    public var failed = 0
    /// Finished chats whose tokens were forgotten to make room.
    public var evictions = 0
    /// Finished chats that were copied out of the cache.
    public var savedStates = 0
    /// Chats that came back from copies.
    public var restoredStates = 0
    /// Requests that gave their place up for others.
    public var preemptions = 0
    /// Decodes that found no room in the cache.
    public var fullDecodes = 0

    /// Creates statistics of an engine that has done nothing.
    public init() {}
}
