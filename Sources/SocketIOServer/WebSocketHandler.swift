internal import Logging
internal import NIOCore
internal import NIOWebSocket
internal import SocketIOCore

/// The end of a WebSocket's pipeline: frames in become Engine.IO packets, what waits for the client becomes frames out.
///
/// It runs on the channel's event loop only, and so writes are in order and an event's attachments follow it at once.
final class WebSocketHandler: ChannelDuplexHandler {
    typealias InboundIn = WebSocketFrame
    typealias InboundOut = Never
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum State {
        case open
        /// A close frame is sent; the peer's is awaited for a moment.
        case closing
        case closed
    }

    /// The task that served HTTP on this connection.
    private enum HTTPTask {
        case running
        /// It has been ended, and will close the channel on its way out.
        case ending
        case ended
    }

    /// Why the task that served HTTP is ended.
    private struct BecameWebSocket: Error {}

    /// How many bytes go into one write.
    private static let batchBytes = 64 << 10
    /// How long the peer has to answer a close frame.
    private static let closeTimeout = TimeAmount.seconds(2)

    private let maximumPayload: Int
    private let isTrial: Bool
    private var connection: Connection?
    private var server: SocketIOServer?
    private var assembler: WebSocketMessageAssembler
    private var state = State.open
    private var http = HTTPTask.running
    private var context: ChannelHandlerContext?
    private var isReadHeld = false
    /// How many frames were read since it was last asked whether to read on.
    private var framesRead = 0
    /// The answer to a ping for which the channel had no room; a newer one takes its place.
    private var owedPong: [UInt8]?

    /// Makes a handler; `isTrial` is whether the session lives on polling and this WebSocket is tried for an upgrade.
    init(maximumPayload: Int, isTrial: Bool) {
        self.maximumPayload = maximumPayload
        self.isTrial = isTrial
        self.assembler = WebSocketMessageAssembler(maximumBytes: maximumPayload)
    }

    /// Says whose WebSocket this is; comes before the handler joins a pipeline.
    func attach(_ connection: Connection) {
        self.connection = connection
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        guard let connection = self.connection else { return }
        self.server = connection.server
        connection.server.webSocketOpened()
        if !self.isTrial { self.send(text: connection.handshake) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.server?.webSocketClosed()
        self.server = nil
        self.end(.connectionLost)
        self.context = nil
    }

    // MARK: The task that served HTTP

    /// Ends the task that served HTTP on this connection, which would keep more memory than all the rest until the end.
    ///
    /// It stands behind this handler, and reads nothing more once it is over. So this handler reads by itself from here
    /// on, and the close with which the task ends goes no further than here.
    func endHTTP() throws {
        guard let context = self.context, case .running = self.http else { return }
        try context.channel.syncOptions?.setOption(.autoRead, value: false)
        self.http = .ending
        context.fireErrorCaught(BecameWebSocket())
        self.readOn(context)
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        switch (self.http, mode) {
        case (.ending, .output): promise?.succeed()
        case (.ending, .all):
            self.http = .ended
            promise?.succeed()
        default: context.close(mode: mode, promise: promise)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        if case .running = self.http { return }
        self.readOn(context)
    }

    // MARK: Inbound

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = Self.unwrapInboundIn(data)
        self.framesRead += 1
        do throws(WebSocketViolation) {
            try WebSocketMessageAssembler.check(frame)
            switch frame.opcode {
            case .connectionClose: try self.receiveClose(frame)
            case .ping where self.isOpen:
                self.owedPong = WebSocketMessageAssembler.payload(of: frame)
                self.sendPong(context)
            case .text where self.isOpen, .binary where self.isOpen, .continuation where self.isOpen:
                if let message = try self.assembler.receive(frame) { try self.receive(message) }
            default: break
            }
        } catch {
            self.fail(error.code)
        }
    }

    private func receive(_ message: WebSocketMessageAssembler.Message) throws(WebSocketViolation) {
        guard let connection = self.connection, let context = self.context else { return }
        let link = WebSocketLink(self, eventLoop: context.eventLoop)
        switch message {
        case .binary(let bytes): connection.receive(.binary(bytes), over: link)
        case .text(let bytes):
            guard UTF8Check.isValid(bytes) else { throw WebSocketViolation(code: .dataInconsistentWithMessage) }
            do throws(PacketError) {
                connection.receive(try EnginePacket(text: bytes), over: link)
            } catch {
                connection.server.logger.debug(
                    "Closing a client that broke the protocol",
                    metadata: ["socketio.session": "\(connection.id)", "socketio.error": "\(error)"]
                )
                throw WebSocketViolation(code: .protocolError)
            }
        }
    }

    private func receiveClose(_ frame: WebSocketFrame) throws(WebSocketViolation) {
        let payload = WebSocketMessageAssembler.payload(of: frame)
        guard payload.count != 1, UTF8Check.isValid(Array(payload.dropFirst(2))) else {
            throw WebSocketViolation(code: .protocolError)
        }
        if payload.count >= 2 {
            let code = Int(payload[0]) << 8 | Int(payload[1])
            guard Self.mayBeSent(closeCode: code) else { throw WebSocketViolation(code: .protocolError) }
        }
        if self.isOpen {
            self.write(.connectionClose, Array(payload.prefix(2)))
            self.context?.flush()
        }
        self.end(.clientClosed)
        self.context?.close(promise: nil)
    }

    private static func mayBeSent(closeCode: Int) -> Bool {
        switch closeCode {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.end(.connectionLost)
        context.fireChannelInactive()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            self.sendPong(context)
            self.flush()
        }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent:
            self.connection?.server.shutdown()
        case let event as ChannelEvent where event == .inputClosed:
            self.end(.connectionLost)
            context.close(promise: nil)
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error as? NIOWebSocketError {
        case .invalidFrameLength: self.fail(.messageTooLarge)
        case .fragmentedControlFrame, .multiByteControlFrameLength: self.fail(.protocolError)
        case nil:
            self.end(.connectionLost)
            context.close(promise: nil)
        }
    }

    // MARK: Reading

    func read(context: ChannelHandlerContext) {
        self.readOn(context)
    }

    private func readOn(_ context: ChannelHandlerContext) {
        guard self.isOpen, let connection = self.connection else { return context.read() }
        let frames = self.framesRead
        self.framesRead = 0
        switch connection.mayRead(ObjectIdentifier(self), afterFrames: frames) {
        case .read: context.read()
        case .hold: self.isReadHeld = true
        case .wait(let delay):
            self.isReadHeld = true
            connection.server.logger.debug(
                "Slowing a client down that sends too fast",
                metadata: ["socketio.session": "\(connection.id)", "socketio.delay": "\(delay)"]
            )
            context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(delay)) { self.resumeReading() }
        }
    }

