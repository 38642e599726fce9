public import SocketIOCore

/// How a ``SocketIOServer`` listens, what it lets a peer do, and when it gives up.
public struct SocketIOConfiguration: Sendable {
    /// The full path of the endpoint as clients ask for it, with any root path and without a trailing slash.
    ///
    /// The form with a trailing slash is answered too. Default `/ws/socket.io`, as in Chainlit.
    public var path: String

    /// The Engine.IO settings: heartbeat, largest payload, upgrade deadline.
    public var engine: EngineConfiguration

    /// How much of one packet a peer may make the server hold or walk through.
    public var limits: PacketLimits

    /// How long a client may stay without being connected to the namespace, 45 seconds by default.
    ///
    /// A session that never sends CONNECT, or was refused, is dropped after it.
    public var connectTimeout: Duration

    /// Which web pages may connect; only the server's own by default.
    public var allowedOrigins: OriginPolicy

    /// Whether polling answers carry CORS headers by ``allowedOrigins``; leave it off where a middleware does it.
    public var answersCrossOrigin: Bool

    /// The most bytes that may wait for one client, 8 MiB by default.
    public var maximumBufferedBytes: Int

    /// Above so many waiting bytes ``Socket/isReadyForMore()`` answers `false`, 256 KiB by default.
    public var highWaterBytes: Int

    /// At so many waiting bytes or fewer ``SocketIODelegate/drained(_:)`` lets producers go on, 64 KiB by default.
    public var lowWaterBytes: Int

    /// The most events of one client that may wait for the delegate before the server stops reading, 256 by default.
    public var maximumWaitingEvents: Int

    /// The most bytes of one client's events that may wait for the delegate before the server stops reading, 4 MiB by
    /// default.
    public var maximumWaitingBytes: Int

    /// How many packets one client may send before the server reads from it more slowly.
    public var packetRate: PacketRate

    /// How long a client may take over the head of a request, the first one counted from when it connects; 30 seconds by
    /// default.
    public var requestHeadTimeout: Duration

    /// How long the body of a request may make no progress, 60 seconds by default.
    public var requestBodyTimeout: Duration

    /// What to do with a frame that would pass ``maximumBufferedBytes``; the client is closed by default.
    ///
    /// It is called on the thread that emits, with no lock held, and must not block.
    public var overflow: @Sendable (_ socket: Socket, _ frame: SocketFrame) -> OverflowDecision

    /// Makes a configuration.
    ///
    /// - Parameters:
    ///   - path: The full path of the endpoint, without a trailing slash.
    ///   - engine: The Engine.IO settings.
    ///   - limits: How much of one packet a peer may ask for.
    ///   - connectTimeout: How long a client may stay without being connected to the namespace.
    ///   - allowedOrigins: Which web pages may connect.
    ///   - answersCrossOrigin: Whether polling answers carry CORS headers.
    ///   - maximumBufferedBytes: The most bytes that may wait for one client.
    ///   - highWaterBytes: How many bytes may wait for one client before its producers should stop.
    ///   - lowWaterBytes: At how few waiting bytes they may go on.
    ///   - maximumWaitingEvents: The most events of one client that may wait for the delegate.
    ///   - maximumWaitingBytes: The most bytes of one client's events that may wait for the delegate.
    ///   - packetRate: How many packets one client may send before the server reads more slowly.
    ///   - requestHeadTimeout: How long a client may take over the head of a request.
    ///   - requestBodyTimeout: How long the body of a request may make no progress.
    ///   - overflow: What to do with a frame that would pass the limit.
    public init(
        path: String = "/ws/socket.io",
        engine: EngineConfiguration = EngineConfiguration(),
        limits: PacketLimits = PacketLimits(),
        connectTimeout: Duration = .seconds(45),
        allowedOrigins: OriginPolicy = .sameOrigin,
        answersCrossOrigin: Bool = false,
        maximumBufferedBytes: Int = 8 << 20,
        highWaterBytes: Int = 256 << 10,
        lowWaterBytes: Int = 64 << 10,
        maximumWaitingEvents: Int = 256,
        maximumWaitingBytes: Int = 4 << 20,
        packetRate: PacketRate = PacketRate(),
        requestHeadTimeout: Duration = .seconds(30),
        requestBodyTimeout: Duration = .seconds(60),
        overflow: @escaping @Sendable (_ socket: Socket, _ frame: SocketFrame) -> OverflowDecision = { _, _ in .close }
    ) {
        self.path = path
        self.engine = engine
        self.limits = limits
        self.connectTimeout = connectTimeout
        self.allowedOrigins = allowedOrigins
        self.answersCrossOrigin = answersCrossOrigin
        self.maximumBufferedBytes = maximumBufferedBytes
        self.highWaterBytes = highWaterBytes
        self.lowWaterBytes = lowWaterBytes
        self.maximumWaitingEvents = maximumWaitingEvents
        self.maximumWaitingBytes = maximumWaitingBytes
        self.packetRate = packetRate
        self.requestHeadTimeout = requestHeadTimeout
        self.requestBodyTimeout = requestBodyTimeout
        self.overflow = overflow
    }
}

/// What becomes of a frame for which a client's buffer has no room.
public enum OverflowDecision: Sendable, Hashable {
    /// Close the client; it may come back and ask for what it missed.
    case close
    /// Drop this frame, keep the client.
    case drop
    /// Take the frame all the same.
    case keep
}
