import Foundation

/// A server's own words on what went wrong, in any of the shapes that are about.
struct WireError: Decodable, Sendable {
    var message: String?
    var type: String?
    var code: String?
    /// Where a redirection leads, as a base URL.
    var location: String?
    /// How many tokens the prompt has; llama-server has a member for it, others say it in their message.
    var promptTokens: Int?
    /// How many fit.
    var contextLength: Int?

    private enum CodingKeys: String, CodingKey {
        case message, detail, type, code
        case promptTokens = "n_prompt_tokens"
        case contextLength = "n_ctx"
    }

    init(message: String? = nil, code: String? = nil) {
        self.message = message
        self.code = code
    }

    init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            self.message = text
            self.readNumbers()
            return
        }
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let message = try? values.decodeIfPresent(WireExplanation.self, forKey: .message)
        let detail = try? values.decodeIfPresent(WireExplanation.self, forKey: .detail)
        self.message = message?.text ?? detail?.text
        self.type = try? values.decodeIfPresent(String.self, forKey: .type)
        // llama-server repeats the status here, others give a name.
        self.code =
            (try? values.decodeIfPresent(String.self, forKey: .code))
            ?? (try? values.decodeIfPresent(Int.self, forKey: .code)).map(String.init)
        self.promptTokens = try? values.decodeIfPresent(Int.self, forKey: .promptTokens)
        self.contextLength = try? values.decodeIfPresent(Int.self, forKey: .contextLength)
        self.readNumbers()
    }

    /// Reads the body of an answer that is no success; whatever it is, something comes out.
    init(body: [UInt8]) {
        struct Envelope: Decodable {
            let error: WireError

            private enum CodingKeys: String, CodingKey {
                case error
            }

            init(from decoder: any Decoder) throws {
                let values = try decoder.container(keyedBy: CodingKeys.self)
                let inner = try? values.decodeIfPresent(WireError.self, forKey: .error)
                // Some put everything into the body itself.
                self.error = try inner ?? WireError(from: decoder)
            }
        }
        let envelope = try? JSONDecoder().decode(Envelope.self, from: Data(body))
        self = envelope?.error ?? WireError()
        guard self.message == nil, self.code == nil, self.type == nil else { return }
        // Whoever shows it shortens it, but not before secrets are out of it.
        let text = String(decoding: body.prefix(2000), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        // A page of HTML says nothing to the reader of a message.
        guard !text.isEmpty, !text.hasPrefix("<"), !text.lowercased().contains("<html") else { return }
        self.message = text
        self.readNumbers()
    }

    /// Reads how many tokens there are and how many fit from the message, where no members tell.
    private mutating func readNumbers() {
        guard self.promptTokens == nil, let message = self.message?.prefix(1000) else { return }
        // OpenAI and vLLM, of prompt and answer together; some tell in brackets which part is the answer's.
        let whole =
            /maximum context length is ([0-9]{1,12}) tokens.*?(?:requested|resulted in|at least) ([0-9]{1,12}) tokens/
        let share = /([0-9]{1,12}) in the completion/
        // vLLM, of the prompt alone.
        let input = /passed ([0-9]{1,12}) input tokens.*?maximum input length of ([0-9]{1,12}) tokens/
        // llama-server, of a text that shall become a vector.
        let batch = /input \(([0-9]{1,12}) tokens\) is too large to process.*batch size: ([0-9]{1,12})/
        if let numbers = message.firstMatch(of: whole) {
            guard let available = Int(numbers.1), let needed = Int(numbers.2) else { return }
            let answer = message.firstMatch(of: share).flatMap { Int($0.1) } ?? 0
            self.promptTokens = max(needed - answer, 0)
            self.contextLength = max(available - answer, 0)
        } else if let numbers = message.firstMatch(of: input) ?? message.firstMatch(of: batch) {
            self.promptTokens = Int(numbers.1)
            self.contextLength = Int(numbers.2)
        }
    }

    /// Whether the prompt, or prompt and answer together, are longer than the model's context.
    var isContextOverflow: Bool {
        if self.code == "context_length_exceeded" || self.type == "exceed_context_size_error" { return true }
        guard let message = self.message?.lowercased() else { return false }
        return Self.overflowWords.contains { message.contains($0) }
    }

    private static let overflowWords = [
        "maximum context length", "exceeds the available context size", "exceeds the context length",
        "exceeded max context length", "context length is only", "longer than the model's context length",
        "maximum input length",
        // Older vLLM: what the prompt leaves of the context. It says the same of other options, such as top_k.
        "_tokens must be at least 1, got -",
        // llama-server, of a text that shall become a vector; with the status 500.
        "is too large to process",
    ]

    /// OpenAI's and Azure's code for it.
    private static let filterCode = "content_filter"

    /// What stands for an answer that the server's content filter ended.
    static let filtered = WireError(message: "its content filter stopped the answer", code: Self.filterCode)

    /// Whether a content filter ended the answer; the same request would meet it again.
    var isFiltered: Bool { self.code == Self.filterCode }

    /// Whether the message has a picture and the model does not see; llama-server says so with the status 500.
    var isRefusedPicture: Bool {
        guard let message = self.message?.lowercased() else { return false }
        return message.contains("image input is not supported") || message.contains("does not support image")
    }

    /// The status that the code repeats, if it does.
    var status: Int? { self.code.flatMap { Int($0) } }
}
