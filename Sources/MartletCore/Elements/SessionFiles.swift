public import Foundation
import Synchronization

/// A file that belongs to one chat session: a person's upload, or an element's contents.
public struct SessionFile: Hashable, Sendable {
    /// The file's identifier, made by the server.
    public let id: String
    /// The name it was given, which is never part of a path.
    public let name: String
    /// Where it lies.
    public let path: String
    /// Its length in bytes.
    public let size: Int
    /// The type of its contents.
    public let mimeType: String
}

/// A file that a person uploaded.
///
/// Chainlit: an entry of the answer to `cl.AskFileMessage`.
public typealias UploadedFile = SessionFile

/// The files of one chat session: under names that the server makes, in a folder that goes with the session.
public final class SessionFiles: Sendable {
    private struct State {
        var files: [String: SessionFile] = [:]
        var hasFolder = false
        var isClosed = false
    }

    /// The session's folder; made with the first file.
    public let folder: URL
    private let state = Mutex(State())

    /// Creates an empty collection.
    ///
    /// - Parameters:
    ///   - folder: The folder in which each session has its own.
    public init(below folder: URL) {
        self.folder = folder.appending(path: Identifier.random(), directoryHint: .isDirectory)
    }

    /// The file of an identifier.
    ///
    /// - Parameter id: The identifier.
    /// - Returns: The file, or nil when this session has no such file.
    public func file(_ id: String) -> SessionFile? {
        self.state.withLock { $0.files[id] }
    }

    /// A place for a new file, and the session's folder to hold it.
    ///
    /// - Parameter mimeType: The type of the contents, which gives the ending.
    /// - Returns: The new file's identifier and path.
    /// - Throws: A ``MartletError`` of code `storageFailed` when the folder cannot be made, or the chat is over.
    public func reserve(mimeType: String) throws(MartletError) -> (id: String, path: String) {
        do {
            try self.state.withLock { state in
                guard !state.isClosed else {
                    throw MartletError(.chatEnded, "The chat is over; its files are gone. Begin a new one.")
                }
                if !state.hasFolder {
                    try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
                    state.hasFolder = true
                }
            }
        } catch let error as MartletError {
            throw error
        } catch {
            throw Self.failure(error, at: self.folder.path)
        }
        let id = Identifier.random()
        return (id, self.folder.appending(path: id + MIMEType.fileExtension(for: mimeType)).path)
    }

    /// Takes up a file that was written to a reserved place.
    ///
    /// - Parameters:
    ///   - id: The reserved identifier.
    ///   - path: The reserved path.
    ///   - name: The name it was given.
    ///   - size: Its length in bytes.
    ///   - mimeType: The type of its contents.
    /// - Returns: The file; in a chat that is over it is deleted at once.
    @discardableResult
    public func adopt(id: String, path: String, name: String, size: Int, mimeType: String) -> SessionFile {
        let file = SessionFile(id: id, name: name, path: path, size: size, mimeType: mimeType)
        let isClosed = self.state.withLock { state in
            if !state.isClosed { state.files[id] = file }
            return state.isClosed
        }
        if isClosed { try? FileManager.default.removeItem(atPath: path) }
        return file
    }

    /// Keeps contents as a new file.
    ///
    /// - Parameters:
    ///   - source: The contents; an address is no such thing.
    ///   - name: The name it was given.
    ///   - mimeType: The type of the contents.
    /// - Returns: The file.
    /// - Throws: A ``MartletError`` of code `fileNotFound` or `storageFailed`.
    public func store(_ source: ElementSource, name: String, mimeType: String) throws(MartletError) -> SessionFile {
        let (id, path) = try self.reserve(mimeType: mimeType)
        let size: Int
        do {
            switch source {
            case .url(let url):
                throw MartletError(
                    .fileNotFound,
                    "The address \"\(url)\" holds no contents to keep; give a path or data."
                )
            case .data(let data):
                try data.write(to: URL(filePath: path))
                size = data.count
            case .text(let text):
                try Data(text.utf8).write(to: URL(filePath: path))
                size = text.utf8.count
            case .path(let original):
                var isFolder: ObjCBool = false
                guard FileManager.default.fileExists(atPath: original, isDirectory: &isFolder), !isFolder.boolValue
                else {
                    throw MartletError(.fileNotFound, "There is no file \"\(original)\"; check the element's path.")
                }
                let resolved = URL(filePath: original).resolvingSymlinksInPath().path
                try FileManager.default.copyItem(atPath: resolved, toPath: path)
                size = (try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
            }
        } catch let error as MartletError {
            throw error
        } catch {
            try? FileManager.default.removeItem(atPath: path)
            throw Self.failure(error, at: path)
        }
        return self.adopt(id: id, path: path, name: name, size: size, mimeType: mimeType)
    }

    /// Forgets a file and deletes it.
    ///
    /// - Parameter id: The file's identifier.
    public func remove(_ id: String) {
        guard let file = self.state.withLock({ $0.files.removeValue(forKey: id) }) else { return }
        try? FileManager.default.removeItem(atPath: file.path)
    }

    /// Deletes everything; nothing can be kept any more.
    public func close() {
        let hasFolder = self.state.withLock { state in
            state.isClosed = true
            state.files.removeAll()
            return state.hasFolder
        }
        if hasFolder {
            try? FileManager.default.removeItem(at: self.folder)
        }
    }

    private static func failure(_ error: any Error, at path: String) -> MartletError {
        MartletError(
            .storageFailed,
            "The file \(path) cannot be written: \(error.localizedDescription). Is the disk full, or the folder not writable?",
            cause: error
        )
    }
}
