public import Foundation

/// A model on a server that speaks OpenAI's protocol: OpenAI itself, llama-server, vLLM, Ollama and others.
///
/// ```swift
/// let model = OpenAIModel("gpt-4o-mini")
/// let local = OpenAIModel("qwen", baseURL: "http://127.0.0.1:8080/v1", dialect: .llamaServer)
/// let answer = try await local.stream(.text("Once upon a time"), options: GenerationOptions()).collect()
/// ```
///
/// What a model thinks before its answer (`reasoning_content`) is no part of the text; it is told as
/// ``GenerationActivity/generating``. Calls of tools are told whole, on the last delta. Servers do not tell which stop
/// text ended an answer, vLLM apart: elsewhere such an answer ends with ``FinishReason/endOfText``. Where a server does
/// not count, as some do not while streaming, the summary has 0 prompt tokens and as many new ones as text came in pieces.
/// With a `maxNewTokens` of 0 all servers but llama-server are asked for one token, which is not passed on.
/// With ``ContextOverflow/dropOldestTurns`` a chat that the server refuses as too long is sent again without its oldest
/// turns; ``ContextOverflow/shift(keep:)`` does the same, and the answer ends when the context is full.
///
/// The key is sent with every request and shown nowhere.
public struct OpenAIModel: LanguageModel {
    public let identity: ModelIdentity
    /// The most tokens of one request, prompt and answer together, as it was given.
    public let contextLength: Int?
    let connection: OpenAIConnection
    let api: OpenAIAPI
    let dialect: OpenAIDialect

    /// Names a model on a server; nothing is sent before it is asked.
    ///
    /// A base URL, key or header that cannot be sent makes the first request fail with a ``LanguageModelError`` of code
    /// `invalidOption`.
    ///
    /// - Parameters:
    ///   - model: The model's name on the server.
    ///   - baseURL: The address before `/chat/completions`, mostly with `/v1`; a query, such as Azure's
    ///     `?api-version=2024-10-21`, follows the path of every request, and is no part of the identity.
    ///   - apiKey: The key, or nil for what `OPENAI_API_KEY` says; an empty one sends none.
    ///   - api: Whether texts and chats go to `completions` or `chat/completions`.
    ///   - dialect: Whose additions to OpenAI's request the server understands.
    ///   - settings: Timeouts, retries, headers and proxy.
    ///   - contextLength: The most tokens of one request, for the summary, where it is known.
    ///   - environment: The environment variables.
    public init(
        _ model: String,
        baseURL: String = "https://api.openai.com/v1",
        apiKey: String? = nil,
        api: OpenAIAPI = .automatic,
        dialect: OpenAIDialect = .automatic,
        settings: OpenAISettings = OpenAISettings(),
        contextLength: Int? = nil,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        let connection = OpenAIConnection(
            model: model,
            baseURL: baseURL,
            apiKey: apiKey,
            settings: settings,
            environment: HubEnvironment(environment)
        )
        self.connection = connection
        self.api = api
        self.dialect = dialect.resolved(host: connection.host)
        self.contextLength = contextLength
        var parameters = ["base_url": connection.baseURL, "api": api.rawValue, "dialect": self.dialect.rawValue]
        parameters["context_length"] = contextLength.map(String.init)
        self.identity = ModelIdentity(type: "openai", name: model, parameters: parameters)
    }

    public func stream(_ prompt: ModelPrompt, options: GenerationOptions) -> GenerationStream {
        GenerationStream { writer in
            await OpenAIAnswer(model: self, prompt: prompt, options: options, writer: writer).run()
        }
    }
}
