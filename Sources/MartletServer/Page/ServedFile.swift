import Foundation
import HTTPTypes
import Hummingbird

/// A file on disk as an answer: streamed, in parts where a player asks for them, and not sent twice.
struct ServedFile: Sendable {
    /// Where it lies.
    let url: URL
    /// Its size in bytes.
    let size: Int
    /// A tag that changes when the file does: made of its size, its time and its place, so that it need not be read.
    let entityTag: String

    /// Looks at a file.
    ///
    /// - Parameter url: Where it lies.
    /// - Returns: The file, or nil when it is none, or a folder.
    init?(url: URL) {
        guard let facts = try? FileManager.default.attributesOfItem(atPath: url.resolvingSymlinksInPath().path),
            facts[.type] as? FileAttributeType == .typeRegular, let size = facts[.size] as? Int
        else { return nil }
        self.url = url
        self.size = size
        let time = (facts[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
        let parts = [Int(time * 1_000_000), size, facts[.systemFileNumber] as? Int ?? 0]
        self.entityTag = "\"" + parts.map { String($0, radix: 36) }.joined(separator: "-") + "\""
    }

    /// The answer to a request for this file.
    ///
    /// - Parameters:
    ///   - request: The request; its `If-None-Match`, `Range` and `If-Range` are honoured.
    ///   - context: The request's context.
    ///   - contentType: What it is; by default what its name says.
    ///   - cacheControl: How long clients may keep it.
    /// - Returns: The file, a part of it, or word that the client has it or asked for too much.
    func response(
        to request: Request,
        context: some RequestContext,
        contentType: String? = nil,
        cacheControl: String = "no-cache"
    ) async throws -> Response {
        var headers: HTTPFields = [.eTag: self.entityTag, .cacheControl: cacheControl, .acceptRanges: "bytes"]
        if EntityTags.match(request.headers[.ifNoneMatch], self.entityTag) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = contentType ?? ContentType.of(self.url.lastPathComponent)
        headers[.xContentTypeOptions] = "nosniff"
        switch self.range(of: request) {
        case .unsatisfiable:
            headers[.contentRange] = "bytes */\(self.size)"
            headers[.contentType] = nil
            return Response(status: .rangeNotSatisfiable, headers: headers)
        case .whole where self.size == 0:
            headers[.contentLength] = "0"
            return Response(status: .ok, headers: headers)
        case .whole:
            return try await self.answer(.ok, 0...(self.size - 1), headers, context)
        case .part(let range):
            headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound)/\(self.size)"
            return try await self.answer(.partialContent, range, headers, context)
        }
    }

    /// A client that has an older version of the file must not put a part of the new one into it.
    private func range(of request: Request) -> ByteRange {
        if let known = request.headers[.ifRange], known != self.entityTag { return .whole }
        return ByteRange(header: request.headers[.range], size: self.size)
    }

    private func answer(
        _ status: HTTPResponse.Status,
        _ range: ClosedRange<Int>,
        _ headers: HTTPFields,
        _ context: some RequestContext
    ) async throws -> Response {
        var headers = headers
        headers[.contentLength] = String(range.count)
        let body = try await FileIO().loadFile(path: self.url.path, range: range, context: context)
        return Response(status: status, headers: headers, body: body)
    }
}

/// Tags of contents, as clients send them back.
enum EntityTags {
    /// Whether a header names a tag, or any.
    ///
    /// - Parameters:
    ///   - header: The value of `If-None-Match`: one or several tags.
    ///   - tag: The tag, in quotes.
    /// - Returns: Whether it does.
    static func match(_ header: String?, _ tag: String) -> Bool {
        guard let header else { return false }
        return header.split(separator: ",").contains { part in
            let part = part.trimmingCharacters(in: .whitespaces)
            return part == "*" || part == tag || part == "W/" + tag
        }
    }
}
