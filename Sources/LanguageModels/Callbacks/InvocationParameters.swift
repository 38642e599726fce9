/// What traces show of how a model was asked.
///
/// LangChain: `invocation_params`.
enum InvocationParameters {
    /// Lists the model's parameters and the options.
    ///
    /// - Parameters:
    ///   - model: The model's kind, name and load parameters.
    ///   - options: How the model answers.
    /// - Returns: The values by ctransformers' names, with the model's kind as `_type` and its name as `model`; options
    ///   that ctransformers lacks are there if they differ from their defaults.
    static func values(_ model: ModelIdentity, _ options: GenerationOptions) -> [String: ChainValue] {
        var values: [String: ChainValue] = model.parameters.mapValues(ChainValue.string)
        values["model"] = .string(model.name)
        values["_type"] = .string(model.type)
        values["max_new_tokens"] = options.maxNewTokens.chainValue
        values["repetition_penalty"] = .double(options.repetitionPenalty)
        values["last_n_tokens"] = .int(options.lastNTokens)
        values["temperature"] = .double(options.temperature)
        values["top_p"] = .double(options.topP)
        values["top_k"] = .int(options.topK)
        values["min_p"] = .double(options.minP)
        values["typical_p"] = .double(options.typicalP)
        values["frequency_penalty"] = .double(options.frequencyPenalty)
        values["presence_penalty"] = .double(options.presencePenalty)
        values["seed"] = options.seed.map { .int(Int($0)) } ?? .null
        values["stop"] = options.stop.isEmpty ? .null : options.stop.chainValue
        values["stream"] = .bool(options.stream)
        return values.merging(Self.changed(options)) { value, _ in value }
    }
}
