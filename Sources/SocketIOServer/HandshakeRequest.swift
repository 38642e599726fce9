public import HTTPTypes
public import SocketIOCore

/// The HTTP request with which a client opened its session; cookies and other headers are read from here.
public struct HandshakeRequest: Sendable {
    /// The head of the request.
    public let head: HTTPRequest

    /// The peer's address, such as `127.0.0.1`; `nil` when the transport does not tell.
    ///
    /// Behind a proxy it is the proxy's. On polling it is known only when the router's context conforms to Hummingbird's
    /// `RemoteAddressRequestContext`.
    public let remoteAddress: String?

    /// The transport of the handshake.
    public let transport: EngineTransport

    /// Makes a description of a request.
    ///
    /// - Parameters:
    ///   - head: The head of the request.
    ///   - remoteAddress: The peer's address.
    ///   - transport: The transport of the handshake.
    public init(head: HTTPRequest, remoteAddress: String?, transport: EngineTransport) {
        self.head = head
        self.remoteAddress = remoteAddress
        self.transport = transport
    }

    /// The header fields.
    public var headers: HTTPFields { self.head.headerFields }

    /// The host and port that the client asked for.
    public var host: String? { self.head.authority ?? self.head.headerFields[Self.hostField] }

    /// The path and query that the client asked for.
    public var uri: String { self.head.path ?? "/" }

    private static let hostField: HTTPField.Name = {
        guard let name = HTTPField.Name("host") else { preconditionFailure("host is a header name") }
        return name
    }()
}
