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

    /// Free additional values.
    public var metadata: [String: JSONValue] { self.live.record.metadata }

    /// The command the person chose, if any.
    public var command: String? { self.live.record.command }

    /// When it was first sent; nil before that.
    public var createdAt: Timestamp? { self.live.record.createdAt }

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
        self.live.stream(token, replacing: replacing, isInput: false)
    }

    /// Ends the stream, or sends a message that has not been sent yet.
    ///
    /// Chainlit: `Message.send`.
    public func finish() async throws {
        self.live.send()
    }

    /// Changes the text.
    ///
    /// Chainlit: `Message.update`.
    ///
    /// - Parameter content: The new text; by default what is there, which only ends a stream.
    public func update(content: String? = nil) async throws {
        self.live.update { record in
            if let content { record.output = content }
        }
    }

    /// Takes the message away, with everything under it.
    ///
    /// Chainlit: `Message.remove`.
    public func remove() async throws {
        self.live.remove()
    }
}
