/// A chat's events folded into what the chat looks like now.
struct ChatState: Sendable {
    /// How much of a chat is kept in memory; beyond it the oldest is let go.
    struct Limits {
        /// The most messages and steps.
        var records = 20_000
        /// The most bytes of them.
        var bytes = 64 << 20
        /// The most elements and actions.
        var attachments = 20_000
        /// The most bytes of them.
        var attachmentBytes = 32 << 20
    }

    private let limits: Limits
    private var records = OrderedEntries<StepRecord>()
    private var bytes = 0
    private var children = EntryIndex()
    private var attachments = ChatAttachments()
    private var settings: (panel: ChatSettings, values: SettingsValues)?
    private var commands: [Command] = []
    private var modes: [Mode] = []
    private var sidebar = SidebarContent()
    private var asks: [AskRequest] = []
    private var functionCalls: [FunctionCall] = []
    private var firstInteraction: (name: String, threadID: String)?
    private var runningTasks = 0
    private var activities: [String: ModelActivity.Phase] = [:]
    private var contextLimit: Int?

    init(limits: Limits = Limits()) {
        self.limits = limits
    }

    func record(_ id: String) -> StepRecord? { self.records[id] }
    func children(of id: String) -> [StepRecord] { self.records.all(of: self.children[id]) }
    func element(_ id: String) -> ElementRecord? { self.attachments.elements[id] }
    func action(_ id: String) -> Action? { self.attachments.actions[id] }
    func elements(for id: String) -> [ElementRecord] { self.attachments.elements(for: id) }
    func actions(for id: String) -> [Action] { self.attachments.actions(for: id) }
    var ask: AskRequest? { self.asks.last }
    var isRunning: Bool { self.runningTasks > 0 }

    func snapshot(at position: LogPosition) -> ChatSnapshot {
        ChatSnapshot(
            position: position,
            records: self.records.all,
            elements: self.attachments.elements.all,
            actions: self.attachments.actions.all,
            settings: self.settings,
            commands: self.commands,
            modes: self.modes,
            sidebar: self.sidebar,
            ask: self.asks.last,
            functionCalls: self.functionCalls,
            isRunning: self.isRunning,
            activities: self.activities.map { ModelActivity(id: $0.key, phase: $0.value) },
            contextLimit: self.contextLimit,
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
            if !self.isRunning { self.activities.removeAll() }
            return self.runningTasks == 0
        case .token(let token): return self.take(token)
        case .streamStarted(let record), .received(let record, viewer: _): self.put(record)
        case .sent(let record): self.settle(record)
        case .updated(let record):
            guard self.records[record.id] != nil else { return false }
            self.settle(record)
        case .removed(let record):
            self.activities[record.id] = nil
            self.remove(record.id)
        case .element(let element):
            self.attachments.put(element)
            self.attachments.letGo(self.limits)
            if let index = self.sidebar.elements.firstIndex(where: { $0.id == element.id }) {
                self.sidebar.elements[index] = element
            }
        case .elementRemoved(let element):
            self.attachments.removeElement(element.id)
            self.sidebar.elements.removeAll { $0.id == element.id }
        case .action(let action):
            // Clients add an action each time they are told of it.
            guard self.attachments.actions[action.id] == nil else { return false }
            self.attachments.put(action)
            self.attachments.letGo(self.limits)
        case .actionRemoved(let action):
            guard self.attachments.actions[action.id] != nil else { return false }
            self.attachments.removeAction(action.id)
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
        case .activity(let activity) where activity.phase == .ended: self.activities[activity.id] = nil
        case .activity(let activity): if self.isRunning { self.activities[activity.id] = activity.phase }
        case .contextLimit(let limit): self.contextLimit = limit
        case .functionCall(let call): self.functionCalls.append(call)
        case .functionCallEnded(let call, isTimeout: _): self.functionCalls.removeAll { $0.id == call.id }
        default: break
        }
    }

    /// Takes a record in whose stream, if there was one, is over.
    private mutating func settle(_ record: StepRecord) {
        self.activities[record.id] = nil
        self.put(record)
    }

    private mutating func put(_ record: StepRecord) {
        if let old = self.records[record.id] {
            self.bytes -= old.footprint
            self.children.remove(old.id, from: old.parentID)
        }
        self.bytes += record.footprint
        self.records[record.id] = record
        self.children.insert(record.id, under: record.parentID)
        self.letGo()
    }

    private mutating func take(_ token: StreamedToken) -> Bool {
        let added = self.records.change(token.id) { record in
            let before = record.textBytes
            record.add(token.text, replacing: token.replaces, isInput: token.isInput)
            return record.textBytes - before
        }
        guard let added else { return false }
        self.bytes += added
        if self.bytes > self.limits.bytes { self.letGo() }
        return true
    }

    /// Takes an entry away with all that lies under it, as viewers drop the whole subtree.
    private mutating func remove(_ id: String) {
        var pending = [id]
        while let next = pending.popLast() {
            guard let record = self.records[next] else { continue }
            pending += self.children[next].filter { self.records[$0]?.type != .userMessage }
            self.drop(record)
        }
    }

    private mutating func drop(_ record: StepRecord) {
        self.bytes -= record.footprint
        self.records[record.id] = nil
        self.children.remove(record.id, from: record.parentID)
        self.attachments.removeAll(of: record.id)
    }

    private mutating func letGo() {
        while self.records.count > self.limits.records || self.bytes > self.limits.bytes, self.records.count > 1,
            let oldest = self.records.first(where: { !$0.isStreaming })
        {
            self.drop(oldest)
        }
    }
}
