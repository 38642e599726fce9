import Foundation

/// The cache on the disk, laid out as huggingface_hub does: `refs` to `snapshots` to `blobs`.
///
/// ```
/// models--owner--name/
///     refs/main                      the commit that main was at
///     snapshots/<commit>/file.gguf   a link to ../../blobs/<etag>
///     blobs/<etag>                   the file itself
/// .locks/models--owner--name/<etag>.lock
/// ```
struct HubCache: Sendable {
    let root: URL

    func folder(of repository: RepositoryName) -> URL {
        self.root.appendingPathComponent(repository.folderName, isDirectory: true)
    }

    func snapshot(_ commit: String, of repository: RepositoryName) -> URL {
        self.folder(of: repository).appendingPathComponent("snapshots/\(commit)", isDirectory: true)
    }

    func pointer(_ file: String, commit: String, of repository: RepositoryName) -> URL {
        self.snapshot(commit, of: repository).appendingPathComponent(file)
    }

    func blob(_ etag: String, of repository: RepositoryName) -> URL {
        self.folder(of: repository).appendingPathComponent("blobs/\(etag)")
    }

    func lock(_ etag: String, of repository: RepositoryName) -> URL {
        self.root.appendingPathComponent(".locks/\(repository.folderName)/\(etag).lock")
    }

    func ref(_ revision: String, of repository: RepositoryName) -> URL {
        self.folder(of: repository).appendingPathComponent("refs/\(revision)")
    }

    // MARK: - Reading

    /// The commit a revision stood at when it was last looked up, or nil if it never was.
    func commit(of revision: String, in repository: RepositoryName) -> String? {
        if SafeName.isCommit(revision) { return revision }
        guard let data = try? Data(contentsOf: self.ref(revision, of: repository)) else { return nil }
        let commit = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        return SafeName.isCommit(commit) ? commit : nil
    }

    /// The file of a revision, if it is there whole.
    func cachedFile(_ file: String, revision: String, of repository: RepositoryName) -> URL? {
        guard let commit = self.commit(of: revision, in: repository) else { return nil }
        let pointer = self.pointer(file, commit: commit, of: repository)
        return FileSystem.fileSize(pointer) == nil ? nil : pointer
    }

    /// The files of a revision that are there whole, in all folders of its snapshot.
    func cachedFiles(revision: String, of repository: RepositoryName) -> [HubFile] {
        guard let commit = self.commit(of: revision, in: repository) else { return [] }
        return self.files(below: self.snapshot(commit, of: repository))
    }

    func files(below folder: URL) -> [HubFile] {
        guard let names = FileManager.default.enumerator(atPath: folder.path) else { return [] }
        return names.compactMap { $0 as? String }
            .filter { SafeName.isRelativePath($0) && !$0.hasSuffix(".incomplete") }
            .compactMap { name in
                FileSystem.fileSize(folder.appendingPathComponent(name)).map { HubFile(path: name, size: $0) }
            }
            .sorted { $0.path < $1.path }
    }

    // MARK: - Writing

    /// Notes where a revision stands, in one step.
    func writeRef(_ revision: String, commit: String, of repository: RepositoryName) throws {
        guard revision != commit, self.commit(of: revision, in: repository) != commit else { return }
        let target = self.ref(revision, of: repository)
        try FileSystem.createFolder(target.deletingLastPathComponent())
        let temporary = target.deletingLastPathComponent().appendingPathComponent(".\(UUID().uuidString).incomplete")
        do {
            try Data(commit.utf8).write(to: temporary)
            try FileSystem.rename(temporary, to: target)
        } catch {
            try? FileManager.default.removeItem(at: temporary)
            throw error
        }
    }

    /// Makes a file of a snapshot lead to its blob, with a relative link so that the cache can be moved.
    func link(_ file: String, commit: String, to etag: String, of repository: RepositoryName) throws {
        let pointer = self.pointer(file, commit: commit, of: repository)
        let depth = file.split(separator: "/").count + 1
        let target = String(repeating: "../", count: depth) + "blobs/\(etag)"
        if (try? FileManager.default.destinationOfSymbolicLink(atPath: pointer.path)) == target { return }
        try FileSystem.createFolder(pointer.deletingLastPathComponent())
        let temporary = pointer.deletingLastPathComponent().appendingPathComponent(".\(UUID().uuidString).incomplete")
        try FileManager.default.createSymbolicLink(atPath: temporary.path, withDestinationPath: target)
        do {
            try FileSystem.rename(temporary, to: pointer)
        } catch {
            try? FileManager.default.removeItem(at: temporary)
            throw error
        }
    }

    /// Marks the folder as a cache, so that back-up programs leave it out.
    func writeTag() {
        let tag = self.root.appendingPathComponent("CACHEDIR.TAG")
        guard !FileManager.default.fileExists(atPath: tag.path) else { return }
        let text = """
            Signature: 8a477f597d28d172789f06886806bc55
            # This file marks a folder that can be filled again, see https://bford.info/cachedir/
            """
        // A cache without the mark works as well.
        try? Data(text.utf8).write(to: tag)
    }
}

/// A file in a repository, as the hub or the cache lists it.
public struct HubFile: Hashable, Sendable {
    /// The file's path in the repository.
    public let path: String
    /// The file's size in bytes, or nil where the hub does not say.
    public let size: Int64?

    /// Creates an entry of a listing.
    ///
    /// - Parameters:
    ///   - path: The file's path in the repository.
    ///   - size: The file's size in bytes.
    public init(path: String, size: Int64?) {
        self.path = path
        self.size = size
    }
}
