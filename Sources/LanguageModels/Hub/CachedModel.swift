public import Foundation

/// A GGUF file in the cache, whoever downloaded it.
public struct CachedModel: Hashable, Sendable {
    /// The repository it is from.
    public let repository: RepositoryName
    /// The commit it is from.
    public let commit: String
    /// The branches and tags that stood at that commit when they were last looked up.
    public let revisions: [String]
    /// The file's path in the repository.
    public let file: String
    /// The file's size in bytes.
    public let size: Int64
    /// When the file was written.
    public let modified: Date
    /// Where the file lies in its snapshot.
    public let url: URL

    /// A reference that leads to this file.
    public var reference: String {
        let revision =
            self.revisions.contains(ModelReference.defaultRevision)
            ? nil : self.revisions.first ?? self.commit
        let reference = try? ModelReference(
            repository: self.repository.description,
            revision: revision,
            file: self.file
        )
        return reference?.description ?? self.url.path
    }
}

/// What was removed from the cache.
public struct CacheRemoval: Hashable, Sendable {
    /// The files that are gone from their snapshots.
    public let files: [URL]
    /// The bytes that the disk has more now; 0 where another snapshot still uses the same content.
    public let freedBytes: Int64
}

extension ModelHub {
    /// Lists the GGUF files in the cache, by repository, file and commit.
    ///
    /// Blocks while it reads folders.
    ///
    /// - Returns: Files that are there whole; links that lead nowhere are left out.
    public func cachedModels() -> [CachedModel] {
        let folders = (try? FileManager.default.contentsOfDirectory(atPath: self.cache.root.path)) ?? []
        return folders.compactMap(RepositoryName.init(folderName:))
            .flatMap(self.cachedModels)
            .sorted {
                ($0.repository.description, $0.file, $0.commit) < ($1.repository.description, $1.file, $1.commit)
            }
    }

    private func cachedModels(in repository: RepositoryName) -> [CachedModel] {
        let revisions = self.cache.revisions(of: repository)
        return self.cache.commits(of: repository).flatMap { commit in
            let folder = self.cache.snapshot(commit, of: repository)
            return self.cache.files(below: folder).filter { $0.path.lowercased().hasSuffix(".gguf") }.map { file in
                let url = folder.appendingPathComponent(file.path)
                let attributes = try? FileManager.default.attributesOfItem(atPath: url.resolvingSymlinksInPath().path)
                return CachedModel(
                    repository: repository,
                    commit: commit,
                    revisions: revisions.filter { $0.value == commit }.keys.sorted(),
                    file: file.path,
                    size: file.size ?? 0,
                    modified: attributes?[.modificationDate] as? Date ?? .distantPast,
                    url: url
                )
            }
        }
    }

    /// Finds what ``remove(_:)`` would remove for a reference.
    ///
    /// - Parameter reference: A file, of which all commits are meant unless a revision is named; without a file all
    ///   models of the repository, or those of the quantisation.
    /// - Returns: The files, with all parts of models in several files; none if the cache has none.
    public func cachedModels(matching reference: ModelReference) -> [CachedModel] {
        let commit =
            reference.revision == ModelReference.defaultRevision
            ? nil : self.cache.commit(of: reference.revision, in: reference.repository) ?? reference.revision
        return self.cachedModels(in: reference.repository)
            .filter { commit == nil || $0.commit == commit }
            .filter { model in
                if let file = reference.file { return ModelFilePicker.parts(of: file).contains(model.file) }
                guard let quantization = reference.quantization else { return true }
                return ModelFilePicker.has(quantization, in: model.file)
            }
    }

    /// Removes files from the cache, and their content where no other snapshot uses it.
    ///
    /// Blocks while it does.
    ///
    /// - Parameter models: The files, from ``cachedModels(matching:)``.
    /// - Returns: What was removed, and how much room that made.
    /// - Throws: ``LanguageModelError`` of code `invalidInput` if a file cannot be removed.
    public func remove(_ models: [CachedModel]) throws -> CacheRemoval {
        var removed: [URL] = []
        var freed: Int64 = 0
        do {
            for model in models {
                freed += try self.cache.remove(model.file, commit: model.commit, of: model.repository)
                removed.append(model.url)
            }
            for repository in Set(models.map(\.repository)) {
                try self.cache.removeEmptyFolders(of: repository)
            }
        } catch {
            let path = models.count > removed.count ? models[removed.count].url.path : self.cache.root.path
            throw LanguageModelError(
                .invalidInput,
                "'\(path)' cannot be removed (\(error)): check the permissions of the cache.",
                cause: error
            )
        }
        return CacheRemoval(files: removed, freedBytes: freed)
    }
}
