import Foundation
import HTTPTypes
import Hummingbird
import Synchronization

/// A file kept in memory, plain and, once somebody asked for it so, compressed.
final class MemoryFile: Sendable {
    let name: String
    /// The contents as they are.
    let contents: ByteBuffer
    /// A tag that changes with the contents.
    let entityTag: String
    /// Nil until it was tried; then the compressed contents, if they are any smaller.
    private let compressed = Mutex<ByteBuffer??>(nil)

    /// Keeps data.
    ///
    /// - Parameters:
    ///   - name: The file's name, which says what it is.
    ///   - data: Its contents.
    init(name: String, data: Data) {
        self.name = name
        self.contents = ByteBuffer(bytes: data)
        self.entityTag = StaticFolder.digest(of: data)
    }

    /// The answer to a request for this file.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - headers: What else to say of it.
    /// - Returns: Its contents, compressed for clients that take it so, or word that the client has them.
    func response(to request: Request, headers: HTTPFields) -> Response {
        var headers = headers
        let isText = ContentType.isCompressible(self.name)
        if isText { headers[.vary] = "Accept-Encoding" }
        let gzip = isText && AcceptedEncoding.allowsGzip(request.headers[.acceptEncoding]) ? self.gzipped : nil
        // One tag for each form of the contents.
        let tag = gzip == nil ? "\"\(self.entityTag)\"" : "\"\(self.entityTag)-gzip\""
        headers[.eTag] = tag
        if EntityTags.match(request.headers[.ifNoneMatch], tag) {
            return Response(status: .notModified, headers: headers)
        }
        let body = gzip ?? self.contents
        if gzip != nil { headers[.contentEncoding] = "gzip" }
        headers[.contentType] = ContentType.of(self.name)
        headers[.contentLength] = String(body.readableBytes)
        headers[.xContentTypeOptions] = "nosniff"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
    }

    /// Compressed the first time it is asked for, so that a start does not wait for it.
    private var gzipped: ByteBuffer? {
        if let done = self.compressed.withLock({ $0 }) { return done }
        // Not under the lock: at worst two requests do it at once, to the same end.
        let made = Gzip.compress(self.contents)
        self.compressed.withLock { $0 = .some(made) }
        return made
    }
}
