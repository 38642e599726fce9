/// A chat, as an app's handlers are given it: where to send, and what to remember.
///
/// What is sent lies under the run or step that this value was given to. Copies mean the same chat.
public struct Chat: Sendable {
    let core: ChatSession
    let scope: RunScope

    /// The session's identifier: one open page, across reconnects.
    public var id: String { self.core.id }

    /// The thread's identifier: one conversation.
    public var threadID: String { self.core.threadID }

    /// What the app remembers for this session.
    ///
    /// Chainlit: `cl.user_session`.
    public var session: SessionStore { self.core.store }

    /// The settings as they stand; empty before any were sent.
    public var settings: SettingsValues { self.core.settingsValues }

    /// Sends a message.
    ///
    /// Chainlit: `cl.Message(content).send()`.
    ///
    /// - Parameters:
    ///   - content: The text, in Markdown.
    ///   - author: Who says it; by default the app's name.
    ///   - language: The language when the text is code, which is then shown as such.
    ///   - metadata: Free additional values.
    ///   - tags: Free labels.
    /// - Returns: The message, to be updated or removed later.
    @discardableResult
    public func send(
        _ content: String,
        author: String? = nil,
        language: String? = nil,
        metadata: [String: JSONValue] = [:],
        tags: [String]? = nil
    ) async throws -> Message {
        var record = self.newRecord(.assistantMessage, name: author ?? self.core.assistantName)
        record.output = content
        record.language = language
        record.metadata = metadata
        record.tags = tags
        let message = Message(live: self.live(record))
        message.live.send()
        return message
    }

    /// Sends the error message that people see when a handler fails.
    ///
    /// Chainlit: `cl.ErrorMessage`.
    ///
    /// - Parameter content: What went wrong.
    /// - Returns: The message.
    @discardableResult
    public func sendError(_ content: String) async throws -> Message {
        var record = self.newRecord(.assistantMessage, name: "Error")
        record.output = content
        record.isError = true
        let message = Message(live: self.live(record))
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
    /// - Returns: The message; call ``Message/stream(_:replacing:)`` and in the end ``Message/finish()``.
    public func message(_ content: String = "", author: String? = nil) -> Message {
        var record = self.newRecord(.assistantMessage, name: author ?? self.core.assistantName)
        record.output = content
        return Message(live: self.live(record))
    }

    /// Sends a message whose text arrives piece by piece.
    ///
    /// - Parameters:
    ///   - pieces: The text's pieces, in order.
    ///   - author: Who says it; by default the app's name.
    /// - Returns: The finished message.
    /// - Throws: What the sequence throws; what had arrived stays.
    @discardableResult
    public func send<Pieces: AsyncSequence>(
        streaming pieces: Pieces,
        author: String? = nil
    ) async throws -> Message where Pieces.Element == String {
        let message = self.message(author: author)
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

    /// Runs work as a step that the person can unfold.
    ///
    /// Chainlit: `async with cl.Step(…)`.
    ///
    /// The step ends with the closure, also when that throws or is cancelled; it then shows the error.
    ///
    /// - Parameters:
    ///   - name: What it is called.
    ///   - type: What kind of work it is.
    ///   - work: The work; what is sent through its ``Step/chat`` lies under the step.
    /// - Returns: What the work returns.
    /// - Throws: What the work throws.
    @discardableResult
    public func step<Result: Sendable>(
        _ name: String,
        type: StepType = .undefined,
        work: (Step) async throws -> Result
    ) async throws -> Result {
        let step = self.beginStep(name, type: type)
        do {
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
        record.start = .now
        let live = self.live(record)
        live.send()
        return Step(live: live, chat: Chat(core: self.core, scope: RunScope(parentID: record.id, in: self.scope)))
    }

    /// Shows a short notice beside the chat.
    ///
    /// Chainlit: `emitter.send_toast`.
    ///
    /// - Parameters:
    ///   - message: The notice.
    ///   - kind: How it looks.
    public func toast(_ message: String, _ kind: ToastKind = .info) async throws {
        self.core.log.append(.toast(message: message, kind: kind))
    }

    private func newRecord(_ type: StepType, name: String, id: String = Identifier.random()) -> StepRecord {
        StepRecord(
            id: id,
            threadID: self.core.threadID,
            parentID: self.scope.parentID,
            type: type,
            name: name
        )
    }

    private func live(_ record: StepRecord) -> LiveRecord {
        LiveRecord(record, log: self.core.log, scope: self.scope)
    }
}
