public import Foundation
public import MartletCore

/// One part of what a tool or a prompt gives.
public enum MCPContent: Hashable, Sendable {
    /// A text.
    case text(String)
    /// A picture.
    case image(Data, mimeType: String)
    /// A sound.
    case audio(Data, mimeType: String)
    /// A resource, with its content.
    case resource(MCPResourceContents)
    /// A resource to be read with ``MCPClient/readResource(_:)``.
    case resourceLink(MCPResource)
    /// A part of a kind that this client does not know, or that is malformed.
    case unknown(JSONValue)

    init(_ value: JSONValue) {
        self = Self.known(value) ?? .unknown(value)
    }

    private static func known(_ value: JSONValue) -> MCPContent? {
        switch value["type"]?.stringValue {
        case "text": value["text"]?.stringValue.map { .text($0) }
        case "image": Self.bytes(value).map { .image($0, mimeType: $1) }
        case "audio": Self.bytes(value).map { .audio($0, mimeType: $1) }
        case "resource": value["resource"].flatMap(MCPResourceContents.init).map { .resource($0) }
        case "resource_link": MCPResource(value).map { .resourceLink($0) }
        default: nil
        }
    }

    private static func bytes(_ value: JSONValue) -> (Data, String)? {
        guard let data = value["data"]?.stringValue.flatMap({ Data(base64Encoded: $0) }) else { return nil }
        return (data, value["mimeType"]?.stringValue ?? "application/octet-stream")
    }
}

/// What can be read from a server, without its content.
public struct MCPResource: Hashable, Sendable {
    /// Where it lies, to be read with ``MCPClient/readResource(_:)``.
    public let uri: String
    /// Its name.
    public let name: String
    /// The name to show, if it has one.
    public let title: String?
    /// What it is.
    public let description: String?
    /// The kind of its content.
    public let mimeType: String?
    /// Its size in bytes, if the server knows.
    public let size: Int?

    init?(_ value: JSONValue) {
        guard let uri = value["uri"]?.stringValue else { return nil }
        self.uri = uri
        self.name = value["name"]?.stringValue ?? uri
        self.title = value["title"]?.stringValue
        self.description = value["description"]?.stringValue
        self.mimeType = value["mimeType"]?.stringValue
        if case .int(let size)? = value["size"] { self.size = size } else { self.size = nil }
    }
}

/// The content of a resource.
public struct MCPResourceContents: Hashable, Sendable {
    /// A resource's content: text or bytes.
    public enum Body: Hashable, Sendable {
        /// A text.
        case text(String)
        /// Bytes.
        case data(Data)
    }

    /// Where it lies.
    public let uri: String
    /// The kind of the content.
    public let mimeType: String?
    /// The content.
    public let body: Body

    init?(_ value: JSONValue) {
        guard let uri = value["uri"]?.stringValue else { return nil }
        self.uri = uri
        self.mimeType = value["mimeType"]?.stringValue
        if let text = value["text"]?.stringValue {
            self.body = .text(text)
        } else if let data = value["blob"]?.stringValue.flatMap({ Data(base64Encoded: $0) }) {
            self.body = .data(data)
        } else {
            return nil
        }
    }
}

extension JSONValue {
    /// The elements of a list; none if this is no list.
    var elements: [JSONValue] {
        guard case .array(let elements) = self else { return [] }
        return elements
    }
}
