internal import NIOCore
internal import NIOWebSocket

/// A WebSocket as the rest of the server sees it: from any thread, each call is carried over to the channel's event loop.
struct WebSocketLink: Sendable {
    let eventLoop: any EventLoop
    private let handler: NIOLoopBound<WebSocketHandler>

    /// Tells one WebSocket from another.
    let id: ObjectIdentifier

    /// Makes a link; call it on the event loop of the handler's channel.
    init(_ handler: WebSocketHandler, eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
        self.handler = NIOLoopBound(handler, eventLoop: eventLoop)
        self.id = ObjectIdentifier(handler)
    }

    /// Sends what waits.
    ///
    /// - Parameter current: The event loop that calls, if it does nothing else at the moment; then it is done at once.
    func flush(on current: (any EventLoop)? = nil) {
        if let current, current === self.eventLoop {
            self.handler.value.flush()
        } else {
            self.eventLoop.execute { self.handler.value.flush() }
        }
    }

    /// Answers `3probe`.
    func confirmProbe() {
        self.eventLoop.execute { self.handler.value.send(text: Array("3probe".utf8)) }
    }

    /// Sends what waits and closes.
    func close(_ code: WebSocketErrorCode) {
        self.eventLoop.execute { self.handler.value.close(code) }
    }

    /// Goes on reading.
    func resumeReading() {
        self.eventLoop.execute { self.handler.value.resumeReading() }
    }
}
