import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// The files below one folder, served by name; nothing outside of it is reachable.
struct StaticFolder: Sendable {
    let folder: URL

    /// Finds a file.
    ///
    /// - Parameter path: The path below the folder, as the client sent it, percent-decoded.
    /// - Returns: The file, or nil when there is none.
    /// - Throws: `HTTPError` 400 when the path tries to leave the folder.
    func file(_ path: String) throws(HTTPError) -> ServedFile? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: true)
        guard !parts.isEmpty, !path.contains("\\"), !path.contains("\0"),
            parts.allSatisfy({ $0 != ".." && $0 != "." })
        else { throw HTTPError(.badRequest, message: "Invalid filename") }
        let url = parts.reduce(self.folder) { $0.appending(path: String($1)) }
        // A link inside the folder may point out of it.
        let root = self.folder.resolvingSymlinksInPath().path + "/"
        guard url.resolvingSymlinksInPath().path.hasPrefix(root) else { return nil }
        return ServedFile(url: url)
    }

    /// The first file whose name begins so, for logos and the like.
    func firstFile(beginning start: String) -> ServedFile? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: self.folder.path)) ?? []
        guard let match = names.sorted().first(where: { $0.hasPrefix(start) }) else { return nil }
        return (try? self.file(match)) ?? nil
    }

    /// The first file named `name.` with any extension.
    func firstFile(named name: String) -> ServedFile? {
        self.firstFile(beginning: name + ".")
    }

    /// A short text that changes with the data.
    static func digest(of data: Data) -> String {
        SHA256.hash(data: data).prefix(12).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
