import Foundation
import Logging

/// The folder of ``StateFile``s, which several models and processes may share.
enum StateFolder {
    /// A file in it.
    struct File: Hashable, Sendable {
        var url: URL
        var size: Int
        /// When it was used last.
        var date: Date
    }

    /// What a crash left half written is deleted after so many seconds, in which any disk has written it.
    private static let patience = 600.0

    /// The folder's files of states, the one used longest ago first, after what crashes left is deleted.
    ///
    /// - Parameter folder: The folder.
    /// - Throws: What the file system throws.
    static func files(in folder: URL) throws -> [File] {
        let keys: Set<URLResourceKey> = [.contentModificationDateKey, .fileSizeKey, .isRegularFileKey]
        let found = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: Array(keys))
        var files: [File] = []
        for url in found {
            guard let values = try? url.resourceValues(forKeys: keys), values.isRegularFile == true else { continue }
            let date = values.contentModificationDate ?? .distantPast
            switch url.pathExtension {
            case StateFile.pathExtension:
                files.append(File(url: url, size: values.fileSize ?? 0, date: date))
            case StateFile.partialExtension where date.timeIntervalSinceNow < -self.patience:
                try? FileManager.default.removeItem(at: url)
            default: break
            }
        }
        return files.sorted { ($0.date, $0.url.path) < ($1.date, $1.url.path) }
    }

    /// Reads a file's head; one that cannot be read at present is left alone.
    ///
    /// - Parameters:
    ///   - url: The file.
    ///   - identity: What its copy has to depend on.
    ///   - logger: Told of what cannot be read.
    /// - Returns: The file, or nil if it is of no use to this process.
    static func open(_ url: URL, identity: String, logger: Logger) -> StateFile? {
        do {
            return try StateFile.open(url, identity: identity)
        } catch {
            logger.warning(
                "A chat's saved state cannot be read now; its prompt will be read again, the file stays",
                metadata: ["file": "\(url.path)", "error": "\(error)"]
            )
            return nil
        }
    }
}
