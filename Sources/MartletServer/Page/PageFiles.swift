import Foundation
import MartletCore
import NIOCore

/// The files of Martlet's own page as they lie in its folder.
struct PageFiles: Sendable {
    /// The files by their paths below the folder.
    let files: [String: MemoryFile]

    /// Reads all files below a folder.
    ///
    /// - Parameter folder: The page's folder.
    /// - Throws: A ``MartletError`` of code `fileNotFound` when the folder has no `index.html`.
    init(folder: URL) throws(MartletError) {
        var files: [String: MemoryFile] = [:]
        for name in Self.names(in: folder) {
            let url = folder.appending(path: name)
            guard ServedFile(url: url) != nil, let data = try? Data(contentsOf: url) else { continue }
            files[name] = MemoryFile(name: url.lastPathComponent, data: data)
        }
        guard files["index.html"] != nil else {
            throw MartletError(
                .fileNotFound,
                "The page's folder \(folder.path) holds no index.html; install Martlet again."
            )
        }
        self.files = files
    }

    /// A text that changes when a file does, of what can be told without reading them.
    static func stamp(of folder: URL) -> String {
        Self.names(in: folder).sorted().map { name in
            name + (ServedFile(url: folder.appending(path: name))?.entityTag ?? "")
        }.joined()
    }

    private static func names(in folder: URL) -> [String] {
        FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    }

    subscript(path: String) -> MemoryFile? {
        self.files[path]
    }

    /// A file's contents.
    func bytes(_ path: String) -> [UInt8]? {
        self.files[path].map { Array($0.contents.readableBytesView) }
    }

    /// A file's contents as text; empty where there is no such file.
    func text(_ path: String) -> String {
        self.files[path].map { String(buffer: $0.contents) } ?? ""
    }
}