    /// Asks again whether to read, if reading is held.
    func resumeReading() {
        guard self.isReadHeld, let context = self.context else { return }
        self.isReadHeld = false
        self.readOn(context)
    }

    // MARK: Outbound

    /// Sends what waits, as far as the channel takes it; goes on when the channel takes more.
    func flush() {
        guard self.isOpen, let context = self.context else { return }
        var wrote = false
        while context.channel.isWritable, self.writeBatch(context) { wrote = true }
        if wrote { context.flush() }
    }

    private func writeBatch(_ context: ChannelHandlerContext) -> Bool {
        guard let connection = self.connection else { return false }
        let packets = connection.takePackets(for: ObjectIdentifier(self), budget: Self.batchBytes)
        guard !packets.isEmpty else { return false }
        var (bytes, frames) = (0, 0)
        for packet in packets {
            bytes += packet.byteCount
            frames += 1 + packet.attachments.count
        }
        var buffer = context.channel.allocator.buffer(capacity: bytes + 10 * frames)
        for packet in packets {
            buffer.writeWebSocketFrame(.text, packet.text)
            for attachment in packet.attachments { buffer.writeWebSocketFrame(.binary, attachment) }
        }
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.whenComplete { [bytes] _ in connection.wrote(bytes) }
        context.write(Self.wrapOutboundOut(buffer), promise: promise)
        return true
    }

    /// Answers the last ping, unless the peer does not read its answers: then the newest has to do.
    private func sendPong(_ context: ChannelHandlerContext) {
        guard self.isOpen, context.channel.isWritable, let payload = self.owedPong else { return }
        self.owedPong = nil
        self.write(.pong, payload)
        context.flush()
    }

    /// Sends one text frame at once.
    func send(text: [UInt8]) {
        guard self.isOpen else { return }
        self.write(.text, text)
        self.context?.flush()
    }

    private func write(_ opcode: WebSocketOpcode, _ payload: [UInt8]) {
        guard let context = self.context else { return }
        var buffer = context.channel.allocator.buffer(capacity: payload.count + 10)
        buffer.writeWebSocketFrame(opcode, payload)
        context.write(Self.wrapOutboundOut(buffer), promise: nil)
    }

    // MARK: End

    private var isOpen: Bool {
        if case .open = self.state { true } else { false }
    }

    /// Sends what waits and a close frame; the channel closes when the peer answers, or soon without.
    func close(_ code: WebSocketErrorCode) {
        guard self.isOpen, let context = self.context else { return }
        while self.writeBatch(context) {}
        self.state = .closing
        var payload = ByteBuffer()
        payload.write(webSocketErrorCode: code)
        self.write(.connectionClose, Array(payload.readableBytesView))
        context.flush()
        // A peer that stopped reading must not hold the channel open.
        context.eventLoop.assumeIsolated().scheduleTask(in: Self.closeTimeout) { context.close(promise: nil) }
        self.resumeReading()
    }

    private func fail(_ code: WebSocketErrorCode) {
        guard self.isOpen else { return }
        self.close(code)
        self.end(.protocolError)
    }

    /// Tells the connection once that this WebSocket carries no more.
    private func end(_ reason: EngineSession.CloseReason) {
        guard let connection = self.connection, let context = self.context else { return }
        self.connection = nil
        if reason != .protocolError { self.state = .closed }
        connection.broke(WebSocketLink(self, eventLoop: context.eventLoop), reason: reason)
    }
}
