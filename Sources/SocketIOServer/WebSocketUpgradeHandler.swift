internal import HTTPTypes
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypes
internal import NIOWebSocket
internal import SocketIOCore

/// Watches the requests of a connection for one that asks for a WebSocket at the Socket.IO path.
///
/// NIO's own upgrade handler looks at a connection's first request only. Clients and proxies that keep connections open
/// send the upgrade on one that has carried polls before, so this one looks at every request.
final class WebSocketUpgradeHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// The handlers that speak HTTP and leave when the connection becomes a WebSocket.
    struct HTTPHandlers {
        let decoder: ByteToMessageHandler<HTTPRequestDecoder>
        let others: [any RemovableChannelHandler]
    }

    private enum State {
        case http
        /// The request that asks for the upgrade is being read, or waits for the answers to those before it.
        case requested(HTTPRequest, isRead: Bool)
        case done
    }

    private let server: SocketIOServer
    private let deadlines: RequestDeadlineHandler
    private let httpHandlers: HTTPHandlers
    private var state = State.http
    private var answersOwed = 0
    /// The HTTP decoder stops after any request that asks for an upgrade, so the connection ends with its answer.
    private var closesAfterAnswer = false
    /// The session whose poll is hanging on this connection.
    private var pollingSession: String?
    /// Where the connection comes from; no longer known when it has ended.
    private var address: SocketAddress?

    init(server: SocketIOServer, deadlines: RequestDeadlineHandler, httpHandlers: HTTPHandlers) {
        self.server = server
        self.deadlines = deadlines
        self.httpHandlers = httpHandlers
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = Self.unwrapInboundIn(data)
        self.deadlines.noteRequest(part)
        switch (part, self.state) {
        case (.head(let head), .http):
            if self.isWebSocketRequest(head) {
                self.state = .requested(head, isRead: false)
                return
            }
            self.answersOwed += 1
            self.closesAfterAnswer = self.closesAfterAnswer || Self.asksForUpgrade(head)
            self.notePoll(head, over: context.remoteAddress)
            context.fireChannelRead(data)
        case (.body, .http), (.end, .http): context.fireChannelRead(data)
        case (.end, .requested(let head, isRead: false)):
            self.state = .requested(head, isRead: true)
            self.upgradeIfReady(context)
        case (_, .requested), (_, .done): break
        }
    }

    private func isWebSocketRequest(_ head: HTTPRequest) -> Bool {
        guard head.method == .get, let uri = head.path.map({ URI($0) }), self.isSocketIOPath(uri) else { return false }
        let protocols = head.headerFields[.upgrade]?.split(separator: ",") ?? []
        let asks = protocols.contains { $0.trimmingSpaces.lowercased() == "websocket" }
        return asks && uri.queryParameters["transport"] == "websocket"
    }

    private func isSocketIOPath(_ uri: URI) -> Bool {
        let path = uri.path
        return path == self.server.configuration.path || path == self.server.configuration.path + "/"
    }

    private static func asksForUpgrade(_ head: HTTPRequest) -> Bool {
        let options = head.headerFields[.connection]?.lowercased() ?? ""
        return head.headerFields.contains(.upgrade) && options.contains("upgrade")
    }

    private func notePoll(_ head: HTTPRequest, over address: SocketAddress?) {
        guard head.method == .get, let uri = head.path.map({ URI($0) }), self.isSocketIOPath(uri) else { return }
        self.pollingSession = uri.queryParameters["sid"].map(String.init)
        self.address = address
    }

    // MARK: Answers

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch Self.unwrapOutboundIn(data) {
        case .head(var head) where self.closesAfterAnswer && head.status.kind != .informational:
            head.headerFields[.connection] = "close"
            context.write(Self.wrapOutboundOut(.head(head)), promise: promise)
        case .head, .body:
            context.write(data, promise: promise)
        case .end:
            self.answersOwed -= 1
            self.deadlines.noteAnswer()
            self.pollingSession = nil
            guard self.closesAfterAnswer, self.answersOwed == 0 else {
                context.write(data, promise: promise)
                self.upgradeIfReady(context)
                return
            }
            let context = NIOLoopBound(context, eventLoop: context.eventLoop)
            let written = promise ?? context.value.eventLoop.makePromise(of: Void.self)
            written.futureResult.whenComplete { _ in context.value.close(promise: nil) }
            context.value.writeAndFlush(data, promise: written)
        }
    }

    // MARK: Upgrade

    private func upgradeIfReady(_ context: ChannelHandlerContext) {
        guard case .requested(let head, isRead: true) = self.state, self.answersOwed == 0 else { return }
        self.state = .done
        let request = HandshakeRequest(
            head: head,
            remoteAddress: context.channel.remoteAddress?.ipAddress,
            transport: .websocket
        )
        let upgrader = NIOWebSocketServerUpgrader(
            shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture([:]) },
            upgradePipelineHandler: { channel, _ in channel.eventLoop.makeSucceededVoidFuture() }
        )
        var headers = HTTPHeaders()
        for field in head.headerFields { headers.add(name: field.name.rawName, value: field.value) }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        upgrader.buildUpgradeResponse(
            channel: context.channel,
            upgradeRequest: HTTPRequestHead(version: .http1_1, method: .GET, uri: request.uri, headers: headers),
            initialResponseHeaders: [:]
        ).whenComplete { result in
            let (handler, context) = bound.value
            switch result {
            case .success(let headers): handler.upgrade(context, request: request, headers: headers)
            case .failure: handler.refuse(context, .badRequest, EngineRequestError.invalidUpgrade.body, isVersion: true)
            }
        }
    }

    private func upgrade(_ context: ChannelHandlerContext, request: HandshakeRequest, headers: HTTPHeaders) {
        guard self.server.configuration.allowedOrigins.allows(request) else {
            self.server.logger.debug(
                "Refused a page of another origin",
                metadata: ["socketio.origin": "\(request.headers[.origin] ?? "")"]
            )
            return self.refuse(context, .forbidden, SocketIOServer.originRefusal)
        }
        do throws(EngineRequestError) {
            let uri = URI(request.uri)
            let query = try HandshakeQuery { uri.queryParameters[Substring($0)].map(String.init) }
            let maximumPayload = self.server.configuration.engine.maximumPayload
            let handler = WebSocketHandler(maximumPayload: maximumPayload, isTrial: query.sessionID != nil)
            let link = WebSocketLink(handler, eventLoop: context.eventLoop)
            if let id = query.sessionID {
                let connection = try self.server.connection(id)
                try connection.attachCandidate(link)
                handler.attach(connection)
            } else if let connection = self.server.open(request, link: link) {
                handler.attach(connection)
            } else {
                return self.refuse(context, .serviceUnavailable, Array("\"The server is shutting down\"".utf8))
            }
            self.becomeWebSocket(context, handler: handler, headers: headers)
        } catch {
            self.refuse(context, .badRequest, error.body)
        }
    }

    /// Answers 101 and puts the WebSocket's handlers in the place of HTTP's.
    private func becomeWebSocket(_ context: ChannelHandlerContext, handler: WebSocketHandler, headers: HTTPHeaders) {
        var fields = HTTPFields()
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        context.writeAndFlush(
            Self.wrapOutboundOut(.head(HTTPResponse(status: .switchingProtocols, headerFields: fields))),
            promise: nil
        )
        let pipeline = context.pipeline.syncOperations
        do {
            for other in self.httpHandlers.others { pipeline.removeHandler(other, promise: nil) }
            let decoder = WebSocketFrameDecoder(maxFrameSize: self.server.configuration.engine.maximumPayload)
            try pipeline.addHandlers(
                [ByteToMessageHandler(decoder), handler],
                position: .after(self.httpHandlers.decoder)
            )
            // Last, since bytes that followed the request go to the handler that stands behind it now.
            pipeline.removeHandler(self.httpHandlers.decoder, promise: nil)
            pipeline.removeHandler(self, promise: nil)
            try handler.endHTTP()
        } catch {
            context.close(promise: nil)
        }
    }

    private func refuse(
        _ context: ChannelHandlerContext,
        _ status: HTTPResponse.Status,
        _ body: [UInt8],
        isVersion: Bool = false
    ) {
        var fields = HTTPFields()
        fields[.contentType] = "text/plain"
        fields[.contentLength] = String(body.count)
        fields[.connection] = "close"
        if isVersion { fields[.secWebSocketVersion] = "13" }
        context.write(Self.wrapOutboundOut(.head(HTTPResponse(status: status, headerFields: fields))), promise: nil)
        context.write(Self.wrapOutboundOut(.body(ByteBuffer(bytes: body))), promise: nil)
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil))).whenComplete { _ in bound.value.close(promise: nil) }
    }

    // MARK: End

    func channelInactive(context: ChannelHandlerContext) {
        self.loseConnection()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent: self.server.shutdown()
        case let event as ChannelEvent where event == .inputClosed: self.loseConnection()
        default: break
        }
        context.fireUserInboundEventTriggered(event)
    }

    private func loseConnection() {
        guard let id = self.pollingSession, let connection = try? self.server.connection(id) else { return }
        self.pollingSession = nil
        connection.losePoll(over: self.address)
    }
}

extension Substring {
    var trimmingSpaces: Substring {
        var slice = self
        while slice.first == " " { slice.removeFirst() }
        while slice.last == " " { slice.removeLast() }
        return slice
    }
}
