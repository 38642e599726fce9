import Synchronization

/// A conversation with a model that remembers what was said.
///
/// FoundationModels: `LanguageModelSession`.
///
/// ```swift
/// let session = LanguageModelSession(model: model) { "You are a helpful assistant." }
/// let response = try await session.respond(to: "Why is the sky blue?")
/// print(response.content)
/// ```
///
/// A session answers one prompt at a time; another one meanwhile fails with the code `concurrentRequests`. Look at
/// ``isResponding`` first, or use a session for each conversation.
///
/// The ``transcript`` grows by a prompt when its answer begins and by the response when it is whole. When an answer
/// fails, the transcript is again what it was before the prompt, so the prompt can simply be tried again. When it is
/// cancelled, or its stream is dropped, what the person has seen of the answer stays as a response that is not complete,
/// so that "go on" makes sense; with nothing seen, the prompt is taken back.
public final class LanguageModelSession: Sendable {
    /// The model.
    public let model: any LanguageModel
    /// How the model answers, unless a request says otherwise.
    public let options: GenerationOptions

    private let callbacks: CallbackManager
    private let state: Mutex<SessionState>

    /// Begins a conversation.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - options: How the model answers, unless a request says otherwise.
    ///   - callbacks: Handlers that hear of every answer.
    ///   - instructions: Instructions to the model; none if nil or empty.
    public convenience init(
        model: any LanguageModel,
        options: GenerationOptions = GenerationOptions(),
        callbacks: [any CallbackHandler] = [],
        instructions: String? = nil
    ) {
        var transcript = Transcript()
        if let instructions, !instructions.isEmpty {
            transcript.append(.instructions(Transcript.Instructions(content: instructions)))
        }
        self.init(model: model, options: options, callbacks: callbacks, transcript: transcript)
    }

    /// Begins a conversation.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - options: How the model answers, unless a request says otherwise.
    ///   - callbacks: Handlers that hear of every answer.
    ///   - instructions: Instructions to the model, one text a line.
    public convenience init(
        model: any LanguageModel,
        options: GenerationOptions = GenerationOptions(),
        callbacks: [any CallbackHandler] = [],
        @InstructionsBuilder instructions: () throws -> String
    ) rethrows {
        self.init(model: model, options: options, callbacks: callbacks, instructions: try instructions())
    }

    /// Goes on with a conversation.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - options: How the model answers, unless a request says otherwise.
    ///   - callbacks: Handlers that hear of every answer.
    ///   - transcript: What was said before, instructions included.
    public init(
        model: any LanguageModel,
        options: GenerationOptions = GenerationOptions(),
        callbacks: [any CallbackHandler] = [],
        transcript: Transcript
    ) {
        self.model = model
        self.options = options
        self.callbacks = CallbackManager(handlers: callbacks)
        self.state = Mutex(SessionState(transcript))
    }

    /// What was said so far; a prompt that is being answered is its last entry.
    public var transcript: Transcript { self.state.withLock { $0.transcript } }

    /// Whether the session is answering a prompt.
    public var isResponding: Bool { self.state.withLock { $0.isResponding } }

    /// Lets the model evaluate what was said so far, so that the next answer begins sooner.
    ///
    /// - Parameter promptPrefix: How the next prompt will begin, if that is known.
    /// - Throws: A ``LanguageModelError`` from the model, or `CancellationError`.
    public func prewarm(promptPrefix: String? = nil) async throws {
        var messages = self.transcript.messages
        if let promptPrefix { messages.append(ChatMessage(role: .user, content: promptPrefix)) }
        guard !messages.isEmpty else { return }
        var options = self.options
        options.maxNewTokens = 0
        _ = try await self.model.stream(.chat(messages), options: options).collect()
    }

    /// Begins to answer a prompt.
    ///
    /// - Parameters:
    ///   - prompt: The prompt.
    ///   - options: How the model answers.
    /// - Returns: The answer's run; its handlers know of it.
    /// - Throws: A ``LanguageModelError`` of code `concurrentRequests`, or what a handler threw.
    func begin(_ prompt: String, _ options: GenerationOptions) async throws -> ModelRun {
        guard let messages = self.state.withLock({ $0.begin(prompt) }) else {
            throw LanguageModelError(
                .concurrentRequests,
                "The session is still answering another prompt; wait until isResponding is false, "
                    + "or use a session for each conversation."
            )
        }
        do {
            return try await ModelRun(self.model, .chat(messages), options, self.callbacks)
        } catch {
            self.abandon(keeping: nil)
            throw error
        }
    }

    /// Ends a turn with its whole answer.
    func complete(_ answer: String) -> ArraySlice<Transcript.Entry> {
        self.state.withLock { $0.complete(answer) }
    }

    /// Ends a turn without a whole answer.
    func abandon(keeping partialAnswer: String?) {
        self.state.withLock { $0.abandon(keeping: partialAnswer.flatMap { $0.isEmpty ? nil : $0 }) }
    }

    /// Adds to an overflow's sentence what the session can tell: how long the conversation is, and what to do.
    func explaining(_ error: any Error) -> any Error {
        guard let overflow = error as? LanguageModelError, overflow.code == .contextOverflow else { return error }
        let transcript = self.transcript
        let characters = transcript.reduce(0) { $0 + $1.content.count }
        return LanguageModelError(
            .contextOverflow,
            "The session's \(transcript.count) entries with \(characters) characters do not fit the model's context; "
                + "begin a session from transcript.keepingLatestTurns(_:). (\(overflow.message))",
            cause: overflow
        )
    }
}
