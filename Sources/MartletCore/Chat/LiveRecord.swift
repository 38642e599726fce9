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
    }

    let id: String
    private let log: RunLog
    private let scope: RunScope
    // Held while the log is told, so that what viewers see has the order of the calls; the log never calls back.
    private let state: Mutex<State>

    init(_ record: StepRecord, isSent: Bool = false, log: RunLog, scope: RunScope) {
        self.id = record.id
        self.log = log
        self.scope = scope
        self.state = Mutex(State(record: record, phase: isSent ? .sent : .draft))
    }

    /// The record as it stands, with all text that was streamed.
    var record: StepRecord {
        self.state.withLock { state in
            if case .draft = state.phase { return state.record }
            return self.log.record(self.id) ?? state.record
        }
    }

    /// Sends the record whole; a stream ends with it.
    func send() {
        self.scope.streamClosed(self.id)
        self.state.withLock { state in
            guard state.takeStreamed(from: self.log) else { return }
            state.stampCreation()
            state.record.isStreaming = false
            state.phase = .sent
            self.log.append(.sent(state.record))
        }
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
                state.record.isStreaming = true
                state.record.add(text, replacing: replacing, isInput: isInput)
                state.phase = .streaming
                self.log.append(.streamStarted(state.record))
                return true
            }
        }
        if opened {
            self.scope.streamOpened(self)
        }
    }

    /// Changes the record; what was sent before is updated, and a stream ends.
    func update(_ change: (inout StepRecord) -> Void) {
        self.scope.streamClosed(self.id)
        self.state.withLock { state in
            guard state.takeStreamed(from: self.log) else { return }
            change(&state.record)
            if case .draft = state.phase { return }
            state.stampCreation()
            state.record.isStreaming = false
            let isNew = state.phase == .streaming && state.record.type.isMessage
            state.phase = .sent
            self.log.append(isNew ? .sent(state.record) : .updated(state.record))
        }
    }

    /// Ends the stream, if one is open.
    func finish() {
        let isStreaming = self.state.withLock { $0.phase == .streaming }
        if isStreaming {
            self.update { _ in }
        }
    }

    func remove() {
        self.scope.streamClosed(self.id)
        self.state.withLock { state in
            guard state.phase != .removed else { return }
            let wasShown = state.phase != .draft
            state.phase = .removed
            if wasShown {
                self.log.append(.removed(state.record))
            }
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

    mutating func stampCreation() {
        guard self.record.createdAt == nil else { return }
        let now = Timestamp.now
        self.record.createdAt = now
        if self.record.type.isMessage {
            self.record.start = now
            self.record.end = now
        }
    }
}

extension StepRecord {
    fileprivate mutating func add(_ text: String, replacing: Bool, isInput: Bool) {
        if isInput {
            self.input = replacing ? text : self.input + text
        } else {
            self.output = replacing ? text : self.output + text
        }
    }
}
