import MartletCore

/// Brings a client up to date that may know a part of the chat: everything again, which clients merge by identifier.
extension ChainlitViewer {
    func showNext(of replay: inout SnapshotReplay) {
        switch replay.next() {
        case .head: self.showHead(replay)
        case .record(let record): self.emit("new_message", record, nil)
        case .element(let element): self.emit("element", nil) { element.write(to: &$0) }
        case .action(let action):
            // Clients add an action each time they are told of it.
            self.emit("remove_action", nil) { action.write(to: &$0) }
            self.emit("action", nil) { action.write(to: &$0) }
        case .tail: self.showTail(replay.snapshot)
        case nil: break
        }
    }

    func takeUp(_ snapshot: ChatSnapshot) {
        if let ask = snapshot.ask { self.ask(ask) }
        for call in snapshot.functionCalls { self.request(call) }
    }

    private func showHead(_ replay: SnapshotReplay) {
        let snapshot = replay.snapshot
        if let outdated = replay.outdated { self.takeBack(outdated) }
        if let (panel, values) = snapshot.settings { self.emit(panel, values, nil) }
        // A client that comes new has none; one that fell behind may have some that are no more.
        if replay.isCatchingUp || !snapshot.commands.isEmpty {
            self.emit("set_commands", nil) { snapshot.commands.write(to: &$0) }
        }
        if replay.isCatchingUp || !snapshot.modes.isEmpty {
            self.emit("set_modes", nil) { snapshot.modes.write(to: &$0) }
        }
    }

    /// Has the client forget what it waits for and what is gone.
    private func takeBack(_ outdated: ShownParts) {
        for name in ["task_end", "clear_ask", "clear_call_fn"] { self.emit(name, nil) }
        for (name, ids) in [
            ("delete_message", outdated.records), ("remove_element", outdated.elements),
            ("remove_action", outdated.actions),
        ] {
            for id in ids.sorted() { self.emit(name, nil) { $0.object { $0.member("id", id) } } }
        }
    }

    private func showTail(_ snapshot: ChatSnapshot) {
        if let (name, threadID) = snapshot.firstInteraction {
            self.emitInteraction(name, threadID, nil)
        }
        self.note(isRunning: snapshot.isRunning)
        if snapshot.isRunning { self.emit("task_start", nil) }
        self.show(snapshot.sidebar, at: self.tellsOffsets ? String(snapshot.position.value) : nil)
        self.takeUp(snapshot)
    }

    /// Comes last, with an offset: a recovering client takes every last argument that is a text for one.
    private func show(_ sidebar: SidebarContent, at offset: String?) {
        guard sidebar.title != nil || !sidebar.elements.isEmpty else { return }
        if let title = sidebar.title { self.emit("set_sidebar_title", offset) { $0.string(title) } }
        self.emit("set_sidebar_elements", offset) { SidebarContent.write(sidebar.elements, key: sidebar.key, to: &$0) }
    }
}
