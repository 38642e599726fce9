import Synchronization

/// A session's answer as it is generated: an asynchronous sequence of deltas, the last of which carries the summary.
///
/// FoundationModels: `LanguageModelSession.ResponseStream`, whose elements are what ``snapshots`` gives here.
/// A stream is read once; a second reading fails, since it would ask the prompt again.
public struct ResponseStream: AsyncSequence, Sendable {
    /// The sequence's elements.
    public typealias Element = GenerationDelta
    /// What reading throws.
    public typealias Failure = any Error

    private let turn: ResponseTurn

    init(session: LanguageModelSession, prompt: String, promptAddition: String = "", options: GenerationOptions) {
        self.turn = ResponseTurn(
            session: session,
            prompt: prompt,
            promptAddition: promptAddition,
            options: options
        )
    }

    /// The session that answers.
    public var session: LanguageModelSession { self.turn.session }

    /// The stream's iterator; dropping it ends the answer.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let reader: ResponseReader

        /// Waits for the next delta.
        ///
        /// - Returns: The next delta, or nil at the end.
        /// - Throws: What ``LanguageModelSession/respond(to:options:)`` throws.
        public mutating func next() async throws -> GenerationDelta? {
            try await self.next(isolation: nil)
        }

        /// Waits for the next delta.
        ///
        /// - Parameter actor: The actor the caller is on.
        /// - Returns: The next delta, or nil at the end.
        /// - Throws: What ``LanguageModelSession/respond(to:options:)`` throws.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws -> GenerationDelta? {
            try await self.reader.next(isolation: actor)
        }
    }

    /// Begins to read.
    ///
    /// - Returns: The iterator.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(reader: ResponseReader(self.turn))
    }

    /// Reads to the end.
    ///
    /// - Returns: The whole answer.
    /// - Throws: What ``LanguageModelSession/respond(to:options:)`` throws.
    public func collect() async throws -> LanguageModelSession.Response {
        let reader = ResponseReader(self.turn)
        while try await reader.next(isolation: #isolation) != nil {}
        return try reader.response()
    }

    /// The answer so far, after each delta that made it longer.
    public var snapshots: some AsyncSequence<String, any Error> & Sendable {
        SnapshotSequence(base: self)
    }

    /// The new text of each delta that has some.
    public var text: some AsyncSequence<String, any Error> & Sendable {
        self.map(\.text).filter { !$0.isEmpty }
    }
}

/// A stream of ever longer texts over one of deltas.
struct SnapshotSequence: AsyncSequence, Sendable {
    let base: ResponseStream

    struct AsyncIterator: AsyncIteratorProtocol {
        var base: ResponseStream.AsyncIterator
        var text = ""

        mutating func next() async throws -> String? {
            try await self.next(isolation: nil)
        }

        mutating func next(isolation actor: isolated (any Actor)?) async throws -> String? {
            while let delta = try await self.base.next(isolation: actor) {
                guard !delta.text.isEmpty else { continue }
                self.text += delta.text
                return self.text
            }
            return nil
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(base: self.base.makeAsyncIterator())
    }
}

/// What a stream asks, and whether it was asked.
final class ResponseTurn: Sendable {
    let session: LanguageModelSession
    let prompt: String
    /// What the model is told after the prompt, this once.
    let promptAddition: String
    let options: GenerationOptions
    private let isTaken = Mutex(false)

    init(session: LanguageModelSession, prompt: String, promptAddition: String, options: GenerationOptions) {
        self.session = session
        self.prompt = prompt
        self.promptAddition = promptAddition
        self.options = options
    }

    /// Allows the first reading alone.
    func take() throws {
        let wasTaken = self.isTaken.withLock { taken in
            defer { taken = true }
            return taken
        }
        guard !wasTaken else {
            throw LanguageModelError(
                .invalidInput,
                "This response stream was read before, and reading it again would ask its prompt again; "
                    + "call streamResponse(to:) for another answer."
            )
        }
    }
}
