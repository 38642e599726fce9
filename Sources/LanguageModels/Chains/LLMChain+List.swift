extension LLMChain {
    /// Runs the chain on several inputs as one run.
    ///
    /// LangChain: `aapply`.
    ///
    /// Each prompt is a model's run of its own, and its tokens come under that run's id. (LangChain reports all tokens
    /// under the first.) The memory takes no part.
    ///
    /// - Parameters:
    ///   - inputList: The inputs by name, one dictionary for each prompt; `stop` must be the same in all.
    ///   - callbacks: Handlers that hear of this run and of the runs it starts.
    ///   - tags: Tags of this run and of the runs it starts.
    ///   - metadata: Metadata of this run and of the runs it starts.
    /// - Returns: The outputs by name, one dictionary for each prompt, in order.
    /// - Throws: What ``call(_:callbacks:tags:metadata:returnOnlyOutputs:includeRunInfo:)`` throws.
    public func apply(
        _ inputList: [[String: any ChainValueConvertible]],
        callbacks: [any CallbackHandler] = [],
        tags: [String] = [],
        metadata: [String: ChainValue] = [:]
    ) async throws -> [[String: ChainValue]] {
        try self.prompt.validate()
        let inputs = inputList.map { $0.mapValues(\.chainValue) }
        let run = try await self.manager(CallbackManager(handlers: callbacks, tags: tags, metadata: metadata))
            .chainStart(
                self.component,
                inputs: ["input_list": .list(inputs.map(ChainValue.dictionary))],
                name: self.name
            )
        let outputs: [[String: ChainValue]]
        do {
            outputs = try await self.generate(inputs, run.child(), run).map(self.outputs(of:))
        } catch {
            try await run.chainError(error)
            throw error
        }
        try await run.chainEnd(["outputs": .list(outputs.map(ChainValue.dictionary))])
        return outputs
    }

    /// Runs the chain on several inputs and reads each answer with the prompt's own parser.
    ///
    /// LangChain: `aapply_and_parse`.
    ///
    /// - Parameters:
    ///   - inputList: The inputs by name, one dictionary for each prompt.
    ///   - callbacks: Handlers that hear of this run and of the runs it starts.
    /// - Returns: What the prompt's ``PromptTemplate/outputParser`` reads, in order; the main outputs if it has none.
    /// - Throws: What ``apply(_:callbacks:tags:metadata:)`` and the parser throw.
    public func applyAndParse(
        _ inputList: [[String: any ChainValueConvertible]],
        callbacks: [any CallbackHandler] = []
    ) async throws -> [ChainValue] {
        try await self.apply(inputList, callbacks: callbacks).map { outputs in
            let output = outputs[self.outputKey] ?? .null
            return try self.prompt.outputParser?.parse(output.description) ?? output
        }
    }

    /// Formats prompts and asks the model, with no chain's run around it.
    ///
    /// LangChain: `agenerate`.
    ///
    /// - Parameters:
    ///   - inputList: The inputs by name, one dictionary for each prompt; `stop` must be the same in all.
    ///   - callbacks: Handlers that hear of the model's runs.
    /// - Returns: The answers and all about them, in order.
    /// - Throws: What ``call(_:callbacks:tags:metadata:returnOnlyOutputs:includeRunInfo:)`` throws.
    public func generate(
        _ inputList: [[String: any ChainValueConvertible]],
        callbacks: [any CallbackHandler] = []
    ) async throws -> [LLMResult] {
        let inputs = inputList.map { $0.mapValues(\.chainValue) }
        return try await self.generate(inputs, CallbackManager(handlers: callbacks), nil)
    }

    /// Formats the prompts without asking the model.
    ///
    /// LangChain: `aprep_prompts`.
    ///
    /// - Parameter inputList: The inputs by name, one dictionary for each prompt; `stop` must be the same in all.
    /// - Returns: The prompts in order, and the stop texts if the inputs have any.
    /// - Throws: A ``LanguageModelError`` of the template, or of code `invalidInput` when stop texts differ.
    public func preparePrompts(
        _ inputList: [[String: any ChainValueConvertible]]
    ) throws -> (prompts: [PromptValue], stop: [String]?) {
        let inputs = inputList.map { $0.mapValues(\.chainValue) }
        let stop = try Self.stop(in: inputs)
        return (try inputs.map { PromptValue(try self.format($0)) }, stop)
    }

    private func generate(
        _ inputs: [[String: ChainValue]],
        _ manager: CallbackManager,
        _ chainRun: CallbackRun?
    ) async throws -> [LLMResult] {
        let options = self.options.stopping(at: try Self.stop(in: inputs))
        var prompts: [String] = []
        for input in inputs { prompts.append(try await self.preparePrompt(input, chainRun)) }
        var results: [LLMResult] = []
        for prompt in prompts {
            results.append(try await self.model.generate(.text(prompt), options: options, callbackManager: manager))
        }
        return results
    }
}
