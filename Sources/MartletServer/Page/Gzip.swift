import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOHTTPCompression

/// Compresses data that is sent again and again.
enum Gzip {
    /// Compresses data.
    ///
    /// NIO offers its compressor as a part of a connection only, so one is made that leads nowhere.
    ///
    /// - Parameter data: The data.
    /// - Returns: The compressed data, or nil when that would be larger.
    static func compress(_ data: ByteBuffer) -> ByteBuffer? {
        let channel = EmbeddedChannel()
        defer { _ = try? channel.finish() }
        do {
            try channel.pipeline.syncOperations.addHandler(HTTPResponseCompressor())
            let request = HTTPRequestHead(
                version: .http1_1,
                method: .GET,
                uri: "/",
                headers: ["accept-encoding": "gzip"]
            )
            try channel.writeInbound(HTTPServerRequestPart.head(request))
            try channel.writeOutbound(HTTPServerResponsePart.head(HTTPResponseHead(version: .http1_1, status: .ok)))
            try channel.writeOutbound(HTTPServerResponsePart.body(.byteBuffer(data)))
            try channel.writeOutbound(HTTPServerResponsePart.end(nil))
            var compressed = ByteBuffer()
            while let part = try channel.readOutbound(as: HTTPServerResponsePart.self) {
                if case .body(.byteBuffer(var chunk)) = part { compressed.writeBuffer(&chunk) }
            }
            return compressed.readableBytes > 0 && compressed.readableBytes < data.readableBytes ? compressed : nil
        } catch {
            return nil
        }
    }
}

/// What a client says it can read.
enum AcceptedEncoding {
    /// Whether a client takes gzip.
    ///
    /// - Parameter header: Its `Accept-Encoding`.
    /// - Returns: Whether it does; a weight of 0 means no.
    static func allowsGzip(_ header: String?) -> Bool {
        (header ?? "").lowercased().split(separator: ",").contains { part in
            let words = part.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
            guard let name = words.first, name == "gzip" || name == "*" else { return false }
            return !words.dropFirst().contains { $0.wholeMatch(of: /q=0(\.0*)?/) != nil }
        }
    }
}
