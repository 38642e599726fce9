/// A chat's events folded into what the chat looks like now.
struct ChatState: Sendable {
    /// How much of a chat is kept in memory; beyond it the oldest messages and steps are let go.
    struct Limits {
        var records = 20_000
        var textBytes = 64 << 20
    }

    private let limits: Limits
    private var records = OrderedEntries<StepRecord>()
    private var elements = OrderedEntries<ElementRecord>()
    private var actions = OrderedEntries<Action>()
    private var textBytes = 0
    private var settings: (panel: ChatSettings, values: SettingsValues)?
    private var commands: [Command] = []
    private var modes: [Mode] = []
    private var sidebar = SidebarContent()
    private var asks: [AskRequest] = []
    private var functionCalls: [FunctionCall] = []
    private var firstInteraction: (name: String, threadID: String)?
    private var runningTasks = 0

    init(limits: Limits = Limits()) {
        self.limits = limits
    }

    func record(_ id: String) -> StepRecord? { self.records[id] }
    func element(_ id: String) -> ElementRecord? { self.elements[id] }
    func action(_ id: String) -> Action? { self.actions[id] }
    func elements(for id: String) -> [ElementRecord] { self.elements.all.filter { $0.forID == id } }
    func actions(for id: String) -> [Action] { self.actions.all.filter { $0.forID == id } }
    var ask: AskRequest? { self.asks.last }
    var isRunning: Bool { self.runningTasks > 0 }

    func snapshot(at position: LogPosition) -> ChatSnapshot {
        ChatSnapshot(
            position: position,
            records: self.records.all,
            elements: self.elements.all,
            actions: self.actions.all,
            settings: self.settings,
            commands: self.commands,
            modes: self.modes,
            sidebar: self.sidebar,
            ask: self.asks.last,
            functionCalls: self.functionCalls,
            isRunning: self.isRunning,
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
        case .token(let token): return self.take(token)
        case .sent(let record), .streamStarted(let record), .received(let record, viewer: _): self.put(record)
        case .updated(let record):
            guard self.records[record.id] != nil else { return false }
            self.put(record)
        case .removed(let record): self.remove(record.id)
        case .element(let element): self.elements[element.id] = element
        case .elementRemoved(let element): self.elements[element.id] = nil
        case .action(let action):
            // Clients add an action each time they are told of it.
            guard self.actions[action.id] == nil else { return false }
            self.actions[action.id] = action
        case .actionRemoved(let action):
            guard self.actions[action.id] != nil else { return false }
            self.actions[action.id] = nil
        default: self.foldInterface(event)
        }
        return true
    }

    private mutating func foldInterface(_ event: ChatEvent) {
        switch event {
        case .settings(let panel, let values), .settingsChanged(let panel, let values):
            self.settings = (panel, values)
        case .firstInteraction(let name, let threadID): self.firstInteraction = (name, threadID)
        case .commands(let commands): self.commands = commands
        case .modes(let modes): self.modes = modes
        case .sidebarTitle(let title):
            // Told of a new title, clients forget what the content was called.
            if self.sidebar.title != title { self.sidebar.key = nil }
            self.sidebar.title = title
        case .sidebarElements(let elements, let key):
            self.sidebar.elements = elements
            self.sidebar.key = key
            if elements.isEmpty { self.sidebar.title = nil }
        case .ask(let request):
            // Clients learn of the message by the question; whoever comes later is sent it like any other.
            if self.records[request.id] == nil { self.put(request.message) }
            self.asks.removeAll { $0.id == request.id }
            self.asks.append(request)
        case .askEnded(let request, _): self.asks.removeAll { $0.id == request.id }
        case .functionCall(let call): self.functionCalls.append(call)
        case .functionCallEnded(let call, isTimeout: _): self.functionCalls.removeAll { $0.id == call.id }
        default: break
        }
    }

    private mutating func put(_ record: StepRecord) {
        if let old = self.records[record.id] { self.textBytes -= old.textBytes }
        self.textBytes += record.textBytes
        self.records[record.id] = record
        self.letGo()
    }

    private mutating func take(_ token: StreamedToken) -> Bool {
        let added = self.records.change(token.id) { record in
            let before = record.textBytes
            record.add(token.text, replacing: token.replaces, isInput: token.isInput)
            return record.textBytes - before
        }
        guard let added else { return false }
        self.textBytes += added
        if self.textBytes > self.limits.textBytes { self.letGo() }
        return true
    }

    private mutating func remove(_ id: String) {
        guard let removed = self.records[id] else { return }
        self.textBytes -= removed.textBytes
        self.records[id] = nil
        for element in self.elements(for: id) { self.elements[element.id] = nil }
        for action in self.actions(for: id) { self.actions[action.id] = nil }
        // What lies under it goes too: viewers drop the whole subtree.
        for child in self.records.all where child.parentID == id && child.type != .userMessage {
            self.remove(child.id)
        }
    }

    private mutating func letGo() {
        while self.records.count > self.limits.records || self.textBytes > self.limits.textBytes,
            self.records.count > 1, let oldest = self.records.first, !oldest.isStreaming
        {
            self.textBytes -= oldest.textBytes
            self.records[oldest.id] = nil
            for element in self.elements(for: oldest.id) { self.elements[element.id] = nil }
            for action in self.actions(for: oldest.id) { self.actions[action.id] = nil }
        }
    }
}

extension StepRecord {
    fileprivate var textBytes: Int { self.output.utf8.count + self.input.utf8.count }
}
