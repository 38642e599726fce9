import LanguageModels
import MartletCore
import Synchronization

/// A chat that no page shows, with one question; read piece by piece by one task.
///
/// It ends when the answer is read, or when it is let go of.
final class HeadlessChat: Sendable {
    private enum Phase {
        case new
        /// The app's `onChatStart` runs; what it says is no answer.
        case beginning
        case answering
        case ended
    }

    private struct State {
        var phase = Phase.new
        /// The answer's messages in the order in which they came, with what they said when they came.
        var messages: [(id: String, output: String)] = []
        /// Which of them is being read, and how many bytes of it have been.
        var current = 0
        var read = 0
    }

    private let session: ChatSession
    private let question: String
    private let viewer: HeadlessViewer
    private let viewerID: ViewerID
    private let state = Mutex(State())
    private let start = ContinuousClock.now
    private let user: String?

    /// Prepares a chat in which nothing runs yet.
    ///
    /// - Parameters:
    ///   - session: The chat.
    ///   - question: What it is asked.
    ///   - user: Whom the app's requests to models count for.
    init(_ session: ChatSession, question: String, user: String?) {
        self.user = user
        self.session = session
        self.question = question
        self.viewer = HeadlessViewer()
        let (id, snapshot) = session.attach(self.viewer)
        self.viewerID = id
        self.viewer.move(to: snapshot.position)
    }

    deinit {
        self.session.detach(self.viewerID)
        let session = self.session
        // Ends with the chat, whose end takes a bounded time; whoever let go of it cannot wait.
        Task { await session.end() }
    }

    /// Waits for the next piece of the answer.
    ///
    /// - Returns: The piece, the last with the summary; then nil.
    /// - Throws: A ``LanguageModelError`` when the app failed, or `CancellationError`.
    func next() async throws -> GenerationDelta? {
        while true {
            try Task.checkCancellation()
            // Looked at before the log is read: what ends afterwards has told all of it by then.
            let isRunning = self.session.isRunning
            try self.readLog()
            switch self.state.withLock({ $0.phase }) {
            case .new:
                self.state.withLock { $0.phase = .beginning }
                RequestUser.$current.withValue(self.user) { self.session.start() }
                continue
            case .beginning where !isRunning:
                self.state.withLock { $0.phase = .answering }
                RequestUser.$current.withValue(self.user) {
                    self.session.receive(IncomingMessage(content: self.question), from: self.viewerID)
                }
                continue
            case .answering:
                if let text = self.takeText() { return GenerationDelta(text: text) }
                if !isRunning { return self.end() }
            case .ended:
                return nil
            case .beginning:
                break
            }
            await self.viewer.waitForMore()
        }
    }

    /// Notes new messages, and answers for the person who is not there.
    private func readLog() throws {
        while true {
            switch self.session.read(after: self.viewer.place) {
            case .gap:
                let snapshot = self.session.snapshot
                for record in snapshot.records { try self.note(record) }
                self.viewer.move(to: snapshot.position)
            case .events(let events, let next):
                for event in events { try self.note(event.event) }
                self.viewer.move(to: next)
                if events.isEmpty { return }
            }
        }
    }

    private func note(_ event: ChatEvent) throws {
        switch event {
        case .sent(let record), .streamStarted(let record): try self.note(record)
        case .ask(let request):
            try self.note(request.message)
            self.session.answer(request.id, with: .null, from: self.viewerID)
        default: break
        }
    }

    private func note(_ record: StepRecord) throws {
        guard record.type == .assistantMessage else { return }
        guard !record.isError else { throw LanguageModelError(.generationFailed, "The app failed: \(record.output)") }
        self.state.withLock { state in
            guard case .answering = state.phase, !state.messages.contains(where: { $0.id == record.id }) else { return }
            state.messages.append((record.id, record.output))
        }
    }

    /// What the messages have grown by, one message after the other.
    private func takeText() -> String? {
        self.state.withLock { state in
            var text = ""
            while state.current < state.messages.count {
                // What was said counts, also if it is taken away again, as a question that nobody answers is.
                let message = state.messages[state.current]
                let record = self.session.record(message.id)
                let output = record?.output ?? message.output
                if output.utf8.count > state.read {
                    text += String(decoding: output.utf8.dropFirst(state.read), as: UTF8.self)
                    state.read = output.utf8.count
                }
                guard record?.isStreaming != true, state.current + 1 < state.messages.count else { break }
                state.current += 1
                state.read = 0
                text += "\n\n"
            }
            return text.isEmpty ? nil : text
        }
    }

    private func end() -> GenerationDelta {
        self.state.withLock { $0.phase = .ended }
        let generations = self.session.snapshot.records.compactMap(\.generation)
        let sum = { (name: String) in generations.reduce(0) { $0 + ($1[name]?.intValue ?? 0) } }
        let summary = GenerationSummary(
            finishReason: .endOfText,
            promptTokens: sum("inputTokenCount"),
            cachedTokens: sum("cachedTokenCount"),
            newTokens: sum("outputTokenCount"),
            duration: (ContinuousClock.now - self.start).seconds
        )
        return GenerationDelta(text: "", summary: summary)
    }
}

/// Keeps the place of a headless chat's reader, so that an app that writes faster than it reads waits for it.
private final class HeadlessViewer: LogViewer {
    private let reached = Mutex(LogPosition(0))
    private let wakings: AsyncStream<Void>
    private let waking: AsyncStream<Void>.Continuation

    init() {
        (self.wakings, self.waking) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    var position: LogPosition? { self.place }

    var place: LogPosition { self.reached.withLock { $0 } }

    func move(to position: LogPosition) { self.reached.withLock { $0 = position } }

    func wake() { self.waking.yield() }

    func waitForMore() async {
        var iterator = self.wakings.makeAsyncIterator()
        _ = await iterator.next()
    }
}
