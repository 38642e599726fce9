/// A message of a chat: one the app sends, or one it was sent.
///
/// Chainlit: `cl.Message`.
///
/// A message is a handle: copies of it mean the same message.
public struct Message: Sendable {
    let live: LiveRecord

    /// The message's identifier.
    public var id: String { self.live.id }

    /// The text as it stands, with everything streamed so far.
    public var content: String { self.live.record.output }

    /// Who says it.
    public var author: String { self.live.record.name }

    /// Whether the person, the app or neither says it.
    public var type: StepType { self.live.record.type }

    /// The message or step that it lies under.
    public var parentID: String? { self.live.record.parentID }

    /// Free additional values.
    public var metadata: [String: JSONValue] { self.live.record.metadata }

    /// Free labels.
    public var tags: [String] { self.live.record.tags ?? [] }

    /// The language when the text is code.
    public var language: String? { self.live.record.language }

    /// Whether it tells of a failure.
    public var isError: Bool { self.live.record.isError }

    /// The command the person chose, if any.
    public var command: String? { self.live.record.command }

    /// The modes the person chose, each option under its mode's name.
    public var modes: [String: String] { self.live.record.modes ?? [:] }

    /// When it was first sent; nil before that.
    public var createdAt: Timestamp? { self.live.record.createdAt }

    /// The message as a value.
    public var record: StepRecord { self.live.record }

    /// The elements that were sent with it: what the app shows, or what the person uploaded.
    public var elements: [Element] {
        let core = self.live.core
        return core.log.look { $0.elements(for: self.id) }.map { Element(sent: $0, in: core) }
    }

    /// The buttons under it.
    public var actions: [Action] {
        self.live.core.log.look { $0.actions(for: self.id) }
    }

    /// Adds text; the first call shows the message.
    ///
    /// Chainlit: `Message.stream_token`.
    ///
    /// - Parameters:
    ///   - token: The text; nothing happens when it is empty.
    ///   - replacing: Whether it replaces all that was there. Chainlit: `is_sequence`.
    /// - Throws: `CancellationError` when the person stopped the run.
    public func stream(_ token: String, replacing: Bool = false) async throws {
        try Task.checkCancellation()
        guard !token.isEmpty else { return }
        await self.live.core.log.pace()
        self.live.stream(token, replacing: replacing, isInput: false)
    }

    /// Ends the stream, or sends a message that has not been sent yet.
    ///
    /// Chainlit: `Message.send`.
    ///
    /// - Throws: A ``MartletError`` of code `fileNotFound` or `storageFailed` when an element's contents cannot be kept.
    public func finish() async throws {
        await self.live.core.log.pace()
        try self.live.sendAll()
    }

    /// Notes what a language model did for the message; Martlet's page is told when the message is whole.
    package func note(generation: JSONValue) {
        self.live.note(generation: generation)
    }

    /// Ends the stream as it stands, if one is open.
    package func endStream() {
        self.live.finish()
    }

    /// Sends the message; the same as ``finish()``.
    ///
    /// Chainlit: `Message.send`.
    ///
    /// - Throws: A ``MartletError`` of code `fileNotFound` or `storageFailed` when an element's contents cannot be kept.
    public func send() async throws {
        await self.live.core.log.pace()
        try self.live.sendAll()
    }

    /// Changes the message and shows the change.
    ///
    /// Chainlit: `Message.update`.
    ///
    /// - Parameters:
    ///   - content: The new text; by default what is there, which only ends a stream.
    ///   - author: Who says it, or nil to leave it.
    ///   - language: The language when the text is code, or nil to leave it.
    ///   - metadata: Free additional values, which replace all that were there, or nil to leave those.
    ///   - tags: Free labels, or nil to leave them.
    /// - Throws: A ``MartletError`` of code `fileNotFound` or `storageFailed` when an attached element cannot be kept.
    public func update(
        content: String? = nil,
        author: String? = nil,
        language: String? = nil,
        metadata: [String: JSONValue]? = nil,
        tags: [String]? = nil
    ) async throws {
        await self.live.core.log.pace()
        try self.live.updateAll { record in
            if let content { record.output = content }
            if let author { record.name = author }
            if let language { record.language = language }
            if let metadata { record.metadata = metadata }
            if let tags { record.tags = tags }
        }
    }

    /// Adds elements and buttons to the message; while it streams, they are shown when the stream ends.
    ///
    /// - Parameters:
    ///   - elements: The elements.
    ///   - actions: The buttons.
    /// - Throws: A ``MartletError`` of code `fileNotFound` or `storageFailed` when an element's contents cannot be kept.
    public func attach(elements: [Element] = [], actions: [Action] = []) async throws {
        await self.live.core.log.pace()
        try self.live.attach(elements: elements, actions: actions)
    }

    /// Takes all buttons away.
    ///
    /// Chainlit: `Message.remove_actions`.
    public func removeActions() async throws {
        for action in self.actions {
            self.live.core.log.append(.actionRemoved(action))
        }
    }

    /// Takes the message away, with everything under it.
    ///
    /// Chainlit: `Message.remove`.
    public func remove() async throws {
        self.live.remove()
    }
}
