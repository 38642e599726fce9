/// How much of the model each user had, so that the one who had least is next.
///
/// Virtual time as in weighted fair queueing: each token moves its user's clock forward, by less for a user of greater
/// weight, and the common clock by what all users at work had on average. Who comes after a pause begins at the common
/// clock, so that nobody saves up shares.
struct FairShare: Hashable, Sendable {
    private let weights: [String: Double]
    private var clocks: [String: Double] = [:]
    private var counts: [String: Int] = [:]
    /// The weights of all users in `counts`.
    private var activeWeight = 0.0
    /// The common clock; newcomers begin here.
    private var floor = 0.0
    /// With more clocks than this, those are let go that matter no more.
    private var mostClocks = 1024

    /// Creates shares.
    ///
    /// - Parameter weights: Users with a weight other than 1; all above 0.
    init(weights: [String: Double] = [:]) {
        self.weights = weights.filter { $0.value > 0 }
    }

    /// Notes a user's request.
    mutating func enter(_ user: String) {
        let count = self.counts[user, default: 0]
        if count == 0 {
            self.clocks[user] = max(self.clocks[user] ?? 0, self.floor)
            self.activeWeight += self.weight(of: user)
        }
        self.counts[user] = count + 1
    }

    /// Notes that a user's request has ended.
    mutating func leave(_ user: String) {
        guard let count = self.counts[user] else { return }
        self.counts[user] = count > 1 ? count - 1 : nil
        guard count <= 1 else { return }
        self.activeWeight = self.counts.isEmpty ? 0 : self.activeWeight - self.weight(of: user)
        guard self.clocks.count > self.mostClocks else { return }
        // Clocks of users who are gone matter only while they are ahead of the others.
        self.clocks = self.clocks.filter { self.counts[$0.key] != nil || $0.value > self.floor }
        self.mostClocks = max(1024, 2 * self.clocks.count)
    }

    /// Notes that a user's tokens were evaluated.
    mutating func charge(_ user: String, tokens: Int) {
        self.clocks[user, default: self.floor] += Double(tokens) / self.weight(of: user)
        if self.activeWeight > 0 { self.floor += Double(tokens) / self.activeWeight }
    }

    /// Notes that a user's request is let in.
    mutating func serve(_ user: String) {
        self.floor = max(self.floor, min(self.clock(of: user), self.leastClock ?? 0))
    }

    /// How many clocks are kept.
    var clockCount: Int { self.clocks.count }

    /// A user's weight.
    func weight(of user: String) -> Double { self.weights[user] ?? 1 }

    /// A user's clock; the least one is next.
    func clock(of user: String) -> Double { self.clocks[user] ?? self.floor }

    private var leastClock: Double? { self.counts.keys.lazy.compactMap { self.clocks[$0] }.min() }
}
