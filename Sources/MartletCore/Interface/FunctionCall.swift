/// A call of a function in the page that embeds the chat.
///
/// Chainlit: `cl.CopilotFunction`.
public struct FunctionCall: Hashable, Sendable {
    /// The call's identifier.
    public let id: String
    /// The function's name.
    public let name: String
    /// Its arguments.
    public let arguments: [String: JSONValue]
    /// How long an answer is awaited.
    public let timeout: Duration
}
