/// Which of OpenAI's two ways to ask for text a request takes.
public enum OpenAIAPI: String, Hashable, Sendable {
    /// The messages of a chat go to `chat/completions`, a text to `completions`.
    ///
    /// In the dialect ``OpenAIDialect/openAI`` a text is sent as the message of a user, since most of those models have
    /// no completions; those with `instruct`, `davinci-002` or `babbage-002` in their names do.
    case automatic
    /// Everything goes to `chat/completions`; a text as the message of a user.
    case chat
    /// Everything goes to `completions`, which takes texts alone: the messages of a chat are refused.
    case completions
}

/// Whose additions to OpenAI's request a server understands.
///
/// An option that a dialect has no word for is left out if it has its default value or the one that switches it off;
/// any other value is refused with an error of code `invalidOption`, so that nothing asked for is dropped silently.
/// So `repetitionPenalty` 1.1, `topK` 40 and `lastNTokens` 64, which ``GenerationOptions`` has by default as
/// ctransformers does, reach servers that know them and are no hindrance with the others.
///
/// | | `openAI` | `llamaServer` | `vLLM` | `ollama` | `automatic`, elsewhere |
/// |---|---|---|---|---|---|
/// | temperature, top-p, frequency and presence penalty, stop, seed | yes | yes | yes | yes | yes |
/// | logit bias | yes | yes | yes | | yes |
/// | top-k, min-p, repetition penalty | | yes | yes | | yes |
/// | `lastNTokens`, typical-p, top-n-sigma, dynamic temperature, XTC, DRY, mirostat | | yes | | | yes |
/// | a grammar | | yes | yes | | yes |
/// | values for the chat template | | yes | yes | | yes |
/// | tool choice | yes | yes | yes | `automatic`, `none` | yes |
/// | no more than one call | yes | yes | yes | | yes |
/// | strict | | yes | | | |
public enum OpenAIDialect: String, Hashable, Sendable {
    /// OpenAI's own for `api.openai.com` and Azure; elsewhere llama-server's and vLLM's words together.
    case automatic
    /// OpenAI's own parameters alone: it, and servers as strict as it, refuse what they do not know.
    case openAI
    /// llama.cpp's `llama-server`.
    case llamaServer
    /// vLLM.
    case vLLM
    /// Ollama's `/v1`; note that it cuts off the beginning of prompts that are longer than its context, and says nothing.
    case ollama

    /// The dialect for a host; what stays automatic speaks llama-server's and vLLM's words together.
    func resolved(host: String?) -> OpenAIDialect {
        guard self == .automatic, let host = host?.lowercased() else { return self }
        let domains = [
            ".openai.com", ".openai.azure.com", ".cognitiveservices.azure.com", ".services.ai.azure.com",
        ]
        return host == "openai.com" || domains.contains { host.hasSuffix($0) } ? .openAI : .automatic
    }

    /// Whether llama-server's words are understood, or at least ignored.
    var knowsLlamaServer: Bool { self == .llamaServer || self == .automatic }
    /// Whether vLLM's words are understood, or at least ignored.
    var knowsVLLM: Bool { self == .vLLM || self == .automatic }
}
