/// How an ``OpenAIModel`` reaches its server.
public struct OpenAISettings: Hashable, Sendable {
    /// How long a request may take to get on.
    public struct Timeouts: Hashable, Sendable {
        /// The longest wait for a connection; default 10 seconds.
        public var connect: Duration
        /// The longest wait from the request to the first byte of the answer; default 10 minutes.
        ///
        /// The server's queue and the reading of the prompt are included; without streaming, so is the whole answer.
        public var firstByte: Duration
        /// The longest silence in the midst of an answer; default 2 minutes.
        ///
        /// What servers send to keep a connection open ends a silence, and the time in which nobody reads the answer
        /// does not count.
        public var betweenChunks: Duration

        /// Creates timeouts.
        ///
        /// - Parameters:
        ///   - connect: The longest wait for a connection.
        ///   - firstByte: The longest wait for the first byte.
        ///   - betweenChunks: The longest silence in the midst of an answer.
        public init(
            connect: Duration = .seconds(10),
            firstByte: Duration = .seconds(600),
            betweenChunks: Duration = .seconds(120)
        ) {
            self.connect = connect
            self.firstByte = firstByte
            self.betweenChunks = betweenChunks
        }
    }

    /// How often a request that failed is made again; only before the first piece of its answer.
    ///
    /// What is tried again: no connection, a connection that breaks, and the answers 408, 409, 429 and from 500 on.
    public struct Retries: Hashable, Sendable {
        /// How many more times a request is made; 0 is none, default 2.
        public var count: Int
        /// The first pause; each further one is twice as long, up to 8 seconds, and moved by chance by up to a quarter.
        ///
        /// Default half a second. A server's `Retry-After` counts if it is longer.
        public var baseDelay: Duration
        /// The longest `Retry-After` that is waited for; a server that asks for more fails the request at once.
        ///
        /// Default 60 seconds.
        public var longestDelay: Duration

        /// Creates a rule.
        ///
        /// - Parameters:
        ///   - count: How many more times a request is made.
        ///   - baseDelay: The first pause.
        ///   - longestDelay: The longest `Retry-After` that is waited for.
        public init(
            count: Int = 2,
            baseDelay: Duration = .milliseconds(500),
            longestDelay: Duration = .seconds(60)
        ) {
            self.count = count
            self.baseDelay = baseDelay
            self.longestDelay = longestDelay
        }
    }

    /// The way to the server.
    public enum Proxy: Hashable, Sendable {
        /// What `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` say, a name and password in the address included.
        case environment
        /// None.
        case none
        /// An HTTP proxy.
        case server(host: String, port: Int)
    }

    /// The organisation that is billed, or nil for what `OPENAI_ORG_ID` says.
    ///
    /// Header `OpenAI-Organization`.
    public var organization: String?
    /// The project that is billed, or nil for what `OPENAI_PROJECT_ID` says.
    ///
    /// Header `OpenAI-Project`.
    public var project: String?
    /// More headers for every request; their values are treated as secrets.
    public var headers: [String: String]
    /// How long a request may take to get on.
    public var timeouts: Timeouts
    /// How often a request that failed is made again.
    public var retries: Retries
    /// The way to the server; default ``Proxy/environment``.
    public var proxy: Proxy
    /// More members for the body of every request for text, such as `["reasoning_effort": "low"]`; an object.
    ///
    /// They take the place of members that the request has by itself.
    public var parameters: TemplateValue
    /// How many numbers an embedding shall have, where the model leaves the choice; nil is the model's own number.
    public var embeddingDimensions: Int?

    /// Creates settings; each parameter is documented at its property.
    public init(
        organization: String? = nil,
        project: String? = nil,
        headers: [String: String] = [:],
        timeouts: Timeouts = Timeouts(),
        retries: Retries = Retries(),
        proxy: Proxy = .environment,
        parameters: TemplateValue = .object([]),
        embeddingDimensions: Int? = nil
    ) {
        self.organization = organization
        self.project = project
        self.headers = headers
        self.timeouts = timeouts
        self.retries = retries
        self.proxy = proxy
        self.parameters = parameters
        self.embeddingDimensions = embeddingDimensions
    }
}

extension OpenAISettings: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The settings without what could be secret.
    public var description: String {
        """
        OpenAISettings(headers: \(self.headers.keys.sorted()), timeouts: \(self.timeouts), retries: \(self.retries), \
        proxy: \(self.proxy))
        """
    }
    /// The settings without what could be secret.
    public var debugDescription: String { self.description }
    /// A mirror without children, so that dumping shows no secrets either.
    public var customMirror: Mirror { Mirror(self, children: [(label: String?, value: Any)]()) }
}
