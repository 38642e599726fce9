/// What an extension's route answers.
public struct ServerExtensionResponse: Sendable {
    /// Writes a body piece by piece, until it returns; its task is cancelled when the client leaves.
    public typealias BodyProducer = @Sendable (ServerExtensionWriter) async throws -> Void

    /// The answer's body.
    public enum Body: Sendable {
        /// All of it.
        case bytes([UInt8])
        /// Pieces, as they are made.
        case stream(BodyProducer)
    }

    /// The HTTP status, from 100 to 999.
    public var status: Int
    /// Header names and values.
    public var headers: [(name: String, value: String)]
    /// The body.
    public var body: Body

    /// Creates an answer.
    ///
    /// - Parameters:
    ///   - status: The HTTP status.
    ///   - headers: Header names and values; what is no header is left out.
    ///   - body: The body.
    public init(status: Int = 200, headers: [(name: String, value: String)] = [], body: Body) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// Where a streamed body goes.
public struct ServerExtensionWriter: Sendable {
    private let send: @Sendable ([UInt8]) async throws -> Void

    /// Creates a writer.
    ///
    /// - Parameter send: Takes a piece, and returns once there is room for another.
    public init(send: @escaping @Sendable ([UInt8]) async throws -> Void) {
        self.send = send
    }

    /// Writes a piece, and waits as long as the client reads more slowly than this writes.
    ///
    /// Several tasks may write; each piece stays whole.
    ///
    /// - Parameter bytes: The piece.
    /// - Throws: When the client is gone.
    public func write(_ bytes: [UInt8]) async throws {
        try await self.send(bytes)
    }
}
