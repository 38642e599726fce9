extension InvocationParameters {
    /// Lists those of the newer options that are not as by default, so that traces stay short.
    ///
    /// - Parameter options: How the model answers.
    /// - Returns: The values by llama.cpp's names, or by OpenAI's where llama.cpp has none.
    static func changed(_ options: GenerationOptions) -> [String: ChainValue] {
        let usual = GenerationOptions()
        var values: [String: ChainValue] = [:]
        func note<Value: Equatable & ChainValueConvertible>(
            _ name: String,
            _ path: KeyPath<GenerationOptions, Value>
        ) {
            if options[keyPath: path] != usual[keyPath: path] { values[name] = options[keyPath: path].chainValue }
        }
        note("dynatemp_range", \.dynamicTemperatureRange)
        note("dynatemp_exponent", \.dynamicTemperatureExponent)
        note("top_n_sigma", \.topNSigma)
        note("xtc_probability", \.xtcProbability)
        note("xtc_threshold", \.xtcThreshold)
        note("dry_multiplier", \.dryMultiplier)
        note("dry_base", \.dryBase)
        note("dry_allowed_length", \.dryAllowedLength)
        note("dry_penalty_last_n", \.dryLastNTokens)
        note("dry_sequence_breakers", \.drySequenceBreakers)
        note("strict", \.isStrict)
        note("user", \.user)
        if let mirostat = options.mirostat {
            values["mirostat"] = .int(mirostat.version)
            values["mirostat_tau"] = .double(mirostat.tau)
            values["mirostat_eta"] = .double(mirostat.eta)
        }
        if !options.logitBias.isEmpty {
            let biases = options.logitBias.map { (String($0.key), ChainValue.double($0.value)) }
            values["logit_bias"] = .dictionary(Dictionary(uniqueKeysWithValues: biases))
        }
        if let format = options.format { values["response_format"] = Self.value(format) }
        if !options.tools.isEmpty {
            values["tools"] = .list(options.tools.map { .string($0.name) })
            values["tool_choice"] = .string(Self.text(options.toolChoice))
        }
        if !options.templateArguments.isEmpty {
            values["chat_template_kwargs"] = .dictionary(options.templateArguments.mapValues { Self.value($0) })
        }
        if options.overflow != usual.overflow { values["overflow"] = .string(Self.text(options.overflow)) }
        if let timeLimit = options.timeLimit { values["time_limit"] = .double(timeLimit / .seconds(1)) }
        return values
    }

    private static func value(_ format: ResponseFormat) -> ChainValue {
        switch format {
        case .json: ["type": "json_object"]
        case .jsonSchema(let schema): ["type": "json_schema", "name": .string(schema.name)]
        case .grammar(let text): ["type": "grammar", "grammar": .string(text)]
        }
    }

    private static func value(_ value: TemplateValue) -> ChainValue {
        switch value {
        case .null: .null
        case .boolean(let boolean): .bool(boolean)
        case .integer(let integer): .int(integer)
        case .number(let number): .double(number)
        case .string(let text), .controlText(let text): .string(text)
        case .array(let items): .list(items.map { Self.value($0) })
        case .object(let members):
            .dictionary(Dictionary(members.map { ($0.name, Self.value($0.value)) }, uniquingKeysWith: { $1 }))
        }
    }

    private static func text(_ choice: ToolChoice) -> String {
        switch choice {
        case .automatic: "auto"
        case .none: "none"
        case .required: "required"
        case .tool(let name): name
        }
    }

    private static func text(_ overflow: ContextOverflow) -> String {
        switch overflow {
        case .refuse: "refuse"
        case .dropOldestTurns: "drop_oldest_turns"
        case .shift(let keep): "shift, keeping \(keep)"
        }
    }
}
