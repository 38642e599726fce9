/// How many values were how large.
///
/// Prometheus: a histogram's buckets, sum and count.
public struct MetricHistogram: Sendable, Hashable {
    /// The upper bounds of the buckets, in order; above the last there is one more.
    public let bounds: [Double]
    /// How many values fell into each bucket.
    private var counts: [Int]
    private var sum = 0.0

    /// Creates an empty histogram.
    ///
    /// - Parameter bounds: The upper bounds of the buckets, in ascending order.
    public init(bounds: [Double]) {
        self.bounds = bounds
        self.counts = Array(repeating: 0, count: bounds.count + 1)
    }

    /// How many values there were.
    public var count: Int { self.counts.reduce(0, +) }

    /// Takes a value; one that is no number is passed over.
    ///
    /// - Parameter value: The value.
    public mutating func add(_ value: Double) {
        guard value.isFinite else { return }
        self.counts[self.bounds.firstIndex { value <= $0 } ?? self.bounds.count] += 1
        self.sum += value
    }

    /// The histogram as samples.
    ///
    /// - Parameter labels: Names and values that tell it from others.
    /// - Returns: The buckets, each with those below it, then sum and count.
    public func samples(labels: [String: String] = [:]) -> [Metric.Sample] {
        var total = 0
        var samples: [Metric.Sample] = []
        for (index, count) in self.counts.enumerated() {
            total += count
            let bound = index < self.bounds.count ? MetricsText.number(self.bounds[index]) : "+Inf"
            samples.append(
                Metric.Sample(
                    Double(total),
                    labels: labels.merging(["le": bound]) { $1 },
                    suffix: "_bucket"
                )
            )
        }
        samples.append(Metric.Sample(self.sum, labels: labels, suffix: "_sum"))
        samples.append(Metric.Sample(Double(total), labels: labels, suffix: "_count"))
        return samples
    }
}
