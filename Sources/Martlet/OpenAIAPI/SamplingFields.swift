import LanguageModels

/// Reads how an answer is to be sampled and how long it may be: OpenAI's parameters, and llama.cpp's beside them.
enum SamplingFields {
    /// The most stop texts; OpenAI takes 4.
    private static let mostStops = 64
    /// From here on a bias forbids a token, as OpenAI has it.
    private static let forbiddingBias = -100.0

    /// Reads the parameters that chat and completions share.
    ///
    /// - Parameters:
    ///   - fields: The request.
    ///   - options: What holds where it says nothing.
    /// - Returns: The options.
    /// - Throws: An ``APIFailure`` that names the parameter.
    static func options(_ fields: APIFields, over options: GenerationOptions) throws -> GenerationOptions {
        var options = options
        options.stream = true
        options.temperature = try fields.number("temperature", in: 0...2) ?? options.temperature
        options.topP = try fields.number("top_p", in: 0...1) ?? options.topP
        options.frequencyPenalty = try fields.number("frequency_penalty", in: -2...2) ?? options.frequencyPenalty
        options.presencePenalty = try fields.number("presence_penalty", in: -2...2) ?? options.presencePenalty
        if let seed = try fields.integer("seed") {
            // Below zero, and the greatest number, mean "any" to llama.cpp.
            options.seed = seed < 0 ? nil : min(UInt32(truncatingIfNeeded: seed), .max - 1)
        }
        // A client's word alone would let it pass for whoever it names.
        if let user = try fields.text("user") { options.user = "\(RequestUser.current ?? "API")/\(user.prefix(128))" }
        if let stop = try fields.texts("stop", atMost: Self.mostStops) {
            guard !stop.contains("") else {
                throw APIFailure.invalid("stop", "stop has an empty string; send texts of at least one character.")
            }
            options.stop = stop
        }
        if let bias = try Self.logitBias(fields) { options.logitBias = bias }
        try Self.readLimit(fields, &options)
        try Self.readLlama(fields, &options)
        return options
    }

    /// Asks the options themselves whether they can be used, once everything is read.
    static func check(_ options: GenerationOptions) throws {
        do throws(LanguageModelError) { try options.validate() } catch {
            throw APIFailure.invalid(nil, error.message)
        }
    }

    private static func readLimit(_ fields: APIFields, _ options: inout GenerationOptions) throws {
        for name in ["max_completion_tokens", "max_tokens", "n_predict"] {
            guard let limit = try fields.integer(name, in: -1...Int.max) else { continue }
            // llama.cpp writes "no limit" as -1.
            options.maxNewTokens = limit < 0 ? nil : limit
            return
        }
    }

    private static func logitBias(_ fields: APIFields) throws -> [Int32: Double]? {
        guard let bias = try fields.object("logit_bias") else { return nil }
        var result: [Int32: Double] = [:]
        for name in bias.all.keys {
            guard let token = Int32(name), token >= 0 else {
                throw APIFailure.invalid(
                    "logit_bias",
                    "logit_bias has the name '\(name.prefix(40))'; send token ids as names."
                )
            }
            guard let value = try bias.number(name, in: -100...100) else { continue }
            result[token] = value <= Self.forbiddingBias ? -.infinity : value
        }
        return result
    }

    /// What llama.cpp's server takes beyond OpenAI's API.
    private static func readLlama(_ fields: APIFields, _ options: inout GenerationOptions) throws {
        if let value = try fields.integer("top_k") { options.topK = max(value, 0) }
        if let value = try fields.number("min_p", in: 0...1) { options.minP = value }
        if let value = try fields.number("typical_p", in: 0...1) { options.typicalP = value }
        let repetition = try fields.number("repeat_penalty") ?? fields.number("repetition_penalty")
        if let value = repetition { options.repetitionPenalty = value }
        if let value = try fields.integer("repeat_last_n", in: -1...Int.max) { options.lastNTokens = value }
        if let value = try fields.number("dynatemp_range", in: 0...100) { options.dynamicTemperatureRange = value }
        if let value = try fields.number("dynatemp_exponent") { options.dynamicTemperatureExponent = value }
        if let value = try fields.number("top_n_sigma") { options.topNSigma = max(value, 0) }
        if let value = try fields.number("xtc_probability", in: 0...1) { options.xtcProbability = value }
        if let value = try fields.number("xtc_threshold", in: 0...1) { options.xtcThreshold = value }
        if let value = try fields.number("dry_multiplier") { options.dryMultiplier = value }
        if let value = try fields.number("dry_base") { options.dryBase = value }
        if let value = try fields.integer("dry_allowed_length", in: 0...Int.max) { options.dryAllowedLength = value }
        if let value = try fields.integer("dry_penalty_last_n", in: -1...Int.max) { options.dryLastNTokens = value }
        if let value = try fields.texts("dry_sequence_breakers", atMost: Self.mostStops) {
            options.drySequenceBreakers = value
        }
        if let version = try fields.integer("mirostat", in: 0...2) {
            options.mirostat = version == 0 ? nil : MirostatOptions(version: version)
        }
        if let value = try fields.number("mirostat_tau") { options.mirostat?.tau = value }
        if let value = try fields.number("mirostat_eta") { options.mirostat?.eta = value }
        if let grammar = try fields.text("grammar"), !grammar.isEmpty { options.format = .grammar(grammar) }
    }
}
