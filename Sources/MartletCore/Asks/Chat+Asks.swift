extension Chat {
    /// Asks the person for a text, and waits.
    ///
    /// Chainlit: `cl.AskUserMessage(content, timeout).send()`.
    ///
    /// A lost connection does not end the question: it is shown again when the person comes back.
    ///
    /// - Parameters:
    ///   - content: The question, in Markdown.
    ///   - author: Who asks; by default the app's name.
    ///   - timeout: How long to wait; by default a minute.
    ///   - throwsOnTimeout: Whether to throw when the time is over, in place of returning nil.
    /// - Returns: The person's message, or nil when the time is over.
    /// - Throws: `CancellationError` when the person stopped the run; a ``MartletError`` of code `askTimedOut` if asked to.
    public func ask(
        _ content: String,
        author: String? = nil,
        timeout: Duration = .seconds(60),
        throwsOnTimeout: Bool = false
    ) async throws -> Message? {
        let question = self.question(content, author: author)
        let answer = try await self.core.ask(question, kind: .text, timeout: timeout, scope: self.scope)
        guard let answer = try self.checked(answer, throwsOnTimeout: throwsOnTimeout, timeout: timeout),
            case .text(let live) = answer
        else { return nil }
        return Message(live: live)
    }

    /// Asks the person for files, and waits.
    ///
    /// Chainlit: `cl.AskFileMessage`.
    ///
    /// - Parameters:
    ///   - content: What is asked for, in Markdown.
    ///   - accept: The types of files that are taken.
    ///   - maxSizeMB: The largest file, in MiB; by default 2.
    ///   - maxFiles: The most files; by default 1.
    ///   - author: Who asks; by default the app's name.
    ///   - timeout: How long to wait; by default 90 seconds.
    ///   - throwsOnTimeout: Whether to throw when the time is over, in place of returning nil.
    /// - Returns: The files, which lie on the server until the chat ends, or nil when the time is over.
    /// - Throws: `CancellationError` when the person stopped the run; a ``MartletError`` of code `askTimedOut` if asked to.
    public func askForFiles(
        _ content: String,
        accept: FileTypes = .any,
        maxSizeMB: Int = 2,
        maxFiles: Int = 1,
        author: String? = nil,
        timeout: Duration = .seconds(90),
        throwsOnTimeout: Bool = false
    ) async throws -> [UploadedFile]? {
        let question = self.question(content, author: author)
        let rule = AskRequest.FileRule(accept: accept, maxSizeMB: maxSizeMB, maxFiles: maxFiles)
        let answer = try await self.core.ask(question, kind: .files(rule), timeout: timeout, scope: self.scope)
        guard let answer = try self.checked(answer, throwsOnTimeout: throwsOnTimeout, timeout: timeout),
            case .files(let files) = answer
        else { return nil }
        return files
    }

    /// Asks the person to choose one of several actions, and waits.
    ///
    /// Chainlit: `cl.AskActionMessage`.
    ///
    /// - Parameters:
    ///   - content: The question, in Markdown; the choice replaces it.
    ///   - actions: What can be chosen.
    ///   - author: Who asks; by default the app's name.
    ///   - timeout: How long to wait; by default 90 seconds.
    ///   - throwsOnTimeout: Whether to throw when the time is over, in place of returning nil.
    /// - Returns: The chosen action, or nil when the time is over.
    /// - Throws: `CancellationError` when the person stopped the run; a ``MartletError`` of code `askTimedOut` if asked to.
    public func askForAction(
        _ content: String,
        actions: [Action],
        author: String? = nil,
        timeout: Duration = .seconds(90),
        throwsOnTimeout: Bool = false
    ) async throws -> Action? {
        let question = self.question(content, author: author)
        let actions = actions.map { action in
            var action = action
            action.forID = question.id
            return action
        }
        for action in actions { self.core.log.append(.action(action)) }
        let answer = try await self.answer(to: question, kind: .action(keys: actions.map(\.id)), timeout: timeout) {
            for action in actions { self.core.log.append(.actionRemoved(action)) }
        }
        guard case .action(let id) = answer, let chosen = actions.first(where: { $0.id == id }) else {
            question.update { $0.output = "Timed out: no action was taken" }
            _ = try self.checked(answer, throwsOnTimeout: throwsOnTimeout, timeout: timeout)
            return nil
        }
        question.update { $0.output = "**Selected:** \(chosen.title)" }
        return chosen
    }

    /// Shows an element of the app's own that the person fills in, and waits.
    ///
    /// Chainlit: `cl.AskElementMessage`.
    ///
    /// - Parameters:
    ///   - content: The question, in Markdown.
    ///   - element: A custom element, which calls `submitElement` or `cancelElement`.
    ///   - author: Who asks; by default the app's name.
    ///   - timeout: How long to wait; by default 90 seconds.
    ///   - throwsOnTimeout: Whether to throw when the time is over, in place of returning nil.
    /// - Returns: What the element gives back, `submitted` among it, or nil when the time is over.
    /// - Throws: `CancellationError` when the person stopped the run; a ``MartletError`` of code `askTimedOut` if asked to.
    public func askForElement(
        _ content: String,
        element: Element,
        author: String? = nil,
        timeout: Duration = .seconds(90),
        throwsOnTimeout: Bool = false
    ) async throws -> [String: JSONValue]? {
        let question = self.question(content, author: author)
        try await element.send(in: self, for: question.id)
        let answer = try await self.answer(to: question, kind: .element(id: element.id), timeout: timeout) {
            element.live.remove()
        }
        guard case .element(let values) = answer else {
            question.update { $0.output = "Timed out" }
            _ = try self.checked(answer, throwsOnTimeout: throwsOnTimeout, timeout: timeout)
            return nil
        }
        let isSubmitted = values["submitted"]?.boolValue ?? false
        question.update { $0.output = isSubmitted ? "Thanks for submitting" : "Cancelled" }
        return values
    }

    /// The answer; what was there to answer with is taken away before the question says how it ended.
    private func answer(
        to question: LiveRecord,
        kind: AskRequest.Kind,
        timeout: Duration,
        cleanUp: () -> Void
    ) async throws -> AskAnswer? {
        defer { cleanUp() }
        return try await self.core.ask(question, kind: kind, timeout: timeout, scope: self.scope)
    }

    private func question(_ content: String, author: String?) -> LiveRecord {
        var record = self.newRecord(.assistantMessage, name: author ?? self.core.assistantName)
        record.output = content
        record.waitsForAnswer = true
        return self.live(record)
    }

    private func checked(_ answer: AskAnswer?, throwsOnTimeout: Bool, timeout: Duration) throws -> AskAnswer? {
        if answer == nil, throwsOnTimeout {
            throw MartletError(.askTimedOut, "The person did not answer within \(timeout); ask again or go on without.")
        }
        return answer
    }
}
