import Foundation
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
        default: Self.interfaceLine(event)
        }
    }

    private static func interfaceLine(_ event: ChatEvent) -> String {
        switch event {
        case .element(let element): "element \(element.type) \(element.name)"
        case .elementRemoved(let element): "element removed \(element.name)"
        case .action(let action): "action \(action.name)"
        case .actionRemoved(let action): "action removed \(action.name)"
        case .ask(let request): "ask \(request.message.output)"
        case .askEnded(_, let outcome): "ask \(outcome)"
        case .functionCall(let call): "call \(call.name)"
        case .functionCallEnded(let call, let isTimeout): "call \(isTimeout ? "timed out" : "ended") \(call.name)"
        case .sidebarTitle(let title): "side bar \(title)"
        case .sidebarElements(let elements, let key): "side bar \(elements.map(\.name)) \(key ?? "-")"
        case .commands(let commands): "commands \(commands.map(\.id).joined(separator: ","))"
        case .modes(let modes): "modes \(modes.map(\.id).joined(separator: ","))"
        case .tokensUsed(let count): "tokens \(count)"
        case .windowMessage(let value): "window \(value)"
        case .audioConnection(let isOn): "audio \(isOn ? "on" : "off")"
        case .audio(let chunk): "audio \(chunk.track) \(chunk.data.count)"
        case .audioInterrupted: "audio interrupted"
        default: "unexpected event"
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

    init(
        clock: any Clock<Duration> = ContinuousClock(),
        configuration: ChatConfiguration = ChatConfiguration(),
        _ configure: (inout ChatHooks) -> Void
    ) {
        var hooks = ChatHooks()
        configure(&hooks)
        var configuration = configuration
        configuration.ui.name = "Bot"
        self.session = ChatSession(
            id: "session",
            threadID: "thread",
            configuration: configuration,
            hooks: hooks,
            clock: clock,
            logger: Logger(label: "test")
        )
        self.viewer = self.session.attach(self.recorder) { _ in }
    }

    func say(_ text: String, id: String = Identifier.random()) {
        self.session.receive(IncomingMessage(id: id, content: text), from: self.viewer)
    }
}

/// A clock on which every wait is over at once.
struct ImpatientClock: Clock {
    var now: ContinuousClock.Instant { .now }
    var minimumResolution: Duration { .nanoseconds(1) }
    func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {}
}
