/// How much of one packet a peer may make this side hold or walk through.
public struct PacketLimits: Sendable, Hashable {
    /// The deepest nesting of arrays and objects in a payload, 256 by default.
    public var nestingDepth: Int

    /// The most binary attachments of one packet, 64 by default.
    public var attachments: Int

    /// The most bytes that the attachments of one packet hold together, 16 MiB by default.
    public var attachmentBytes: Int

    /// Makes limits.
    ///
    /// - Parameters:
    ///   - nestingDepth: The deepest nesting of arrays and objects in a payload.
    ///   - attachments: The most binary attachments of one packet.
    ///   - attachmentBytes: The most bytes that the attachments of one packet hold together.
    public init(nestingDepth: Int = 256, attachments: Int = 64, attachmentBytes: Int = 16 << 20) {
        self.nestingDepth = nestingDepth
        self.attachments = attachments
        self.attachmentBytes = attachmentBytes
    }
}
