/// How a ``RouterModel`` spreads requests over its servers.
public struct RouterPolicy: Hashable, Sendable {
    /// How far a server's open requests may exceed its share of all, before a chat that belongs to it goes to the next.
    ///
    /// At least 1, default 1.25. Higher values find more of their chats in the cache, lower ones spread better.
    public var loadFactor: Double
    /// How many requests may wait when every server has as many as it takes; default 256.
    public var queueLimit: Int
    /// How many failures in a row take a server out; at least 1, default 2.
    public var failuresBeforeEjection: Int
    /// How long a server stays out at first; default 1 second.
    ///
    /// Each further time is twice as long.
    public var ejectionTime: Duration
    /// The longest time that a server stays out before one request tries it again; default 60 seconds.
    public var longestEjectionTime: Duration
    /// The time between two health checks of a server, moved by chance by up to a fifth; default 10 seconds.
    public var healthInterval: Duration
    /// How long a health check may take before it counts as failed; default 5 seconds.
    public var healthTimeout: Duration

    /// Creates a policy; each parameter is documented at its property.
    public init(
        loadFactor: Double = 1.25,
        queueLimit: Int = 256,
        failuresBeforeEjection: Int = 2,
        ejectionTime: Duration = .seconds(1),
        longestEjectionTime: Duration = .seconds(60),
        healthInterval: Duration = .seconds(10),
        healthTimeout: Duration = .seconds(5)
    ) {
        self.loadFactor = loadFactor
        self.queueLimit = queueLimit
        self.failuresBeforeEjection = failuresBeforeEjection
        self.ejectionTime = ejectionTime
        self.longestEjectionTime = longestEjectionTime
        self.healthInterval = healthInterval
        self.healthTimeout = healthTimeout
    }
}

/// Asks a server whether it can answer; throwing means that it cannot.
public typealias HealthCheck = @Sendable () async throws -> Void

/// One of the servers of a ``RouterModel``.
public struct RouterServer: Sendable {
    /// What it is called, in statistics and for ``RouterModel/setDraining(_:server:)``.
    ///
    /// Chats are spread by this name, so that servers of the same names get the same chats in each process.
    public let name: String
    /// The model that answers.
    public let model: any LanguageModel
    /// Its share, as against the weights of the others; above 0, default 1.
    public let weight: Double
    /// How many requests it takes at once, or nil for any number; the others wait.
    public let maximumRequests: Int?
    /// Asks it at intervals whether it can answer, if given.
    public let healthCheck: HealthCheck?

    /// Describes a server.
    ///
    /// - Parameters:
    ///   - model: The model that answers.
    ///   - name: What it is called.
    ///   - weight: Its share; what is not above 0 counts as 1.
    ///   - maximumRequests: How many requests it takes at once; less than 1 counts as 1.
    ///   - healthCheck: Asks it whether it can answer.
    public init(
        _ model: any LanguageModel,
        name: String,
        weight: Double = 1,
        maximumRequests: Int? = nil,
        healthCheck: HealthCheck? = nil
    ) {
        self.model = model
        self.name = name
        self.weight = weight > 0 && weight.isFinite ? weight : 1
        self.maximumRequests = maximumRequests.map { max($0, 1) }
        self.healthCheck = healthCheck
    }

    /// Describes a model on a server: it is called by its address, and its health is checked.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - name: What it is called, or nil for its address.
    ///   - weight: Its share.
    ///   - maximumRequests: How many requests it takes at once.
    public init(_ model: OpenAIModel, name: String? = nil, weight: Double = 1, maximumRequests: Int? = nil) {
        self.init(
            model as any LanguageModel,
            name: name ?? model.connection.baseURL,
            weight: weight,
            maximumRequests: maximumRequests,
            healthCheck: { try await model.checkHealth() }
        )
    }
}
