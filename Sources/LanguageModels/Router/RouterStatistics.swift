/// What a ``RouterModel`` does at one moment, and has done so far.
public struct RouterStatistics: Hashable, Sendable {
    /// Whether a server gets requests.
    public enum Availability: String, Hashable, Sendable {
        /// It gets requests.
        case available
        /// It failed too often and gets none for a while.
        case ejected
        /// One request tries whether it works again.
        case onTrial
        /// Its health check fails.
        case unhealthy
        /// It finishes what it has and gets nothing new.
        case draining
    }

    /// One server's numbers.
    public struct Server: Hashable, Sendable {
        /// What it is called.
        public let name: String
        /// Whether it gets requests.
        public let availability: Availability
        /// How many requests it answers now.
        public let openRequests: Int
        /// How many requests it has got.
        public let requests: Int
        /// How many of them were sent to it because their chat belongs to it.
        public let affineRequests: Int
        /// How many failed through its fault.
        public let failures: Int
        /// How often it was taken out.
        public let ejections: Int
    }

    /// The servers in their order.
    public let servers: [Server]
    /// How many requests wait.
    public let waitingRequests: Int
    /// How often a request went to another server because one failed.
    public let failovers: Int
}
