/// What a router knows of its servers, and whom it sends where; no lock, clock or task in it.
struct RouterState {
    /// Whether a server that failed gets requests.
    enum Breaker: Hashable {
        /// It works; so many of its latest requests failed, and it was out so many times in a row before.
        case closed(failures: Int, times: Int)
        /// It is out until an instant, for the so manieth time in a row.
        case open(until: ContinuousClock.Instant, times: Int)
        /// One request tries it.
        case trial(times: Int)
    }

    struct Server {
        let name: String
        let hash: UInt64
        let weight: Double
        let maximumRequests: Int?
        var openRequests = 0
        var isDraining = false
        var isHealthy = true
        var breaker = Breaker.closed(failures: 0, times: 0)
        var requests = 0
        var affineRequests = 0
        var failures = 0
        var ejections = 0
    }

    /// Where a request goes.
    enum Choice: Hashable {
        case server(Int)
        /// Servers there are, but they have all they take.
        case full
        /// Nobody is left to ask.
        case nobody
    }

    let policy: RouterPolicy
    private(set) var servers: [Server]
    private(set) var failovers = 0

    init(_ servers: [RouterServer], policy: RouterPolicy) {
        self.policy = policy
        self.servers = servers.map {
            Server(
                name: $0.name,
                hash: StableHash.of($0.name),
                weight: $0.weight,
                maximumRequests: $0.maximumRequests
            )
        }
    }

    /// The servers, the one that a chat belongs to first.
    func order(of key: RouterKey) -> [Int] {
        let scores = self.servers.map { key.score(name: $0.hash, weight: $0.weight) }
        return self.servers.indices.sorted { scores[$0] > scores[$1] }
    }

    /// Whether a server gets requests now.
    func isAvailable(_ index: Int, now: ContinuousClock.Instant) -> Bool {
        let server = self.servers[index]
        guard !server.isDraining, server.isHealthy else { return false }
        return switch server.breaker {
        case .closed: true
        case .open(let until, _): now >= until
        case .trial: false
        }
    }

    /// Decides where a request goes, and counts it there.
    ///
    /// - Parameters:
    ///   - key: Which chat it belongs to.
    ///   - tried: The servers that failed it already.
    ///   - now: The time.
    mutating func choose(_ key: RouterKey, tried: Set<Int>, now: ContinuousClock.Instant) -> Choice {
        let order = self.order(of: key)
        let available = order.filter { self.isAvailable($0, now: now) }
        var candidates = available.filter { !tried.contains($0) }
        // Rather a server that failed lately than none at all.
        if candidates.isEmpty { candidates = order.filter { !tried.contains($0) && !self.servers[$0].isDraining } }
        guard !candidates.isEmpty else { return .nobody }
        let free = candidates.filter { self.hasRoom($0) }
        guard !free.isEmpty else { return .full }
        let peers = available.isEmpty ? candidates : available
        let index = free.first { !self.isOverloaded($0, among: peers) } ?? free.min { self.load($0) < self.load($1) }
        guard let index else { return .full }
        self.servers[index].openRequests += 1
        self.servers[index].requests += 1
        if index == order.first { self.servers[index].affineRequests += 1 }
        if !tried.isEmpty { self.failovers += 1 }
        if case .open(let until, let times) = self.servers[index].breaker, now >= until {
            self.servers[index].breaker = .trial(times: times)
        }
        return .server(index)
    }

    private func hasRoom(_ index: Int) -> Bool {
        self.servers[index].maximumRequests.map { self.servers[index].openRequests < $0 } ?? true
    }

    private func load(_ index: Int) -> Double {
        Double(self.servers[index].openRequests) / self.servers[index].weight
    }

