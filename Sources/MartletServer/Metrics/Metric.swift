/// Something that can be measured, with what was measured: a gauge, a counter or a histogram.
///
/// Prometheus: a metric family.
public struct Metric: Sendable, Hashable {
    /// How the values are meant.
    public enum Kind: String, Sendable {
        /// It only grows.
        case counter
        /// It goes up and down.
        case gauge
        /// How many values were how large.
        case histogram
    }

    /// One value.
    public struct Sample: Sendable, Hashable {
        /// What follows the metric's name: empty, or `_bucket`, `_sum`, `_count` of a histogram.
        public var suffix: String
        /// Names and values that tell it from other samples; never what people wrote, nor who they are.
        public var labels: [String: String]
        /// The value.
        public var value: Double

        /// Creates a sample.
        ///
        /// - Parameters:
        ///   - value: The value.
        ///   - labels: Names and values that tell it from others.
        ///   - suffix: What follows the metric's name.
        public init(_ value: Double, labels: [String: String] = [:], suffix: String = "") {
            self.value = value
            self.labels = labels
            self.suffix = suffix
        }
    }

    /// The name, such as `martlet_chats`: letters, digits and `_`, with the unit at its end.
    public var name: String
    /// What it is, in one sentence.
    public var help: String
    /// How the values are meant.
    public var kind: Kind
    /// The values.
    public var samples: [Sample]

    /// Creates a metric.
    ///
    /// - Parameters:
    ///   - kind: How the values are meant.
    ///   - name: The name.
    ///   - help: What it is, in one sentence.
    ///   - samples: The values.
    public init(_ kind: Kind, _ name: String, _ help: String, samples: [Sample]) {
        self.kind = kind
        self.name = name
        self.help = help
        self.samples = samples
    }

    /// Creates a metric of one value.
    ///
    /// - Parameters:
    ///   - kind: How the value is meant.
    ///   - name: The name.
    ///   - help: What it is, in one sentence.
    ///   - value: The value.
    ///   - labels: Names and values that tell it from others.
    public init(_ kind: Kind, _ name: String, _ help: String, value: Double, labels: [String: String] = [:]) {
        self.init(kind, name, help, samples: [Sample(value, labels: labels)])
    }
}

/// One who has numbers to show; asked each time that somebody reads them.
public protocol MetricsSource: Sendable {
    /// The numbers as they stand; it must be quick.
    ///
    /// Several sources may have samples of one metric, whose labels must then differ.
    var metrics: [Metric] { get }
}
