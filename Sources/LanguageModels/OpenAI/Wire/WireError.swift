import Foundation

/// A server's own words on what went wrong, in any of the shapes that are about.
struct WireError: Decodable, Sendable {
    var message: String?
    var type: String?
    var code: String?
    /// llama-server: how many tokens the prompt has.
    var promptTokens: Int?
    /// llama-server: how many fit.
    var contextLength: Int?

    private enum CodingKeys: String, CodingKey {
        case message, type, code
        case promptTokens = "n_prompt_tokens"
        case contextLength = "n_ctx"
    }

    init(message: String? = nil) {
        self.message = message
    }

    init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            self.message = text
            return
        }
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.message = try? values.decodeIfPresent(String.self, forKey: .message)
        self.type = try? values.decodeIfPresent(String.self, forKey: .type)
        // llama-server repeats the status here, others give a name.
        self.code =
            (try? values.decodeIfPresent(String.self, forKey: .code))
            ?? (try? values.decodeIfPresent(Int.self, forKey: .code)).map(String.init)
        self.promptTokens = try? values.decodeIfPresent(Int.self, forKey: .promptTokens)
        self.contextLength = try? values.decodeIfPresent(Int.self, forKey: .contextLength)
        // llama-server, of a text that shall become a vector.
        let words = /input \(([0-9]{1,12}) tokens\) is too large to process.*batch size: ([0-9]{1,12})/
        if let numbers = self.message?.firstMatch(of: words) {
            self.promptTokens = Int(numbers.1)
            self.contextLength = Int(numbers.2)
        }
    }

    /// Reads the body of an answer that is no success; whatever it is, something comes out.
    init(body: [UInt8]) {
        struct Envelope: Decodable {
            let error: WireError?
            let message: String?
            let detail: String?

            private enum CodingKeys: String, CodingKey {
                case error, message, detail
            }

            init(from decoder: any Decoder) throws {
                let values = try decoder.container(keyedBy: CodingKeys.self)
                self.error = try? values.decodeIfPresent(WireError.self, forKey: .error)
                self.message = try? values.decodeIfPresent(String.self, forKey: .message)
                self.detail = try? values.decodeIfPresent(String.self, forKey: .detail)
            }
        }
        if let envelope = try? JSONDecoder().decode(Envelope.self, from: Data(body)) {
            self = envelope.error ?? WireError(message: envelope.message ?? envelope.detail)
        } else {
            let text = String(decoding: body.prefix(500), as: UTF8.self)
            // A page of HTML says nothing to the reader of a message.
            self = WireError(message: text.contains("<") || text.isEmpty ? nil : text)
        }
    }

    /// Whether the prompt, or prompt and answer together, are longer than the model's context.
    var isContextOverflow: Bool {
        if self.code == "context_length_exceeded" || self.type == "exceed_context_size_error" { return true }
        guard let message = self.message?.lowercased() else { return false }
        return message.contains("maximum context length") || message.contains("exceeds the available context size")
            || message.contains("exceeds the context length") || message.contains("exceeded max context length")
            // llama-server, of a text that shall become a vector; with the status 500.
            || message.contains("is too large to process")
    }

    /// Whether the message has a picture and the model does not see; llama-server says so with the status 500.
    var isRefusedPicture: Bool {
        guard let message = self.message?.lowercased() else { return false }
        return message.contains("image input is not supported") || message.contains("does not support image")
    }

    /// The status that the code repeats, if it does.
    var status: Int? { self.code.flatMap { Int($0) } }
}
