import Foundation
import Logging
import MartletMarkdown
import Synchronization
import Testing

@testable import MartletCore
@testable import MartletServer

/// What a client is told that falls behind, comes back, or may not see everything.
struct DeliveryTests {
    private static func session(_ configuration: ChatConfiguration = ChatConfiguration()) -> ChatSession {
        ChatSession(id: "session", configuration: configuration, hooks: ChatHooks(), logger: Logger(label: "test"))
    }

    private static func record(_ output: String, id: String, type: StepType = .assistantMessage) -> StepRecord {
        StepRecord(id: id, threadID: "t", parentID: nil, type: type, name: "Bot", output: output)
    }

    /// A pump whose client is a sink, from the beginning of a chat.
    private static func pump(_ session: ChatSession, _ sink: RecordingSink) -> ViewerPump {
        let pump = ViewerPump(session: session, sink: sink)
        let (id, snapshot) = session.attach(pump)
        pump.start(ChainlitViewer(sink: sink, session: session, id: id), after: snapshot, isShown: false)
        return pump
    }

    @Test func `a client that fell behind is freed of what is over and gone`() async {
        let (session, sink) = (Self.session(), RecordingSink())
        let pump = Self.pump(session, sink)
        session.log.append(.taskStarted)
        session.log.append(.sent(Self.record("stays", id: "stays")))
        session.log.append(.sent(Self.record("goes", id: "goes")))
        session.log.append(.commands([Command(id: "c", icon: "x", description: "d")]))
        sink.set(isReady: false)
        session.log.append(.removed(Self.record("goes", id: "goes")))
        session.log.append(.commands([]))
        for number in 0..<2_500 { session.log.append(.sent(Self.record("text", id: "m\(number)"))) }
        // Here the app waits for the client, once, and gives up.
        await session.log.pace()
        for number in 2_500..<5_000 { session.log.append(.sent(Self.record("text", id: "m\(number)"))) }
        await session.log.pace()
        session.log.append(.taskEnded)
        let before = sink.all.count
        sink.set(isReady: true)
        pump.wake()
        let told = sink.all.dropFirst(before)
        #expect(told.prefix(3).map(\.name) == ["task_end", "clear_ask", "clear_call_fn"])
        #expect(told.filter { $0.name == "delete_message" }.map(\.argument) == [["id": "goes"]])
        #expect(told.first { $0.name == "set_commands" }?.argument == [])
        #expect(told.filter { $0.name == "new_message" }.count == 5_001)
        #expect(!told.contains { $0.name == "task_start" })
    }

    @Test func `an app that writes faster than a client reads waits for it`() async {
        let (session, sink) = (Self.session(), RecordingSink())
        sink.closeAfter(0)
        let pump = Self.pump(session, sink)
        // As a client that takes a little at a time; on a thread of its own, which the other tests do not hold up.
        let (reading, readingEnd) = AsyncStream.makeStream(of: Void.self)
        Thread.detachNewThread {
            for count in stride(from: 200, through: 6_000, by: 200) {
                sink.closeAfter(count)
                pump.wake()
                Thread.sleep(forTimeInterval: 0.001)
            }
            readingEnd.finish()
        }
        for number in 0..<5_000 {
            await session.log.pace()
            session.log.append(.sent(Self.record("text", id: "m\(number)")))
        }
        // Or it would close the client once more, before the rest is told.
        for await _ in reading {}
        pump.wake()
        pump.stop()
        let isWhole = sink.all.compactMap { $0.argument["id"]?.stringValue } == (0..<5_000).map { "m\($0)" }
        #expect(sink.all.count == 5_000 && isWhole)
    }

    @Test func `a long chat is shown in parts, no faster than the client takes them`() {
        let (session, sink) = (Self.session(), RecordingSink())
        for number in 0..<100 { session.log.append(.sent(Self.record("text", id: "m\(number)"))) }
        let pump = ViewerPump(session: session, sink: sink)
        let (id, snapshot) = session.attach(pump)
        sink.closeAfter(30)
        pump.start(ChainlitViewer(sink: sink, session: session, id: id), after: snapshot, isShown: true)
        #expect(sink.all.count == 30)
        session.log.append(.sent(Self.record("new", id: "new")))
        #expect(sink.all.count == 30)
        sink.closeAfter(nil)
        pump.wake()
        let shown = sink.arguments(of: "new_message").compactMap { $0["id"]?.stringValue }
        #expect(shown == (0..<100).map { "m\($0)" } + ["new"])
    }

