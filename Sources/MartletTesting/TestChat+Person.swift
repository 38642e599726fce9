public import MartletCore

extension TestChat {
    /// The person says something.
    ///
    /// - Parameters:
    ///   - text: What.
    ///   - command: The command that the person chose.
    ///   - modes: The modes that the person chose.
    ///   - files: The files that go with it.
    ///   - waits: Whether to wait until the app is idle.
    /// - Throws: A ``TestFailure`` when a file may not go with a message, or the app does not come to rest.
    public func send(
        _ text: String,
        command: String? = nil,
        modes: [String: String]? = nil,
        files: [TestFile] = [],
        waits: Bool = true
    ) async throws {
        try self.requireConnection(to: "send \"\(text)\"")
        let uploaded = try self.attach(files)
        self.session.receive(
            IncomingMessage(
                content: text,
                author: self.identity.user?.identifier ?? "User",
                command: command,
                modes: modes,
                fileIDs: uploaded
            ),
            from: nil
        )
        if waits { try await self.settle("the answer to \"\(text)\"") }
    }

    /// The person changes what was said before, and the app answers anew.
    ///
    /// - Parameters:
    ///   - message: The person's message.
    ///   - content: What it says now.
    /// - Throws: A ``TestFailure`` when messages cannot be edited; a `MartletError` when it is no message of the person.
    public func edit(_ message: TestMessage, to content: String) async throws {
        try self.requireConnection(to: "edit a message")
        guard self.session.configuration.features.editMessage else {
            throw TestFailure("Messages of this app cannot be edited: `features.editMessage` is off.")
        }
        try self.session.edit(message.id, content: content)
        try await self.settle("the answer to \"\(content)\"")
    }

    /// The person presses a button.
    ///
    /// - Parameters:
    ///   - name: The name under which the app handles it.
    ///   - payload: Which of several buttons of that name, by what the handler is given; by default the last one.
    /// - Returns: What the handler returned; null while it waits for the person.
    /// - Throws: A ``TestFailure`` when there is no such button; what the handler throws.
    @discardableResult
    public func click(_ name: String, payload: [String: JSONValue]? = nil) async throws -> JSONValue {
        try self.requireConnection(to: "press \"\(name)\"")
        let actions = self.actions
        guard let action = actions.last(where: { $0.name == name && (payload == nil || $0.payload == payload) }) else {
            let names = actions.map { "\"\($0.name)\"" }.joined(separator: ", ")
            throw TestFailure(
                "There is no button \"\(name)\"; " + (names.isEmpty ? "there are none. " : "there are \(names). ")
                    + self.book.page.story
            )
        }
        if case .action(let keys) = self.pendingAsk?.kind, keys.contains(action.id) {
            try await self.choose(name)
            return .null
        }
        return try await self.press(action)
    }

    /// The person stops what runs, and the app's `onStop` runs.
    ///
    /// - Throws: A ``TestFailure`` when the app does not come to rest.
    public func stop() async throws {
        try self.requireConnection(to: "stop the app")
        let waiting = Set(self.book.page.deadlines.keys)
        self.session.stop()
        try await self.book.wait(for: "open questions to be withdrawn", limit: self.app.limit) { page in
            waiting.isDisjoint(with: page.deadlines.keys)
        }
        try await self.settle("the app to stop")
    }

    /// The person confirms settings; those that are not given stay as they are.
    ///
    /// - Parameter changes: The changed values, by setting id.
    /// - Throws: A `MartletError` that says which value is not accepted; a ``TestFailure`` when the app does not come to
    ///   rest.
    public func changeSettings(_ changes: [String: JSONValue]) async throws {
        try self.requireConnection(to: "change settings")
        try self.session.changeSettings(changes)
        try await self.settle("the app to take over \(JSONValue.object(changes))")
    }

    /// The person changes settings in the panel without confirming them.
    ///
    /// - Parameter changes: The changed values, by setting id.
    /// - Throws: A `MartletError` that says which value is not accepted; a ``TestFailure`` when the app does not come to
    ///   rest.
    public func editSettings(_ changes: [String: JSONValue]) async throws {
        try self.requireConnection(to: "edit settings")
        try self.session.editSettings(changes)
        try await self.settle("the app to look at \(JSONValue.object(changes))")
    }

    /// The script of a custom element gives it other values, as `updateElement` does in the page.
    ///
    /// - Parameters:
    ///   - element: The element.
    ///   - props: All its values.
    /// - Throws: A ``TestFailure`` when there is no such custom element any more.
    public func change(_ element: TestElement, props: [String: JSONValue]) throws {
        try self.requireConnection(to: "change \"\(element.name)\"")
        guard self.session.changeElement(element.id, to: ["props": .object(props)]) else {
            throw TestFailure("There is no custom element \"\(element.name)\" to be changed. \(self.book.page.story)")
        }
    }

    /// The script of a custom element takes it away, as `deleteElement` does in the page.
    ///
    /// - Parameter element: The element.
    /// - Throws: A ``TestFailure`` when there is no such custom element any more.
    public func remove(_ element: TestElement) throws {
        try self.requireConnection(to: "remove \"\(element.name)\"")
        guard self.session.removeElement(element.id) else {
            throw TestFailure("There is no custom element \"\(element.name)\" to be removed. \(self.book.page.story)")
        }
    }

    /// The person judges an answer; nothing happens when the app has no `onFeedback`.
    ///
    /// - Parameters:
    ///   - message: What is judged.
    ///   - isGood: The judgement.
    ///   - comment: What the person says about it.
    /// - Throws: What the app's `onFeedback` throws.
    public func judge(_ message: TestMessage, isGood: Bool, comment: String? = nil) async throws {
        try self.requireConnection(to: "judge an answer")
        try await self.session.hooks.onFeedback?(
            Feedback(
                forID: message.parentID ?? message.id,
                id: Identifier.random(),
                threadID: self.session.threadID,
                value: isGood ? 1 : 0,
                comment: comment
            )
        )
    }

    /// The page that embeds the chat posts a value.
    ///
    /// - Parameter value: The value.
    /// - Throws: A ``TestFailure`` when the app does not come to rest.
    public func postFromWindow(_ value: JSONValue) async throws {
        try self.requireConnection(to: "post a value")
        guard self.session.hooks.onWindowMessage != nil else { return }
        self.book.note { $0.openWork += 1 }
        self.session.receiveWindowMessage(value)
        try await self.settle("the app to take the value \(value)")
    }

    /// The page that embeds the chat returns from a function that the app called.
    ///
    /// - Parameters:
    ///   - name: The function's name.
    ///   - value: What it returns.
    /// - Throws: A ``TestFailure`` when the app called no such function, or does not come to rest.
    public func returnFromFunction(_ name: String, _ value: JSONValue) async throws {
        try self.requireConnection(to: "return from \(name)")
        guard let call = self.pendingCalls.first(where: { $0.name == name }) else {
            throw TestFailure("The app waits for no function \(name). \(self.book.page.story)")
        }
        self.session.answerCall(call.id, with: value)
        try await self.book.wait(for: "what \(name) returned to be taken", limit: self.app.limit) { page in
            page.deadlines[call.id] == nil
        }
        try await self.settle("the app to go on after \(name) returned")
    }
    func requireConnection(to doing: String) throws {
        if self.isEnded { throw TestFailure("The chat is over, so the person cannot \(doing).") }
        if !self.isConnected {
            throw TestFailure("The person is disconnected and cannot \(doing); call reconnect() before.")
        }
    }
}
