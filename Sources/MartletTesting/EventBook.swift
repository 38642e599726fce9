import MartletCore
import Synchronization

/// What happened in a chat, written down as it happens, and those who wait for something of it.
final class EventBook: ChatTransport {
    struct Page: Sendable {
        var events: [ChatEvent] = []
        var isRunning = false
        /// Questions that wait for an answer, the newest last.
        var asks: [AskRequest] = []
        var calls: [FunctionCall] = []
        /// When the time for questions and function calls is over, by their identifiers.
        var deadlines: [String: ManualClock.Instant] = [:]
        /// How much goes on that the chat is not shown to work for, such as the handlers of buttons.
        var openWork = 0
        /// How many error messages are still to come, for handlers that failed.
        var dueErrors = 0
        var audioAnswers: [Bool] = []

        /// Whether nothing goes on, or what goes on waits for the person.
        var isIdle: Bool {
            !self.asks.isEmpty || !self.calls.isEmpty || (!self.isRunning && self.openWork == 0 && self.dueErrors == 0)
        }
    }

    private struct Waiter {
        let condition: @Sendable (Page) -> Bool
        let continuation: AsyncStream<Void>.Continuation
    }

    private struct State {
        var page = Page()
        var waiters: [Int: Waiter] = [:]
        var nextWaiter = 0
    }

    private let clock: ManualClock
    private let state = Mutex(State())

    init(clock: ManualClock) {
        self.clock = clock
    }

    var page: Page { self.state.withLock { $0.page } }

    func deliver(_ event: ChatEvent) {
        let now = self.clock.now
        self.note { $0.take(event, at: now) }
    }

    /// Writes something down, and wakes those who waited for it.
    func note(_ change: (inout Page) -> Void) {
        let satisfied = self.state.withLock { state -> [Waiter] in
            change(&state.page)
            let satisfied = state.waiters.filter { $0.value.condition(state.page) }
            for id in satisfied.keys { state.waiters[id] = nil }
            return Array(satisfied.values)
        }
        for waiter in satisfied { waiter.continuation.finish() }
    }

    /// Waits until something holds.
    ///
    /// - Parameters:
    ///   - what: What is awaited, for the person who reads of the failure.
    ///   - limit: How long to wait in real time.
    ///   - rest: What is left of that time.
    ///   - condition: What must hold.
    func wait(
        for what: String,
        limit: Duration,
        within rest: Duration? = nil,
        until condition: @escaping @Sendable (Page) -> Bool
    ) async throws {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        let id = self.state.withLock { state -> Int? in
            guard !condition(state.page) else { return nil }
            defer { state.nextWaiter += 1 }
            state.waiters[state.nextWaiter] = Waiter(condition: condition, continuation: continuation)
            return state.nextWaiter
        }
        guard let id else { return }
        try await TimeLimit.run(rest ?? limit) {
            for await _ in stream {}
        } onTimeout: {
            let page = self.state.withLock { state in
                state.waiters[id] = nil
                return state.page
            }
            return TestFailure("Waited \(limit) for \(what), in vain. \(page.story)")
        }
    }
}

extension EventBook.Page {
    fileprivate mutating func take(_ event: ChatEvent, at now: ManualClock.Instant) {
        switch event {
        // How often they come depends on how fast the machine is.
        case .activity, .contextLimit: return
        default: break
        }
        self.events.append(event)
        switch event {
        case .taskStarted: self.isRunning = true
        case .taskEnded: self.isRunning = false
        case .ask(let request):
            // Asked again when an answer was refused, or another question that stood before it is settled.
            self.asks.removeAll { $0.id == request.id }
            self.asks.append(request)
            self.deadlines[request.id] = self.deadlines[request.id] ?? now.advanced(by: request.timeout)
        case .askEnded(let request, _):
            self.asks.removeAll { $0.id == request.id }
            self.deadlines[request.id] = nil
        case .functionCall(let call):
            self.calls.append(call)
            self.deadlines[call.id] = now.advanced(by: call.timeout)
        case .functionCallEnded(let call, isTimeout: _):
            self.calls.removeAll { $0.id == call.id }
            self.deadlines[call.id] = nil
        case .audioConnection(let isOn): self.audioAnswers.append(isOn)
        case .sent(let record) where record.isError: self.dueErrors = max(0, self.dueErrors - 1)
        default: break
        }
    }

    /// How far the chat had come, in a few lines for a person.
    var story: String {
        let state =
            if let ask = self.asks.last {
                "The app waits for an answer to \"\(ask.message.output)\"."
            } else if let call = self.calls.last {
                "The app waits for what the function \(call.name) returns."
            } else {
                self.isRunning ? "The app is still at work." : "The app is idle."
            }
        guard !self.events.isEmpty else { return state + " Nothing has happened yet." }
        let lines = self.events.suffix(20).map { "  " + EventLine.text(of: $0) }
        let isCut = self.events.count > lines.count
        return ([state + " What happened\(isCut ? " last" : ""):"] + lines).joined(separator: "\n")
    }
}
