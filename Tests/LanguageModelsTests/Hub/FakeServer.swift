import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A web server on this machine that answers as a test tells it, drops and stalls included.
final class FakeServer: Sendable {
    struct Request: Sendable {
        let method: HTTPMethod
        let uri: String
        let headers: HTTPHeaders
        let body: [UInt8]

        /// The path without its query, percent-encoding removed.
        var path: String { self.uri.split(separator: "?")[0].removingPercentEncoding ?? self.uri }
    }

    struct Response: Sendable {
        var status: HTTPResponseStatus = .ok
        var headers: [String: String] = [:]
        var body: [UInt8] = []
        /// After how many bytes of the body the connection is closed, or nil to send all.
        var dropsAfter: Int?
        /// Whether to stay silent for ever after that many bytes, in place of closing.
        var stalls = false
        /// Whether to send the body in chunks, without its length.
        var isChunked = false
        /// How long to wait before the head.
        var delay: TimeAmount?
        /// Pieces of the body to send one by one in place of it, in chunks.
        var pieces: [[UInt8]] = []
        /// How long to wait before each piece.
        var pieceDelay: TimeAmount = .nanoseconds(0)
    }

    typealias Handler = @Sendable (Request) -> Response

    private let channel: any Channel
    private let recorder: Recorder
    let port: Int

    private init(channel: any Channel, recorder: Recorder) {
        self.channel = channel
        self.port = channel.localAddress?.port ?? 0
        self.recorder = recorder
    }

    var requests: [Request] { self.recorder.requests.withLock { $0 } }

    /// The requests whose method and path fit, as one line each.
    var lines: [String] { self.requests.map { "\($0.method) \($0.uri)" } }

    /// How many connections were closed by the other side in the midst of an answer.
    var abandoned: Int { self.recorder.abandoned.withLock { $0 } }

    var url: URL { URL(string: "http://127.0.0.1:\(self.port)")! }

    final class Recorder: Sendable {
        let requests = Mutex<[Request]>([])
        let abandoned = Mutex(0)
        let handler: Mutex<Handler>

        init(_ handler: @escaping Handler) {
            self.handler = Mutex(handler)
        }
    }

    /// Changes how the server answers from now on.
    func answer(_ handler: @escaping Handler) {
        self.recorder.handler.withLock { $0 = handler }
    }

    static func with<Value>(
        _ handler: @escaping Handler,
        _ body: (FakeServer) async throws -> Value
    ) async throws -> Value {
        let recorder = Recorder(handler)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(FakeServerHandler(recorder: recorder))
                }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        let server = FakeServer(channel: channel, recorder: recorder)
        do {
            let value = try await body(server)
            try await channel.close().get()
            return value
        } catch {
            try? await channel.close().get()
            throw error
        }
    }
}

private final class FakeServerHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let recorder: FakeServer.Recorder
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []
    private var isAnswering = false

    init(recorder: FakeServer.Recorder) {
        self.recorder = recorder
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch self.unwrapInboundIn(data) {
        case .head(let head): (self.head, self.body) = (head, [])
        case .body(let buffer): self.body += buffer.readableBytesView
        case .end:
            guard let head = self.head else { return }
            let request = FakeServer.Request(
                method: head.method,
                uri: head.uri,
                headers: head.headers,
                body: self.body
            )
            self.recorder.requests.withLock { $0.append(request) }
            let handler = self.recorder.handler.withLock { $0 }
            let response = handler(request)
            let isHead = head.method == .HEAD
            self.isAnswering = true
            guard let delay = response.delay else { return self.send(response, isHead: isHead, context: context) }
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            context.eventLoop.scheduleTask(in: delay) {
                let (handler, context) = bound.value
                guard context.channel.isActive else { return }
                handler.send(response, isHead: isHead, context: context)
            }
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if self.isAnswering { self.recorder.abandoned.withLock { $0 += 1 } }
        context.fireChannelInactive()
    }

    /// Sends the pieces from one on, each in its own time.
    private func sendPieces(_ response: FakeServer.Response, from index: Int, context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        guard index < response.pieces.count else {
            if response.stalls { return }
            if response.dropsAfter != nil {
                self.isAnswering = false
                return context.close(promise: nil)
            }
            self.isAnswering = false
            return context.writeAndFlush(self.wrapOutboundOut(.end(nil)), promise: nil)
        }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: response.pieceDelay) {
            let (handler, context) = bound.value
            let buffer = ByteBuffer(bytes: response.pieces[index])
            context.writeAndFlush(handler.wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
            handler.sendPieces(response, from: index + 1, context: context)
        }
    }

    private func send(_ response: FakeServer.Response, isHead: Bool, context: ChannelHandlerContext) {
        var headers = HTTPHeaders(response.headers.map { ($0.key, $0.value) })
        if !response.isChunked, response.pieces.isEmpty, !headers.contains(name: "Content-Length") {
            headers.add(name: "Content-Length", value: "\(response.body.count)")
        }
        let head = HTTPResponseHead(version: .http1_1, status: response.status, headers: headers)
        context.write(self.wrapOutboundOut(.head(head)), promise: nil)
        if !response.pieces.isEmpty {
            context.flush()
            return self.sendPieces(response, from: 0, context: context)
        }
        let body = isHead ? [] : response.body[..<min(response.dropsAfter ?? .max, response.body.count)]
        if !body.isEmpty {
            context.write(self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil)
        }
        if !isHead, response.dropsAfter != nil {
            let loopBound = NIOLoopBound(context, eventLoop: context.eventLoop)
            let flushed = context.eventLoop.makePromise(of: Void.self)
            context.writeAndFlush(self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer()))), promise: flushed)
            if !response.stalls {
                self.isAnswering = false
                flushed.futureResult.whenComplete { _ in loopBound.value.close(promise: nil) }
            }
            return
        }
        self.isAnswering = false
        context.writeAndFlush(self.wrapOutboundOut(.end(nil)), promise: nil)
    }
}
