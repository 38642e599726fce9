/// What form an answer must have.
///
/// A local model is held to it token by token, so what it writes always parses; a server is asked for it.
public enum ResponseFormat: Hashable, Sendable {
    /// Any JSON object. OpenAI: `json_object`.
    case json
    /// JSON that a schema describes. OpenAI: `json_schema`.
    case jsonSchema(JSONSchema)
    /// Text that a grammar in llama.cpp's GBNF generates from its rule `root`; local models alone know it.
    case grammar(String)
}
