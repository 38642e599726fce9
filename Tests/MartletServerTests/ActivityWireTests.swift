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

    @Test func `a draft is counted for who asks`() async throws {
        let (session, sink) = (Self.session(), RecordingSink())
        session.chat().showContext(limit: 10) { $0.count }
        DraftCounter().count("hello", number: 7, in: session, to: sink)
        for _ in 0..<5_000 where sink.names.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
        #expect(sink.arguments(of: "context") == [["limit": 10, "used": 5, "number": 7]])
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
        for _ in 0..<5_000 where sink.arguments(of: "context").last?["number"] != 2 {
            try await Task.sleep(for: .milliseconds(1))
        }
        #expect(sink.arguments(of: "context").last == ["limit": 10, "used": 3, "number": 2])
        #expect(!sink.arguments(of: "context").contains { $0["number"] == 1 })
    }
}
