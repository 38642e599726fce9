/// The elements and actions of a chat, and which entry each belongs to.
struct ChatAttachments: Sendable {
    private(set) var elements = OrderedEntries<ElementRecord>()
    private(set) var actions = OrderedEntries<Action>()
    private var elementIndex = EntryIndex()
    private var actionIndex = EntryIndex()
    private var bytes = 0

    func elements(for id: String) -> [ElementRecord] { self.elements.all(of: self.elementIndex[id]) }
    func actions(for id: String) -> [Action] { self.actions.all(of: self.actionIndex[id]) }

    mutating func put(_ element: ElementRecord) {
        if let old = self.elements[element.id] {
            self.bytes -= old.footprint
            self.elementIndex.remove(old.id, from: old.forID)
        }
        self.bytes += element.footprint
        self.elements[element.id] = element
        self.elementIndex.insert(element.id, under: element.forID)
    }

    mutating func put(_ action: Action) {
        self.removeAction(action.id)
        self.bytes += action.footprint
        self.actions[action.id] = action
        self.actionIndex.insert(action.id, under: action.forID)
    }

    mutating func removeElement(_ id: String) {
        guard let element = self.elements[id] else { return }
        self.bytes -= element.footprint
        self.elements[id] = nil
        self.elementIndex.remove(id, from: element.forID)
    }

    mutating func removeAction(_ id: String) {
        guard let action = self.actions[id] else { return }
        self.bytes -= action.footprint
        self.actions[id] = nil
        self.actionIndex.remove(id, from: action.forID)
    }

    /// Takes away what belongs to an entry.
    mutating func removeAll(of owner: String) {
        for id in self.elementIndex[owner] { self.removeElement(id) }
        for id in self.actionIndex[owner] { self.removeAction(id) }
    }

    /// Lets the oldest go, as far as there is more than the limits allow.
    mutating func letGo(_ limits: ChatState.Limits) {
        while self.elements.count > limits.attachments || self.bytes > limits.attachmentBytes,
            self.elements.count > 1, let oldest = self.elements.first
        {
            self.removeElement(oldest.id)
        }
        while self.actions.count > limits.attachments || self.bytes > limits.attachmentBytes,
            self.actions.count > 1, let oldest = self.actions.first
        {
            self.removeAction(oldest.id)
        }
    }
}
