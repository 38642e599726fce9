import Foundation
import Logging
import MartletCore
import MartletMarkdown
import Synchronization

/// One client's connection to a chat: what it sends goes to the chat, what happens in the chat goes to it.
final class ChatConnection: Sendable {
    private struct State {
        var viewer: (id: ViewerID, teller: any EventViewer)?
        var isCleared = false
        var hasBegun = false
        var recovers = false
    }

    /// What all connections share.
    struct Environment: Sendable {
        let registry: SessionRegistry
        let profiles: ProfileConfiguration
        let renderer: MarkdownRenderer
        let clock: RenderClock
        let bootID: String
        let isWatched: Bool
        let logger: Logger
    }

    let session: ChatSession
    let environment: Environment
    let sink: any EventSink
    private let request: ConnectRequest
    private let isRestored: Bool
    let drafts = DraftCounter()
    private let pump: ViewerPump
    private let state = Mutex(State())

    /// Opens the connection; the chat is made when there is none.
    ///
    /// - Throws: A ``MartletError`` that says why the client may not come in.
    init(_ request: ConnectRequest, sink: any EventSink, environment: Environment) throws(MartletError) {
        (self.session, self.isRestored) = try environment.registry.openSession(request)
        self.request = request
        self.sink = sink
        self.environment = environment
        self.pump = ViewerPump(session: self.session, sink: sink)
    }

    /// Whether the client is Martlet's own page.
    var wantsHTML: Bool { self.request.wantsHTML }

    private var recovers: Bool { self.state.withLock { $0.recovers } }

    /// The viewer that this client is, once it watches.
    var viewer: ViewerID? { self.state.withLock { $0.viewer?.id } }

    /// Begins to tell a client of Chainlit's that can take up from where it was.
    ///
    /// - Returns: The secret by which the client says who it was when it comes back.
    func recover() -> String {
        self.state.withLock { $0.recovers = true }
        if let key = self.request.recoveryKey, let offset = self.request.offset,
            let id = self.session.viewer(recovering: key), self.isReadable(after: offset)
        {
            let teller = self.stockViewer(id, tellsOffsets: true)
            self.state.withLock { $0.viewer = (id, teller) }
            self.session.attach(self.pump, as: id)
            self.pump.start(teller, after: offset)
            return key
        }
        return self.session.recoveryKey(for: self.attach())
    }

    /// The client has said that it is ready.
    func begin() {
        let (isFirst, teller) = self.state.withLock { state in
            defer { state.hasBegun = true }
            return (!state.hasBegun, state.viewer?.teller)
        }
        guard isFirst else { return }
        if let teller {
            // It watches already, and may show a question of its old connection.
            self.pump.perform {
                let snapshot = self.session.snapshot
                self.greet()
                if snapshot.isRunning { self.sink.emit("task_start") }
                teller.takeUp(snapshot)
            }
        } else {
            self.greet()
            self.attach()
        }
        self.refuseResume()
        self.session.start()
    }

    /// Begins to tell the client what happens, if it has not: also one that speaks before it says that it is ready.
    func watch() {
        if self.viewer == nil { self.attach() }
    }

    /// Has the client forget what it waited for.
    private func greet() {
        for name in ["task_end", "clear_ask", "clear_call_fn"] {
            self.sink.emit(name)
        }
    }

    /// The client is gone; its chat lives on, unless the client said that it wants a new one.
    func close() async {
        let (viewer, isCleared) = self.state.withLock { ($0.viewer?.id, $0.isCleared) }
        self.pump.stop()
        if let viewer { self.session.detach(viewer, viewer: self.pump) }
        await self.environment.registry.release(self.session, endsChat: isCleared)
    }

    /// Has the chat end when the client goes.
    func clear() {
        self.state.withLock { $0.isCleared = true }
    }

    /// The client's buffer has room again.
    func drained() {
        self.pump.wake()
    }

    private func isReadable(after offset: LogPosition) -> Bool {
        if case .events = self.session.read(after: offset) { true } else { false }
    }

    private func stockViewer(_ id: ViewerID, tellsOffsets: Bool) -> ChainlitViewer {
        ChainlitViewer(sink: self.sink, session: self.session, id: id, tellsOffsets: tellsOffsets)
    }

    /// Begins to watch; a chat that was there before is shown first.
    @discardableResult
    private func attach() -> ViewerID {
        if self.wantsHTML { self.sayHello() }
        let (id, snapshot) = self.session.attach(self.pump)
        let teller: any EventViewer =
            self.wantsHTML ? self.pageViewer(id) : self.stockViewer(id, tellsOffsets: self.recovers)
        self.state.withLock { $0.viewer = (id, teller) }
        self.pump.start(teller, after: snapshot, isShown: self.isRestored)
        return id
    }

    private func sayHello() {
        self.sink.emit("hello") { buffer in
            buffer.member("version", MartletVersion.current)
            buffer.member("bootId", self.environment.bootID)
            buffer.member("watch", self.environment.isWatched)
            buffer.member("restored", self.isRestored)
        }
    }

    private func pageViewer(_ id: ViewerID) -> HTMLViewer {
        HTMLViewer(
            sink: self.sink,
            session: self.session,
            id: id,
            renderer: self.environment.renderer,
            clock: self.environment.clock
        )
    }

    /// Without a data layer no thread is kept, so none can be resumed.
    private func refuseResume() {
        guard !self.isRestored, self.request.threadID != nil, self.session.hooks.onChatResume != nil else { return }
        // With an offset for clients that recover: they take every last argument that is a text for one.
        let offset = self.recovers ? String(self.session.snapshot.position.value) : nil
        self.sink.emit(
            "resume_thread_error",
            json: Array("\"Thread not found.\"".utf8),
            attachments: [],
            offset: offset
        )
    }
}
