import Logging
import Synchronization

/// A message or step that the app holds on to: its record, and how far it has got on its way to the viewers.
final class LiveRecord: Sendable {
    fileprivate enum Phase {
        case draft
        case streaming
        case sent
        case removed
    }

    fileprivate struct State {
        var record: StepRecord
        var phase: Phase
        var isRenamed = false
        var elements: [Element] = []
        var actions: [Action] = []
    }

    let id: String
    let core: ChatSession
    private let scope: RunScope
    // Held while the log is told, so that what viewers see has the order of the calls; the log never calls back.
    private let state: Mutex<State>

    private var log: RunLog { self.core.log }

    init(_ record: StepRecord, isSent: Bool = false, core: ChatSession, scope: RunScope) {
        self.id = record.id
        self.core = core
        self.scope = scope
        self.state = Mutex(State(record: record, phase: isSent ? .sent : .draft, isRenamed: isSent))
    }

    /// The record as it stands, with all text that was streamed.
    var record: StepRecord {
        self.state.withLock { state in
            if case .draft = state.phase { return state.record }
            return self.log.record(self.id) ?? state.record
        }
    }

    /// Notes elements and actions, which are sent with the record.
    func note(elements: [Element], actions: [Action]) {
        guard !elements.isEmpty || !actions.isEmpty else { return }
        self.state.withLock { state in
            state.elements += elements
            state.actions += actions
        }
    }

    /// Notes what a language model did, which is sent with the record.
    func note(generation: JSONValue) {
        self.state.withLock { $0.record.generation = generation }
    }

    /// Notes elements and actions: they are sent with the record, at the end of its stream, or now if it was sent before.
    func attach(elements: [Element], actions: [Action]) throws {
        self.note(elements: elements, actions: actions)
        if self.state.withLock({ $0.phase == .sent }) { try self.sendAttachments() }
    }

    /// Sends the record whole, with what is attached; a stream ends with it.
    func sendAll() throws {
        // Clients look for a step's elements when they draw the step, and draw a message's when they come.
        if self.state.withLock({ !$0.record.type.isMessage }) {
            // It is shown also when an element cannot be kept.
            defer { self.send() }
            try self.sendAttachments()
        } else {
            self.send()
            try self.sendAttachments()
        }
    }

    /// Sends the record whole; a stream ends with it.
    func send() {
        self.scope.streamClosed(self.id)
        let isMessage = self.state.withLock { state -> Bool in
            guard state.takeStreamed(from: self.log) else { return false }
            state.rename(by: self.core.hooks.authorRename)
            state.record.stampCreation()
            state.record.isStreaming = false
            state.phase = .sent
            self.log.append(.sent(state.record))
            return state.record.type.isMessage
        }
        if isMessage { self.core.addToContext(self) }
    }

    /// Adds text, and opens the stream with the first of it.
    func stream(_ text: String, replacing: Bool, isInput: Bool) {
        let opened = self.state.withLock { state -> Bool in
            switch state.phase {
            case .removed:
                return false
            case .streaming:
                self.log.append(
                    .token(StreamedToken(id: self.id, text: text, replaces: replacing, isInput: isInput))
                )
                return false
            case .draft, .sent:
                guard state.takeStreamed(from: self.log) else { return false }
                state.rename(by: self.core.hooks.authorRename)
                state.record.isStreaming = true
                state.record.add(text, replacing: replacing, isInput: isInput)
                state.phase = .streaming
                self.log.append(.streamStarted(state.record))
                return true
            }
        }
        guard opened else { return }
        self.scope.streamOpened(self)
        if self.record.type.isMessage { self.core.addToContext(self) }
    }

    /// Changes the record as ``update(_:)`` does, and sends what was attached while it streamed.
    func updateAll(_ change: (inout StepRecord) -> Void) throws {
        let (isStep, isShown) = self.state.withLock { state in
            (!state.record.type.isMessage, state.phase == .streaming || state.phase == .sent)
        }
        guard isShown else { return self.update(change) }
        if isStep {
            // The stream ends also when an element cannot be kept.
            defer { self.update(change) }
            try self.sendAttachments()
        } else {
            self.update(change)
            try self.sendAttachments()
        }
    }

    /// Changes the record; what was sent before is updated, and a stream ends.
    func update(_ change: (inout StepRecord) -> Void) {
        self.scope.streamClosed(self.id)
        self.state.withLock { state in
            guard state.takeStreamed(from: self.log) else { return }
            change(&state.record)
            if case .draft = state.phase { return }
            state.record.stampCreation()
            state.record.isStreaming = false
            let isNew = state.phase == .streaming && state.record.type.isMessage
            state.phase = .sent
            self.log.append(isNew ? .sent(state.record) : .updated(state.record))
        }
    }

    /// Ends the stream, if one is open; an element that cannot be kept is left out.
    func finish() {
        let isStreaming = self.state.withLock { $0.phase == .streaming }
        guard isStreaming else { return }
        do {
            try self.updateAll { _ in }
        } catch {
            self.core.logger.error("An element could not be shown", metadata: ["error": "\(error)"])
        }
    }

    func remove() {
        self.scope.streamClosed(self.id)
        self.core.removeFromContext(self.id)
        self.state.withLock { state in
            guard state.phase != .removed else { return }
            let wasShown = state.phase != .draft
            state.phase = .removed
            if wasShown {
                self.log.append(.removed(state.record))
            }
        }
    }

    /// The record as a question that is shown now; clients are told of it by the question alone.
    func recordAsked() -> StepRecord {
        self.state.withLock { state in
            state.rename(by: self.core.hooks.authorRename)
            state.record.stampCreation()
            state.phase = .sent
            return state.record
        }
    }

    /// Notes that the question waits no longer; clients see it with the next update.
    func answered() {
        self.state.withLock { $0.record.waitsForAnswer = false }
    }

    private func sendAttachments() throws {
        let (elements, actions) = self.state.withLock { state in
            defer {
                state.elements.removeAll()
                state.actions.removeAll()
            }
            return (state.elements, state.actions)
        }
        for action in actions {
            var action = action
            action.forID = self.id
            self.log.append(.action(action))
        }
        for element in elements {
            try element.live.send(in: self.core, forID: self.id)
        }
    }
}

extension LiveRecord.State {
    /// Takes over the text that was streamed into the log; false when the record is gone.
    mutating func takeStreamed(from log: RunLog) -> Bool {
        switch self.phase {
        case .removed:
            return false
        case .draft, .sent:
            return true
        case .streaming:
            if let current = log.record(self.record.id) {
                self.record.output = current.output
                self.record.input = current.input
            }
            return true
        }
    }

    /// Gives the author or step the name that the app wants shown; clients know runs of handlers by their name.
    mutating func rename(by rename: (@Sendable (String) -> String)?) {
        guard !self.isRenamed else { return }
        self.isRenamed = true
        guard let rename, self.record.type != .run else { return }
        self.record.name = rename(self.record.name)
    }
}
