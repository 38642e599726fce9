public import LanguageModels
import MartletCore

extension ChatApp {
    /// Serves a model to other programs, at `/v1/chat/completions` and `/v1/completions`, as OpenAI's API does.
    ///
    /// ```swift
    /// app.serve(try await LlamaModel(path), as: "mistral")
    /// ```
    ///
    /// Any client of OpenAI's API can use it with `http://localhost:8000/v1` as its base address. Programs of the same
    /// machine need no key as long as the app listens on 127.0.0.1 and none is set; all others need one of
    /// ``apiKeys(_:)``, of `MARTLET_API_KEYS` or of the configuration's `[api]` table. See `docs/api.md`.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - name: The name that programs ask for; a second model of one name replaces the first.
    ///   - options: What holds where a request does not say otherwise; by default OpenAI's own defaults.
    public func serve(_ model: any LanguageModel, as name: String, options: GenerationOptions = .openAIDefaults) {
        self.served.note(model)
        self.serve(as: name, options: options) { model }
    }

    /// Serves a model that is opened when it is asked for.
    ///
    /// ```swift
    /// app.serve(as: "mistral") { try await LlamaModel(path) }
    /// ```
    ///
    /// - Parameters:
    ///   - name: The name that programs ask for.
    ///   - options: What holds where a request does not say otherwise; by default OpenAI's own defaults.
    ///   - open: Opens the model; called for each request.
    public func serve(
        as name: String,
        options: GenerationOptions = .openAIDefaults,
        _ open: @escaping @Sendable () async throws -> any LanguageModel
    ) {
        self.served.add(.chat(ServedModels.Chat(open: open, options: options)), named: name)
    }

    /// Serves a model that turns texts into vectors, at `/v1/embeddings`.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - name: The name that programs ask for.
    public func serve(embeddings model: any EmbeddingModel, as name: String) {
        self.served.add(.embeddings { model }, named: name)
    }

    /// Serves a model that tells how well documents answer a query, at `/v1/rerank`.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - name: The name that programs ask for.
    public func serve(reranker model: any RerankModel, as name: String) {
        self.served.add(.reranker { model }, named: name)
    }

    /// Serves the app itself as a model, so that other programs get the answers that its chats give.
    ///
    /// Each request is a chat of its own: `onChatStart` runs, the messages before the last are in `chat.messages`, and
    /// what `onMessage` sends is the answer. An app that serves no model with ``serve(_:as:options:)`` serves itself
    /// under its name without being asked to.
    ///
    /// - Parameter name: The name that programs ask for.
    public func serveChat(as name: String) {
        self.serve(as: name) { [weak self] in
            AppModel(
                hooks: self?.hooks ?? ChatHooks(),
                name: name,
                configuration: self?.served.configuration ?? ChatConfiguration()
            )
        }
    }

    /// Lets programs in that send one of these as their API key, beside those of the environment or configuration.
    ///
    /// - Parameter keys: The keys; long random texts, such as `openssl rand -hex 32` prints. Empty ones do not count.
    public func apiKeys(_ keys: String...) {
        self.served.keys += keys
    }
}

extension GenerationOptions {
    /// What OpenAI's API does where a request does not say: temperature 1, and nothing else changes what is likely.
    ///
    /// There is no limit on new tokens but the context.
    public static var openAIDefaults: GenerationOptions {
        GenerationOptions(maxNewTokens: nil, repetitionPenalty: 1, temperature: 1, topP: 1, topK: 0)
    }
}
