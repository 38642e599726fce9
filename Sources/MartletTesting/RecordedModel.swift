public import LanguageModels
import Synchronization

/// A language model that records what a real one answers, or answers what was recorded.
///
/// Record once, with the real model, and keep the file beside the test; from then on the test needs no model:
///
/// ```swift
/// let model = RecordedModel(recording: try await LlamaModel(path), to: "Tests/AppTests/answers.json")
/// let model = try RecordedModel(replaying: "Tests/AppTests/answers.json")
/// ```
///
/// Answers are found by their prompts; where one was asked several times, its answers come in their order.
public final class RecordedModel: LanguageModel {
    private enum Source: Sendable {
        case model(any LanguageModel)
        case file
    }

    private struct State {
        var recording: Recording
        /// Which answers were given again already.
        var used: Set<Int> = []
    }

    /// What the recorded model is called.
    public let identity: ModelIdentity
    private let source: Source
    private let path: String
    private let state: Mutex<State>

    /// Creates a model that passes everything on to a real one, and writes down what that answers.
    ///
    /// - Parameters:
    ///   - model: The real model.
    ///   - path: The file to write, anew after each answer.
    public init(recording model: any LanguageModel, to path: String) {
        self.identity = model.identity
        self.source = .model(model)
        self.path = path
        self.state = Mutex(State(recording: Recording(model: model.identity.name)))
    }

    /// Creates a model that answers what was recorded.
    ///
    /// - Parameter path: The file.
    /// - Throws: A ``TestFailure`` when there is no recording.
    public init(replaying path: String) throws {
        let recording = try Recording(path: path)
        self.identity = ModelIdentity(type: "recorded", name: recording.model)
        self.source = .file
        self.path = path
        self.state = Mutex(State(recording: recording))
    }

    /// Starts to answer a prompt.
    ///
    /// - Parameters:
    ///   - prompt: What is asked.
    ///   - options: Sampling parameters and limits; not compared when an answer is replayed.
    /// - Returns: The answer's deltas.
    public func stream(_ prompt: ModelPrompt, options: GenerationOptions) -> GenerationStream {
        switch self.source {
        case .model(let model): self.record(model.stream(prompt, options: options), of: prompt)
        case .file: self.replay(prompt, options: options)
        }
    }

    private func record(_ stream: GenerationStream, of prompt: ModelPrompt) -> GenerationStream {
        GenerationStream(
            RecordedDeltas(base: stream, entry: Recording.Entry(prompt)) { entry in
                try self.state.withLock { state in
                    state.recording.answers.append(entry)
                    try state.recording.write(to: self.path)
                }
            }
        )
    }

    private func replay(_ prompt: ModelPrompt, options: GenerationOptions) -> GenerationStream {
        let entry = self.state.withLock { state -> Recording.Entry? in
            let answers = state.recording.answers
            guard let index = answers.indices.first(where: { !state.used.contains($0) && answers[$0].prompt == prompt })
            else { return nil }
            state.used.insert(index)
            return answers[index]
        }
        guard let entry else {
            return GenerationStream(
                failing: TestFailure(
                    "The recording \(self.path) holds no further answer to \(Self.words(prompt)); record it anew."
                )
            )
        }
        var deltas = entry.pieces.map { GenerationDelta(text: $0, tokens: [0]) }
        if !options.stream { deltas = [GenerationDelta(text: entry.pieces.joined())] }
        deltas.append(GenerationDelta(text: "", summary: entry.summary))
        return GenerationStream(
            AsyncThrowingStream { continuation in
                for delta in deltas where entry.error == nil || delta.summary == nil { continuation.yield(delta) }
                continuation.finish(throwing: entry.error.map { LanguageModelError(.generationFailed, $0) })
            }
        )
    }

    private static func words(_ prompt: ModelPrompt) -> String {
        switch prompt {
        case .text(let text): "\"\(text.prefix(200))\""
        case .chat(let messages): "\"\(messages.last?.content.prefix(200) ?? "")\" after \(messages.count - 1) messages"
        }
    }
}

/// Deltas that are written down as they pass.
private struct RecordedDeltas: AsyncSequence, Sendable {
    typealias Element = GenerationDelta
    typealias Failure = any Error

    let base: GenerationStream
    let entry: Recording.Entry
    let finish: @Sendable (Recording.Entry) throws -> Void

    init(base: GenerationStream, entry: Recording.Entry, finish: @escaping @Sendable (Recording.Entry) throws -> Void) {
        self.base = base
        self.entry = entry
        self.finish = finish
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(base: self.base.makeAsyncIterator(), entry: self.entry, finish: self.finish)
    }

    struct AsyncIterator: AsyncIteratorProtocol {
        var base: GenerationStream.AsyncIterator
        var entry: Recording.Entry
        let finish: @Sendable (Recording.Entry) throws -> Void
        var isFinished = false

        mutating func next() async throws -> GenerationDelta? {
            do {
                let delta = try await self.base.next()
                if let delta, !delta.text.isEmpty { self.entry.pieces.append(delta.text) }
                if let summary = delta?.summary { self.entry.finish(summary) }
                // A reader may well stop at the last delta, and never ask whether there is another.
                if delta == nil || delta?.summary != nil { try self.write() }
                return delta
            } catch let error as LanguageModelError {
                self.entry.error = error.message
                try self.write()
                throw error
            }
        }

        private mutating func write() throws {
            guard !self.isFinished else { return }
            self.isFinished = true
            try self.finish(self.entry)
        }
    }
}