    /// Whether one more request would lift a server too far above its share of all.
    private func isOverloaded(_ index: Int, among peers: [Int]) -> Bool {
        let weights = peers.reduce(0) { $0 + self.servers[$1].weight }
        let requests = Double(peers.reduce(0) { $0 + self.servers[$1].openRequests } + 1)
        let share = requests * self.servers[index].weight / weights
        return Double(self.servers[index].openRequests) >= (max(self.policy.loadFactor, 1) * share).rounded(.up)
    }

    /// Notes that a request has left a server.
    ///
    /// A trial that ended without telling anything, cancelled perhaps, leaves the next request to try.
    mutating func leave(_ index: Int, now: ContinuousClock.Instant) {
        self.servers[index].openRequests -= 1
        if case .trial(let times) = self.servers[index].breaker, self.servers[index].openRequests == 0 {
            self.servers[index].breaker = .open(until: now, times: times)
        }
    }

    /// Notes that a server has begun to answer, which ends a trial.
    ///
    /// It may still break each answer off: until one is whole, the next failure takes it out for longer.
    mutating func begin(_ index: Int) {
        guard case .trial(let times) = self.servers[index].breaker else { return }
        let failures = max(self.policy.failuresBeforeEjection - 1, 0)
        self.servers[index].breaker = .closed(failures: failures, times: times)
    }

    /// Notes that a server has answered, whole.
    mutating func succeed(_ index: Int) {
        self.servers[index].breaker = .closed(failures: 0, times: 0)
    }

    /// Notes that a server failed a request.
    ///
    /// - Returns: When the time out that it gets for this ends, if it gets one.
    @discardableResult
    mutating func fail(_ index: Int, now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        self.servers[index].failures += 1
        switch self.servers[index].breaker {
        case .closed(let failures, let times):
            guard failures + 1 >= self.policy.failuresBeforeEjection else {
                self.servers[index].breaker = .closed(failures: failures + 1, times: times)
                return nil
            }
            return self.eject(index, times: times + 1, now: now)
        case .trial(let times): return self.eject(index, times: times + 1, now: now)
        // It is out already; requests that it had before say nothing new.
        case .open: return nil
        }
    }

    private mutating func eject(_ index: Int, times: Int, now: ContinuousClock.Instant) -> ContinuousClock.Instant {
        let time = min(self.policy.ejectionTime * (1 << min(times - 1, 20)), self.policy.longestEjectionTime)
        self.servers[index].ejections += 1
        self.servers[index].breaker = .open(until: now + time, times: times)
        return now + time
    }

    /// Notes what a health check said; a server that is well again is tried at once.
    mutating func setHealth(_ isHealthy: Bool, _ index: Int, now: ContinuousClock.Instant) {
        if isHealthy, !self.servers[index].isHealthy, case .open(_, let times) = self.servers[index].breaker {
            self.servers[index].breaker = .open(until: now, times: times)
        }
        self.servers[index].isHealthy = isHealthy
    }

    /// Lets the servers of a name finish what they have, or takes them in again.
    ///
    /// - Returns: Whether there is one.
    mutating func setDraining(_ isDraining: Bool, name: String) -> Bool {
        let indices = self.servers.indices.filter { self.servers[$0].name == name }
        for index in indices { self.servers[index].isDraining = isDraining }
        return !indices.isEmpty
    }

    func statistics(waiting: Int, now: ContinuousClock.Instant) -> RouterStatistics {
        let servers = self.servers.map { server in
            let availability: RouterStatistics.Availability =
                if server.isDraining {
                    .draining
                } else if !server.isHealthy {
                    .unhealthy
                } else {
                    switch server.breaker {
                    case .closed: .available
                    case .open: .ejected
                    case .trial: .onTrial
                    }
                }
            return RouterStatistics.Server(
                name: server.name,
                availability: availability,
                openRequests: server.openRequests,
                requests: server.requests,
                affineRequests: server.affineRequests,
                failures: server.failures,
                ejections: server.ejections
            )
        }
        return RouterStatistics(servers: servers, waitingRequests: waiting, failovers: self.failovers)
    }
}
