/// How a model turns a prompt into an answer: every sampling and limit parameter, with its default.
///
/// A local model applies them in this order: `logitBias`, the penalties, DRY, `topNSigma`, `topK`, `typicalP`, `topP`,
/// `minP`, XTC, the temperature, and then draws. With `mirostat` only bias, penalties, DRY and temperature come before
/// it, and with a temperature of 0 only bias, penalties and DRY before the likeliest token is taken. What `format` and
/// `tools` ask for always holds.
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

    /// How far the temperature may move with the model's certainty: from `temperature` minus this to plus this; 0 is off.
    ///
    /// From 0 to 100, default 0. llama.cpp: `dynatemp_range`.
    public var dynamicTemperatureRange: Double
    /// How strongly certainty moves the temperature.
    ///
    /// Above 0 up to 100, default 1. llama.cpp: `dynatemp_exponent`.
    public var dynamicTemperatureExponent: Double
    /// Keep tokens whose logits lie at most this many standard deviations below the best; 0 switches it off.
    ///
    /// From 0 to 100, default 0. llama.cpp: `top_n_sigma`, where -1 is off.
    public var topNSigma: Double
    /// How likely XTC leaves out all but the least likely of the tokens above its threshold; 0 switches it off.
    ///
    /// From 0 to 1, default 0. llama.cpp: `xtc_probability`.
    public var xtcProbability: Double
    /// XTC's threshold: tokens at least this likely can be left out; above 0.5 it never happens.
    ///
    /// From 0 to 1, default 0.1. llama.cpp: `xtc_threshold`.
    public var xtcThreshold: Double
    /// How strongly DRY works against repeated sequences; 0 switches it off.
    ///
    /// From 0 to 100, default 0. llama.cpp: `dry_multiplier`.
    public var dryMultiplier: Double
    /// By how much DRY's penalty grows with each more token of a repetition.
    ///
    /// From 1 to 100, default 1.75. llama.cpp: `dry_base`.
    public var dryBase: Double
    /// The longest repetition that DRY lets pass.
    ///
    /// At least 0, default 2. llama.cpp: `dry_allowed_length`.
    public var dryAllowedLength: Int
    /// How many of the latest tokens DRY looks at: 0 is none, -1 the whole context.
    ///
    /// Default -1. llama.cpp: `dry_penalty_last_n`.
    public var dryLastNTokens: Int
    /// Texts at which DRY stops to look for repetitions.
    ///
    /// At most 64 of 1 to 40 bytes; default a line's end, colon, quotation mark and asterisk. llama.cpp: `dry_sequence_breakers`.
    public var drySequenceBreakers: [String]
    /// Mirostat sampling instead of the other ways to choose among tokens; nil is off.
    public var mirostat: MirostatOptions?
    /// What is added to the logits of tokens, by their ids; minus infinity forbids a token.
    ///
    /// Default none; ids are those of the model's vocabulary. OpenAI: `logit_bias`.
    public var logitBias: [Int32: Double]
    /// The form the answer must have; nil is any.
    public var format: ResponseFormat?
    /// Tools that the model may call; it is told of them where its chat template allows.
    public var tools: [ToolDefinition]
    /// Whether the model may, must or must not call a tool.
    public var toolChoice: ToolChoice
    /// Whether one answer may call several tools.
    ///
    /// Default true; without it a local model writes one call at most. OpenAI: `parallel_tool_calls`.
    public var callsToolsInParallel = true
    /// Values that a chat's template is given by name, such as `["enable_thinking": false]`.
    ///
    /// Default none; which names mean something is the template's matter. What a template is given in any case, such as
    /// `messages`, is refused. Prompts that are texts have no template. llama-server and vLLM: `chat_template_kwargs`.
    public var templateArguments: [String: TemplateValue] = [:]
    /// What happens to a request that is longer than the context; default ``ContextOverflow/refuse``.
    public var overflow: ContextOverflow
    /// Whether the same seed must give the same answer, bit by bit, on the same machine and build.
    ///
    /// The request then runs alone and reuses nothing evaluated before, which is slower for everyone. Default false.
    public var isStrict: Bool
    /// The longest time from the request to its end, queue included; nil is no limit.
    public var timeLimit: Duration?
    /// Whom the request is for; users get equal shares of a busy model's places, however many requests each has.
    ///
    /// Nil is a user of its own.
    public var user: String?
    /// Whether the request is work that nobody waits for, such as a chat's title; all others go first.
    ///
    /// Default false.
    public var isBackground = false
    /// What holds the answer to its form, derived from `format` and `tools`; set by the engine.
    package var constraint: SamplerConstraint?

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
        stream: Bool = true,
        dynamicTemperatureRange: Double = 0,
        dynamicTemperatureExponent: Double = 1,
        topNSigma: Double = 0,
        xtcProbability: Double = 0,
        xtcThreshold: Double = 0.1,
        dryMultiplier: Double = 0,
        dryBase: Double = 1.75,
        dryAllowedLength: Int = 2,
        dryLastNTokens: Int = -1,
        drySequenceBreakers: [String] = ["\n", ":", "\"", "*"],
        mirostat: MirostatOptions? = nil,
        logitBias: [Int32: Double] = [:],
        format: ResponseFormat? = nil,
        tools: [ToolDefinition] = [],
        toolChoice: ToolChoice = .automatic,
        callsToolsInParallel: Bool = true,
        templateArguments: [String: TemplateValue] = [:],
        overflow: ContextOverflow = .refuse,
        isStrict: Bool = false,
        timeLimit: Duration? = nil,
        user: String? = nil,
        isBackground: Bool = false
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
        self.dynamicTemperatureRange = dynamicTemperatureRange
        self.dynamicTemperatureExponent = dynamicTemperatureExponent
        self.topNSigma = topNSigma
        self.xtcProbability = xtcProbability
        self.xtcThreshold = xtcThreshold
        self.dryMultiplier = dryMultiplier
        self.dryBase = dryBase
        self.dryAllowedLength = dryAllowedLength
        self.dryLastNTokens = dryLastNTokens
        self.drySequenceBreakers = drySequenceBreakers
        self.mirostat = mirostat
        self.logitBias = logitBias
        self.format = format
        self.tools = tools
        self.toolChoice = toolChoice
        self.callsToolsInParallel = callsToolsInParallel
        self.templateArguments = templateArguments
        self.overflow = overflow
        self.isStrict = isStrict
        self.timeLimit = timeLimit
        self.user = user
        self.isBackground = isBackground
    }
}
