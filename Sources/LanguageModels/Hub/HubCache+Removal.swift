import Foundation

extension HubCache {
    /// The commits of which the cache has a snapshot.
    func commits(of repository: RepositoryName) -> [String] {
        let folder = self.folder(of: repository).appendingPathComponent("snapshots")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter(SafeName.isCommit).sorted()
    }

    /// The branches and tags that were looked up, with the commits they stood at.
    func revisions(of repository: RepositoryName) -> [String: String] {
        let folder = self.folder(of: repository).appendingPathComponent("refs")
        var revisions: [String: String] = [:]
        for file in self.files(below: folder) {
            revisions[file.path] = self.commit(of: file.path, in: repository)
        }
        return revisions
    }

    /// Removes a file from a snapshot, and the blob behind it if no other snapshot leads there.
    ///
    /// - Returns: The bytes that the disk has more.
    func remove(_ file: String, commit: String, of repository: RepositoryName) throws -> Int64 {
        let pointer = self.pointer(file, commit: commit, of: repository)
        let blobs = self.folder(of: repository).appendingPathComponent("blobs").standardizedFileURL
        guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: pointer.path) else {
            // A system without links keeps the file itself in the snapshot.
            let size = FileSystem.ownSize(pointer) ?? 0
            try FileManager.default.removeItem(at: pointer)
            return size
        }
        try FileManager.default.removeItem(at: pointer)
        let blob = URL(fileURLWithPath: target, relativeTo: pointer.deletingLastPathComponent()).standardizedFileURL
        // Whatever lies outside the repository's own blobs is not ours to remove.
        guard blob.deletingLastPathComponent().path == blobs.path, SafeName.isBlob(blob.lastPathComponent),
            !self.isUsed(blob, in: repository)
        else { return 0 }
        let size = FileSystem.ownSize(blob) ?? 0
        try FileManager.default.removeItem(at: blob)
        try? FileManager.default.removeItem(at: self.lock(blob.lastPathComponent, of: repository))
        return size
    }

    private func isUsed(_ blob: URL, in repository: RepositoryName) -> Bool {
        self.commits(of: repository).contains { commit in
            let folder = self.snapshot(commit, of: repository)
            let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
            return names.contains { name in
                let link = folder.appendingPathComponent(name)
                guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: link.path) else {
                    return false
                }
                let url = URL(fileURLWithPath: target, relativeTo: link.deletingLastPathComponent())
                return url.standardizedFileURL.path == blob.path
            }
        }
    }

    /// Removes snapshots without files, the revisions that lead to them, and the repository's folder once it has none.
    func removeEmptyFolders(of repository: RepositoryName) throws {
        for commit in self.commits(of: repository) {
            let folder = self.snapshot(commit, of: repository)
            let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
            let hasFile = names.contains { !FileSystem.isPlainFolder(folder.appendingPathComponent($0)) }
            if hasFile {
                // Deepest first, so that a folder is empty by the time its turn comes.
                for name in names.sorted(by: { $0.count > $1.count }) {
                    FileSystem.removeIfEmpty(folder.appendingPathComponent(name))
                }
            } else {
                try FileManager.default.removeItem(at: folder)
                for (revision, target) in self.revisions(of: repository) where target == commit {
                    try FileManager.default.removeItem(at: self.ref(revision, of: repository))
                }
            }
        }
        guard self.commits(of: repository).isEmpty else { return }
        let folder = self.folder(of: repository)
        let blobs =
            (try? FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent("blobs").path)) ?? []
        // A blob that remains is a download under way, or someone else's.
        guard blobs.isEmpty, FileManager.default.fileExists(atPath: folder.path) else { return }
        try FileManager.default.removeItem(at: folder)
        try? FileManager.default.removeItem(at: self.root.appendingPathComponent(".locks/\(repository.folderName)"))
    }
}
