public import MartletCore

/// What a server tells without being asked.
public enum MCPNotification: Hashable, Sendable {
    /// The list of tools changed: read it again with ``MCPClient/listTools()``.
    case toolsChanged
    /// The list of resources changed.
    case resourcesChanged
    /// The list of prompts changed.
    case promptsChanged
    /// A line for a log.
    case log(level: String, source: String?, data: JSONValue)
    /// Something else.
    case other(method: String, parameters: JSONValue?)

    init(method: String, parameters: JSONValue?) {
        switch method {
        case "notifications/tools/list_changed": self = .toolsChanged
        case "notifications/resources/list_changed": self = .resourcesChanged
        case "notifications/prompts/list_changed": self = .promptsChanged
        case "notifications/message":
            self = .log(
                level: parameters?["level"]?.stringValue ?? "info",
                source: parameters?["logger"]?.stringValue,
                data: parameters?["data"] ?? .null
            )
        default: self = .other(method: method, parameters: parameters)
        }
    }
}

/// How far a call is, in the server's own measure.
public struct MCPProgress: Hashable, Sendable {
    /// How much is done.
    public let progress: Double
    /// How much there is to do, if the server knows.
    public let total: Double?
    /// What the server does at the moment.
    public let message: String?
}

/// What a server says of itself when it is connected.
public struct MCPServerInfo: Hashable, Sendable {
    /// The server's own name.
    public let name: String
    /// The name to show, if it has one.
    public let title: String?
    /// The server's version.
    public let version: String
    /// The version of the protocol that both speak.
    public let protocolVersion: String
    /// What the server can do.
    public let capabilities: JSONValue
    /// How a model should use the server, in the server's words.
    public let instructions: String?
}
