/// How often and after what pause a failed request is made again.
struct RetryPolicy: Sendable {
    /// How many failures in a row, without getting further, end it all.
    let maximumAttempts: Int
    private var failures = 0
    private var furthest: Int64 = 0

    init(maximumAttempts: Int) {
        self.maximumAttempts = max(maximumAttempts, 1)
    }

    /// Notes that the download had to begin again, after which getting further no longer proves anything.
    mutating func startAnew() {
        self.furthest = .max
    }

    /// Counts a failure and says how long to pause, or nil to give up.
    ///
    /// A download that has got further than ever before starts counting anew: a line that drops every minute still
    /// brings the file, while a server that starts from nothing each time does not keep us forever.
    mutating func pause(afterFailureAt bytes: Int64, asked: Duration? = nil) -> Duration? {
        if bytes > self.furthest {
            self.furthest = bytes
            self.failures = 0
        }
        self.failures += 1
        guard self.failures < self.maximumAttempts else { return nil }
        let pause = Duration.milliseconds(500) * (1 << min(self.failures - 1, 5))
        return max(pause, asked ?? .zero)
    }
}
