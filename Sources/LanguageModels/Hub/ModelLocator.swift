public import Foundation

/// Finds the file of a model from what a person wrote: a path, a folder, a reference or a repository's name.
///
/// ctransformers: the first argument of `AutoModelForCausalLM.from_pretrained`, with `model_file`, `revision` and
/// `local_files_only`.
public enum ModelLocator {
    /// Finds a model's file, and downloads it if it has to.
    ///
    /// 1. A reference (`hf:owner/repo/file.gguf`) goes to the hub.
    /// 2. A file that exists is taken as it is.
    /// 3. In a folder that exists `modelFile` is taken, or else the smallest `.gguf` (else `.bin`) file.
    /// 4. `owner/repo` goes to the hub, with `modelFile` or else the smallest `.gguf` file.
    ///
    /// Unlike in ctransformers a missing file whose name ends in `.gguf` is told to be missing, not looked for on the
    /// network.
    ///
    /// - Parameters:
    ///   - model: What the person wrote; `~` stands for the home folder.
    ///   - modelFile: The file in the folder or repository.
    ///   - revision: The repository's branch, tag or commit; a reference that has one must have the same.
    ///   - localFilesOnly: Whether to use only what is already on this machine.
    ///   - hub: Where to download from; nil means the hub that the environment describes.
    ///   - progress: Called while bytes arrive.
    /// - Returns: The path of a file that exists.
    /// - Throws: ``LanguageModelError`` of code `fileNotFound`, `invalidInput`, or one of those of
    ///   ``ModelHub/download(_:localFilesOnly:progress:)``.
    public static func locate(
        _ model: String,
        modelFile: String? = nil,
        revision: String? = nil,
        localFilesOnly: Bool = false,
        hub: ModelHub? = nil,
        progress: ModelHub.ProgressHandler? = nil
    ) async throws -> URL {
        guard !model.isEmpty else {
            throw LanguageModelError(
                .invalidInput,
                "The model's name is empty: give a path, or a reference like hf:owner/repo/file.gguf."
            )
        }
        let reference: ModelReference
        if ModelReference.isReference(model) {
            reference = try Self.reference(model, modelFile: modelFile, revision: revision)
        } else {
            let path = NSString(string: model).expandingTildeInPath
            let url = URL(fileURLWithPath: path)
            if FileSystem.isFolder(url) { return try Self.file(in: url, modelFile: modelFile, model: model) }
            if FileManager.default.fileExists(atPath: path) { return url }
            guard Self.looksLikeRepository(model) else { throw Self.missingFile(model, url) }
            reference = try ModelReference(repository: model, revision: revision, file: modelFile)
        }
        let hub = try hub ?? ModelHub()
        return try await hub.download(reference, localFilesOnly: localFilesOnly, progress: progress)
    }

    private static func reference(_ text: String, modelFile: String?, revision: String?) throws -> ModelReference {
        let reference = try ModelReference(text)
        if let file = reference.file, let modelFile, file != modelFile {
            throw LanguageModelError(
                .invalidInput,
                "'\(SafeName.shown(text))' and the model file '\(SafeName.shown(modelFile))' differ: give only one."
            )
        }
        if let revision, reference.revision != revision, reference.revision != ModelReference.defaultRevision {
            throw LanguageModelError(
                .invalidInput,
                "'\(SafeName.shown(text))' and the revision '\(SafeName.shown(revision))' differ: give only one."
            )
        }
        return try ModelReference(
            repository: reference.repository.description,
            revision: revision ?? reference.revision,
            file: reference.file ?? modelFile,
            quantization: modelFile == nil ? reference.quantization : nil
        )
    }

    /// Whether a name that leads to no file can mean a repository.
    private static func looksLikeRepository(_ model: String) -> Bool {
        let name = model.lowercased()
        return !name.hasSuffix(".gguf") && !name.hasSuffix(".bin") && RepositoryName(model) != nil
    }

    private static func file(in folder: URL, modelFile: String?, model: String) throws -> URL {
        if let modelFile {
            guard SafeName.isRelativePath(modelFile) else {
                throw LanguageModelError(
                    .invalidInput,
                    "'\(SafeName.shown(modelFile))' cannot be a file in '\(model)': give a path without '..' parts."
                )
            }
            let file = folder.appendingPathComponent(modelFile)
            if FileSystem.fileSize(file) != nil { return file }
        }
        let files = Self.files(directlyIn: folder)
        let name = try ModelFilePicker(file: modelFile, subject: model).pick(from: files)
        return folder.appendingPathComponent(name)
    }

    private static func files(directlyIn folder: URL) -> [HubFile] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.compactMap { name in
            FileSystem.fileSize(folder.appendingPathComponent(name)).map { HubFile(path: name, size: $0) }
        }
    }

    private static func missingFile(_ model: String, _ url: URL) -> LanguageModelError {
        let files = Self.files(directlyIn: url.deletingLastPathComponent()).map(\.path)
        let near = NearNames.of(url.lastPathComponent, in: files)
        let hint: String
        if let first = near.first {
            hint = "did you mean '\(SafeName.shown(first))' in the same folder?"
        } else if let reference = try? ModelReference("hf:" + model), reference.file != nil {
            hint = "check the path, or write \(reference) for a file on the model hub."
        } else {
            hint = "check the path, or write hf:owner/repo/file.gguf for a file on the model hub."
        }
        return LanguageModelError(.fileNotFound, "No file lies at '\(SafeName.shown(model))': \(hint)")
    }
}
