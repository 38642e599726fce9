/// How an ``InferenceEngine`` shares its model among requests.
public struct InferenceConfiguration: Hashable, Sendable {
    /// How many requests may be open at once, running and waiting; at least 1, default 256.
    ///
    /// From 16 on, one user may have three quarters of them.
    public var queueLimit: Int
    /// How many deltas of an answer may wait for their reader before the answer pauses; at least 1, default 256.
    public var bufferCapacity: Int
    /// How long a step should last while answers are under way: new prompts are read in pieces that keep to it.
    ///
    /// A shorter time makes answers more even and prompts slower to read. Where a step that only answers takes longer
    /// than two thirds of it, half as long again as such a step counts instead. Default 150 ms.
    public var stepTarget: Duration
    /// How long an answer may wait for its reader before it gives its place to others; default 10 s.
    public var readerPatience: Duration
    /// How long a user without any running request waits before one of a user with several gives its place up.
    ///
    /// Default 2 s.
    public var fairnessPatience: Duration
    /// Users with a share other than 1, by name; a user of weight 2 gets twice as much of a busy model.
    public var userWeights: [String: Double]
    /// Whether next tokens are guessed and checked together, where that pays; default true.
    ///
    /// They are guessed from what was said before, and with a draft model if the model was loaded with one. The answer
    /// is the same as without.
    public var guessesAhead: Bool
    /// Where chats are kept that the cache has no room for; default nowhere.
    public var promptCache: PromptCacheConfiguration

    /// Creates a configuration; each parameter is documented at its property.
    public init(
        queueLimit: Int = 256,
        bufferCapacity: Int = 256,
        stepTarget: Duration = .milliseconds(150),
        readerPatience: Duration = .seconds(10),
        fairnessPatience: Duration = .seconds(2),
        userWeights: [String: Double] = [:],
        guessesAhead: Bool = true,
        promptCache: PromptCacheConfiguration = PromptCacheConfiguration()
    ) {
        self.queueLimit = queueLimit
        self.bufferCapacity = bufferCapacity
        self.stepTarget = stepTarget
        self.readerPatience = readerPatience
        self.fairnessPatience = fairnessPatience
        self.userWeights = userWeights
        self.guessesAhead = guessesAhead
        self.promptCache = promptCache
    }
}
