import Synchronization

@testable import LanguageModels

/// A model that does what a test says for each request.
final class FlakyModel: LanguageModel {
    enum Answer: Sendable {
        case text(String)
        case failure(LanguageModelError.Code)
        /// Text, then an error.
        case breaks(String)
        /// Deltas, then an error.
        case fails(after: [GenerationDelta], LanguageModelError)
        /// Nothing until the gate opens.
        case waits(Gate)
    }

    let identity = ModelIdentity(type: "flaky", name: "flaky")
    private let answer: Mutex<Answer>
    private let count = Mutex(0)

    init(_ answer: Answer) {
        self.answer = Mutex(answer)
    }

    var requests: Int { self.count.withLock { $0 } }

    func set(_ answer: Answer) { self.answer.withLock { $0 = answer } }

    func stream(_ prompt: ModelPrompt, options: GenerationOptions) -> GenerationStream {
        self.count.withLock { $0 += 1 }
        let (stream, continuation) = AsyncThrowingStream<GenerationDelta, any Error>.makeStream()
        let summary = GenerationSummary(finishReason: .endOfText, promptTokens: 1, newTokens: 1, duration: 0)
        let end = GenerationDelta(text: "", summary: summary)
        switch self.answer.withLock({ $0 }) {
        case .text(let text):
            continuation.yield(GenerationDelta(text: text))
            continuation.yield(end)
            continuation.finish()
        case .failure(let code): continuation.finish(throwing: LanguageModelError(code, "It fails."))
        case .breaks(let text):
            continuation.yield(GenerationDelta(text: text))
            continuation.finish(throwing: LanguageModelError(.generationFailed, "It breaks."))
        case .fails(let deltas, let error):
            for delta in deltas { continuation.yield(delta) }
            continuation.finish(throwing: error)
        case .waits(let gate):
            let task = Task {
                await gate.wait()
                continuation.yield(GenerationDelta(text: "late"))
                continuation.yield(end)
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
        return GenerationStream(stream)
    }

    /// Opens once, for all.
    final class Gate: Sendable {
        private let stream: AsyncStream<Void>
        private let continuation: AsyncStream<Void>.Continuation

        init() {
            (self.stream, self.continuation) = AsyncStream.makeStream()
        }

        func open() { self.continuation.finish() }

        func wait() async { for await _ in self.stream {} }
    }
}
