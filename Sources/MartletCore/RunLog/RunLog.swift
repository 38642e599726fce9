import Synchronization

/// The truth about a chat: everything that happened, folded into what it looks like now, and told to every viewer.
///
/// Appending and telling happen under one lock, so every viewer sees the same order, and one that attaches gets a
/// snapshot with neither gap nor overlap to what follows.
final class RunLog: Sendable {
    fileprivate struct State {
        var entries: [StepRecord?] = []
        var positions: [String: Int] = [:]
        var settings: (panel: ChatSettings, values: SettingsValues)?
        var firstInteraction: (name: String, threadID: String)?
        var runningTasks = 0
        var viewers: [ViewerID: any ChatTransport] = [:]
        var nextViewer = 0
    }

    private let state = Mutex(State())

    /// Adds a viewer and hands it the chat as it stands, before anything else reaches it.
    func attach(_ viewer: any ChatTransport, begin: (ChatSnapshot) -> Void) -> ViewerID {
        self.state.withLock { state in
            let id = ViewerID(number: state.nextViewer)
            state.nextViewer += 1
            begin(state.snapshot)
            state.viewers[id] = viewer
            return id
        }
    }

    /// Takes a viewer away; true when it was the last one.
    func detach(_ id: ViewerID) -> Bool {
        self.state.withLock { state in
            state.viewers[id] = nil
            return state.viewers.isEmpty
        }
    }

    var hasViewers: Bool {
        self.state.withLock { !$0.viewers.isEmpty }
    }

    var snapshot: ChatSnapshot {
        self.state.withLock { $0.snapshot }
    }

    /// The entry of an id as it stands.
    func record(_ id: String) -> StepRecord? {
        self.state.withLock { state in state.positions[id].flatMap { state.entries[$0] } }
    }

    func append(_ event: ChatEvent) {
        self.state.withLock { state in
            guard state.fold(event) else { return }
            for (id, viewer) in state.viewers {
                if case .received(_, viewer: let origin) = event, origin == id {
                    viewer.deliver(event)
                } else if case .received(let record, viewer: _) = event {
                    viewer.deliver(.sent(record))
                } else {
                    viewer.deliver(event)
                }
            }
        }
    }
}

extension RunLog.State {
    var snapshot: ChatSnapshot {
        ChatSnapshot(
            records: self.entries.compactMap { $0 },
            settings: self.settings,
            isRunning: self.runningTasks > 0,
            firstInteraction: self.firstInteraction
        )
    }

    /// Takes an event into the state; false when viewers need not hear of it.
    mutating func fold(_ event: ChatEvent) -> Bool {
        switch event {
        case .taskStarted:
            self.runningTasks += 1
            return self.runningTasks == 1
        case .taskEnded:
            self.runningTasks -= 1
            return self.runningTasks == 0
        case .sent(let record), .streamStarted(let record), .received(let record, viewer: _):
            self.put(record)
        case .updated(let record):
            guard self.positions[record.id] != nil else { return false }
            self.put(record)
        case .token(let token):
            return self.take(token)
        case .removed(let record):
            self.remove(record.id)
        case .settings(let panel, let values), .settingsChanged(let panel, let values):
            self.settings = (panel, values)
        case .firstInteraction(let name, let threadID):
            self.firstInteraction = (name, threadID)
        case .toast:
            break
        }
        return true
    }

    private mutating func put(_ record: StepRecord) {
        if let position = self.positions[record.id] {
            self.entries[position] = record
        } else {
            self.positions[record.id] = self.entries.count
            self.entries.append(record)
        }
    }

    private mutating func take(_ token: StreamedToken) -> Bool {
        guard let position = self.positions[token.id] else { return false }
        switch (token.isInput, token.replaces) {
        case (true, true): self.entries[position]?.input = token.text
        case (true, false): self.entries[position]?.input += token.text
        case (false, true): self.entries[position]?.output = token.text
        case (false, false): self.entries[position]?.output += token.text
        }
        return true
    }

    private mutating func remove(_ id: String) {
        guard let position = self.positions.removeValue(forKey: id) else { return }
        self.entries[position] = nil
        // What lies under it goes too: viewers drop the whole subtree.
        for child in self.entries.compactMap({ $0 }) where child.parentID == id && child.type != .userMessage {
            self.remove(child.id)
        }
    }
}
