/// The steps of a call.
extension LLMChain {
    /// The chain as start events tell it.
    var component: ComponentInfo {
        ComponentInfo(
            type: LLMChain.self,
            parameters: [
                "prompt": .string(self.prompt.template),
                "input_variables": self.prompt.inputVariables.chainValue,
                "output_key": .string(self.outputKey),
                "model": .string(self.model.identity.name),
            ]
        )
    }

    /// Adds the chain's own handlers, tags and metadata to the call's.
    func manager(_ inherited: CallbackManager) -> CallbackManager {
        inherited.adding(
            localHandlers: self.callbacks,
            tags: self.tags,
            metadata: self.metadata,
            verbose: self.verbose
        )
    }

    /// Names a single value by the one input that the memory does not give.
    func inputs(from value: String) throws -> [String: any ChainValueConvertible] {
        try self.prompt.validate()
        let remembered = Set(self.memory?.memoryVariables ?? [])
        let keys = self.inputKeys.filter { !remembered.contains($0) }
        guard let key = keys.first, keys.count == 1 else {
            throw LanguageModelError(
                .invalidInput,
                keys.isEmpty
                    ? "The chain has no input to give a single text to; call it with an empty dictionary."
                    : "A single text was given, but the chain has the inputs \(Self.list(keys)); give them by name."
            )
        }
        return [key: value]
    }

    /// Adds the memory's inputs, which win, and checks that none is missing.
    func resolve(_ inputs: [String: ChainValue]) async throws -> [String: ChainValue] {
        try self.prompt.validate()
        var inputs = inputs
        if let memory = self.memory {
            inputs.merge(try await memory.loadMemoryVariables(inputs)) { $1 }
        }
        let missing = self.inputKeys.filter { inputs[$0] == nil }
        if !missing.isEmpty {
            throw LanguageModelError(
                .missingVariable,
                "The chain lacks the inputs \(Self.list(missing)); give a value for each by name."
            )
        }
        return inputs
    }

    /// Formats the prompt and tells it.
    func preparePrompt(_ inputs: [String: ChainValue], _ run: CallbackRun?) async throws -> String {
        let prompt = try self.format(inputs)
        try await run?.text(CallbackText(caption: "Prompt after formatting", content: prompt))
        return prompt
    }

    /// Formats the prompt with the inputs it has places for.
    func format(_ inputs: [String: ChainValue]) throws -> String {
        let names = Set(self.prompt.requiredNames)
        return try self.prompt.format(inputs.filter { names.contains($0.key) })
    }

    /// The chain's outputs for an answer.
    func outputs(of generation: LLMResult) throws -> [String: ChainValue] {
        var outputs = [self.outputKey: try self.outputParser.parse(generation.text)]
        if !self.returnFinalOnly { outputs["full_generation"] = generation.chainValue }
        return outputs
    }

    /// The stop texts that inputs ask for, the same in all.
    static func stop(in inputList: [[String: ChainValue]]) throws -> [String]? {
        guard let value = inputList.first?["stop"] ?? inputList.lazy.compactMap({ $0["stop"] }).first else {
            return nil
        }
        guard inputList.allSatisfy({ $0["stop"] == value }) else {
            throw LanguageModelError(
                .invalidInput,
                "The inputs of a list have different values for \"stop\"; give all the same, or none."
            )
        }
        switch value {
        case .null: return nil
        case .string(let text): return [text]
        case .list(let values) where values.allSatisfy({ $0.stringValue != nil }):
            return values.compactMap(\.stringValue)
        default:
            throw LanguageModelError(
                .invalidInput,
                "The input \"stop\" is \(value); give a text, or a list of texts."
            )
        }
    }

    /// Lists names for an error's sentence.
    static func list(_ names: [String]) -> String {
        names.map { "\"\($0)\"" }.joined(separator: ", ")
    }
}

extension GenerationOptions {
    /// The same options with other stop texts.
    ///
    /// - Parameter stop: The stop texts; nil leaves the options as they are.
    /// - Returns: The options.
    func stopping(at stop: [String]?) -> GenerationOptions {
        var options = self
        options.stop = stop ?? self.stop
        return options
    }
}

extension LLMResult {
    /// The answer and how it went, for a chain's `full_generation`.
    var chainValue: ChainValue {
        var values: [String: ChainValue] = ["text": .string(self.text)]
        guard let summary = self.summary else { return .dictionary(values) }
        values["finish_reason"] = .string(summary.finishReason.name)
        if case .stopText(let text) = summary.finishReason { values["stop_text"] = .string(text) }
        values["prompt_tokens"] = .int(summary.promptTokens)
        values["cached_tokens"] = .int(summary.cachedTokens)
        values["new_tokens"] = .int(summary.newTokens)
        values["seed"] = summary.seed.map { .int(Int($0)) } ?? .null
        values["duration"] = .double(summary.duration)
        return .dictionary(values)
    }
}
