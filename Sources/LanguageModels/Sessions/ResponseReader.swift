/// Reads a session's answer: asks at the first delta, tells handlers, and settles the transcript however it ends.
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
    private var result: (LLMResult, ArraySlice<Transcript.Entry>)?

    init(_ turn: ResponseTurn) {
        self.turn = turn
    }

    deinit {
        // The reader stopped half way: keep what was seen.
        guard let run = self.run else { return }
        self.turn.session.abandon(keeping: run.text)
        // Telling handlers waits, which a deinit cannot; ends with the handlers.
        Task { try? await run.fail(CancellationError()) }
    }

    /// Waits for the next delta.
    func next(isolation actor: isolated (any Actor)?) async throws -> GenerationDelta? {
        switch self.phase {
        case .done:
            return nil
        case .idle:
            self.phase = .done
            try self.turn.take()
            try Task.checkCancellation()
            let run = try await self.turn.session.begin(self.turn.prompt, self.turn.options)
            self.run = run
            self.phase = .reading(run.deltas.makeAsyncIterator())
        case .reading:
            break
        }
        do {
            return try await self.advance(isolation: actor)
        } catch {
            throw try await self.settle(error)
        }
    }

    /// The whole answer, once ``next(isolation:)`` gave nil.
    func response() throws -> LanguageModelSession.Response {
        guard let (result, entries) = self.result else { throw CancellationError() }
        return LanguageModelSession.Response(content: result.text, summary: result.summary, transcriptEntries: entries)
    }

    private func advance(isolation actor: isolated (any Actor)?) async throws -> GenerationDelta? {
        guard case .reading(var iterator) = self.phase else { return nil }
        let delta = try await iterator.next(isolation: actor)
        self.phase = .reading(iterator)
        if let delta {
            try await self.run?.take(delta)
            return delta
        }
        guard let run = self.run else { return nil }
        let result = try await run.finish()
        self.phase = .done
        self.run = nil
        self.result = (result, self.turn.session.complete(result.text))
        try await run.end(result)
        return nil
    }

    /// Ends the turn after an error.
    ///
    /// - Returns: The error to throw.
    private func settle(_ error: any Error) async throws -> any Error {
        self.phase = .done
        guard let run = self.run else { return error }
        self.run = nil
        let isCancelled = Task.isCancelled || error is CancellationError
        let reason = isCancelled ? CancellationError() : self.turn.session.explaining(error)
        self.turn.session.abandon(keeping: isCancelled ? run.text : nil)
        try await run.fail(reason)
        return reason
    }
}
