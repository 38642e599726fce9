/// How an ``MCPClient`` introduces itself, how long it waits and how much it takes in.
public struct MCPClientOptions: Sendable {
    /// The name under which servers see this client.
    public var clientName = "martlet"
    /// The version that servers see.
    public var clientVersion = "0"

    /// How long a program may take from its start to its first answer.
    public var processConnectTimeout: Duration = .seconds(120)
    /// How long a web server may take to connect and to its first answer, and to begin each later one.
    public var httpConnectTimeout: Duration = .seconds(30)
    /// How long a call of a tool may take unless the call says otherwise.
    public var callTimeout: Duration = .seconds(300)
    /// How long any other request may take.
    public var requestTimeout: Duration = .seconds(60)
    /// How long a program has to end by itself after its input was closed, before it is asked to by SIGTERM.
    public var terminateAfter: Duration = .seconds(2)
    /// How long a program has to end at all, before it is killed.
    public var killAfter: Duration = .seconds(10)

    /// The largest message taken in or sent, in bytes.
    public var largestMessage = 16 << 20
    /// How many requests may wait for their answers at once.
    public var mostWaitingRequests = 1_000
    /// How many tools, resources or prompts a list may have.
    public var longestList = 10_000

    /// Told of each notification, in order, while no further message is read; it must be quick.
    public var onNotification: (@Sendable (MCPNotification) -> Void)?

    /// Creates the default options.
    public init() {}
}
