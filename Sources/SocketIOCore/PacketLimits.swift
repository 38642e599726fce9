/// How much of one packet a peer may make this side hold or walk through.
public struct PacketLimits: Sendable, Hashable {
    /// The deepest nesting of arrays and objects in a payload, 256 by default.
    public var nestingDepth: Int

    /// The most arguments of one packet, 1,024 by default.
    public var arguments: Int

    /// The longest name of a namespace in bytes, 256 by default.
    public var namespaceBytes: Int

    /// The most binary attachments of one packet, 64 by default.
    public var attachments: Int

    /// The most bytes that the attachments of one packet hold together, 16 MiB by default.
    public var attachmentBytes: Int

    /// Makes limits.
    ///
    /// - Parameters:
    ///   - nestingDepth: The deepest nesting of arrays and objects in a payload.
    ///   - arguments: The most arguments of one packet.
    ///   - namespaceBytes: The longest name of a namespace in bytes.
    ///   - attachments: The most binary attachments of one packet.
    ///   - attachmentBytes: The most bytes that the attachments of one packet hold together.
    public init(
        nestingDepth: Int = 256,
        arguments: Int = 1_024,
        namespaceBytes: Int = 256,
        attachments: Int = 64,
        attachmentBytes: Int = 16 << 20
    ) {
        self.nestingDepth = nestingDepth
        self.arguments = arguments
        self.namespaceBytes = namespaceBytes
        self.attachments = attachments
        self.attachmentBytes = attachmentBytes
    }
}
