import Logging
import NIOCore
import Synchronization

/// Writes what a program says on its standard error to the log, line by line, and keeps the last lines for messages.
final class StandardErrorLog: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// The last lines, for whoever has to say why the program ended.
    final class Tail: Sendable {
        private let lines = Mutex<[String]>([])
        private static let most = 8

        func add(_ line: String) {
            self.lines.withLock { lines in
                if lines.count == Self.most { lines.removeFirst() }
                lines.append(line)
            }
        }

        /// The lines as one text.
        var text: String { self.lines.withLock { $0.joined(separator: " | ") } }
    }

    private let serverName: String
    private let logger: Logger
    private let tail: Tail
    private let ended: OneShot<Void>
    private var line: [UInt8] = []
    private static let longestLine = 1_000

    init(serverName: String, logger: Logger, tail: Tail, ended: OneShot<Void>) {
        self.serverName = serverName
        self.logger = logger
        self.tail = tail
        self.ended = ended
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var rest = self.unwrapInboundIn(data).readableBytesView
        while let newline = rest.firstIndex(of: UInt8(ascii: "\n")) {
            self.append(rest[..<newline])
            self.flush()
            rest = rest[rest.index(after: newline)...]
        }
        self.append(rest)
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.flush()
        self.ended.complete(.success(()))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    /// Keeps the beginning of a line; the rest of a long one is dropped.
    private func append(_ bytes: ByteBufferView) {
        self.line.append(contentsOf: bytes.prefix(Self.longestLine - self.line.count))
    }

    private func flush() {
        guard !self.line.isEmpty else { return }
        let text = ShownText.shown(String(decoding: self.line, as: UTF8.self), limit: Self.longestLine)
        self.line.removeAll(keepingCapacity: true)
        self.tail.add(text)
        self.logger.debug(
            "The MCP server writes",
            metadata: ["mcp.server": "\(self.serverName)", "mcp.text": "\(text)"]
        )
    }
}
