extension Chat {
    /// Sends a message.
    ///
    /// Chainlit: `cl.Message(content).send()`.
    ///
    /// - Parameters:
    ///   - content: The text, in Markdown.
    ///   - author: Who says it; by default the app's name.
    ///   - type: Whether the app says it, or for example the system.
    ///   - elements: What is shown with it.
    ///   - actions: The buttons under it.
    ///   - language: The language when the text is code, which is then shown as such.
    ///   - metadata: Free additional values.
    ///   - tags: Free labels.
    ///   - id: The message's identifier; by default a fresh one.
    ///   - parentID: The message or step that it lies under; by default what this chat was given to.
    ///   - command: The command that it answers or names, if any.
    ///   - modes: The modes that it names, each option under its mode's name.
    ///   - createdAt: When it was first sent; by default when it is.
    /// - Returns: The message, to be updated or removed later.
    /// - Throws: `CancellationError` when the person stopped the run; a ``MartletError`` of code `fileNotFound` or
    ///   `storageFailed` when an element's contents cannot be kept.
    @discardableResult
    public func send(
        _ content: String,
        author: String? = nil,
        type: StepType = .assistantMessage,
        elements: [Element] = [],
        actions: [Action] = [],
        language: String? = nil,
        metadata: [String: JSONValue] = [:],
        tags: [String]? = nil,
        id: String = Identifier.random(),
        parentID: String? = nil,
        command: String? = nil,
        modes: [String: String]? = nil,
        createdAt: Timestamp? = nil
    ) async throws -> Message {
        try Task.checkCancellation()
        let message = self.message(
            content,
            author: author,
            type: type,
            elements: elements,
            actions: actions,
            language: language,
            metadata: metadata,
            tags: tags,
            id: id,
            parentID: parentID,
            command: command,
            modes: modes,
            createdAt: createdAt
        )
        await self.core.log.pace()
        try message.live.sendAll()
        return message
    }

    /// Sends a value as JSON in a block of code.
    ///
    /// Chainlit: `cl.Message` with a content that is no text.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - author: Who says it; by default the app's name.
    /// - Returns: The message.
    /// - Throws: `EncodingError` when the value cannot be written as JSON; what ``send(_:author:type:elements:actions:language:metadata:tags:id:parentID:command:modes:createdAt:)`` throws.
    @discardableResult
    public func send(json value: some Encodable, author: String? = nil) async throws -> Message {
        try await self.send(try PrettyJSON.text(of: value), author: author, language: "json")
    }

    /// Sends the error message that people see when a handler fails.
    ///
    /// Chainlit: `cl.ErrorMessage`.
    ///
    /// - Parameters:
    ///   - content: What went wrong.
    ///   - author: Who says it.
    /// - Returns: The message.
    @discardableResult
    public func sendError(_ content: String, author: String = "Error") async throws -> Message {
        var record = self.newRecord(.assistantMessage, name: author)
        record.output = content
        record.isError = true
        let message = Message(live: self.live(record))
        await self.core.log.pace()
        message.live.send()
        return message
    }

    /// Begins a message that is shown with its first text.
    ///
    /// Chainlit: `cl.Message("")` before `stream_token`.
    ///
    /// - Parameters:
    ///   - content: The text it begins with.
    ///   - author: Who says it; by default the app's name.
    ///   - type: Whether the app says it, or for example the system.
    ///   - elements: What is shown with it, once it ends.
    ///   - actions: The buttons under it, once it ends.
    ///   - language: The language when the text is code, which is then shown as such.
    ///   - metadata: Free additional values.
    ///   - tags: Free labels.
    ///   - id: The message's identifier; by default a fresh one.
    ///   - parentID: The message or step that it lies under; by default what this chat was given to.
    ///   - command: The command that it answers or names, if any.
    ///   - modes: The modes that it names, each option under its mode's name.
    ///   - createdAt: When it was first sent; by default when it is.
    /// - Returns: The message; call ``Message/stream(_:replacing:)`` and in the end ``Message/finish()``.
    public func message(
        _ content: String = "",
        author: String? = nil,
        type: StepType = .assistantMessage,
        elements: [Element] = [],
        actions: [Action] = [],
        language: String? = nil,
        metadata: [String: JSONValue] = [:],
        tags: [String]? = nil,
        id: String = Identifier.random(),
        parentID: String? = nil,
        command: String? = nil,
        modes: [String: String]? = nil,
        createdAt: Timestamp? = nil
    ) -> Message {
        var record = self.newRecord(type, name: author ?? self.core.assistantName, id: id)
        record.output = content
        record.language = language
        record.metadata = metadata
        record.tags = tags
        record.command = command
        record.modes = modes
        record.createdAt = createdAt
        if let parentID { record.parentID = parentID }
        let live = self.live(record)
        live.note(elements: elements, actions: actions)
        return Message(live: live)
    }

    /// Sends a message whose text arrives piece by piece.
    ///
    /// - Parameters:
    ///   - pieces: The text's pieces, in order.
    ///   - author: Who says it; by default the app's name.
    ///   - elements: What is shown with it, once it ends.
    ///   - actions: The buttons under it, once it ends.
    ///   - language: The language when the text is code, which is then shown as such.
    /// - Returns: The finished message.
    /// - Throws: What the sequence throws; what had arrived stays.
    @discardableResult
    public func send<Pieces: AsyncSequence>(
        streaming pieces: Pieces,
        author: String? = nil,
        elements: [Element] = [],
        actions: [Action] = [],
        language: String? = nil
    ) async throws -> Message where Pieces.Element == String {
        let message = self.message(author: author, elements: elements, actions: actions, language: language)
        do {
            for try await piece in pieces {
                try await message.stream(piece)
            }
        } catch {
            message.live.finish()
            throw error
        }
        try await message.finish()
        return message
    }

    /// Sends the settings panel.
    ///
    /// Chainlit: `cl.ChatSettings(…).send()`.
    ///
    /// - Parameter settings: The panel.
    /// - Returns: Every widget's initial value.
    /// - Throws: A ``MartletError`` of code `invalidSetting` when a widget is ill-defined.
    @discardableResult
    public func send(_ settings: ChatSettings) async throws -> SettingsValues {
        try self.core.show(settings)
    }
}
