extension RequestBody {
    /// An option's words in the dialects that have one.
    private struct Words {
        var openAI: String?
        var llamaServer: String?
        var vLLM: String?
        var ollama: String?

        /// The same word everywhere.
        static func all(_ word: String) -> Words { Words(openAI: word, llamaServer: word, vLLM: word, ollama: word) }

        func names(in dialect: OpenAIDialect) -> [String] {
            switch dialect {
            case .openAI: [self.openAI].compactMap(\.self)
            case .llamaServer: [self.llamaServer].compactMap(\.self)
            case .vLLM: [self.vLLM].compactMap(\.self)
            case .ollama: [self.ollama].compactMap(\.self)
            case .automatic:
                [self.llamaServer, self.vLLM == self.llamaServer ? nil : self.vLLM].compactMap(\.self)
            }
        }
    }

    /// OpenAI's models that think before they answer take no sampling parameters but their own defaults.
    private var takesNoSampling: Bool {
        guard self.dialect == .openAI else { return false }
        return self.model.wholeMatch(of: /(o[0-9]|gpt-5(?!-chat)).*/) != nil
    }

    mutating func setSampling(contextLength: Int?) throws(LanguageModelError) {
        let options = self.options
        let usual = GenerationOptions()
        if !self.takesNoSampling || options.temperature != usual.temperature {
            self.set("temperature", .number(options.temperature))
        }
        if !self.takesNoSampling || options.topP != usual.topP { self.set("top_p", .number(options.topP)) }
        if options.frequencyPenalty != 0 { self.set("frequency_penalty", .number(options.frequencyPenalty)) }
        if options.presencePenalty != 0 { self.set("presence_penalty", .number(options.presencePenalty)) }
        if let seed = options.seed { self.set("seed", .integer(Int(seed))) }
        try self.setLogitBias()
        // vLLM's older releases know -1 alone as off.
        let topK = options.topK == 0 && self.dialect == .vLLM ? -1 : options.topK
        try self.set(
            "topK",
            .integer(topK),
            Words(llamaServer: "top_k", vLLM: "top_k"),
            canBeLeftOut: options.topK == usual.topK || options.topK == 0
        )
        try self.set(
            "minP",
            .number(options.minP),
            Words(llamaServer: "min_p", vLLM: "min_p"),
            canBeLeftOut: options.minP == 0
        )
        try self.setRepetitionPenalty(usual, contextLength: contextLength)
        try self.setLlamaSamplers(contextLength: contextLength)
    }

    private mutating func set(
        _ option: String,
        _ value: WireValue,
        _ words: Words,
        canBeLeftOut: Bool
    ) throws(LanguageModelError) {
        let names = words.names(in: self.dialect)
        guard names.isEmpty else {
            for name in names { self.set(name, value) }
            return
        }
        if !canBeLeftOut {
            throw self.unsupported(
                option,
                Self.shown(value),
                "leave it at its default, or choose the dialect of the server"
            )
        }
    }

    private static func shown(_ value: WireValue) -> String { String(decoding: value.bytes, as: UTF8.self) }

    private mutating func setLogitBias() throws(LanguageModelError) {
        let bias = self.options.logitBias.sorted { $0.key < $1.key }
        guard !bias.isEmpty else { return }
        if self.dialect == .ollama {
            throw self.unsupported("logitBias", "set", "leave it out, or use llama-server").about(.logitBias)
        }
        if let wrong = bias.first(where: { $0.value.isNaN || $0.value == .infinity }) {
            throw LanguageModelError(
                .invalidOption,
                "The bias of token \(wrong.key) is \(wrong.value); give a number, or minus infinity to forbid the token."
            )
        }
        if self.dialect == .llamaServer {
            // Pairs, in which false forbids a token.
            let pairs = bias.map { token, value -> WireValue in
                .array([.integer(Int(token)), value == -.infinity ? .boolean(false) : .number(value)])
            }
            self.set("logit_bias", .array(pairs))
        } else {
            self.set(
                "logit_bias",
                .object(bias.map { WireValue.Member("\($0.key)", .number(max($0.value, -100))) })
            )
        }
    }

    /// How many tokens "the whole context" is to llama-server, which refuses -1.
    private static func window(_ tokens: Int, _ contextLength: Int?) -> Int {
        tokens >= 0 ? tokens : contextLength ?? 65536
    }

    private mutating func setRepetitionPenalty(
        _ usual: GenerationOptions,
        contextLength: Int?
    ) throws(LanguageModelError) {
        let options = self.options
        let isOff = options.repetitionPenalty == 1 || options.lastNTokens == 0
        // vLLM has no window to switch the penalty off with.
        let isOffByWindow = options.lastNTokens == 0 && self.dialect == .vLLM
        try self.set(
            "repetitionPenalty",
            .number(isOffByWindow ? 1 : options.repetitionPenalty),
            Words(llamaServer: "repeat_penalty", vLLM: "repetition_penalty"),
            canBeLeftOut: isOff || options.repetitionPenalty == usual.repetitionPenalty
        )
        try self.set(
            "lastNTokens",
            .integer(Self.window(options.lastNTokens, contextLength)),
            Words(llamaServer: "repeat_last_n"),
            // The penalties of servers without a window see the whole context.
            canBeLeftOut: isOff || options.lastNTokens == usual.lastNTokens || options.lastNTokens == -1
        )
    }

    /// Samplers that llama-server alone has; they are sent where they are on.
    private mutating func setLlamaSamplers(contextLength: Int?) throws(LanguageModelError) {
        let options = self.options
        if options.typicalP != 1 || self.dialect == .llamaServer {
            try self.setLlama("typicalP", "typical_p", .number(options.typicalP))
        }
        if options.topNSigma > 0 { try self.setLlama("topNSigma", "top_n_sigma", .number(options.topNSigma)) }
        if options.dynamicTemperatureRange > 0 {
            try self.setLlama(
                "dynamicTemperatureRange",
                "dynatemp_range",
                .number(options.dynamicTemperatureRange)
            )
            try self.setLlama(
                "dynamicTemperatureExponent",
                "dynatemp_exponent",
                .number(options.dynamicTemperatureExponent)
            )
        }
        if options.xtcProbability > 0 {
            try self.setLlama("xtcProbability", "xtc_probability", .number(options.xtcProbability))
            try self.setLlama("xtcThreshold", "xtc_threshold", .number(options.xtcThreshold))
        }
        if let mirostat = options.mirostat {
            try self.setLlama("mirostat", "mirostat", .integer(mirostat.version))
            try self.setLlama("mirostat.tau", "mirostat_tau", .number(mirostat.tau))
            try self.setLlama("mirostat.eta", "mirostat_eta", .number(mirostat.eta))
        }
        guard options.dryMultiplier > 0 else { return }
        try self.setLlama("dryMultiplier", "dry_multiplier", .number(options.dryMultiplier))
        try self.setLlama("dryBase", "dry_base", .number(options.dryBase))
        try self.setLlama("dryAllowedLength", "dry_allowed_length", .integer(options.dryAllowedLength))
        let window = Self.window(options.dryLastNTokens, contextLength)
        try self.setLlama("dryLastNTokens", "dry_penalty_last_n", .integer(window))
        if !options.drySequenceBreakers.isEmpty {
            let breakers = options.drySequenceBreakers.map(WireValue.string)
            try self.setLlama("drySequenceBreakers", "dry_sequence_breakers", .array(breakers))
        }
    }

    private mutating func setLlama(_ option: String, _ word: String, _ value: WireValue) throws(LanguageModelError) {
        try self.set(option, value, Words(llamaServer: word), canBeLeftOut: false)
    }
}
