extension Chat {
    /// Runs work as a step that the person can unfold.
    ///
    /// Chainlit: `async with cl.Step(…)`.
    ///
    /// The step ends with the closure, also when that throws or is cancelled; it then shows the error. What is sent
    /// through its ``Step/chat``, further steps among it, lies under it. When the step has no output at the end, what
    /// the work returns becomes it: a text as it is, another encodable value as JSON; an empty one does not.
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
        await self.core.log.pace()
        let step = self.newStep(
            name,
            type: type,
            id: Identifier.random(),
            input: input,
            showInput: showInput,
            language: language,
            icon: icon,
            defaultOpen: defaultOpen,
            autoCollapse: autoCollapse,
            metadata: metadata,
            tags: tags
        )
        do {
            step.live.note(elements: elements, actions: [])
            try step.live.sendAll()
            let result = try await work(step)
            let output = step.output.isEmpty ? Self.output(of: result) : nil
            await step.end(output: output?.text, language: output?.language)
            return result
        } catch {
            await step.end(error: error)
            throw error
        }
    }

    /// Begins a step that ends when ``Step/end(output:error:language:generation:)`` is called.
    ///
    /// It is for work that is not one closure. ``Step/attach(elements:)`` adds elements.
    ///
    /// - Parameters:
    ///   - name: What it is called.
    ///   - type: What kind of work it is.
    ///   - id: The step's identifier; by default a fresh one.
    ///   - input: What the step is given.
    ///   - showInput: Whether and how the input is shown.
    ///   - language: The output's language when that is code.
    ///   - icon: The name of a Lucide icon.
    ///   - defaultOpen: Whether it is shown unfolded.
    ///   - autoCollapse: Whether it folds itself when it ends.
    ///   - metadata: Free additional values.
    ///   - tags: Free labels.
    /// - Returns: The step, already shown.
    public func beginStep(
        _ name: String,
        type: StepType = .undefined,
        id: String = Identifier.random(),
        input: String = "",
        showInput: InputDisplay = .code(language: "json"),
        language: String? = nil,
        icon: String? = nil,
        defaultOpen: Bool = false,
        autoCollapse: Bool = false,
        metadata: [String: JSONValue] = [:],
        tags: [String]? = nil
    ) -> Step {
        let step = self.newStep(
            name,
            type: type,
            id: id,
            input: input,
            showInput: showInput,
            language: language,
            icon: icon,
            defaultOpen: defaultOpen,
            autoCollapse: autoCollapse,
            metadata: metadata,
            tags: tags
        )
        step.live.send()
        return step
    }

    /// A step that begins now and is not shown yet.
    private func newStep(
        _ name: String,
        type: StepType,
        id: String,
        input: String,
        showInput: InputDisplay,
        language: String?,
        icon: String?,
        defaultOpen: Bool,
        autoCollapse: Bool,
        metadata: [String: JSONValue],
        tags: [String]?
    ) -> Step {
        var record = self.newRecord(type, name: name, id: id)
        record.input = input
        record.showInput = showInput
        record.language = language
        record.defaultOpen = defaultOpen
        record.autoCollapse = autoCollapse
        record.metadata = metadata
        record.tags = tags
        if let icon { record.metadata["icon"] = .string(icon) }
        record.start = .now
        let live = self.live(record)
        return Step(live: live, chat: Chat(core: self.core, scope: RunScope(parentID: record.id, in: self.scope)))
    }

    /// What a step shows of a value that its work returned: nothing of one that Python calls false.
    private static func output(of result: some Sendable) -> (text: String, language: String?)? {
        if let text = result as? String { return text.isEmpty ? nil : (text, nil) }
        guard let value = result as? any Encodable, let json = try? JSONValue(encoding: value), !json.isBlank,
            let text = try? PrettyJSON.text(of: json)
        else { return nil }
        if case .string(let text) = json { return (text, nil) }
        return (text, "json")
    }
}

extension JSONValue {
    fileprivate var isBlank: Bool {
        switch self {
        case .null: true
        case .bool(let value): !value
        case .int(let value): value == 0
        case .double(let value): value == 0
        case .string(let value): value.isEmpty
        case .array(let values): values.isEmpty
        case .object(let members): members.isEmpty
        }
    }
}
