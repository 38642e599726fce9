import Logging
@testable import MartletCore
import MartletMarkdown
import Testing

@testable import MartletServer

struct ViewerTests {
    private static func session() -> ChatSession {
        ChatSession(id: "session", hooks: ChatHooks(), logger: Logger(label: "test"))
    }

    private static func record(_ output: String, id: String = "m", isStreaming: Bool = false) -> StepRecord {
        var record = StepRecord(
            id: id,
            threadID: "t",
            parentID: nil,
            type: .assistantMessage,
            name: "Bot",
            output: output
        )
        record.createdAt = Timestamp(microseconds: 0)
        record.isStreaming = isStreaming
        return record
    }

    private static func snapshot(_ records: [StepRecord], isRunning: Bool) -> ChatSnapshot {
        var state = ChatState()
        for record in records { _ = state.fold(.sent(record)) }
        if isRunning { _ = state.fold(.taskStarted) }
        return state.snapshot(at: LogPosition(0))
    }

    @Test func `a stock client is sent Chainlit's events`() {
        let sink = RecordingSink()
        let viewer = ChainlitViewer(sink: sink, session: Self.session())
        viewer.deliver(.taskStarted)
        viewer.deliver(.streamStarted(Self.record("a", isStreaming: true)))
        viewer.deliver(.token(StreamedToken(id: "m", text: "b")))
        viewer.deliver(.sent(Self.record("ab")))
        viewer.deliver(.firstInteraction(name: "hi", threadID: "t"))
        viewer.deliver(.toast(message: "done", kind: .success))
        viewer.deliver(.taskEnded)
        #expect(
            sink.names == [
                "task_start", "stream_start", "stream_token", "new_message", "first_interaction", "toast", "task_end",
            ]
        )
        #expect(sink.all[2].argument == ["id": "m", "token": "b", "isSequence": false, "isInput": false])
        #expect(sink.all[4].argument == ["interaction": "hi", "thread_id": "t"])
        #expect(sink.all[5].argument == ["message": "done", "type": "success"])
    }

    @Test func `a question is rendered for Martlet's page, and as it is for a stock client`() throws {
        let request = AskRequest(message: Self.record("**Which**?"), kind: .text, timeout: .seconds(1))
        let (page, stock) = (RecordingSink(), RecordingSink())
        HTMLViewer(sink: page, session: Self.session(), renderer: MarkdownRenderer(), clock: RenderClock())
            .deliver(.ask(request))
        ChainlitViewer(sink: stock, session: Self.session()).deliver(.ask(request))
        #expect(page.all.last?.argument["msg"]?["blocks"] == ["<p><strong>Which</strong>?</p>\n"])
        #expect(stock.all.last?.argument["msg"]?["blocks"] == nil)
        #expect(stock.all.last?.argument["msg"]?["output"] == "**Which**?")
    }

    @Test func `a message has every member of Chainlit's step dict and no other`() {
        let sink = RecordingSink()
        ChainlitViewer(sink: sink, session: Self.session()).deliver(.sent(Self.record("text")))
        guard case .object(let members) = sink.all[0].argument else {
            Issue.record("The argument is no object.")
            return
        }
        #expect(
            members.keys.sorted() == [
                "command", "createdAt", "end", "id", "isError", "language", "metadata", "modes", "name", "output",
                "parentId", "start", "streaming", "tags", "threadId", "type", "waitForAnswer",
            ]
        )
        #expect(members["createdAt"] == "1970-01-01T00:00:00.000000Z")
    }

    @Test func `a step has every member of Chainlit's step dict and no other`() {
        let sink = RecordingSink()
        let record = StepRecord(threadID: "t", parentID: "p", type: .tool, name: "search")
        ChainlitViewer(sink: sink, session: Self.session()).deliver(.sent(record))
        guard case .object(let members) = sink.all[0].argument else {
            Issue.record("The argument is no object.")
            return
        }
        #expect(
            members.keys.sorted() == [
                "autoCollapse", "createdAt", "defaultOpen", "end", "generation", "id", "input", "isError", "language",
                "metadata", "name", "output", "parentId", "showInput", "start", "streaming", "tags", "threadId", "type",
            ]
        )
        #expect(members["showInput"] == "json")
    }

    @Test func `the page is sent blocks that add up to the whole text rendered`() {
        let text = "# Title\n\nSome *words* and\nmore.\n\n- one\n- two\n\n```swift\nlet a = 1 < 2\n```\n\nThe end."
        let sink = RecordingSink()
        let renderer = MarkdownRenderer()
        let viewer = HTMLViewer(sink: sink, session: Self.session(), renderer: renderer, clock: RenderClock())
        let tokens = text.map(String.init)
        viewer.deliver(.streamStarted(Self.record(tokens[0], isStreaming: true)))
        for (index, token) in tokens.dropFirst().enumerated() {
            viewer.deliver(.token(StreamedToken(id: "m", text: token)))
            if index % 7 == 0 { viewer.flush() }
        }
        viewer.deliver(.sent(Self.record(text)))
        var blocks = sink.all[0].argument["blocks"]?.strings ?? []
        for change in sink.arguments(of: "message_html") {
            let from = change["from"]?.intValue ?? 0
            blocks = Array(blocks.prefix(from)) + (change["blocks"]?.strings ?? [])
        }
        #expect(blocks == renderer.blocks(text))
        #expect(sink.names.last == "new_message")
        #expect(sink.all.last?.argument["blocks"] == nil)
        #expect(sink.all.last?.argument["output"] == .string(text))
        #expect(!sink.names.contains("stream_token"))
    }

    @Test func `a message that changed at its end is sent whole`() {
        let sink = RecordingSink()
        let viewer = HTMLViewer(
            sink: sink,
            session: Self.session(),
            renderer: MarkdownRenderer(),
            clock: RenderClock()
        )
        viewer.deliver(.streamStarted(Self.record("draft", isStreaming: true)))
        viewer.deliver(.sent(Self.record("**final**")))
        #expect(sink.all.last?.argument["blocks"]?.strings == ["<p><strong>final</strong></p>\n"])
    }

    @Test func `a page that comes late is shown the chat, and then what follows`() {
        let sink = RecordingSink()
        let viewer = HTMLViewer(
            sink: sink,
            session: Self.session(),
            renderer: MarkdownRenderer(),
            clock: RenderClock()
        )
        viewer.replay(
            Self.snapshot([Self.record("one ", isStreaming: true)], isRunning: true)
        )
        viewer.deliver(.token(StreamedToken(id: "m", text: "two")))
        #expect(sink.names == ["snapshot", "message_html"])
        #expect(sink.all[0].argument["running"] == true)
        #expect(sink.all[1].argument["blocks"]?.strings == ["<p>one two</p>\n"])
    }

    @Test func `hostile text reaches the page escaped`() {
        let sink = RecordingSink()
        let viewer = HTMLViewer(
            sink: sink,
            session: Self.session(),
            renderer: MarkdownRenderer(),
            clock: RenderClock()
        )
        viewer.deliver(.sent(Self.record("<script>alert(1)</script> [x](javascript:alert(1))")))
        let html = sink.all[0].argument["blocks"]?.strings.joined() ?? ""
        #expect(!html.isEmpty && !html.contains("<script") && !html.contains("href=\"javascript:"))
    }
}

extension EventViewer {
    /// Delivers an event as if it were the log's first.
    func deliver(_ event: ChatEvent) {
        self.deliver(LoggedEvent(event: event, end: LogPosition(1)))
    }
}
