/// A picture in a message, for models that see.
public enum ImageContent: Hashable, Sendable, Codable {
    /// The picture's file, with its media type such as `image/png`.
    case data([UInt8], mediaType: String)
    /// Where a server can fetch it.
    case url(String)
}
