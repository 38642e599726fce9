/// Reads a session's answer: asks at the first delta, calls tools, tells handlers, and settles the transcript however
/// it ends.
///
/// It belongs to one iterator and is used by one task at a time.
final class ResponseReader {
    private enum Phase {
        case idle
        case reading(GenerationStream.AsyncIterator)
        case done
    }

    private let turn: ResponseTurn
    private var phase = Phase.idle
    private var run: ModelRun?
    /// Whether the session waits for the end of this turn.
    private var isOpen = false
    /// How often tools were called.
    private var rounds = 0
    /// What was seen in the rounds before this one.
    private var earlierText = ""
    /// What was seen in this round, while its tools work and the transcript does not have it yet.
    private var unsettledText = ""
    private var result: LanguageModelSession.Response?

    init(_ turn: ResponseTurn) {
        self.turn = turn
    }

    deinit {
        // The reader stopped half way: keep what was seen.
        guard self.isOpen else { return }
        let run = self.run
        self.turn.session.abandon(keeping: self.seen(run))
        // Telling handlers waits, which a deinit cannot; ends with the handlers.
        if let run { Task { try? await run.fail(CancellationError()) } }
    }

    private var session: LanguageModelSession { self.turn.session }

    /// Waits for the next delta.
    func next(isolation actor: isolated (any Actor)?) async throws -> GenerationDelta? {
        if case .done = self.phase { return nil }
        do {
            if case .idle = self.phase {
                self.phase = .done
                try self.turn.take()
                try Task.checkCancellation()
                let messages = try self.session.begin(self.turn.prompt, addition: self.turn.promptAddition)
                self.isOpen = true
                try await self.ask(messages)
            }
            return try await self.advance(isolation: actor)
        } catch {
            throw try await self.settle(error)
        }
    }

    /// The whole answer, once ``next(isolation:)`` gave nil.
    func response() throws -> LanguageModelSession.Response {
        guard let result = self.result else { throw CancellationError() }
        return result
    }

    /// Asks the model, for the first time or after tools were called.
    private func ask(_ messages: [ChatMessage]) async throws {
        var options = try self.session.offering(self.turn.options)
        if !self.session.tools.isEmpty {
            // A call that was asked for is asked for once, or the model would never answer.
            if self.rounds > 0, options.toolChoice != .none { options.toolChoice = .automatic }
            if self.rounds >= self.session.maxToolRounds { options.toolChoice = .none }
        }
        let run = try await ModelRun(self.session.model, .chat(messages), options, self.session.callbacks)
        self.run = run
        self.phase = .reading(run.deltas.makeAsyncIterator())
    }

    private func advance(isolation actor: isolated (any Actor)?) async throws -> GenerationDelta? {
        while case .reading(var iterator) = self.phase {
            let delta = try await iterator.next(isolation: actor)
            self.phase = .reading(iterator)
            guard let delta else {
                try await self.endRound()
                continue
            }
            let wasSilent = self.run?.text.isEmpty ?? true
            try await self.run?.take(delta)
            if let shown = self.shown(delta, isFirst: wasSilent) { return shown }
        }
        return nil
    }

    /// A delta as readers see it: the summary stands on the turn's last one alone, and rounds do not run together.
    private func shown(_ delta: GenerationDelta, isFirst: Bool) -> GenerationDelta? {
        var delta = delta
        if isFirst, !delta.text.isEmpty, let last = self.earlierText.last, !last.isNewline {
            delta.text = "\n\n" + delta.text
        }
        guard delta.summary != nil, self.hasMoreRounds else { return delta }
        delta.summary = nil
        return delta.text.isEmpty && delta.toolCalls.isEmpty && delta.activity == nil ? nil : delta
    }

    private var hasMoreRounds: Bool { !self.session.tools.isEmpty && self.run?.toolCalls.isEmpty == false }

    /// Ends a round: with calls of tools and another round, or with the whole answer.
    private func endRound() async throws {
        guard let run = self.run else { return self.phase = .done }
        let result = try await run.finish()
        guard self.hasMoreRounds else {
            self.phase = .done
            self.run = nil
            self.isOpen = false
            self.result = LanguageModelSession.Response(
                content: result.text,
                toolCalls: run.toolCalls,
                summary: result.summary,
                transcriptEntries: self.session.complete(result.text, run.toolCalls)
            )
            return try await run.end(result)
        }
        guard self.rounds < self.session.maxToolRounds else {
            throw LanguageModelError(
                .toolFailed,
                "The model still calls tools after \(self.rounds) rounds of calls; raise maxToolRounds, "
                    + "or tell it in the instructions when to stop."
            )
        }
        self.run = nil
        try await run.end(result)
        self.rounds += 1
        self.earlierText += result.text
        self.unsettledText = result.text
        let runner = ToolRunner(tools: self.session.tools, callbacks: self.session.callbacks)
        let outputs = try await runner.run(run.toolCalls)
        let calls = Transcript.ToolCalls(content: result.text, calls: run.toolCalls)
        let messages = self.session.goOn(calls, outputs)
        self.unsettledText = ""
        try await self.ask(messages)
    }

    /// Ends the turn after an error.
    ///
    /// - Returns: The error to throw.
    private func settle(_ error: any Error) async throws -> any Error {
        self.phase = .done
        guard self.isOpen else { return error }
        let run = self.run
        self.run = nil
        self.isOpen = false
        let isCancelled = Task.isCancelled || error is CancellationError
        let reason = isCancelled ? CancellationError() : self.session.explaining(error)
        self.session.abandon(keeping: isCancelled ? self.seen(run) : nil)
        try await run?.fail(reason)
        return reason
    }

    /// What to keep of an answer that was stopped; nil if nothing of it was seen.
    private func seen(_ run: ModelRun?) -> String? {
        let text = run?.text ?? self.unsettledText
        return text.isEmpty && self.earlierText.isEmpty ? nil : text
    }
}
