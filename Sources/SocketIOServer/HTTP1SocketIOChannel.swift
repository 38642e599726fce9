internal import HTTPTypes
public import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypes
internal import NIOHTTPTypesHTTP1

extension HTTPServerBuilder {
    /// Serves HTTP/1.1 and the WebSockets of a Socket.IO server on one port.
    ///
    /// It can be wrapped like any other builder, for instance in `.tls(.http1SocketIO(sockets), tlsConfiguration: …)`.
    ///
    /// - Parameters:
    ///   - server: The server whose path takes WebSocket upgrades. Polling needs its routes too.
    ///   - idleTimeout: How long a connection may stay idle between two requests; `nil` for as long as the client likes.
    ///     It does not apply to WebSockets.
    /// - Returns: The builder.
    public static func http1SocketIO(_ server: SocketIOServer, idleTimeout: Duration? = nil) -> HTTPServerBuilder {
        HTTPServerBuilder { responder in
            HTTP1SocketIOChannel(server: server, responder: responder, idleTimeout: idleTimeout)
        }
    }
}

/// A connection that speaks HTTP/1.1 until a client asks for a WebSocket at the Socket.IO path.
///
/// After an upgrade the HTTP handlers are gone and the WebSocket's own stands in front of the end of the pipeline, which
/// then sees nothing but the channel's close.
struct HTTP1SocketIOChannel: ServerChildChannel, HTTPChannelHandler {
    typealias Value = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

    let server: SocketIOServer
    let responder: HTTPChannelHandler.Responder
    let idleTimeout: Duration?

    /// What the head of one request may hold; a tenth of what NIO lets pass, and still far more than browsers send.
    private static let headLimits: NIOHTTPDecoderLimitConfiguration = {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderListSize = 200 << 10
        return limits
    }()

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            self.server.noteEventLoop(channel.eventLoop)
            // What a connection reads into stays allocated while it is idle, so it begins small and there is one of it.
            let buffers = AdaptiveRecvByteBufferAllocator(minimum: 64, initial: 1_024, maximum: 65_536)
            try channel.syncOptions?.setOption(.recvAllocator, value: buffers)
            try channel.syncOptions?.setOption(.maxMessagesPerRead, value: 1)
            let pipeline = channel.pipeline.syncOperations
            let deadlines = RequestDeadlineHandler(
                head: self.server.configuration.requestHeadTimeout,
                body: self.server.configuration.requestBodyTimeout,
                logger: self.server.logger
            )
            let encoder = HTTPResponseEncoder()
            let decoder = ByteToMessageHandler(
                HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: Self.headLimits)
            )
            let codec = HTTP1ToHTTPServerCodec(secure: false)
            let connectionState = HTTPConnectionStateHandler(idleTimeout: self.idleTimeout, logger: logger)
            let upgrade = WebSocketUpgradeHandler(
                server: self.server,
                deadlines: deadlines,
                httpHandlers: WebSocketUpgradeHandler.HTTPHandlers(
                    decoder: decoder,
                    others: [deadlines, codec, encoder, connectionState]
                )
            )
            try pipeline.addHandlers([deadlines, encoder, decoder, codec, upgrade, connectionState])
            return try NIOAsyncChannel(
                wrappingChannelSynchronously: channel,
                configuration: .init(isOutboundHalfClosureEnabled: true)
            )
        }
    }

    func handle(value: Value, logger: Logger) async {
        await self.handleHTTP(asyncChannel: value, logger: logger)
    }
}
