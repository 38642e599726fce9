internal import Logging
internal import NIOCore
internal import NIOHTTPTypes

/// Ends a connection whose client leaves a request half sent, so that it holds no memory and no descriptor for long.
///
/// It stands before the HTTP decoder, where it sees that bytes come, and is told what became of them by the handler that
/// stands behind it. What takes long on this side never counts: neither a poll that hangs nor a body that the server does
/// not read yet.
final class RequestDeadlineHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum Phase {
        /// Nothing has come yet.
        case opened(NIODeadline)
        /// Between two requests.
        case idle
        /// The head of a request comes, since then.
        case head(NIODeadline)
        case body
    }

    private let headTimeout: TimeAmount
    private let bodyTimeout: TimeAmount
    private let logger: Logger
    private var phase = Phase.opened(.now())
    private var answersOwed = 0
    /// Since when bytes have been wanted and none came; `nil` while the server wants none.
    private var wantsBytesSince: NIODeadline?
    /// At most one, which looks at the deadline anew when it fires: most requests are over long before.
    private var timer: (task: Scheduled<Void>, deadline: NIODeadline)?

    init(head: Duration, body: Duration, logger: Logger) {
        self.headTimeout = TimeAmount(head)
        self.bodyTimeout = TimeAmount(body)
        self.logger = logger
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.startTimer(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.timer?.task.cancel()
        self.timer = nil
    }

    // MARK: What comes

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        self.wantsBytesSince = nil
        switch self.phase {
        case .opened, .idle: self.phase = .head(.now())
        case .head, .body: break
        }
        context.fireChannelRead(data)
        self.startTimer(context)
    }

    func read(context: ChannelHandlerContext) {
        if self.wantsBytesSince == nil { self.wantsBytesSince = .now() }
        context.read()
        self.startTimer(context)
    }

    /// The decoder has read a part of a request.
    func noteRequest(_ part: HTTPRequestPart) {
        switch part {
        case .head:
            self.answersOwed += 1
            self.phase = .body
        case .body: break
        case .end: self.phase = .idle
        }
    }

    /// An answer is complete.
    func noteAnswer() {
        self.answersOwed -= 1
    }

    // MARK: Time

    private var deadline: NIODeadline? {
        switch self.phase {
        case .opened(let start), .head(let start): start + self.headTimeout
        case .body: self.wantsBytesSince.map { $0 + self.bodyTimeout }
        case .idle: nil
        }
    }

    private func startTimer(_ context: ChannelHandlerContext) {
        guard let deadline = self.deadline else { return }
        if let timer = self.timer {
            // One that fires later would not do: the next part of a request may be due sooner than the one before it.
            guard deadline < timer.deadline else { return }
            timer.task.cancel()
        }
        let task = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) {
            self.timer = nil
            self.look(context)
        }
        self.timer = (task, deadline)
    }

    private func look(_ context: ChannelHandlerContext) {
        guard let deadline = self.deadline, deadline <= .now() else { return self.startTimer(context) }
        switch self.phase {
        case .idle: break
        case .opened:
            context.close(promise: nil)
        case .head where self.answersOwed > 0:
            // The client still waits for an earlier answer, which an end here would cost it.
            self.phase = .head(.now())
            self.startTimer(context)
        case .head:
            self.note("head")
            let answer = "HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            context.writeAndFlush(Self.wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
            context.close(promise: nil)
        case .body:
            self.note("body")
            context.close(promise: nil)
        }
    }

    private func note(_ part: StaticString) {
        self.logger.debug("Closing a connection with a half-sent request", metadata: ["socketio.part": "\(part)"])
    }
}
