import Foundation
import MartletCore

/// Tells a Chainlit client what happens in a chat, in the events of its wire protocol.
struct ChainlitViewer: EventViewer {
    let sink: any EventSink
    let session: ChatSession
    /// Which viewer this is; its own messages are not told to it.
    let id: ViewerID?
    /// Whether each event says where the log stands, so that the client can take up from there.
    let tellsOffsets: Bool

    init(sink: any EventSink, session: ChatSession, id: ViewerID? = nil, tellsOffsets: Bool = false) {
        self.sink = sink
        self.session = session
        self.id = id
        self.tellsOffsets = tellsOffsets
    }

    func deliver(_ logged: LoggedEvent) {
        let offset = self.tellsOffsets ? String(logged.end.value) : nil
        switch logged.event {
        case .token(let token): self.emit(token, offset)
        case .taskStarted: self.emit("task_start", offset)
        case .taskEnded: self.emit("task_end", offset)
        case .sent(let record): self.emit("new_message", record, offset)
        case .streamStarted(let record): self.emit("stream_start", record, offset)
        case .updated(let record): self.emit("update_message", record, offset)
        case .removed(let record): self.emit("delete_message", record, offset)
        // The sender shows it already, under the identifier it chose.
        case .received(let record, viewer: let origin):
            if origin == nil || origin != self.id { self.emit("new_message", record, offset) }
        case .settings(let panel, let values): self.emit(panel, values, offset)
        // A stock client would take the new values for the panel's defaults.
        case .settingsChanged: break
        case .element(let element): self.emit("element", offset) { element.write(to: &$0) }
        case .elementRemoved(let element):
            self.emit("remove_element", offset) { $0.object { $0.member("id", element.id) } }
        case .action(let action): self.emit("action", offset) { action.write(to: &$0) }
        case .actionRemoved(let action): self.emit("remove_action", offset) { action.write(to: &$0) }
        case .ask(let request): self.ask(request)
        case .askEnded(_, let outcome): self.end(outcome, offset)
        case .functionCall(let call): self.request(call)
        case .functionCallEnded(_, let isTimeout): self.emit(isTimeout ? "call_fn_timeout" : "clear_call_fn", offset)
        case .firstInteraction(let name, let threadID): self.emitInteraction(name, threadID, offset)
        default: self.deliverInterface(logged.event, offset)
        }
    }

    private func deliverInterface(_ event: ChatEvent, _ offset: String?) {
        switch event {
        case .sidebarTitle(let title): self.emit("set_sidebar_title", offset) { $0.string(title) }
        case .sidebarElements(let elements, let key):
            self.emit("set_sidebar_elements", offset) { SidebarContent.write(elements, key: key, to: &$0) }
        case .commands(let commands): self.emit("set_commands", offset) { commands.write(to: &$0) }
        case .modes(let modes): self.emit("set_modes", offset) { modes.write(to: &$0) }
        case .tokensUsed(let count): self.emit("token_usage", offset) { $0.int(count) }
        case .windowMessage(let value): self.emit("window_message", offset) { $0.value(value) }
        case .audioConnection(let isOn): self.emit("audio_connection", offset) { $0.string(isOn ? "on" : "off") }
        case .audio(let chunk): self.emit(chunk, offset)
        case .audioInterrupted: self.emit("audio_interrupt", offset)
        case .toast(let message, let kind):
            self.emit("toast", offset) { buffer in
                buffer.object { buffer in
                    buffer.member("message", message)
                    buffer.member("type", kind.rawValue)
                }
            }
        default: break
        }
    }

    /// Brings a client up to date that may know a part of the chat: everything again, which clients merge by identifier.
    func replay(_ snapshot: ChatSnapshot) {
        if let (panel, values) = snapshot.settings { self.emit(panel, values, nil) }
        if !snapshot.commands.isEmpty { self.emit("set_commands", nil) { snapshot.commands.write(to: &$0) } }
        if !snapshot.modes.isEmpty { self.emit("set_modes", nil) { snapshot.modes.write(to: &$0) } }
        for record in snapshot.records { self.emit("new_message", record, nil) }
        for element in snapshot.elements { self.emit("element", nil) { element.write(to: &$0) } }
        for action in snapshot.actions {
            // Clients add an action each time they are told of it.
            self.emit("remove_action", nil) { action.write(to: &$0) }
            self.emit("action", nil) { action.write(to: &$0) }
        }
        if let (name, threadID) = snapshot.firstInteraction {
            self.emitInteraction(name, threadID, nil)
        }
        if snapshot.isRunning { self.emit("task_start", nil) }
        self.replay(snapshot.sidebar, at: self.tellsOffsets ? String(snapshot.position.value) : nil)
        self.takeUp(snapshot)
    }

