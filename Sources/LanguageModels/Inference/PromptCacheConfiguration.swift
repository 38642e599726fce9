/// Where an engine keeps what finished chats hold once its cache needs the room, so that they go on without being read
/// again: in memory, in files, or both.
///
/// What is kept is as large as the cache's part: about 128 KiB a token for a 7B model. It holds what was said, in the
/// model's own form; a folder is made for its owner alone.
public struct PromptCacheConfiguration: Hashable, Sendable {
    /// The most bytes to keep in memory; 0, the default, keeps nothing there.
    public var memoryBytes: Int
    /// The folder to keep files in, made if need be; nil, the default, keeps none.
    ///
    /// They outlive the process: a chat of yesterday goes on at once after its model is loaded again.
    public var folder: String?
    /// The most bytes of files; default 8 GiB.
    ///
    /// The ones used longest ago go first. Files of other models in the folder count too, as they are when this one is
    /// loaded. While 256 MiB wait to be written, chats that leave the cache are not kept.
    public var fileBytes: Int
    /// Chats that are shorter, or add fewer tokens to one that is kept, are not kept; at least 1, default 256 tokens.
    public var leastTokens: Int

    /// Creates a configuration.
    ///
    /// - Parameters:
    ///   - memoryBytes: The most bytes to keep in memory.
    ///   - folder: The folder to keep files in.
    ///   - fileBytes: The most bytes of files.
    ///   - leastTokens: Shorter chats are not kept.
    public init(memoryBytes: Int = 0, folder: String? = nil, fileBytes: Int = 8 << 30, leastTokens: Int = 256) {
        self.memoryBytes = memoryBytes
        self.folder = folder
        self.fileBytes = fileBytes
        self.leastTokens = leastTokens
    }

    /// Whether anything is kept at all.
    var isOn: Bool { self.memoryBytes > 0 || self.folder != nil }
}
