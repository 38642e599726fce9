import Logging
import Synchronization

/// A checked answer to a question.
enum AskAnswer: Sendable {
    case text(LiveRecord)
    case files([SessionFile])
    case action(id: String)
    case element([String: JSONValue])
    /// The client gave no answer, and will give none.
    case none
}

/// A question that waits for its answer.
struct OpenAsk: Sendable {
    let request: AskRequest
    let answer: Pending<AskAnswer>
    /// The run that asks, to which a text answer belongs.
    let scope: RunScope
}

extension ChatSession {
    /// Asks, and waits for the answer; nil when the time is over.
    func ask(
        _ question: LiveRecord,
        kind: AskRequest.Kind,
        timeout: Duration,
        scope: RunScope
    ) async throws -> AskAnswer? {
        try Task.checkCancellation()
        let request = AskRequest(message: question.recordAsked(), kind: kind, timeout: timeout)
        let open = OpenAsk(request: request, answer: Pending(), scope: scope)
        self.state.withLock { $0.asks[request.id] = open }
        self.log.append(.ask(request))
        self.endBeginning()
        self.addToContext(question)
        let answer = await open.answer.value(timeout: timeout, clock: self.clock)
        self.state.withLock { $0.asks[request.id] = nil }
        let wasCancelled = answer == nil && Task.isCancelled
        let outcome: AskOutcome = answer != nil ? .answered : wasCancelled ? .withdrawn : .timedOut
        self.log.append(.askEnded(request, outcome))
        question.answered()
        // The one before it waits still, and clients show one at a time.
        if let waiting = self.log.look({ $0.ask }) { self.log.append(.ask(waiting)) }
        if wasCancelled { throw CancellationError() }
        return answer
    }

    /// Takes an answer of the person; the first that fits counts.
    ///
    /// - Parameters:
    ///   - id: The question: the identifier of its message.
    ///   - reply: What the client answered, in the form of its acknowledgement.
    ///   - viewer: Through which viewer it came.
    /// - Returns: Whether the answer was taken.
    @discardableResult
    public func answer(_ id: String, with reply: JSONValue, from viewer: ViewerID?) -> Bool {
        guard let open = self.state.withLock({ $0.asks[id] }) else { return false }
        guard let answer = self.answer(to: open, from: reply) else {
            self.logger.notice(
                "Answer refused",
                metadata: ["martlet.ask": .string(id), "martlet.kind": .string(reply.kind)]
            )
            self.log.append(.ask(open.request))
            return false
        }
        if case .none = answer { return open.answer.settle(answer) }
        let interaction = self.interaction(of: answer)
        return open.answer.settle(answer) {
            // Before the app goes on, or what it says next would stand before the answer.
            if case .text(let live) = answer {
                self.log.append(.received(live.record, viewer: viewer))
                self.addToContext(live)
            }
            self.noteInteraction(interaction)
        }
    }

    /// Which files the person may upload, when a question waits for some.
    ///
    /// - Parameter parentID: What the question's message lies under.
    /// - Returns: The rule, or nil when no such question waits.
    public func fileRule(askedUnder parentID: String) -> AskRequest.FileRule? {
        self.state.withLock { state in
            for open in state.asks.values where open.request.message.parentID == parentID {
                if case .files(let rule) = open.request.kind { return rule }
            }
            return nil
        }
    }

    private func interaction(of answer: AskAnswer) -> String {
        switch answer {
        case .text(let live): live.record.output
        case .files(let files): files.map(\.name).joined(separator: ",")
        case .action(let id): self.log.look { $0.action(id)?.name } ?? id
        case .element, .none: "custom_element"
        }
    }

    private func answer(to open: OpenAsk, from reply: JSONValue) -> AskAnswer? {
        if reply == .null { return AskAnswer.none }
        switch open.request.kind {
        case .text:
            guard let text = reply["output"]?.stringValue ?? reply.stringValue else { return nil }
            return .text(self.reply(text, to: open, form: reply))
        case .files(let rule):
            guard case .array(let references) = reply else { return nil }
            if references.isEmpty { return AskAnswer.none }
            // What is not known, or too much, is passed over, as in the reference, and what is there is taken.
            let files = references.compactMap { $0["id"]?.stringValue }.compactMap { self.files.file($0) }
            return files.isEmpty ? nil : .files(Array(files.prefix(max(1, rule.maxFiles))))
        case .action(let keys):
            guard let id = reply["id"]?.stringValue, keys.contains(id) else { return nil }
            return .action(id: id)
        case .element:
            guard case .object(let values) = reply else { return nil }
            return .element(values)
        }
    }

    /// The person's answer as a message of the chat.
    private func reply(_ text: String, to open: OpenAsk, form: JSONValue) -> LiveRecord {
        let sentID = form["id"]?.stringValue ?? ""
        var record = StepRecord(
            id: Identifier.isUUIDVersion4(sentID) ? sentID : Identifier.random(),
            threadID: self.threadID,
            parentID: open.request.message.parentID,
            type: .userMessage,
            name: form["name"]?.stringValue ?? self.personName,
            output: text
        )
        record.stampMessage()
        if case .object(let metadata) = form["metadata"] { record.metadata = metadata }
        return LiveRecord(record, isSent: true, core: self, scope: open.scope)
    }
}