    /// Asks again what still waits for an answer: the client can only answer what came over its present connection.
    func takeUp(_ snapshot: ChatSnapshot) {
        if let ask = snapshot.ask { self.ask(ask) }
        for call in snapshot.functionCalls { self.request(call) }
    }

    /// Comes last, with an offset: a recovering client takes every last argument that is a text for one.
    private func replay(_ sidebar: SidebarContent, at offset: String?) {
        guard sidebar.title != nil || !sidebar.elements.isEmpty else { return }
        if let title = sidebar.title { self.emit("set_sidebar_title", offset) { $0.string(title) } }
        self.emit("set_sidebar_elements", offset) { SidebarContent.write(sidebar.elements, key: sidebar.key, to: &$0) }
    }
}

extension ChainlitViewer {
    private func emit(_ name: String, _ offset: String?, _ write: (inout JSONBuffer) -> Void) {
        var buffer = JSONBuffer()
        write(&buffer)
        self.sink.emit(name, json: buffer.bytes, attachments: [], offset: offset)
    }

    private func emit(_ name: String, _ offset: String?) {
        self.sink.emit(name, json: Array("{}".utf8), attachments: [], offset: offset)
    }

    private func emit(_ name: String, _ record: StepRecord, _ offset: String?) {
        let isStub = record.isHidden(by: self.session.configuration)
        let name = isStub && name == "stream_start" ? "new_message" : name
        self.emit(name, offset) { isStub ? record.writeStub(to: &$0) : record.write(to: &$0) }
    }

    private func emitInteraction(_ name: String, _ threadID: String, _ offset: String?) {
        self.emit("first_interaction", offset) { buffer in
            buffer.object { buffer in
                buffer.member("interaction", name)
                buffer.member("thread_id", threadID)
            }
        }
    }

    private func emit(_ token: StreamedToken, _ offset: String?) {
        self.emit("stream_token", offset) { buffer in
            buffer.object { buffer in
                buffer.member("id", token.id)
                buffer.member("token", token.text)
                buffer.member("isSequence", token.replaces)
                buffer.member("isInput", token.isInput)
            }
        }
    }

    private func emit(_ panel: ChatSettings, _ values: SettingsValues, _ offset: String?) {
        self.emit("chat_settings", offset) { panel.write(to: &$0, values: values, includesDefaults: false) }
    }

    private func emit(_ chunk: OutputAudioChunk, _ offset: String?) {
        let json = JSONBuffer.object { buffer in
            buffer.member("mimeType", chunk.mimeType)
            buffer.member("data", ["_placeholder": true, "num": 0])
            buffer.member("track", chunk.track)
        }
        self.sink.emit("audio_chunk", json: json, attachments: [Array(chunk.data)], offset: offset)
    }

    private func ask(_ request: AskRequest) {
        var buffer = JSONBuffer()
        request.write(to: &buffer)
        let (session, viewer) = (self.session, self.id)
        self.sink.request("ask", json: buffer.bytes) { answer in
            let reply = (try? JSONDecoder().decode(JSONValue.self, from: Data(answer))) ?? .null
            session.answer(request.id, with: reply, from: viewer)
        }
    }

    private func request(_ call: FunctionCall) {
        let json = JSONBuffer.object { buffer in
            buffer.member("name", call.name)
            buffer.member("args", .object(call.arguments))
        }
        let session = self.session
        self.sink.request("call_fn", json: json) { answer in
            session.answerCall(call.id, with: (try? JSONDecoder().decode(JSONValue.self, from: Data(answer))) ?? .null)
        }
    }

    private func end(_ outcome: AskOutcome, _ offset: String?) {
        switch outcome {
        case .answered:
            self.emit("task_end", nil)
            self.emit("clear_ask", nil)
        case .timedOut: self.emit("ask_timeout", nil)
        case .withdrawn: self.emit("clear_ask", nil)
        }
        self.emit("task_start", offset)
    }
}
