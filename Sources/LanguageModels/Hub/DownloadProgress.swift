/// How far a download is.
public struct DownloadProgress: Hashable, Sendable {
    /// The file's path in its repository; of a model in several files, the first one's.
    public let file: String
    /// The bytes on the disk, those of an earlier attempt included.
    public let bytes: Int64
    /// The bytes there will be, or nil where the server does not say.
    public let totalBytes: Int64?
    /// The speed over the last seconds, or nil before there is one.
    public let bytesPerSecond: Double?
}

/// Adds up what arrives and says how fast it does, over a sliding window.
struct DownloadMeter {
    private let file: String
    private let totalBytes: Int64?
    private var samples: [(time: ContinuousClock.Instant, bytes: Int64)] = []
    private var reportedAt: ContinuousClock.Instant?

    private static let window: Duration = .seconds(5)
    private static let interval: Duration = .milliseconds(50)

    init(file: String, totalBytes: Int64?) {
        self.file = file
        self.totalBytes = totalBytes
    }

    /// Takes the bytes there are now; the answer is nil where the last report is too fresh.
    mutating func report(bytes: Int64, at now: ContinuousClock.Instant, always: Bool = false) -> DownloadProgress? {
        // A file that starts anew has fewer bytes than before: its old speed means nothing.
        if let last = self.samples.last, bytes < last.bytes { self.samples = [] }
        if !always, let reportedAt = self.reportedAt, reportedAt.duration(to: now) < Self.interval { return nil }
        self.reportedAt = now
        self.samples.append((now, bytes))
        while self.samples.count > 2, self.samples[0].time.duration(to: now) > Self.window {
            self.samples.removeFirst()
        }
        return DownloadProgress(
            file: self.file,
            bytes: bytes,
            totalBytes: self.totalBytes,
            bytesPerSecond: self.speed
        )
    }

    private var speed: Double? {
        guard let first = self.samples.first, let last = self.samples.last else { return nil }
        let seconds = first.time.duration(to: last.time) / .seconds(1)
        guard seconds > 0.2 else { return nil }
        return Double(last.bytes - first.bytes) / seconds
    }
}
