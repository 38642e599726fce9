/// Mirostat sampling, which steers the surprise of each token towards a target.
public struct MirostatOptions: Hashable, Sendable {
    /// The algorithm: 1 or 2.
    public var version: Int
    /// The target surprise in bits, above 0, default 5.
    public var tau: Double
    /// How fast it is approached, above 0 up to 1, default 0.1.
    public var eta: Double

    /// Creates options.
    ///
    /// - Parameters:
    ///   - version: The algorithm: 1 or 2.
    ///   - tau: The target surprise in bits.
    ///   - eta: How fast it is approached.
    public init(version: Int = 2, tau: Double = 5, eta: Double = 0.1) {
        self.version = version
        self.tau = tau
        self.eta = eta
    }
}
