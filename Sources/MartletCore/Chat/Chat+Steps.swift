extension Chat {
    /// Runs work as a step that the person can unfold.
    ///
    /// Chainlit: `async with cl.Step(…)`.
    ///
    /// The step ends with the closure, also when that throws or is cancelled; it then shows the error. What is sent
    /// through its ``Step/chat``, further steps among it, lies under it.
    ///
    /// - Parameters:
    ///   - name: What it is called.
    ///   - type: What kind of work it is.
    ///   - input: What the step is given.
    ///   - showInput: Whether and how the input is shown; by default as JSON.
    ///   - language: The output's language when that is code.
    ///   - icon: The name of a Lucide icon.
    ///   - defaultOpen: Whether it is shown unfolded.
    ///   - autoCollapse: Whether it folds itself when it ends.
    ///   - metadata: Free additional values.
    ///   - tags: Free labels.
    ///   - elements: What is shown with it.
    ///   - work: The work.
    /// - Returns: What the work returns.
    /// - Throws: What the work throws.
    @discardableResult
    public func step<Result: Sendable>(
        _ name: String,
        type: StepType = .undefined,
        input: String = "",
        showInput: InputDisplay = .code(language: "json"),
        language: String? = nil,
        icon: String? = nil,
        defaultOpen: Bool = false,
        autoCollapse: Bool = false,
        metadata: [String: JSONValue] = [:],
        tags: [String]? = nil,
        elements: [Element] = [],
        work: (Step) async throws -> Result
    ) async throws -> Result {
        try Task.checkCancellation()
        var record = self.newRecord(type, name: name)
        record.input = input
        record.showInput = showInput
        record.language = language
        record.defaultOpen = defaultOpen
        record.autoCollapse = autoCollapse
        record.metadata = metadata
        record.tags = tags
        if let icon { record.metadata["icon"] = .string(icon) }
        let step = self.begin(record)
        do {
            try step.live.attach(elements: elements, actions: [])
            let result = try await work(step)
            await step.end()
            return result
        } catch {
            await step.end(error: error)
            throw error
        }
    }

    /// Begins a step that ends when ``Step/end(output:error:generation:)`` is called, for work that is not one closure.
    ///
    /// - Parameters:
    ///   - name: What it is called.
    ///   - type: What kind of work it is.
    ///   - id: The step's identifier; by default a fresh one.
    ///   - input: What the step is given.
    ///   - showInput: Whether and how the input is shown.
    /// - Returns: The step, already shown.
    public func beginStep(
        _ name: String,
        type: StepType = .undefined,
        id: String = Identifier.random(),
        input: String = "",
        showInput: InputDisplay = .code(language: "json")
    ) -> Step {
        var record = self.newRecord(type, name: name, id: id)
        record.input = input
        record.showInput = showInput
        return self.begin(record)
    }

    private func begin(_ record: StepRecord) -> Step {
        var record = record
        record.start = .now
        let live = self.live(record)
        live.send()
        return Step(live: live, chat: Chat(core: self.core, scope: RunScope(parentID: record.id, in: self.scope)))
    }
}
