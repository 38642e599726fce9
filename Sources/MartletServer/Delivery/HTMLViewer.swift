import MartletCore
import MartletMarkdown
import Synchronization

/// Tells Martlet's own page what happens in a chat: Chainlit's events, with texts rendered to HTML.
///
/// Where a stock client is sent each token, the page is sent the blocks that changed, at most 30 times a second.
final class HTMLViewer: EventViewer {
    fileprivate struct StreamKey: Hashable {
        let id: String
        let isInput: Bool
    }

    fileprivate struct Stream {
        var markdown: StreamingMarkdown
        var text: String
    }

    fileprivate struct State {
        var streams: [StreamKey: Stream] = [:]
        var dirty: [StreamKey] = []
        var lastFlush: ContinuousClock.Instant?
    }

    /// The shortest time between two renderings of a stream.
    static let interval = Duration.milliseconds(33)
    /// About how many bytes of text one snapshot holds; of a longer chat the rest follows a record at a time.
    private static let largestSnapshot = 128 << 10

    private let sink: any EventSink
    private let renderer: MarkdownRenderer
    private let clock: RenderClock
    private let plain: ChainlitViewer
    private let hidesSteps: ChatConfiguration
    private let state = Mutex(State())

    init(
        sink: any EventSink,
        session: ChatSession,
        id: ViewerID? = nil,
        renderer: MarkdownRenderer,
        clock: RenderClock
    ) {
        self.sink = sink
        self.renderer = renderer
        self.clock = clock
        self.plain = ChainlitViewer(sink: sink, session: session, id: id, renderer: renderer)
        self.hidesSteps = session.configuration
    }

    func deliver(_ logged: LoggedEvent) {
        switch logged.event {
        case .sent(let record): self.emit("new_message", record)
        case .updated(let record): self.emit("update_message", record)
        case .streamStarted(let record): self.begin(record)
        case .token(let token): self.take(token)
        case .removed(let record):
            self.forget(record.id)
            self.plain.deliver(logged)
        case .received(let record, viewer: let origin):
            guard origin != nil, origin == self.plain.id else { return self.emit("new_message", record) }
            self.emitBlocks(
                id: record.id,
                isInput: false,
                from: 0,
                blocks: RenderedRecord(record, renderer: self.renderer).blocks ?? [],
                isFinal: true
            )
        case .settings(let panel, let values), .settingsChanged(let panel, let values):
            self.emit(panel, values)
        case .activity(let activity): self.sink.emit("activity") { activity.writeMembers(to: &$0) }
        case .contextLimit(let limit): self.sink.emit("context") { $0.member("limit", limit) }
        default:
            self.plain.deliver(logged)
        }
    }

    func emit(_ panel: ChatSettings, _ values: SettingsValues) {
        var buffer = JSONBuffer()
        panel.write(to: &buffer, values: values, includesDefaults: true)
        self.sink.emit("chat_settings", json: buffer.bytes)
    }

    func showNext(of replay: inout SnapshotReplay) {
        switch replay.next() {
        case .head: self.showBeginning(of: &replay)
        case .record(let record):
            self.emit("new_message", record)
            self.resume([record])
        case .element(let element): self.plain.emit("element", nil) { element.write(to: &$0) }
        case .action(let action): self.plain.emit("action", nil) { action.write(to: &$0) }
        case .tail:
            if !replay.isWhole { self.sink.emit("snapshot_end") }
            for activity in replay.snapshot.activities {
                self.sink.emit("activity") { activity.writeMembers(to: &$0) }
            }
            if let limit = replay.snapshot.contextLimit { self.sink.emit("context") { $0.member("limit", limit) } }
            self.takeUp(replay.snapshot)
        case nil: break
        }
    }

    func takeUp(_ snapshot: ChatSnapshot) {
        self.plain.takeUp(snapshot)
    }

    /// Sends a chat as it stands, or of a long one its beginning, and takes up the streams that are open in it.
    private func showBeginning(of replay: inout SnapshotReplay) {
        self.state.withLock { state in
            state.streams.removeAll()
            state.dirty.removeAll()
        }
        if replay.isCatchingUp {
            for name in ["clear_ask", "clear_call_fn"] { self.sink.emit(name) }
        }
        let snapshot = replay.snapshot
        self.plain.note(isRunning: snapshot.isRunning)
        let records = replay.takeRecords(bytes: Self.largestSnapshot)
        replay.takeRestIfFew()
        let isWhole = replay.isWhole
        self.sink.emit("snapshot") { buffer in
            buffer.key("messages")
            buffer.array { buffer in
                for record in records { self.write(record, to: &buffer) }
            }
            buffer.key("elements")
            buffer.array { buffer in
                if isWhole { for element in snapshot.elements { element.write(to: &buffer) } }
            }
            buffer.key("actions")
            buffer.array { buffer in
                if isWhole { for action in snapshot.actions { action.write(to: &buffer) } }
            }
            buffer.key("settings")
            if let (panel, values) = snapshot.settings {
                panel.write(to: &buffer, values: values, includesDefaults: true)
            } else {
                buffer.array { _ in }
            }
            buffer.key("commands")
            snapshot.commands.write(to: &buffer)
            buffer.key("modes")
            snapshot.modes.write(to: &buffer)
            buffer.key("sidebar")
            buffer.object { buffer in
                buffer.member("title", snapshot.sidebar.title)
                buffer.key("content")
                SidebarContent.write(snapshot.sidebar.elements, key: snapshot.sidebar.key, to: &buffer)
            }
            buffer.member("running", snapshot.isRunning)
            buffer.member("threadId", snapshot.firstInteraction?.threadID)
            buffer.member("complete", isWhole)
        }
        self.resume(records)
    }

