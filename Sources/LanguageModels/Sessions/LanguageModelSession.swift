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
///
/// Once tools have run for a prompt it is never taken back, since trying it again would run them again: the prompt
/// stays, with all rounds of calls whose results are there, and only what came after them is forgotten. Ask the session
/// to go on instead.
///
/// With ``tools`` the model may call these before it answers, as often as ``maxToolRounds`` allows: their results, and
/// what went wrong in them, are told to it, and the calls stand in the transcript between prompt and response. Tools
/// that are given in the options instead are for the caller to answer: ``Response/toolCalls`` has their calls.
public final class LanguageModelSession: Sendable {
    /// The model.
    public let model: any LanguageModel
    /// How the model answers, unless a request says otherwise.
    public let options: GenerationOptions

    /// The tools that the model may call.
    public let tools: [any Tool]
    /// How often in one turn the model may call tools before it must answer in text.
    public let maxToolRounds: Int

    let callbacks: CallbackManager
    private let state: Mutex<SessionState>

    /// Begins a conversation.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - tools: The tools that the model may call.
    ///   - options: How the model answers, unless a request says otherwise.
    ///   - callbacks: Handlers that hear of every answer and every call of a tool.
    ///   - maxToolRounds: How often in one turn the model may call tools before it must answer in text; default 8.
    ///   - instructions: Instructions to the model; none if nil or empty.
    public convenience init(
        model: any LanguageModel,
        tools: [any Tool] = [],
        options: GenerationOptions = GenerationOptions(),
        callbacks: [any CallbackHandler] = [],
        maxToolRounds: Int = 8,
        instructions: String? = nil
    ) {
        var transcript = Transcript()
        if let instructions, !instructions.isEmpty {
            transcript.append(.instructions(Transcript.Instructions(content: instructions)))
        }
        self.init(
            model: model,
            tools: tools,
            options: options,
            callbacks: callbacks,
            maxToolRounds: maxToolRounds,
            transcript: transcript
        )
    }

    /// Begins a conversation.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - tools: The tools that the model may call.
    ///   - options: How the model answers, unless a request says otherwise.
    ///   - callbacks: Handlers that hear of every answer and every call of a tool.
    ///   - maxToolRounds: How often in one turn the model may call tools before it must answer in text; default 8.
    ///   - instructions: Instructions to the model, one text a line.
    public convenience init(
        model: any LanguageModel,
        tools: [any Tool] = [],
        options: GenerationOptions = GenerationOptions(),
        callbacks: [any CallbackHandler] = [],
        maxToolRounds: Int = 8,
        @InstructionsBuilder instructions: () throws -> String
    ) rethrows {
        self.init(
            model: model,
            tools: tools,
            options: options,
            callbacks: callbacks,
            maxToolRounds: maxToolRounds,
            instructions: try instructions()
        )
    }

    /// Goes on with a conversation.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - tools: The tools that the model may call.
    ///   - options: How the model answers, unless a request says otherwise.
    ///   - callbacks: Handlers that hear of every answer and every call of a tool.
    ///   - maxToolRounds: How often in one turn the model may call tools before it must answer in text; default 8.
    ///   - transcript: What was said before, instructions included.
    public init(
        model: any LanguageModel,
        tools: [any Tool] = [],
        options: GenerationOptions = GenerationOptions(),
        callbacks: [any CallbackHandler] = [],
        maxToolRounds: Int = 8,
        transcript: Transcript
    ) {
        self.model = model
        self.tools = tools
        self.maxToolRounds = max(0, maxToolRounds)
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
        var options = try self.offering(self.options)
        options.maxNewTokens = 0
        _ = try await self.model.stream(.chat(messages), options: options).collect()
    }

    /// Takes a prompt.
    ///
    /// - Parameters:
    ///   - prompt: The prompt.
    ///   - addition: What the model is told after it; the transcript does not keep it.
    /// - Returns: All messages for the model.
    /// - Throws: A ``LanguageModelError`` of code `concurrentRequests`.
    func begin(_ prompt: String, addition: String) throws(LanguageModelError) -> [ChatMessage] {
        guard var messages = self.state.withLock({ $0.begin(prompt) }) else {
            throw LanguageModelError(
                .concurrentRequests,
                "The session is still answering another prompt; wait until isResponding is false, "
                    + "or use a session for each conversation."
            )
        }
        if let last = messages.indices.last { messages[last].content += addition }
        return messages
    }

    /// Takes calls of tools with their results.
    func goOn(_ calls: Transcript.ToolCalls, _ outputs: [Transcript.ToolOutput]) -> [ChatMessage] {
        self.state.withLock { $0.goOn(calls, outputs) }
    }

    /// Ends a turn with its whole answer.
    func complete(_ answer: String, _ calls: [ToolCall]) -> ArraySlice<Transcript.Entry> {
        self.state.withLock { $0.complete(answer, calls) }
    }

    /// Ends a turn without a whole answer; what tools have done in it stays.
    func abandon(keeping partialAnswer: String?) {
        self.state.withLock { $0.abandon(keeping: partialAnswer) }
    }

    /// Options with the session's tools.
    func offering(_ options: GenerationOptions) throws(LanguageModelError) -> GenerationOptions {
        guard !self.tools.isEmpty else { return options }
        var options = options
        for tool in self.tools {
            options.tools.removeAll { $0.name == tool.name }
            options.tools.append(try tool.definition)
        }
        return options
    }

    /// Adds to an overflow's sentence what the session can tell: how long the conversation is, and what to do.
    func explaining(_ error: any Error) -> any Error {
        guard let overflow = error as? LanguageModelError, overflow.code == .contextOverflow else { return error }
        let transcript = self.transcript
        let characters = transcript.reduce(0) { $0 + $1.content.count }
        var explained = LanguageModelError(
            .contextOverflow,
            "The session's \(transcript.count) entries with \(characters) characters do not fit the model's context; "
                + "begin a session from transcript.keepingLatestTurns(_:). (\(overflow.message))",
            cause: overflow
        )
        explained.overflow = overflow.overflow
        return explained
    }
}