    @Test func `Martlet's page is shown the beginning of a long chat, and then the rest`() {
        let (session, sink) = (Self.session(), RecordingSink())
        let long = String(repeating: "word ", count: 10_000)
        for number in 0..<10 { session.log.append(.sent(Self.record(long, id: "m\(number)"))) }
        let viewer = HTMLViewer(sink: sink, session: session, renderer: .init(), clock: RenderClock())
        viewer.replay(session.snapshot)
        let first = sink.all[0].argument
        #expect(sink.names.first == "snapshot" && sink.names.last == "snapshot_end")
        #expect(first["complete"] == false)
        guard case .array(let beginning) = first["messages"] else {
            Issue.record("The snapshot has no messages.")
            return
        }
        let rest = sink.arguments(of: "new_message")
        #expect((beginning + rest).compactMap { $0["id"]?.stringValue } == (0..<10).map { "m\($0)" })
        #expect(!beginning.isEmpty && !rest.isEmpty)
    }

    @Test(arguments: [StepType.tool, .llm])
    func `tokens of a hidden step reach no client`(_ type: StepType) {
        var configuration = ChatConfiguration()
        configuration.ui.cot = .hidden
        let (session, sink) = (Self.session(configuration), RecordingSink())
        let pump = Self.pump(session, sink)
        var step = Self.record("", id: "step", type: type)
        step.isStreaming = true
        session.log.append(.streamStarted(step))
        session.log.append(.token(StreamedToken(id: "step", text: "secret")))
        session.log.append(.token(StreamedToken(id: "step", text: "more", isInput: true)))
        session.log.append(.streamStarted(Self.record("", id: "message")))
        session.log.append(.token(StreamedToken(id: "message", text: "seen")))
        #expect(sink.arguments(of: "stream_token").map { $0["token"] } == ["seen"])
        pump.stop()
    }

    @Test func `tokens of an input that is not shown reach no client`() {
        let (session, sink) = (Self.session(), RecordingSink())
        let pump = Self.pump(session, sink)
        var step = Self.record("", id: "step", type: .tool)
        step.showInput = .hidden
        session.log.append(.streamStarted(step))
        session.log.append(.token(StreamedToken(id: "step", text: "secret", isInput: true)))
        session.log.append(.token(StreamedToken(id: "step", text: "seen")))
        #expect(sink.arguments(of: "stream_token").map { $0["token"] } == ["seen"])
        pump.stop()
    }

    @Test func `Martlet's page is shown no hidden input, and every stream that began empty`() {
        let (session, sink) = (Self.session(), RecordingSink())
        let viewer = HTMLViewer(sink: sink, session: session, renderer: .init(), clock: RenderClock())
        var step = Self.record("", id: "step", type: .tool)
        step.showInput = .hidden
        step.isStreaming = true
        session.log.append(.streamStarted(step))
        viewer.replay(session.snapshot)
        viewer.deliver(.token(StreamedToken(id: "step", text: "secret", isInput: true)))
        viewer.deliver(.token(StreamedToken(id: "step", text: "seen")))
        viewer.flush()
        #expect(sink.arguments(of: "message_html").map { $0["blocks"] } == [["<p>seen</p>\n"]])
    }

    @Test func `a question of a handler that is no task leaves no task behind`() {
        let (session, sink) = (Self.session(), RecordingSink())
        let pump = Self.pump(session, sink)
        let request = AskRequest(message: Self.record("?", id: "q"), kind: .text, timeout: .seconds(1))
        session.log.append(.ask(request))
        session.log.append(.askEnded(request, .answered))
        #expect(sink.names == ["ask", "task_end", "clear_ask"])
        session.log.append(.taskStarted)
        session.log.append(.ask(request))
        session.log.append(.askEnded(request, .answered))
        #expect(sink.names.suffix(5) == ["task_start", "ask", "task_end", "clear_ask", "task_start"])
        pump.stop()
    }

    @Test(arguments: [
        (#""half \ud83d here""#, "half \u{FFFD} here"), (#""\ude00""#, "\u{FFFD}"), (#""\\ud83d""#, #"\ud83d"#),
        (#""\ud83d\ude00 \ud83d""#, "\u{1F600} \u{FFFD}"), (#""plain \n\u0041""#, "plain \nA"),
        (#""\ud83d\ud83d\ude00""#, "\u{FFFD}\u{1F600}"),
    ])
    func `half of a surrogate pair is read as the replacement character`(_ json: String, _ text: String) {
        #expect(JSONValue(received: Array(json.utf8)) == .string(text))
    }

    @Test func `two minutes of speech wait for a client that is slow`() {
        let (session, sink) = (Self.session(), RecordingSink())
        let pump = Self.pump(session, sink)
        sink.set(isReady: false)
        // A tenth of a second each, of 24,000 samples a second with two bytes.
        for number in 0..<1_200 {
            let data = Data(repeating: UInt8(number % 256), count: 4_800)
            session.log.append(.audio(OutputAudioChunk(data: data, mimeType: "pcm16", track: "t")))
        }
        sink.set(isReady: true)
        pump.wake()
        #expect(
            sink.all.filter { $0.name == "audio_chunk" }.map { $0.attachments[0][0] }
                == (0..<1_200).map { UInt8($0 % 256) }
        )
    }
}
