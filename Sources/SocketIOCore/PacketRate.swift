/// How many packets one client may send before it is slowed down.
public struct PacketRate: Sendable, Hashable {
    /// How many packets a second are let through for as long as the client likes, 2,000 by default.
    public var perSecond: Int

    /// How many may come at once after a quiet time, 4,000 by default.
    public var burst: Int

    /// Makes a rate.
    ///
    /// - Parameters:
    ///   - perSecond: How many packets a second are let through; at least 1.
    ///   - burst: How many may come at once after a quiet time.
    public init(perSecond: Int = 2_000, burst: Int = 4_000) {
        self.perSecond = max(1, perSecond)
        self.burst = max(0, burst)
    }
}

/// Measures what one client sends against a rate, as a bucket that packets fill and time empties.
public struct PacketMeter: Sendable {
    private var emptyAt: ContinuousClock.Instant

    /// Makes a meter with an empty bucket.
    ///
    /// - Parameter now: The time.
    public init(now: ContinuousClock.Instant) {
        self.emptyAt = now
    }

    /// Counts packets that have come; they are never refused, but the client may have to wait after them.
    ///
    /// - Parameters:
    ///   - count: How many packets came.
    ///   - rate: How many may come.
    ///   - now: The time.
    /// - Returns: How long to read nothing more; zero while the client keeps to the rate.
    public mutating func take(_ count: Int, rate: PacketRate, now: ContinuousClock.Instant) -> Duration {
        self.emptyAt = max(self.emptyAt, now) + Self.duration(of: count, rate)
        return max(.zero, now.duration(to: self.emptyAt) - Self.duration(of: rate.burst, rate))
    }

    private static func duration(of count: Int, _ rate: PacketRate) -> Duration {
        .nanoseconds(Int64(count) * 1_000_000_000 / Int64(rate.perSecond))
    }
}
