/// A step on the way to an answer, which the person can unfold.
///
/// Chainlit: `cl.Step`.
///
/// A step is a handle: copies of it mean the same step.
public struct Step: Sendable {
    let live: LiveRecord
    /// The chat, so that what is sent through it lies under this step.
    public let chat: Chat

    /// The step's identifier.
    public var id: String { self.live.id }

    /// What it is called.
    public var name: String { self.live.record.name }

    /// What the step was given.
    public var input: String { self.live.record.input }

    /// What the step gave.
    public var output: String { self.live.record.output }

    /// The step as a value.
    public var record: StepRecord { self.live.record }

    /// The elements that were sent with it.
    public var elements: [Element] {
        let core = self.live.core
        return core.log.look { $0.elements(for: self.id) }.map { Element(sent: $0, in: core) }
    }

    /// Adds text to the output, or to the input.
    ///
    /// Chainlit: `Step.stream_token`.
    ///
    /// - Parameters:
    ///   - token: The text; nothing happens when it is empty.
    ///   - replacing: Whether it replaces all that was there.
    ///   - isInput: Whether it belongs to the input.
    /// - Throws: `CancellationError` when the person stopped the run.
    public func stream(_ token: String, replacing: Bool = false, isInput: Bool = false) async throws {
        try Task.checkCancellation()
        guard !token.isEmpty else { return }
        await self.live.core.log.pace()
        self.live.stream(token, replacing: replacing, isInput: isInput)
    }

    /// Changes the step and shows the change.
    ///
    /// Chainlit: `Step.update`.
    ///
    /// - Parameters:
    ///   - input: A new input, or nil to leave it.
    ///   - output: A new output, or nil to leave it.
    ///   - name: A new name, or nil to leave it.
    ///   - language: The output's language when that is code, or nil to leave it.
    ///   - metadata: Free additional values, which replace all that were there but the icon, or nil to leave those.
    ///   - generation: What a language model did, or nil to leave it. Chainlit: `Step.generation`.
    /// - Throws: A ``MartletError`` of code `fileNotFound` or `storageFailed` when an attached element cannot be kept.
    public func update(
        input: String? = nil,
        output: String? = nil,
        name: String? = nil,
        language: String? = nil,
        metadata: [String: JSONValue]? = nil,
        generation: JSONValue? = nil
    ) async throws {
        await self.live.core.log.pace()
        try self.live.updateAll { record in
            if let input { record.input = input }
            if let output { record.output = output }
            if let name { record.name = name }
            if let language { record.language = language }
            if let metadata {
                // Chainlit keeps the icon beside the metadata and only sends it among them.
                let icon = record.metadata["icon"]
                record.metadata = metadata
                if let icon, metadata["icon"] == nil { record.metadata["icon"] = icon }
            }
            if let generation { record.generation = generation }
        }
    }

    /// Changes the output to a value, shown as JSON.
    ///
    /// - Parameter output: The value.
    /// - Throws: `EncodingError` when the value cannot be written as JSON.
    public func update(json output: some Encodable) async throws {
        let text = try PrettyJSON.text(of: output)
        try await self.update(output: text, language: "json")
    }

    /// Adds elements to the step; while it streams, they are shown when the stream ends.
    ///
    /// - Parameter elements: The elements.
    /// - Throws: A ``MartletError`` of code `fileNotFound` or `storageFailed` when an element's contents cannot be kept.
    public func attach(elements: [Element]) async throws {
        await self.live.core.log.pace()
        try self.live.attach(elements: elements, actions: [])
    }

    /// Ends the step.
    ///
    /// - Parameters:
    ///   - output: A last output, or nil to leave it.
    ///   - error: What went wrong, or nil when nothing did; it is shown in place of the output.
    ///   - language: The output's language when that is code, or nil to leave it.
    ///   - generation: What a language model did, or nil. Chainlit: `Step.generation`.
    public func end(
        output: String? = nil,
        error: (any Error)? = nil,
        language: String? = nil,
        generation: JSONValue? = nil
    ) async {
        do {
            await self.live.core.log.pace()
            try self.live.updateAll { record in
                if let output { record.output = output }
                if let language { record.language = language }
                if let generation { record.generation = generation }
                if let error { record.fail(with: error) }
                record.end = record.end ?? .now
            }
        } catch {
            self.live.update { $0.fail(with: error) }
        }
    }

    /// Takes the step away, with everything under it.
    ///
    /// Chainlit: `Step.remove`.
    public func remove() async throws {
        self.live.remove()
    }
}

extension StepRecord {
    fileprivate mutating func fail(with error: any Error) {
        self.isError = true
        self.output = ErrorText.of(error)
    }
}
