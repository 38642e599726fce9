import Foundation
import MartletCore
import MartletMarkdown
import Synchronization

/// Tells a Chainlit client what happens in a chat, in the events of its wire protocol.
final class ChainlitViewer: EventViewer {
    private struct Memory {
        /// Which texts of a stream are kept from the client, by the stream's record.
        var hiddenTexts: [String: HiddenTexts] = [:]
        /// The function calls that went over this connection: the page that holds the client carries out each that it gets.
        var requestedCalls: Set<String> = []
        /// Whether a task runs, as far as the client has been told; nil for one that came back and was told elsewhere.
        var isRunning: Bool?
    }

    let sink: any EventSink
    let session: ChatSession
    /// Which viewer this is; its own messages are not told to it.
    let id: ViewerID?
    /// Whether each event says where the log stands, so that the client can take up from there.
    let tellsOffsets: Bool
    /// Renders questions, for Martlet's own page.
    private let renderer: MarkdownRenderer?
    private let memory = Mutex(Memory())

    init(
        sink: any EventSink,
        session: ChatSession,
        id: ViewerID? = nil,
        tellsOffsets: Bool = false,
        renderer: MarkdownRenderer? = nil
    ) {
        self.renderer = renderer
        self.sink = sink
        self.session = session
        self.id = id
        self.tellsOffsets = tellsOffsets
    }

    func deliver(_ logged: LoggedEvent) {
        let offset = self.tellsOffsets ? String(logged.end.value) : nil
        switch logged.event {
        case .token(let token): if !self.isHidden(token) { self.emit(token, offset) }
        case .taskStarted:
            self.note(isRunning: true)
            self.emit("task_start", offset)
        case .taskEnded:
            self.note(isRunning: false)
            self.emit("task_end", offset)
        case .sent(let record): self.emit("new_message", record, offset)
        case .streamStarted(let record): self.emit("stream_start", record, offset)
        case .updated(let record):
            self.forget(record.id)
            self.emit("update_message", record, offset)
        case .removed(let record): self.emit("delete_message", record, offset)
        // The sender shows it already, under the identifier it chose.
        case .received(let record, viewer: let origin):
            if origin == nil || origin != self.id { self.emit("new_message", record, offset) }
        case .settings(let panel, let values): self.emit(panel, values, offset)
        // A stock client would take the new values for the panel's defaults.
        case .settingsChanged: break
        // For Martlet's own page.
        case .activity, .contextLimit: break
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
}

extension ChainlitViewer {
    func emit(_ name: String, _ offset: String?, _ write: (inout JSONBuffer) -> Void) {
        var buffer = JSONBuffer()
        write(&buffer)
        self.sink.emit(name, json: buffer.bytes, attachments: [], offset: offset)
    }

    func emit(_ name: String, _ offset: String?) {
        self.sink.emit(name, json: Array("{}".utf8), attachments: [], offset: offset)
    }

    func emit(_ name: String, _ record: StepRecord, _ offset: String?) {
        let isStub = record.isHidden(by: self.session.configuration)
        let name = isStub && name == "stream_start" ? "new_message" : name
        self.emit(name, offset) { isStub ? record.writeStub(to: &$0) : record.write(to: &$0) }
    }

    func emitInteraction(_ name: String, _ threadID: String, _ offset: String?) {
        self.emit("first_interaction", offset) { buffer in
            buffer.object { buffer in
                buffer.member("interaction", name)
                buffer.member("thread_id", threadID)
            }
        }
    }

    func emit(_ token: StreamedToken, _ offset: String?) {
        self.emit("stream_token", offset) { buffer in
            buffer.object { buffer in
                buffer.member("id", token.id)
                buffer.member("token", token.text)
                buffer.member("isSequence", token.replaces)
                buffer.member("isInput", token.isInput)
            }
        }
    }

    func emit(_ panel: ChatSettings, _ values: SettingsValues, _ offset: String?) {
        self.emit("chat_settings", offset) { panel.write(to: &$0, values: values, includesDefaults: false) }
    }

    func emit(_ chunk: OutputAudioChunk, _ offset: String?) {
        let json = JSONBuffer.object { buffer in
            buffer.member("mimeType", chunk.mimeType)
            buffer.member("data", ["_placeholder": true, "num": 0])
            buffer.member("track", chunk.track)
        }
        self.sink.emit("audio_chunk", json: json, attachments: [Array(chunk.data)], offset: offset)
    }

    func ask(_ request: AskRequest) {
        var buffer = JSONBuffer()
        request.write(to: &buffer, rendered: self.renderer.map { RenderedRecord(request.message, renderer: $0) })
        let (session, viewer) = (self.session, self.id)
        self.sink.request("ask", json: buffer.bytes) { answer in
            session.answer(request.id, with: JSONValue(received: answer), from: viewer)
        }
    }

    func request(_ call: FunctionCall) {
        guard self.memory.withLock({ $0.requestedCalls.insert(call.id).inserted }) else { return }
        let json = JSONBuffer.object { buffer in
            buffer.member("name", call.name)
            buffer.member("args", .object(call.arguments))
        }
        let session = self.session
        self.sink.request("call_fn", json: json) { answer in
            session.answerCall(call.id, with: JSONValue(received: answer))
        }
    }

    private func end(_ outcome: AskOutcome, _ offset: String?) {
        var names =
            switch outcome {
            case .answered: ["task_end", "clear_ask"]
            case .timedOut: ["ask_timeout"]
            case .withdrawn: ["clear_ask"]
            }
        // What asked may be no task that the client saw begin, such as a press of a button: nothing would end this one.
        if self.memory.withLock({ $0.isRunning }) ?? self.session.isRunning { names.append("task_start") }
        for name in names.dropLast() { self.emit(name, nil) }
        if let last = names.last { self.emit(last, offset) }
    }
}

extension ChainlitViewer {
    func note(isRunning: Bool) {
        self.memory.withLock { $0.isRunning = isRunning }
    }

    /// Which texts of a record are kept from clients.
    fileprivate enum HiddenTexts {
        case none
        case input
        case both

        init(_ record: StepRecord, configuration: ChatConfiguration) {
            if record.isHidden(by: configuration) {
                self = .both
            } else {
                self = record.showInput == .hidden && !record.type.isMessage ? .input : .none
            }
        }
    }

    /// Whether a token belongs to a text that the client may not see.
    func isHidden(_ token: StreamedToken) -> Bool {
        guard token.isInput || self.session.configuration.ui.cot == .hidden else { return false }
        if let known = self.memory.withLock({ $0.hiddenTexts[token.id] }) { return known.hides(token) }
        // Once for each stream, also for one that began before this client came.
        guard let record = self.session.record(token.id) else { return false }
        let hidden = HiddenTexts(record, configuration: self.session.configuration)
        self.memory.withLock { $0.hiddenTexts[token.id] = hidden }
        return hidden.hides(token)
    }

    func forget(_ id: String) {
        self.memory.withLock { $0.hiddenTexts[id] = nil }
    }
}

extension ChainlitViewer.HiddenTexts {
    fileprivate func hides(_ token: StreamedToken) -> Bool {
        switch self {
        case .none: false
        case .input: token.isInput
        case .both: true
        }
    }
}
