import Foundation
import MartletCore
import NIOCore

/// The page's files, read once when the server starts.
struct PageFiles: Sendable {
    private let files: [String: StaticFolder.File]

    /// Reads all files below a folder.
    ///
    /// - Parameter folder: The page's folder.
    /// - Throws: A ``MartletError`` of code `fileNotFound` when the folder has no `index.html`.
    init(folder: URL) throws(MartletError) {
        let source = StaticFolder(folder: folder)
        var files: [String: StaticFolder.File] = [:]
        let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        for name in names {
            files[name] = (try? source.file(name)) ?? nil
        }
        guard files["index.html"] != nil else {
            throw MartletError(
                .fileNotFound,
                "The page's folder \(folder.path) holds no index.html; install Martlet again."
            )
        }
        self.files = files
    }

    subscript(path: String) -> StaticFolder.File? {
        self.files[path]
    }

    /// The page's HTML before the app's own things are put in.
    var shell: String {
        self.files["index.html"].map { String(buffer: $0.contents) } ?? ""
    }
}
