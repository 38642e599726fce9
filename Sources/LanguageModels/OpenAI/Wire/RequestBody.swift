import Crypto
import Foundation

/// The body of a request for text, in the words of one dialect.
struct RequestBody {
    let model: String
    let options: GenerationOptions
    let dialect: OpenAIDialect
    let isChat: Bool
    let isStreaming: Bool
    private(set) var members: [WireValue.Member]

    /// Writes a request.
    ///
    /// - Throws: A ``LanguageModelError`` of code `invalidOption` or `invalidInput` that names what the dialect or the
    ///   chosen API has no word for.
    init(
        model: String,
        prompt: ModelPrompt,
        options: GenerationOptions,
        api: OpenAIAPI,
        dialect: OpenAIDialect,
        contextLength: Int?,
        parameters: TemplateValue = .object([])
    ) throws(LanguageModelError) {
        try options.validate()
        self.model = model
        self.options = options
        self.dialect = dialect
        self.isStreaming = options.stream
        self.members = [WireValue.Member("model", .string(model))]
        switch (prompt, api) {
        case (.chat, .completions):
            throw LanguageModelError(
                .invalidInput,
                "'\(model)' was made for completions of texts and got a chat; make it with api .automatic or .chat."
            )
        case (.chat(let messages), _):
            self.isChat = true
            self.set("messages", .array(messages.map(Self.message)))
        case (.text(let text), _) where api == .chat || (api == .automatic && Self.needsChat(model, dialect)):
            self.isChat = true
            self.set("messages", .array([Self.message(ChatMessage(role: .user, content: text))]))
        case (.text(let text), _):
            self.isChat = false
            self.set("prompt", .string(text))
        }
        self.setStreaming()
        try self.setLimits()
        try self.setSampling(contextLength: contextLength)
        try self.setFormat()
        try self.setTools()
        try self.setTemplateArguments()
        self.setUser()
        if case .object(let extra) = parameters {
            for member in extra { self.set(member.name, WireValue(member.value)) }
        }
    }

    /// The body as JSON.
    var bytes: [UInt8] { WireValue.object(self.members).bytes }

    /// Whether a model answers texts in no other way than as the message of a user: OpenAI's, but for the oldest.
    private static func needsChat(_ model: String, _ dialect: OpenAIDialect) -> Bool {
        dialect == .openAI && !["instruct", "davinci-002", "babbage-002"].contains { model.contains($0) }
    }

    /// Gives a member its value, in its place if it has one already.
    mutating func set(_ name: String, _ value: WireValue) {
        let member = WireValue.Member(name, value)
        if let index = self.members.firstIndex(where: { $0.name == name }) {
            self.members[index] = member
        } else {
            self.members.append(member)
        }
    }

    /// What to throw for an option that the dialect has no word for.
    func unsupported(_ option: String, _ value: Any, _ remedy: String) -> LanguageModelError {
        LanguageModelError(
            .invalidOption,
            """
            \(option) is \(SafeName.shown("\(value)", longest: 60)), and the server of '\(self.model)' has no word for it \
            in the dialect \(self.dialect.rawValue)\(self.isChat ? "" : " for completions"): \(remedy).
            """
        )
    }

    private mutating func setStreaming() {
        self.set("stream", .boolean(self.isStreaming))
        if self.isStreaming {
            self.set("stream_options", .object([WireValue.Member("include_usage", .boolean(true))]))
            if self.dialect.knowsLlamaServer { self.set("return_progress", .boolean(true)) }
        }
        if self.dialect == .llamaServer { self.set("cache_prompt", .boolean(!self.options.isStrict)) }
    }

    private mutating func setLimits() throws(LanguageModelError) {
        if let limit = self.options.maxNewTokens {
            // OpenAI's newer models refuse the older word, and other servers do not know the newer one.
            self.set(
                self.isChat && self.dialect == .openAI ? "max_completion_tokens" : "max_tokens",
                // Where 0 is refused the one token is not passed on: the prompt alone is to be read.
                .integer(self.dialect == .llamaServer ? limit : max(limit, 1))
            )
        } else if !self.isChat {
            // Without a word on it completions end after 16 tokens.
            switch self.dialect {
            case .openAI: throw self.unsupported("maxNewTokens", "nil", "give a number of tokens")
            case .vLLM: self.set("max_tokens", .null)
            case .automatic, .llamaServer, .ollama: break
            }
        }
        if !self.options.stop.isEmpty { self.set("stop", .array(self.options.stop.map(WireValue.string))) }
        if self.options.isStrict, self.dialect != .llamaServer {
            throw self.unsupported("isStrict", true, "only llama-server with one slot can repeat an answer exactly")
        }
    }

    /// Tells OpenAI whom the request is for, as a hash: it asks for no names or addresses.
    private mutating func setUser() {
        guard self.dialect == .openAI, let user = self.options.user else { return }
        let digest = SHA256.hash(data: Data(user.utf8))
        self.set("user", .string(digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()))
    }
}
