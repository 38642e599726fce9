/// How a model turns a prompt into an answer: every sampling and limit parameter, with its default.
///
/// The defaults and meanings are those of ctransformers' configuration, with these deliberate differences: `topK` of 0
/// or less switches top-k off instead of making it greedy, `temperature` of 0 or less is greedy,
/// `lastNTokens` of 0 switches the penalty off, one random number stream serves a whole request instead of being seeded
/// again for each token, and every value outside its range is refused instead of being read as something else.
/// What ctransformers sets for the loaded model as well as for a call (`threads`, `batch_size`, `context_length`,
/// `gpu_layers`, `mmap`, `mlock`) belongs to loading here; `reset` has no counterpart, since what is already
/// evaluated is always reused where it can be.
public struct GenerationOptions: Hashable, Sendable {
    /// The limit on new tokens, or nil for "until the model ends or the context is full".
    ///
    /// At least 0; 0 evaluates the prompt and answers nothing. Default 256. ctransformers: `max_new_tokens`.
    public var maxNewTokens: Int?
    /// The factor by which tokens seen lately become less likely; 1 switches it off.
    ///
    /// Above 0, default 1.1. The window holds prompt and answer. ctransformers: `repetition_penalty`.
    public var repetitionPenalty: Double
    /// How many of the latest tokens the penalties look at: 0 is none, -1 the whole context.
    ///
    /// Default 64. ctransformers: `last_n_tokens`.
    public var lastNTokens: Int
    /// How adventurous sampling is: 0 always takes the likeliest token.
    ///
    /// From 0 to 100, default 0.8. ctransformers: `temperature`.
    public var temperature: Double
    /// Nucleus sampling: keep the likeliest tokens whose probabilities add up to this; 1 switches it off.
    ///
    /// From 0 to 1, default 0.95. ctransformers: `top_p`.
    public var topP: Double
    /// Keep this many of the likeliest tokens; 0 switches it off.
    ///
    /// At least 0, default 40. ctransformers: `top_k`.
    public var topK: Int
    /// Keep tokens at least this likely, as a fraction of the likeliest one's probability; 0 switches it off.
    ///
    /// From 0 to 1, default 0.
    public var minP: Double
    /// Locally typical sampling's probability mass; 1 switches it off.
    ///
    /// Above 0 up to 1, default 1.
    public var typicalP: Double
    /// A penalty that grows with how often a token occurred; 0 switches it off.
    ///
    /// From -2 to 2, default 0.
    public var frequencyPenalty: Double
    /// A penalty for tokens that occurred at all; 0 switches it off.
    ///
    /// From -2 to 2, default 0.
    public var presencePenalty: Double
    /// The random number seed, or nil for a fresh one, which the summary reports back.
    ///
    /// ctransformers: `seed`, where -1 means nil.
    public var seed: UInt32?
    /// Texts that end the answer; the answer does not contain them.
    ///
    /// Default none; an empty string is refused. ctransformers: `stop`.
    public var stop: [String]
    /// Whether deltas arrive one by one, or the whole answer as a single delta.
    ///
    /// Default true. ctransformers: `stream`, whose default is false.
    public var stream: Bool

    /// Creates options; each parameter is documented at its property.
    public init(
        maxNewTokens: Int? = 256,
        repetitionPenalty: Double = 1.1,
        lastNTokens: Int = 64,
        temperature: Double = 0.8,
        topP: Double = 0.95,
        topK: Int = 40,
        minP: Double = 0,
        typicalP: Double = 1,
        frequencyPenalty: Double = 0,
        presencePenalty: Double = 0,
        seed: UInt32? = nil,
        stop: [String] = [],
        stream: Bool = true
    ) {
        self.maxNewTokens = maxNewTokens
        self.repetitionPenalty = repetitionPenalty
        self.lastNTokens = lastNTokens
        self.temperature = temperature
        self.topP = topP
        self.topK = topK
        self.minP = minP
        self.typicalP = typicalP
        self.frequencyPenalty = frequencyPenalty
        self.presencePenalty = presencePenalty
        self.seed = seed
        self.stop = stop
        self.stream = stream
    }

    /// Checks every value against its range.
    ///
    /// - Throws: A ``LanguageModelError`` of code `invalidOption` that names the option, the value and the range.
    public func validate() throws(LanguageModelError) {
        if let maxNewTokens = self.maxNewTokens {
            try Self.check("maxNewTokens", maxNewTokens, maxNewTokens >= 0, "at least 0, or nil for no limit")
        }
        try Self.check(
            "repetitionPenalty",
            self.repetitionPenalty,
            self.repetitionPenalty > 0 && self.repetitionPenalty <= 100,
            "above 0 and at most 100 (1 switches it off)"
        )
        try Self.check("lastNTokens", self.lastNTokens, self.lastNTokens >= -1, "at least -1 (the whole context)")
        try Self.check(
            "temperature",
            self.temperature,
            self.temperature >= 0 && self.temperature <= 100,
            "from 0 (greedy) to 100"
        )
        try Self.check("topP", self.topP, self.topP >= 0 && self.topP <= 1, "from 0 to 1 (1 switches it off)")
        try Self.check("topK", self.topK, self.topK >= 0 && self.topK <= Int(Int32.max), "at least 0 (off)")
        try Self.check("minP", self.minP, self.minP >= 0 && self.minP <= 1, "from 0 (off) to 1")
        try Self.check(
            "typicalP",
            self.typicalP,
            self.typicalP > 0 && self.typicalP <= 1,
            "above 0 and at most 1 (off)"
        )
        try Self.check(
            "frequencyPenalty",
            self.frequencyPenalty,
            abs(self.frequencyPenalty) <= 2,
            "from -2 to 2 (0 is off)"
        )
        try Self.check(
            "presencePenalty",
            self.presencePenalty,
            abs(self.presencePenalty) <= 2,
            "from -2 to 2 (0 is off)"
        )
        if self.stop.contains("") {
            throw LanguageModelError(
                .invalidOption,
                "A stop text is empty; give texts of at least one character, or leave it out."
            )
        }
    }

    private static func check<Value>(
        _ name: String,
        _ value: Value,
        _ isValid: Bool,
        _ range: String
    ) throws(LanguageModelError) {
        guard isValid else {
            throw LanguageModelError(.invalidOption, "\(name) is \(value); give a value \(range).")
        }
    }
}
