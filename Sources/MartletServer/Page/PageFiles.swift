import Foundation
import MartletCore
import NIOCore

/// The files of Martlet's own page, read once when the server starts.
struct PageFiles: Sendable {
    private let files: [String: MemoryFile]
    /// A path component that changes with any of the files, so that browsers may keep what lies below it for ever.
    let version: String

    /// Reads all files below a folder.
    ///
    /// - Parameter folder: The page's folder.
    /// - Throws: A ``MartletError`` of code `fileNotFound` when the folder has no `index.html`.
    init(folder: URL) throws(MartletError) {
        var files: [String: MemoryFile] = [:]
        let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        for name in names {
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
        let tags = files.sorted { $0.key < $1.key }.map { $0.key + $0.value.entityTag }.joined()
        self.version = Self.versionPrefix + StaticFolder.digest(of: Data(tags.utf8))
    }

    private static let versionPrefix = "v-"

    /// One of the page's assets, by the path that a browser asked for.
    ///
    /// - Parameter path: The path below `assets/`, which may begin with a version.
    /// - Returns: The file, and whether the path names the present version of it.
    func asset(_ path: String) -> (file: MemoryFile, isVersioned: Bool)? {
        var parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let version = parts.first.flatMap { $0.hasPrefix(Self.versionPrefix) ? String($0) : nil }
        if version != nil { parts.removeFirst() }
        return self.files["assets/" + parts.joined(separator: "/")].map { ($0, version == self.version) }
    }

    subscript(path: String) -> MemoryFile? {
        self.files[path]
    }

    /// The page's HTML before the app's own things are put in.
    var shell: String {
        self.files["index.html"].map { String(buffer: $0.contents) } ?? ""
    }
}
