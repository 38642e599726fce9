import AsyncHTTPClient
public import Foundation
public import Logging

/// Fetches model files from a Hugging Face hub and keeps them where other tools find them too.
///
/// Files lie in huggingface_hub's own cache layout: what its tools have downloaded is found, and the other way round. A
/// download that breaks off is resumed, its size and digest are checked, and it comes into place in one step.
///
/// ```swift
/// let hub = try ModelHub()
/// let file = try await hub.download(ModelReference("hf:owner/repo/model.Q4_K_M.gguf")) { progress in
///     print(progress.bytes)
/// }
/// ```
public struct ModelHub: Sendable {
    /// Where the hub is and where its files are kept.
    public let configuration: HubConfiguration
    let cache: HubCache
    let logger: Logger
    let sleep: @Sendable (Duration) async throws -> Void
    let write: PartialFile.Write

    /// Called with the state of a download as it proceeds, at most twenty times a second, in order.
    public typealias ProgressHandler = @Sendable (DownloadProgress) -> Void

    /// Creates a hub as the environment variables of huggingface_hub describe it.
    ///
    /// - Throws: ``LanguageModelError`` of code `invalidOption` if a variable has a value that cannot be used.
    public init() throws {
        self.init(configuration: try HubConfiguration())
    }

    /// Creates a hub with an explicit configuration.
    ///
    /// - Parameters:
    ///   - configuration: Where the hub is and where its files are kept.
    ///   - logger: Where interruptions are noted.
    ///   - clock: The clock that measures pauses between attempts.
    public init(
        configuration: HubConfiguration,
        logger: Logger = Logger(label: "martlet.hub"),
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.init(
            configuration: configuration,
            logger: logger,
            sleep: { try await clock.sleep(for: $0) },
            write: { file, bytes, offset in try file.write(bytes, at: offset) }
        )
    }

    /// Creates a hub whose pauses and writes a test can take over.
    init(
        configuration: HubConfiguration,
        logger: Logger,
        sleep: @escaping @Sendable (Duration) async throws -> Void,
        write: @escaping PartialFile.Write
    ) {
        self.configuration = configuration
        self.cache = HubCache(root: configuration.cacheDirectory)
        self.logger = logger
        self.sleep = sleep
        self.write = write
    }

    /// Brings a model file to the disk, if it is not there yet, and says where it lies.
    ///
    /// Where the reference names no file, one is picked: that of its quantisation, or the smallest GGUF file. Of a model
    /// in several files all are fetched. A file of a commit that is in the cache needs no network at all; of a branch,
    /// one short question is asked, and if the hub cannot be reached the file that is there serves.
    ///
    /// - Parameters:
    ///   - reference: The model.
    ///   - localFilesOnly: Whether to use only what is already in the cache.
    ///   - progress: Called while bytes arrive.
    /// - Returns: The file in the cache's snapshot, the first one of a model in several files.
    /// - Throws: ``LanguageModelError`` of code `downloadFailed`, `checksumMismatch`, `unauthorized`,
    ///   `repositoryNotFound`, `diskFull` or `fileNotFound`; `CancellationError` when cancelled, and what has arrived by
    ///   then is kept.
    public func download(
        _ reference: ModelReference,
        localFilesOnly: Bool = false,
        progress: ProgressHandler? = nil
    ) async throws -> URL {
        if localFilesOnly || self.configuration.isOffline {
            return try self.cached(reference, isOffline: !localFilesOnly)
        }
        if SafeName.isCommit(reference.revision), let file = try? self.cached(reference, isOffline: false) {
            return file
        }
        return try await HubConnection.with(self.configuration, logger: self.logger) { connection in
            try await HubDownload(hub: self, connection: connection, reference: reference, progress: progress).run()
        }
    }

    /// Lists the files of a repository, as the hub knows them now.
    ///
    /// - Parameters:
    ///   - repository: The repository.
    ///   - revision: A branch, a tag or a commit.
    /// - Returns: All files with their sizes.
    /// - Throws: ``LanguageModelError`` as ``download(_:localFilesOnly:progress:)`` does.
    public func files(
        in repository: RepositoryName,
        revision: String = ModelReference.defaultRevision
    ) async throws -> [HubFile] {
        let reference = try ModelReference(repository: repository.description, revision: revision)
        return try await HubConnection.with(self.configuration, logger: self.logger) { connection in
            try await HubDownload(hub: self, connection: connection, reference: reference, progress: nil).list().files
        }
    }

    /// Finds a model in the cache alone.
    private func cached(_ reference: ModelReference, isOffline: Bool) throws -> URL {
        let repository = reference.repository
        let why = isOffline ? "HF_HUB_OFFLINE is set" : "only local files were asked for"
        if let commit = self.cache.commit(of: reference.revision, in: repository) {
            let files = self.cache.cachedFiles(revision: commit, of: repository)
            if let name = try? ModelFilePicker(reference: reference).pick(from: files) {
                let needed = ModelFilePicker.parts(of: name)
                let missing = needed.first { self.cache.cachedFile($0, revision: commit, of: repository) == nil }
                if missing == nil { return self.cache.pointer(name, commit: commit, of: repository) }
            }
        }
        throw LanguageModelError(
            .fileNotFound,
            """
            '\(reference)' is not in the cache '\(self.configuration.cacheDirectory.path)', and \(why): download it \
            first with 'martlet model pull \(reference)'.
            """
        )
    }
}
