import Logging
import Synchronization

@testable import MartletCore

/// A viewer that writes down what it is told, and lets a test wait for it.
final class EventRecorder: ChatTransport {
    private let lines = Mutex<[String]>([])
    private let stream: AsyncStream<String>
    private let continuation: AsyncStream<String>.Continuation

    init() {
        (self.stream, self.continuation) = AsyncStream.makeStream()
    }

    var events: [String] { self.lines.withLock { $0 } }

    func deliver(_ event: ChatEvent) {
        let line = Self.line(event)
        self.lines.withLock { $0.append(line) }
        self.continuation.yield(line)
    }

    /// Waits until an event of exactly this form has come.
    func wait(for line: String) async {
        for await seen in self.stream where seen == line { return }
    }

    static func line(_ event: ChatEvent) -> String {
        switch event {
        case .taskStarted: "task started"
        case .taskEnded: "task ended"
        case .sent(let record): "sent \(Self.text(record))"
        case .streamStarted(let record): "stream \(Self.text(record))"
        case .token(let token): "token \(token.text)"
        case .updated(let record): "updated \(Self.text(record))"
        case .removed(let record): "removed \(record.name)"
        case .received(let record, viewer: _): "received \(record.output)"
        case .settings(let panel, _): "settings \(panel.widgets.map(\.id).joined(separator: ","))"
        case .settingsChanged(_, let values):
            "settings changed \(values.all.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ","))"
        case .firstInteraction(let name, threadID: _): "first interaction \(name)"
        case .toast(let message, let kind): "toast \(kind) \(message)"
        }
    }

    private static func text(_ record: StepRecord) -> String {
        let state = record.isError ? "!" : record.end == nil && !record.type.isMessage ? "…" : ""
        return "\(record.name)\(state): \(record.output)"
    }
}

/// A chat with the given hooks, and a viewer of it.
struct ChatFixture {
    let session: ChatSession
    let recorder = EventRecorder()
    let viewer: ViewerID

    init(_ configure: (inout ChatHooks) -> Void) {
        var hooks = ChatHooks()
        configure(&hooks)
        self.session = ChatSession(
            id: "session",
            threadID: "thread",
            assistantName: "Bot",
            hooks: hooks,
            logger: Logger(label: "test")
        )
        self.viewer = self.session.attach(self.recorder) { _ in }
    }

    func say(_ text: String, id: String = Identifier.random()) {
        self.session.receive(IncomingMessage(id: id, content: text), from: self.viewer)
    }
}
