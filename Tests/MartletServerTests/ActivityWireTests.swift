import Logging
import MartletMarkdown
import Testing

@testable import MartletCore
@testable import MartletServer

/// What Martlet's page is told of models, and other clients are not.
struct ActivityWireTests {
    private static func session() -> ChatSession {
        ChatSession(id: "session", hooks: ChatHooks(), logger: Logger(label: "test"))
    }

    private static func page(_ sink: RecordingSink) -> HTMLViewer {
        HTMLViewer(sink: sink, session: Self.session(), renderer: MarkdownRenderer(), clock: RenderClock())
    }

    private static let events: [ChatEvent] = [
        .activity(ModelActivity(id: "m", phase: .waiting(position: 3))),
        .activity(ModelActivity(id: "m", phase: .readingPrompt(done: 512, total: 2048))),
        .activity(ModelActivity(id: "m", phase: .generating(tokens: 1, perSecond: nil))),
        .activity(ModelActivity(id: "m", phase: .generating(tokens: 9, perSecond: 23.456))),
        .activity(ModelActivity(id: "m", phase: .ended)),
        .contextLimit(4096),
    ]

    private static func deliver(_ events: [ChatEvent], to viewer: any EventViewer) {
        for event in events { viewer.deliver(LoggedEvent(event: event, end: LogPosition(1))) }
    }

    @Test func `the page is told what a model does`() {
        let sink = RecordingSink()
        Self.deliver(Self.events, to: Self.page(sink))
        #expect(
            sink.arguments(of: "activity") == [
                ["id": "m", "state": "waiting", "position": 3],
                ["id": "m", "state": "reading", "done": 512, "total": 2048],
                ["id": "m", "state": "generating", "tokens": 1],
                ["id": "m", "state": "generating", "tokens": 9, "perSecond": 23.5],
                ["id": "m", "state": "ended"],
            ]
        )
        #expect(sink.arguments(of: "context") == [["limit": 4096]])
    }

    @Test func `a stock client is told nothing of it`() {
        let sink = RecordingSink()
        Self.deliver(Self.events, to: ChainlitViewer(sink: sink, session: Self.session()))
        #expect(sink.names.isEmpty)
    }

    @Test func `a message's generation is for the page alone`() {
        var record = StepRecord(threadID: "t", parentID: nil, type: .assistantMessage, name: "Bot", output: "blue")
        record.generation = ["outputTokenCount": 1]
        let (page, stock) = (RecordingSink(), RecordingSink())
        Self.deliver([.sent(record)], to: Self.page(page))
        Self.deliver([.sent(record)], to: ChainlitViewer(sink: stock, session: Self.session()))
        #expect(page.all.last?.argument["generation"] == ["outputTokenCount": 1])
        #expect(stock.all.last?.argument["generation"] == nil)
    }

    @Test func `a page that comes late is told what goes on, and not what is over`() {
        var state = ChatState()
        let done = StepRecord(id: "done", threadID: "t", parentID: nil, type: .llm, name: "Model")
        for event: ChatEvent in [
            .taskStarted,
            .activity(ModelActivity(id: "done", phase: .waiting(position: 1))),
            .sent(done),
            .activity(ModelActivity(id: "failed", phase: .waiting(position: 1))),
            .activity(ModelActivity(id: "failed", phase: .ended)),
            .activity(ModelActivity(id: "m", phase: .waiting(position: 2))),
            .contextLimit(64),
        ] { _ = state.fold(event) }
        let sink = RecordingSink()
        Self.page(sink).replay(state.snapshot(at: LogPosition(0)))
        #expect(sink.arguments(of: "activity") == [["id": "m", "state": "waiting", "position": 2]])
        #expect(sink.arguments(of: "context") == [["limit": 64]])
        _ = state.fold(.taskEnded)
        #expect(state.snapshot(at: LogPosition(0)).activities.isEmpty)
    }

    @Test func `who comes late sees the side bar's elements as they are`() throws {
        var state = ChatState()
        var counter = ElementRecord(type: .custom, name: "Counter")
        let note = ElementRecord(type: .text, name: "note")
        _ = state.fold(.sidebarElements([counter, note], key: nil))
        counter.props = ["count": 5]
        _ = state.fold(.element(counter))
        _ = state.fold(.elementRemoved(note))
        let elements = state.snapshot(at: LogPosition(0)).sidebar.elements
        #expect(elements.map(\.id) == [counter.id] && elements.first?.props == ["count": 5])
    }

    @Test func `a draft is counted for who asks`() async throws {
        let (session, sink) = (Self.session(), RecordingSink())
        session.chat().showContext(limit: 10) { $0.count }
        DraftCounter().count("hello", number: 7, in: session, to: sink)
        try await sink.wait { !$0.names.isEmpty }
        #expect(sink.arguments(of: "context") == [["limit": 10, "used": 5, "number": 7]])
    }

    @Test func `a context without a limit takes every draft`() async throws {
        let session = Self.session()
        session.chat().showContext(limit: .max) { $0.count }
        let use = await session.contextUse(of: "hello")
        #expect(use?.used == 5 && use?.limit == .max)
    }

    @Test func `of drafts that come while one is counted the newest alone is`() async throws {
        let (session, sink) = (Self.session(), RecordingSink())
        let (started, start) = AsyncStream<Void>.makeStream()
        let (gate, open) = AsyncStream<Void>.makeStream()
        session.chat().showContext(limit: 10) { draft in
            if draft == "a" {
                start.finish()
                for await _ in gate {}
            }
            return draft.count
        }
        let drafts = DraftCounter()
        drafts.count("a", number: 0, in: session, to: sink)
        for await _ in started {}
        drafts.count("ab", number: 1, in: session, to: sink)
        drafts.count("abc", number: 2, in: session, to: sink)
        open.finish()
        try await sink.wait { $0.arguments(of: "context").last?["number"] == 2 }
        #expect(sink.arguments(of: "context").last == ["limit": 10, "used": 3, "number": 2])
        #expect(!sink.arguments(of: "context").contains { $0["number"] == 1 })
    }
}
