/// The Engine.IO settings that a client is told in the handshake, and the server's own deadlines.
public struct EngineConfiguration: Sendable, Hashable {
    /// How long after a pong the next ping is sent; 25 seconds by default, as in Chainlit.
    public var pingInterval: Duration

    /// How long the server waits for a pong before it drops the client; 20 seconds by default, as in Chainlit.
    ///
    /// Time in which the whole server stands still, in a debugger or while the machine sleeps, does not count.
    public var pingTimeout: Duration

    /// The most bytes of one WebSocket message or one polling upload; 1,000,000 by default, as in Chainlit.
    public var maximumPayload: Int

    /// How long a started upgrade may take before it is given up and polling goes on; 10 seconds by default.
    public var upgradeTimeout: Duration

    /// The most packets in one answer to a poll, attachments counted; 16 by default.
    ///
    /// python-engineio's client drops an answer that holds more. The rest waits for the next poll.
    public var pollingBatch: Int

    /// Makes settings.
    ///
    /// - Parameters:
    ///   - pingInterval: How long after a pong the next ping is sent.
    ///   - pingTimeout: How long the server waits for a pong.
    ///   - maximumPayload: The most bytes of one WebSocket message or one polling upload.
    ///   - upgradeTimeout: How long a started upgrade may take.
    ///   - pollingBatch: The most packets in one answer to a poll.
    public init(
        pingInterval: Duration = .seconds(25),
        pingTimeout: Duration = .seconds(20),
        maximumPayload: Int = 1_000_000,
        upgradeTimeout: Duration = .seconds(10),
        pollingBatch: Int = 16
    ) {
        self.pingInterval = pingInterval
        self.pingTimeout = pingTimeout
        self.maximumPayload = maximumPayload
        self.upgradeTimeout = upgradeTimeout
        self.pollingBatch = pollingBatch
    }

    /// Writes the `0{…}` packet that opens a session.
    ///
    /// - Parameters:
    ///   - id: The session's id.
    ///   - transport: The transport on which the session opens; polling may be upgraded.
    /// - Returns: The text of the packet.
    public func handshake(id: String, transport: EngineTransport) -> [UInt8] {
        let upgrades = transport == .polling ? "[\"websocket\"]" : "[]"
        return Array(
            """
            0{"sid":"\(id)","upgrades":\(upgrades),"pingTimeout":\(Self.milliseconds(self.pingTimeout)),\
            "pingInterval":\(Self.milliseconds(self.pingInterval)),"maxPayload":\(self.maximumPayload)}
            """.utf8
        )
    }

    private static func milliseconds(_ duration: Duration) -> Int {
        Int(duration / .milliseconds(1))
    }
}

/// How packets travel.
public enum EngineTransport: String, Sendable, Hashable {
    /// HTTP long-polling.
    case polling
    /// A WebSocket.
    case websocket
}
