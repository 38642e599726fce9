/// What a server sends of an answer: a piece of a stream, or the whole; of a chat, or of a text.
struct CompletionChunk: Decodable {
    struct Choice: Decodable {
        let index: Int?
        /// A piece of a message.
        let delta: Message?
        /// A whole message.
        let message: Message?
        /// Text of `completions`.
        let text: String?
        let finishReason: String?
        /// vLLM: the stop text that appeared, or a token's id.
        let stopReason: WireWord?

        private enum CodingKeys: String, CodingKey {
            case index, delta, message, text
            case finishReason = "finish_reason"
            case stopReason = "stop_reason"
        }
    }

    struct Message: Decodable {
        let content: WireText?
        /// Why the model does not answer, in words that are its answer.
        let refusal: String?
        /// What the model thinks before it answers: llama-server and DeepSeek, or vLLM, Ollama and OpenRouter.
        let reasoningContent: String?
        let reasoning: String?
        let toolCalls: [ToolCallPiece]?

        private enum CodingKeys: String, CodingKey {
            case content, refusal, reasoning
            case reasoningContent = "reasoning_content"
            case toolCalls = "tool_calls"
        }
    }

    struct ToolCallPiece: Decodable {
        struct Function: Decodable {
            let name: String?
            let arguments: String?
        }
        let index: Int?
        let id: String?
        let function: Function?
    }

    struct Usage: Decodable {
        struct Details: Decodable {
            let cachedTokens: Int?

            private enum CodingKeys: String, CodingKey {
                case cachedTokens = "cached_tokens"
            }
        }
        let promptTokens: Int?
        let completionTokens: Int?
        let promptDetails: Details?
        /// DeepSeek's word for cached tokens.
        let cacheHitTokens: Int?

        private enum CodingKeys: String, CodingKey {
            case promptTokens = "prompt_tokens"
            case completionTokens = "completion_tokens"
            case promptDetails = "prompt_tokens_details"
            case cacheHitTokens = "prompt_cache_hit_tokens"
        }
    }

    /// llama-server's own numbers.
    struct Timings: Decodable {
        let cachedTokens: Int?
        let promptTokens: Int?
        let promptMilliseconds: Double?
        let newTokens: Int?
        let draftedTokens: Int?
        let acceptedDraftTokens: Int?

        private enum CodingKeys: String, CodingKey {
            case cachedTokens = "cache_n"
            case promptTokens = "prompt_n"
            case promptMilliseconds = "prompt_ms"
            case newTokens = "predicted_n"
            case draftedTokens = "draft_n"
            case acceptedDraftTokens = "draft_n_accepted"
        }
    }

    /// How much of a prompt llama-server has read, the cached part included.
    struct Progress: Decodable {
        let total: Int?
        let processed: Int?
    }

    let choices: [Choice]?
    let usage: Usage?
    let timings: Timings?
    let progress: Progress?
    let error: WireError?
    /// What the piece is, `error` where it is none.
    let object: WireWord?
    /// What is wrong, from servers that put no member `error` around it.
    let message: WireWord?

    private enum CodingKeys: String, CodingKey {
        case choices, usage, timings, error, object, message
        case progress = "prompt_progress"
    }

    /// Whether this is no piece of an answer but a failure, told without the member `error`.
    var isBareError: Bool {
        if self.error != nil { return false }
        if self.object?.text == "error" { return true }
        let isPiece = self.choices != nil || self.usage != nil || self.timings != nil || self.progress != nil
        return self.message != nil && !isPiece
    }
}

/// Text as a string, or as the parts that some servers cut it into.
struct WireText: Decodable {
    let text: String

    private struct Part: Decodable {
        let text: String?
    }

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let text = try? value.decode(String.self) {
            self.text = text
        } else {
            self.text = try value.decode([Part].self).compactMap(\.text).joined()
        }
    }
}

/// A text, or anything else.
struct WireWord: Decodable {
    let text: String?

    init(from decoder: any Decoder) throws {
        self.text = try? decoder.singleValueContainer().decode(String.self)
    }
}
