import Foundation
import Logging
import Synchronization

/// One call for a model: finds its files, fetches what is missing, and enters it all into the cache.
struct HubDownload {
    let hub: ModelHub
    let connection: HubConnection
    let reference: ModelReference
    let progress: ModelHub.ProgressHandler?

    private var cache: HubCache { self.hub.cache }
    private var repository: RepositoryName { self.reference.repository }

    func run() async throws -> URL {
        do {
            let name = try await self.fileName()
            let parts = ModelFilePicker.parts(of: name)
            var remotes: [RemoteFile] = []
            for part in parts {
                // All parts are of one commit, even if the branch moves meanwhile.
                let revision = remotes.first?.commit ?? self.reference.revision
                remotes.append(try await self.describe(part, revision: revision))
            }
            try await self.fetch(remotes, name: name)
            return self.cache.pointer(name, commit: remotes[0].commit, of: self.repository)
        } catch let failure as HubFailure {
            if failure.isTemporary, let file = self.fallback() {
                self.hub.logger.warning(
                    "The model hub cannot be reached, using the file in the cache",
                    metadata: ["hub.model": "\(self.reference)"]
                )
                return file
            }
            throw await self.explained(failure)
        } catch let error as SystemError {
            throw self.explained(error)
        }
    }

    /// The repository's files, and the commit they are of.
    func list() async throws -> (commit: String, files: [HubFile]) {
        do {
            return try await self.retrying {
                try await self.connection.list(self.repository, revision: self.reference.revision)
            }
        } catch let failure as HubFailure {
            throw self.reporter(file: nil).error(failure)
        }
    }

    /// The name that was given, or the one that is picked from the repository's list.
    private func fileName() async throws -> String {
        if let file = self.reference.file { return file }
        let listing = try await self.retrying {
            try await self.connection.list(self.repository, revision: self.reference.revision)
        }
        return try ModelFilePicker(reference: self.reference).pick(from: listing.files)
    }

    private func describe(_ file: String, revision: String) async throws -> RemoteFile {
        try await self.retrying {
            try await self.connection.describe(file, revision: revision, in: self.repository)
        }
    }

    /// Makes a short request a few times, as far as the failure is one that may pass.
    private func retrying<Value: Sendable>(_ request: () async throws -> Value) async throws -> Value {
        var policy = RetryPolicy(maximumAttempts: min(3, self.hub.configuration.maximumAttempts))
        while true {
            do {
                return try await request()
            } catch let failure as HubFailure {
                var asked: Duration?
                if case .status(let status) = failure { asked = status.retryAfter }
                guard failure.isTemporary, self.fallback() == nil,
                    let pause = policy.pause(afterFailureAt: 0, asked: asked)
                else { throw failure }
                try await self.hub.sleep(pause)
            }
        }
    }

    // MARK: - Fetching

    private func fetch(_ remotes: [RemoteFile], name: String) async throws {
        let sizes = remotes.compactMap(\.size)
        let total = sizes.count == remotes.count ? sizes.reduce(0, +) : nil
        let meter = Mutex(DownloadMeter(file: name, totalBytes: total))
        var done: Int64 = 0
        for remote in remotes {
            let base = done
            try await self.fetch(remote) { bytes in
                self.report(base + bytes, to: meter, always: false)
            }
            done += FileSystem.fileSize(self.cache.blob(remote.etag, of: self.repository)) ?? remote.size ?? 0
        }
        self.report(done, to: meter, always: true)
        // The revision is noted last: whoever reads it finds the file behind it.
        do {
            try self.cache.writeRef(self.reference.revision, commit: remotes[0].commit, of: self.repository)
        } catch {
            // A cache that may only be read still serves what it has.
            self.hub.logger.debug("The revision could not be noted", metadata: ["hub.error": "\(error)"])
        }
    }

    private func report(_ bytes: Int64, to meter: borrowing Mutex<DownloadMeter>, always: Bool) {
        guard let progress = self.progress else { return }
        if let report = meter.withLock({ $0.report(bytes: bytes, at: .now, always: always) }) {
            progress(report)
        }
    }

    private func fetch(_ remote: RemoteFile, onBytes: @escaping @Sendable (Int64) -> Void) async throws {
        if self.isLinked(remote) { return }
        let blob = self.cache.blob(remote.etag, of: self.repository)
        try FileSystem.createFolder(blob.deletingLastPathComponent())
        self.cache.writeTag()
        let lock = try await BlobLock.acquire(
            self.cache.lock(remote.etag, of: self.repository),
            sleep: self.hub.sleep,
            logger: self.hub.logger
        )
        defer { lock.release() }
        // Another process may have brought it while this one waited.
        if !self.isWhole(blob, remote) {
            try await BlobDownload(
                connection: self.connection,
                remote: remote,
                repository: self.repository,
                blob: blob,
                write: self.hub.write,
                sleep: self.hub.sleep,
                onBytes: onBytes
            ).run()
        }
        try self.cache.link(remote.path, commit: remote.commit, to: remote.etag, of: self.repository)
    }

    private func isLinked(_ remote: RemoteFile) -> Bool {
        self.isWhole(self.cache.pointer(remote.path, commit: remote.commit, of: self.repository), remote)
    }

    private func isWhole(_ url: URL, _ remote: RemoteFile) -> Bool {
        guard let size = FileSystem.fileSize(url) else { return false }
        return remote.size == nil || remote.size == size
    }

    // MARK: - Failing

    /// What the cache has of the model, for when the hub cannot be asked.
    private func fallback() -> URL? {
        let files = self.cache.cachedFiles(revision: self.reference.revision, of: self.repository)
        guard let name = try? ModelFilePicker(reference: self.reference).pick(from: files) else { return nil }
        let names = Set(files.map(\.path))
        guard ModelFilePicker.parts(of: name).allSatisfy(names.contains) else { return nil }
        return self.cache.cachedFile(name, revision: self.reference.revision, of: self.repository)
    }

    private func reporter(file: String?) -> HubErrorReporter {
        HubErrorReporter(
            repository: self.repository,
            revision: self.reference.revision,
            file: file,
            configuration: self.hub.configuration
        )
    }

    private func explained(_ failure: HubFailure) async -> LanguageModelError {
        var near: [String] = []
        if case .status(let status) = failure, status.code == 404, let file = self.reference.file,
            status.hubCode != "RevisionNotFound",
            let listing = try? await self.connection.list(self.repository, revision: self.reference.revision)
        {
            near = NearNames.of(file, in: listing.files.map(\.path))
            if near.isEmpty {
                near = Array(listing.files.map(\.path).filter { $0.lowercased().hasSuffix(".gguf") }.prefix(3))
            }
        }
        return self.reporter(file: self.reference.file).error(failure, nearNames: near)
    }

    private func explained(_ error: SystemError) -> LanguageModelError {
        if error.isDiskFull {
            return LanguageModelError(
                .diskFull,
                """
                The disk of '\(self.cache.root.path)' filled up while '\(self.reference)' was downloaded: make room and \
                start again, what is already there is kept, or set HF_HOME to a folder on another disk.
                """,
                cause: error
            )
        }
        return LanguageModelError(
            .downloadFailed,
            """
            '\(self.reference)' cannot be kept in '\(error.path)' (\(error)): check the permissions of the cache, or set \
            HF_HOME to a folder that can be written.
            """,
            cause: error
        )
    }
}