    /// Takes up the streams of records that the page has been sent as they stand.
    private func resume(_ records: ArraySlice<StepRecord>) {
        self.state.withLock { state in
            for record in records where record.isStreaming && !record.isHidden(by: self.hidesSteps) {
                state.open(record, renderer: self.renderer)
            }
        }
    }

    private func write(_ record: StepRecord, to buffer: inout JSONBuffer) {
        if record.isHidden(by: self.hidesSteps) {
            record.writeStub(to: &buffer)
        } else {
            record.write(to: &buffer, rendered: RenderedRecord(record, renderer: self.renderer))
        }
    }

    /// Sends what changed in the open streams since it was last sent.
    func flush() {
        self.state.withLock { state in
            state.lastFlush = .now
            let dirty = state.dirty
            state.dirty.removeAll(keepingCapacity: true)
            for key in dirty {
                guard let update = state.streams[key]?.markdown.update() else { continue }
                self.emitBlocks(
                    id: key.id,
                    isInput: key.isInput,
                    from: update.from,
                    blocks: update.blocks,
                    isFinal: false
                )
            }
        }
    }

    private func begin(_ record: StepRecord) {
        guard !record.isHidden(by: self.hidesSteps) else { return self.emit("new_message", record) }
        self.state.withLock { $0.open(record, renderer: self.renderer) }
        self.emit("stream_start", record, rendered: RenderedRecord(record, renderer: self.renderer))
    }

    private func take(_ token: StreamedToken) {
        guard !self.plain.isHidden(token) else { return }
        let isDue = self.state.withLock { state -> Bool in
            let key = StreamKey(id: token.id, isInput: token.isInput)
            state.streams[key, default: Stream(renderer: self.renderer)].add(token)
            if !state.dirty.contains(key) { state.dirty.append(key) }
            guard let last = state.lastFlush else { return true }
            return ContinuousClock.now - last >= Self.interval
        }
        if isDue {
            self.flush()
        } else {
            self.clock.schedule(self)
        }
    }

    /// Sends a record whole; what its stream has shown already is not sent again.
    private func emit(_ name: String, _ record: StepRecord) {
        self.plain.forget(record.id)
        if record.isHidden(by: self.hidesSteps) {
            var buffer = JSONBuffer()
            record.writeStub(to: &buffer)
            return self.sink.emit(name, json: buffer.bytes)
        }
        let stream = self.state.withLock { state -> Stream? in
            let key = StreamKey(id: record.id, isInput: false)
            state.dirty.removeAll { $0.id == record.id }
            state.streams[StreamKey(id: record.id, isInput: true)] = nil
            return state.streams.removeValue(forKey: key)
        }
        guard var stream, record.language == nil, stream.text == record.output else {
            return self.emit(name, record, rendered: RenderedRecord(record, renderer: self.renderer))
        }
        let update = stream.markdown.finish()
        self.emitBlocks(
            id: record.id,
            isInput: false,
            from: update?.from ?? Int.max,
            blocks: update?.blocks ?? [],
            isFinal: true
        )
        self.emit(
            name,
            record,
            rendered: RenderedRecord(record, renderer: self.renderer, includesOutput: false)
        )
    }

    private func emit(_ name: String, _ record: StepRecord, rendered: RenderedRecord) {
        var buffer = JSONBuffer()
        record.write(to: &buffer, rendered: rendered)
        self.sink.emit(name, json: buffer.bytes)
    }

    private func emitBlocks(id: String, isInput: Bool, from: Int, blocks: [String], isFinal: Bool) {
        guard !(blocks.isEmpty && from == Int.max) else { return }
        self.sink.emit("message_html") { buffer in
            buffer.member("id", id)
            buffer.member("field", isInput ? "input" : "output")
            buffer.member("from", from)
            buffer.member("blocks", blocks)
            buffer.member("final", isFinal)
        }
    }

    private func forget(_ id: String) {
        self.state.withLock { state in
            state.dirty.removeAll { $0.id == id }
            state.streams[StreamKey(id: id, isInput: true)] = nil
            state.streams[StreamKey(id: id, isInput: false)] = nil
        }
    }
}

extension HTMLViewer.Stream {
    fileprivate init(renderer: MarkdownRenderer) {
        self.init(markdown: StreamingMarkdown(renderer: renderer), text: "")
    }

    fileprivate mutating func add(_ token: StreamedToken) {
        if token.replaces {
            self.text = token.text
            self.markdown.replace(with: token.text)
        } else {
            self.text += token.text
            self.markdown.append(token.text)
        }
    }
}

extension HTMLViewer.State {
    /// Takes up a stream whose text so far the page has been sent.
    fileprivate mutating func open(_ record: StepRecord, renderer: MarkdownRenderer) {
        for (text, isInput) in [(record.output, false), (record.input, true)] where !text.isEmpty {
            var stream = HTMLViewer.Stream(renderer: renderer)
            stream.add(StreamedToken(id: record.id, text: text))
            _ = stream.markdown.update()
            self.streams[HTMLViewer.StreamKey(id: record.id, isInput: isInput)] = stream
        }
    }
}
