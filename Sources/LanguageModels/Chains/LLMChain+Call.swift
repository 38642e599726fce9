extension LLMChain {
    /// Runs the chain on its only input.
    ///
    /// LangChain: `acall` with a value that is not a dictionary.
    ///
    /// - Parameters:
    ///   - input: The value of the one input that the memory does not give.
    ///   - callbacks: Handlers that hear of this run and of the runs it starts.
    ///   - tags: Tags of this run and of the runs it starts.
    ///   - metadata: Metadata of this run and of the runs it starts.
    ///   - returnOnlyOutputs: Whether the result's values leave the inputs out; default false.
    ///   - includeRunInfo: Whether the result has the run's id; default false.
    /// - Returns: Inputs and outputs by name.
    /// - Throws: A ``LanguageModelError``: `invalidInput` when the chain has several inputs, a template's or model's
    ///   error; or `CancellationError`.
    @discardableResult
    public func call(
        _ input: String,
        callbacks: [any CallbackHandler] = [],
        tags: [String] = [],
        metadata: [String: ChainValue] = [:],
        returnOnlyOutputs: Bool = false,
        includeRunInfo: Bool = false
    ) async throws -> ChainResult {
        try await self.call(
            try self.inputs(from: input),
            callbacks: callbacks,
            tags: tags,
            metadata: metadata,
            returnOnlyOutputs: returnOnlyOutputs,
            includeRunInfo: includeRunInfo
        )
    }

    /// Runs the chain on its inputs.
    ///
    /// LangChain: `acall`.
    ///
    /// - Parameters:
    ///   - inputs: The inputs by name. `stop` replaces the options' stop texts; others that the prompt does not have
    ///     are carried along to handlers, memory and result.
    ///   - callbacks: Handlers that hear of this run and of the runs it starts.
    ///   - tags: Tags of this run and of the runs it starts.
    ///   - metadata: Metadata of this run and of the runs it starts.
    ///   - returnOnlyOutputs: Whether the result's values leave the inputs out; default false.
    ///   - includeRunInfo: Whether the result has the run's id; default false.
    /// - Returns: Inputs and outputs by name.
    /// - Throws: A ``LanguageModelError``: `missingVariable` when inputs are missing, a template's or model's error; or
    ///   `CancellationError`.
    @discardableResult
    public func call(
        _ inputs: [String: any ChainValueConvertible],
        callbacks: [any CallbackHandler] = [],
        tags: [String] = [],
        metadata: [String: ChainValue] = [:],
        returnOnlyOutputs: Bool = false,
        includeRunInfo: Bool = false
    ) async throws -> ChainResult {
        try await self.call(
            inputs,
            callbackManager: CallbackManager(handlers: callbacks, tags: tags, metadata: metadata),
            returnOnlyOutputs: returnOnlyOutputs,
            includeRunInfo: includeRunInfo
        )
    }

    /// Runs the chain as part of another run.
    ///
    /// - Parameters:
    ///   - inputs: The inputs by name.
    ///   - callbackManager: The other run's ``CallbackRun/child(tag:)``.
    ///   - returnOnlyOutputs: Whether the result's values leave the inputs out; default false.
    ///   - includeRunInfo: Whether the result has the run's id; default false.
    /// - Returns: Inputs and outputs by name.
    /// - Throws: What ``call(_:callbacks:tags:metadata:returnOnlyOutputs:includeRunInfo:)`` throws.
    @discardableResult
    public func call(
        _ inputs: [String: any ChainValueConvertible],
        callbackManager: CallbackManager,
        returnOnlyOutputs: Bool = false,
        includeRunInfo: Bool = false
    ) async throws -> ChainResult {
        let inputs = try await self.resolve(inputs.mapValues(\.chainValue))
        let run = try await self.manager(callbackManager)
            .chainStart(self.component, inputs: inputs, name: self.name, promptMeasure: self.promptMeasure)
        let generation: LLMResult
        let outputs: [String: ChainValue]
        do {
            let stop = try Self.stop(in: [inputs])
            let prompt = try await self.preparePrompt(inputs, run)
            generation = try await self.model.generate(
                .text(prompt),
                options: self.options.stopping(at: stop),
                callbackManager: run.child()
            )
            outputs = try self.outputs(of: generation)
        } catch {
            try await run.chainError(error)
            throw error
        }
        try await run.chainEnd(outputs)
        try await self.memory?.saveContext(inputs: inputs, outputs: outputs)
        return ChainResult(
            values: returnOnlyOutputs ? outputs : inputs.merging(outputs) { $1 },
            outputs: outputs,
            text: outputs[self.outputKey]?.description ?? generation.text,
            generation: generation,
            runID: includeRunInfo ? run.info.runID : nil
        )
    }

    /// Runs the chain on its only input and returns the bare answer.
    ///
    /// LangChain: `arun`.
    ///
    /// - Parameters:
    ///   - input: The value of the one input that the memory does not give.
    ///   - callbacks: Handlers that hear of this run and of the runs it starts.
    /// - Returns: The only output as text.
    /// - Throws: What ``call(_:callbacks:tags:metadata:returnOnlyOutputs:includeRunInfo:)`` throws, and `invalidInput`
    ///   when the chain has several outputs.
    public func run(_ input: String, callbacks: [any CallbackHandler] = []) async throws -> String {
        try await self.run(try self.inputs(from: input), callbacks: callbacks)
    }

    /// Runs the chain on its inputs and returns the bare answer.
    ///
    /// LangChain: `arun`.
    ///
    /// - Parameters:
    ///   - inputs: The inputs by name.
    ///   - callbacks: Handlers that hear of this run and of the runs it starts.
    /// - Returns: The only output as text.
    /// - Throws: What ``call(_:callbacks:tags:metadata:returnOnlyOutputs:includeRunInfo:)`` throws, and `invalidInput`
    ///   when the chain has several outputs.
    public func run(
        _ inputs: [String: any ChainValueConvertible],
        callbacks: [any CallbackHandler] = []
    ) async throws -> String {
        guard self.outputKeys.count == 1 else {
            throw LanguageModelError(
                .invalidInput,
                "The chain has the outputs \(Self.list(self.outputKeys)), and run returns a single one; use call."
            )
        }
        return try await self.call(inputs, callbacks: callbacks).text
    }

    /// Runs the chain and returns its main output as text.
    ///
    /// LangChain: `apredict`.
    ///
    /// - Parameters:
    ///   - inputs: The inputs by name.
    ///   - callbacks: Handlers that hear of this run and of the runs it starts.
    /// - Returns: The main output as text.
    /// - Throws: What ``call(_:callbacks:tags:metadata:returnOnlyOutputs:includeRunInfo:)`` throws.
    public func predict(
        _ inputs: [String: any ChainValueConvertible] = [:],
        callbacks: [any CallbackHandler] = []
    ) async throws -> String {
        try await self.call(inputs, callbacks: callbacks).text
    }

    /// Runs the chain and reads its main output with the prompt's own parser.
    ///
    /// LangChain: `apredict_and_parse`.
    ///
    /// - Parameters:
    ///   - inputs: The inputs by name.
    ///   - callbacks: Handlers that hear of this run and of the runs it starts.
    /// - Returns: What the prompt's ``PromptTemplate/outputParser`` reads; the main output if it has none.
    /// - Throws: What ``call(_:callbacks:tags:metadata:returnOnlyOutputs:includeRunInfo:)`` and the parser throw.
    public func predictAndParse(
        _ inputs: [String: any ChainValueConvertible] = [:],
        callbacks: [any CallbackHandler] = []
    ) async throws -> ChainValue {
        let result = try await self.call(inputs, callbacks: callbacks)
        if let parser = self.prompt.outputParser { return try parser.parse(result.text) }
        return result.outputs[self.outputKey] ?? .string(result.text)
    }
}
