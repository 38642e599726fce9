/// Why an Engine.IO request over HTTP is refused; every one of them is answered with status 400.
///
/// The words are those that python-engineio answers with, since clients show them.
public struct EngineRequestError: Error, Hashable, CustomStringConvertible {
    /// One sentence for the peer.
    public let message: String

    /// Whether the request did such harm to the protocol that its session must end.
    public let endsSession: Bool

    private init(_ message: String, endsSession: Bool = false) {
        self.message = message
        self.endsSession = endsSession
    }

    /// `EIO` is missing or is not `4`.
    public static let unsupportedVersion = EngineRequestError(
        "The client is using an unsupported version of the Socket.IO or Engine.IO protocols"
    )
    /// `transport` is neither `polling` nor `websocket`.
    public static let invalidTransport = EngineRequestError("Invalid transport")
    /// A poll or an upload for a session that has gone over to a WebSocket.
    public static let unexpectedRequest = EngineRequestError("Unexpected HTTP request")
    /// `transport=websocket` on a request that asks for no upgrade, or an upgrade that cannot be granted.
    public static let invalidUpgrade = EngineRequestError("Invalid websocket upgrade")
    /// A second poll while one hangs.
    public static let overlappingPoll = EngineRequestError("Only one poll at a time", endsSession: true)
    /// A second upload while one is read.
    public static let overlappingUpload = EngineRequestError("Only one upload at a time", endsSession: true)
    /// An upload longer than the session's `maxPayload`.
    public static let payloadTooLarge = EngineRequestError("Payload too large", endsSession: true)
    /// An upload that breaks the packet grammar.
    public static let malformedPayload = EngineRequestError("Malformed payload", endsSession: true)

    /// No session has this id.
    ///
    /// - Parameter id: The id that the client sent.
    /// - Returns: The error.
    public static func unknownSession(_ id: String) -> EngineRequestError {
        EngineRequestError("Invalid session \(id)")
    }

    /// The body of the answer: the message as a JSON string.
    public var body: [UInt8] {
        var body: [UInt8] = []
        JSONWriter.append(self.message, to: &body)
        return body
    }

    /// The message.
    public var description: String { self.message }
}
