import Foundation
import Logging
import MartletCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The folder that holds the files of this process's chats, as long as the process lives.
///
/// Beside it lies a file that the process keeps locked. A process that crashed holds no lock, by which the next one knows
/// that the folder can go; the folder of one that lives is left alone.
struct FilesFolder: Sendable {
    /// This process's own folder.
    let url: URL
    private let lockURL: URL
    private let descriptor: CInt

    private static let prefix = "martlet-"
    private static let lockSuffix = ".lock"

    /// Makes a folder, and removes what processes left that ended without tidying up.
    ///
    /// - Parameters:
    ///   - folder: The folder that holds those of all processes.
    ///   - logger: Where to log what was removed.
    /// - Throws: A ``MartletError`` of code `storageFailed` when the folder cannot be made.
    init(below folder: URL, logger: Logger) throws(MartletError) {
        do {
            try FileManager.default.createDirectory(
                at: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw Self.failure(folder.path, cause: error)
        }
        Self.removeLeftovers(in: folder, logger: logger)
        // Another process that tidies up may come between the file and its lock, though hardly twice.
        for _ in 0..<5 {
            let name = Self.prefix + Identifier.random()
            let lockURL = folder.appending(path: name + Self.lockSuffix)
            guard let descriptor = Self.lock(lockURL, creates: true) else { continue }
            // The folder itself is made with the first file, when the lock is long held.
            (self.lockURL, self.descriptor) = (lockURL, descriptor)
            self.url = folder.appending(path: name, directoryHint: .isDirectory)
            return
        }
        throw Self.failure(folder.path)
    }

    /// Deletes the folder with everything in it, and the one around it when nothing else is in that.
    func remove() {
        Self.remove(self.url, self.lockURL)
        _ = close(self.descriptor)
        _ = rmdir(self.lockURL.deletingLastPathComponent().path)
    }

    private static func remove(_ url: URL, _ lockURL: URL) {
        try? FileManager.default.removeItem(at: url)
        try? FileManager.default.removeItem(at: lockURL)
    }

    private static func removeLeftovers(in folder: URL, logger: Logger) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        for name in names where name.hasPrefix(Self.prefix) && name.hasSuffix(Self.lockSuffix) {
            let lockURL = folder.appending(path: name)
            guard let descriptor = Self.lock(lockURL, creates: false) else { continue }
            let url = folder.appending(path: String(name.dropLast(Self.lockSuffix.count)), directoryHint: .isDirectory)
            Self.remove(url, lockURL)
            _ = close(descriptor)
            logger.debug("Files of an earlier process removed", metadata: ["martlet.folder": .string(url.path)])
        }
    }

    /// Takes the lock; nil when another process holds it, or there is no such file.
    private static func lock(_ url: URL, creates: Bool) -> CInt? {
        let flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | (creates ? O_CREAT | O_EXCL : 0)
        let descriptor = open(url.path, flags, 0o600)
        guard descriptor >= 0 else { return nil }
        // A file that was deleted in between says nothing to anyone; no name is used twice.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, access(url.path, F_OK) == 0 else {
            _ = close(descriptor)
            return nil
        }
        return descriptor
    }

    private static func failure(_ path: String, cause: (any Error)? = nil) -> MartletError {
        MartletError(
            .storageFailed,
            "The folder for chats' files cannot be made at \(path): \(String(cString: strerror(errno))).",
            cause: cause
        )
    }
}
