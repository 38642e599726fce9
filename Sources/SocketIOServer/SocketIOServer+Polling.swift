internal import HTTPTypes
public import Hummingbird
internal import Logging
internal import NIOCore
internal import SocketIOCore
internal import Synchronization

extension SocketIOServer {
    /// Adds the long-polling endpoint at ``SocketIOConfiguration/path``, with and without a trailing slash.
    ///
    /// Add it to the outermost router or group, since the path is the full one. A middleware that compresses bodies should
    /// leave this path alone: Safari reads a compressed poll only when it ends.
    ///
    /// - Parameter router: The router.
    public func addRoutes<Context: RequestContext>(to router: some RouterMethods<Context>) {
        let path = RouterPath(self.configuration.path)
        router.on(path, method: .get) { request, context in
            await self.answer(request) { query throws(EngineRequestError) in
                try await self.get(request, context, query: query)
            }
        }
        router.on(path, method: .post) { request, context in
            await self.answer(request) { query throws(EngineRequestError) in
                try await self.post(request, context, query: query)
            }
        }
        router.on(path, method: .options) { request, _ in
            self.respond(.ok, Array("OK".utf8), type: "text/plain", to: request, isPreflight: true)
        }
        let others: [HTTPRequest.Method] = [.head, .put, .delete, .patch, .trace]
        for method in others {
            router.on(path, method: method) { request, _ in
                var response = self.respond(
                    .methodNotAllowed,
                    Array("Method Not Allowed".utf8),
                    type: "text/plain",
                    to: request
                )
                response.headers[.allow] = "GET, POST, OPTIONS"
                return response
            }
        }
    }

    private func answer(
        _ request: Request,
        _ body: (HandshakeQuery) async throws(EngineRequestError) -> Response
    ) async -> Response {
        let asked = HandshakeRequest(head: request.head, remoteAddress: nil, transport: .polling)
        guard self.configuration.allowedOrigins.allows(asked) else {
            self.logger.debug(
                "Refused a page of another origin",
                metadata: ["socketio.origin": "\(request.headers[.origin] ?? "")"]
            )
            return self.respond(.forbidden, Self.originRefusal, type: "text/plain", to: request)
        }
        do throws(EngineRequestError) {
            let parameters = request.uri.queryParameters
            let query = try HandshakeQuery { parameters[Substring($0)].map(String.init) }
            // What asks for an upgrade has been taken off before it could come here.
            guard query.transport == .polling else { throw .invalidUpgrade }
            return try await body(query)
        } catch {
            self.logger.debug("Refused a Socket.IO request", metadata: ["socketio.error": "\(error)"])
            return self.respond(.badRequest, error.body, type: "text/plain", to: request)
        }
    }

    private func get(
        _ request: Request,
        _ context: some RequestContext,
        query: HandshakeQuery
    ) async throws(EngineRequestError) -> Response {
        if let id = query.sessionID {
            let connection = try self.connection(id)
            let key = AnsweredRequests.Key(query.stamp, from: Self.address(context))
            let answer = PollingPayload.encode(try await connection.poll(key))
            return self.respond(.ok, answer, type: Self.textType, to: request)
        }
        let address = Self.address(context)
        let handshake = HandshakeRequest(head: request.head, remoteAddress: address?.ipAddress, transport: .polling)
        guard let connection = self.open(handshake, link: nil) else {
            let message = Array("\"The server is shutting down\"".utf8)
            return self.respond(.serviceUnavailable, message, type: "text/plain", to: request)
        }
        connection.state.withLock { $0.answered.note(AnsweredRequests.Key(query.stamp, from: address)) }
        return self.respond(.ok, connection.handshake, type: Self.textType, to: request)
    }

    private static func address(_ context: some RequestContext) -> SocketAddress? {
        (context as? any RemoteAddressRequestContext)?.remoteAddress
    }

    private func post(
        _ request: Request,
        _ context: some RequestContext,
        query: HandshakeQuery
    ) async throws(EngineRequestError) -> Response {
        guard let id = query.sessionID else { throw .unknownSession("None") }
        let connection = try self.connection(id)
        let key = AnsweredRequests.Key(query.stamp, from: Self.address(context))
        let mayRepeat = connection.state.withLock { $0.answered.mayRepeat(upload: key) }
        if !mayRepeat { try connection.beginUpload() }
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: self.configuration.engine.maximumPayload)
        } catch {
            connection.fail()
            throw .payloadTooLarge
        }
        let bytes = Array(body.readableBytesView)
        let digest = bytes.hashValue
        if mayRepeat {
            guard !connection.state.withLock({ $0.answered.hasTaken(digest) }) else {
                return self.respond(.ok, Array("OK".utf8), type: "text/plain", to: request)
            }
            try connection.beginUpload()
        }
        connection.state.withLock { $0.answered.remember(upload: key, digest: digest) }
        do throws(PacketError) {
            try await connection.receive(upload: bytes)
        } catch {
            self.logger.debug(
                "Closing a client that broke the protocol",
                metadata: ["socketio.session": "\(id)", "socketio.error": "\(error)"]
            )
            connection.fail()
            throw .malformedPayload
        }
        return self.respond(.ok, Array("OK".utf8), type: "text/plain", to: request)
    }

    /// What a page of an origin that may not connect is told.
    static let originRefusal = Array("\"Not an accepted origin\"".utf8)

    private static let textType = "text/plain; charset=UTF-8"

    private func respond(
        _ status: HTTPResponse.Status,
        _ body: [UInt8],
        type: String,
        to request: Request,
        isPreflight: Bool = false
    ) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = type
        headers[.cacheControl] = "no-store"
        if self.configuration.answersCrossOrigin {
            self.addCrossOrigin(to: &headers, request, isPreflight: isPreflight)
        }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }

    private func addCrossOrigin(to headers: inout HTTPFields, _ request: Request, isPreflight: Bool) {
        headers[.vary] = "Origin"
        let asked = HandshakeRequest(head: request.head, remoteAddress: nil, transport: .polling)
        guard let origin = request.headers[.origin],
            self.configuration.allowedOrigins.allows(origin: origin, request: asked)
        else { return }
        headers[.accessControlAllowOrigin] = origin
        headers[.accessControlAllowCredentials] = "true"
        guard isPreflight else { return }
        headers[.accessControlAllowMethods] = "GET, POST, OPTIONS"
        headers[.accessControlMaxAge] = "600"
        headers[.accessControlAllowHeaders] = request.headers[.accessControlRequestHeaders]
    }
}
