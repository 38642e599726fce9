public import SocketIOCore

/// One client connected to the default namespace.
///
/// Everything here may be called from any thread and never blocks. A client that comes back after a lost connection is
/// a new socket.
public final class Socket: Sendable {
    /// The socket's id, which the client knows too: 20 characters, hard to guess.
    public let id: String

    private let connection: Connection

    init(id: String, connection: Connection) {
        self.id = id
        self.connection = connection
    }

    /// Whether the client is connected; what is emitted once it is not is dropped.
    public var isConnected: Bool { self.connection.isConnected(self) }

    /// How many bytes wait to be sent to this client.
    ///
    /// A producer of many small events can join them while this is over a few kilobytes: the client reads more slowly
    /// than it is written to.
    public var bufferedBytes: Int { self.connection.bufferedBytes }

    /// Whether the client keeps up, so that a producer may emit more.
    ///
    /// Once more than ``SocketIOConfiguration/highWaterBytes`` wait it is `false`, and ``SocketIODelegate/drained(_:)`` is
    /// sure to be called when as little as ``SocketIOConfiguration/lowWaterBytes`` is left. It is also `false` once the
    /// client is gone, which ``SocketIODelegate/disconnect(_:reason:)`` tells.
    ///
    /// - Returns: `true` as long as the client keeps up.
    public func isReadyForMore() -> Bool {
        self.connection.isReadyForMore(self)
    }

    /// Runs work soon on the event loop of this client's connection; what it emits leaves together, in one write.
    ///
    /// The work of one socket runs in order, one piece after the other, and never inside this call. It must not block.
    ///
    /// - Parameter work: What to do.
    public func execute(_ work: @escaping @Sendable () -> Void) {
        self.connection.execute(work)
    }

    /// Offers connection state recovery: the client is told an id that it shows, with the offset of the last event it
    /// got, when it comes back after a lost connection.
    ///
    /// Call it inside ``SocketIODelegate/connect(_:auth:request:)``; a client that comes back shows both in its `auth`,
    /// as `pid` and `offset`. Events get an offset by ``SocketFrame/init(event:json:attachments:offset:)``.
    ///
    /// - Parameter privateID: The id, hard to guess. A client that gets the one it came back with takes itself for
    ///   recovered.
    public func offerRecovery(_ privateID: String) {
        self.connection.offerRecovery(privateID, for: self)
    }

    /// Sends an event with at most one argument.
    ///
    /// - Parameters:
    ///   - event: The event's name.
    ///   - json: The argument as well-formed JSON, which is sent as it is; `nil` for none.
    public func emit(_ event: String, json: [UInt8]? = nil) {
        self.emit(SocketFrame(event: event, json: json))
    }

    /// Sends an event with any number of arguments and attachments.
    ///
    /// - Parameters:
    ///   - event: The event's name.
    ///   - arguments: The arguments.
    public func emit(_ event: String, arguments: SocketArguments) {
        self.emit(SocketFrame(event: event, arguments: arguments))
    }

    /// Sends a frame that was encoded before.
    ///
    /// - Parameter frame: The frame; many sockets may share it.
    public func emit(_ frame: SocketFrame) {
        self.connection.emit(frame, to: self)
    }

    /// Sends an event and hands the client's answer to a closure.
    ///
    /// - Parameters:
    ///   - event: The event's name.
    ///   - json: The argument as well-formed JSON, which is sent as it is; `nil` for none.
    ///   - acknowledgement: Called once, from any thread, with what the client answered, or with `nil` when it is gone
    ///     before it answered. It must not block.
    public func emit(
        _ event: String,
        json: [UInt8]? = nil,
        acknowledgement: @escaping @Sendable (SocketArguments?) -> Void
    ) {
        self.connection.emit(event, json: json, to: self, acknowledgement: acknowledgement)
    }

    /// Sends an event and waits for the client's answer.
    ///
    /// - Parameters:
    ///   - event: The event's name.
    ///   - arguments: The arguments.
    ///   - timeout: How long to wait; `nil` waits until the client is gone.
    /// - Returns: What the client answered.
    /// - Throws: ``SocketIOError`` when the client is gone or does not answer in time, `CancellationError` when the task
    ///   is cancelled.
    public func emitWithAcknowledgement(
        _ event: String,
        arguments: SocketArguments = .none,
        timeout: Duration?
    ) async throws -> SocketArguments {
        guard let timeout else {
            return try await self.connection.emitWithAcknowledgement(event, arguments: arguments, to: self)
        }
        return try await withThrowingTaskGroup(of: SocketArguments.self) { group in
            group.addTask {
                try await self.connection.emitWithAcknowledgement(event, arguments: arguments, to: self)
            }
            group.addTask {
                try await ContinuousClock().sleep(for: timeout)
                throw SocketIOError(
                    .acknowledgementTimeout,
                    "The client did not acknowledge \(event) within \(timeout)."
                )
            }
            defer { group.cancelAll() }
            guard let answer = try await group.next() else { throw CancellationError() }
            return answer
        }
    }

    /// Sends an event with one argument and waits for the client's answer.
    ///
    /// - Parameters:
    ///   - event: The event's name.
    ///   - json: The argument as well-formed JSON, which is sent as it is.
    ///   - timeout: How long to wait; `nil` waits until the client is gone.
    /// - Returns: What the client answered.
    /// - Throws: ``SocketIOError`` when the client is gone or does not answer in time, `CancellationError` when the task
    ///   is cancelled.
    public func emitWithAcknowledgement(
        _ event: String,
        json: [UInt8],
        timeout: Duration?
    ) async throws -> SocketArguments {
        try await self.emitWithAcknowledgement(event, arguments: SocketArguments(json: json), timeout: timeout)
    }

    /// Ends the connection after what was emitted before has been sent.
    public func disconnect() {
        self.connection.disconnect(self)
    }
}

extension Socket: Hashable {
    /// Whether both are the same connection.
    ///
    /// - Parameters:
    ///   - lhs: One socket.
    ///   - rhs: Another.
    /// - Returns: `true` if they are the same object.
    public static func == (lhs: Socket, rhs: Socket) -> Bool {
        lhs === rhs
    }

    /// Feeds the id into a hasher.
    ///
    /// - Parameter hasher: The hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(self.id)
    }
}
