/// Notices that the whole server stood still: stopped in a debugger, on a machine that slept, or short of processor time.
///
/// What looks at the deadlines again and again stands still with the rest, and so knows by how late it is.
struct StandstillWatch {
    private let period: Duration
    private var expected: ContinuousClock.Instant

    /// Makes a watch that is asked once in each period.
    init(period: Duration, now: ContinuousClock.Instant) {
        self.period = period
        self.expected = now + period
    }

    /// Returns for how long the server has stood still before this look; zero when it is late by less than a period.
    mutating func look(at now: ContinuousClock.Instant) -> Duration {
        let late = self.expected.duration(to: now)
        self.expected = now + self.period
        return late >= self.period ? late : .zero
    }
}
