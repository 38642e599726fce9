import Crypto
import Foundation
import HTTPTypes
import Hummingbird

/// The files below one folder, served by name; nothing outside of it is reachable.
struct StaticFolder: Sendable {
    let folder: URL

    /// One file's contents, ready to be sent.
    struct File: Sendable {
        let name: String
        let contents: ByteBuffer
        /// A tag that changes with the contents.
        let entityTag: String
    }

    /// Reads a file.
    ///
    /// - Parameter path: The path below the folder, as the client sent it, percent-decoded.
    /// - Returns: The file, or nil when there is none.
    /// - Throws: `HTTPError` 400 when the path tries to leave the folder.
    func file(_ path: String) throws(HTTPError) -> File? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: true)
        guard !parts.isEmpty, !path.contains("\\"), !path.contains("\0"),
            parts.allSatisfy({ $0 != ".." && $0 != "." })
        else { throw HTTPError(.badRequest, message: "Invalid filename") }
        let url = parts.reduce(self.folder) { $0.appending(path: String($1)) }
        // A link inside the folder may point out of it.
        let root = self.folder.resolvingSymlinksInPath().path + "/"
        guard url.resolvingSymlinksInPath().path.hasPrefix(root) else { return nil }
        guard let isFile = try? url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile, isFile,
            let data = try? Data(contentsOf: url, options: .mappedIfSafe)
        else { return nil }
        return File(
            name: String(parts[parts.count - 1]),
            contents: ByteBuffer(bytes: data),
            entityTag: "\"\(Self.digest(of: data))\""
        )
    }

    /// A short text that changes with the data.
    static func digest(of data: Data) -> String {
        SHA256.hash(data: data).prefix(12).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    /// The first file named `name.` with any extension, for logos and the like.
    func firstFile(named name: String) -> File? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: self.folder.path)) ?? []
        guard let match = names.sorted().first(where: { $0.hasPrefix(name + ".") }) else { return nil }
        return (try? self.file(match)) ?? nil
    }
}

extension StaticFolder.File {
    /// The answer to a request for this file: its contents, or 304 when the client has them.
    func response(to request: Request, cacheControl: String = "no-cache") -> Response {
        var headers = HTTPFields()
        headers[.eTag] = self.entityTag
        headers[.cacheControl] = cacheControl
        if request.headers[.ifNoneMatch] == self.entityTag {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = ContentType.of(self.name)
        headers[.contentLength] = String(self.contents.readableBytes)
        headers[.xContentTypeOptions] = "nosniff"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: self.contents))
    }
}
