/// How a back end's copies are kept safe from damage in files.
///
/// Copies are made on the engine's thread, which everybody waits for; their checksums are not needed as long as they
/// stay in memory, and are computed where files are written and read. Both functions are called on any thread.
public struct StateSeal: Sendable {
    /// Completes a copy in place before it is written, so that damage can be told later.
    public var seal: @Sendable (_ copy: UnsafeMutableRawBufferPointer) -> Void
    /// Whether a copy that was read is as it was when it was sealed.
    public var isIntact: @Sendable (_ copy: UnsafeRawBufferPointer) -> Bool

    /// Creates a seal.
    ///
    /// - Parameters:
    ///   - seal: Completes a copy in place before it is written.
    ///   - isIntact: Whether a copy that was read is as it was when it was sealed.
    public init(
        seal: @escaping @Sendable (_ copy: UnsafeMutableRawBufferPointer) -> Void,
        isIntact: @escaping @Sendable (_ copy: UnsafeRawBufferPointer) -> Bool
    ) {
        self.seal = seal
        self.isIntact = isIntact
    }
}

/// What became of a copy that was to be brought back.
public enum RestoreResult: Hashable, Sendable {
    /// The sequence holds it.
    case restored
    /// The cache had no room at present; the copy is as good as before.
    case noSpace
    /// The copy is of another model or damaged, and never will be of use.
    case unusable
}
