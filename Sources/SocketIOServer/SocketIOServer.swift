public import Logging
internal import NIOCore
public import ServiceLifecycle
public import SocketIOCore
internal import Synchronization

/// A Socket.IO 5 server for Hummingbird: long-polling, WebSockets and the upgrade from one to the other.
///
/// Three things join it to an application: its routes for polling, its server builder for WebSockets, and its service,
/// which carries events to the delegate and looks after heartbeats.
///
/// ```swift
/// let sockets = SocketIOServer(delegate: delegate)
/// let router = Router()
/// sockets.addRoutes(to: router)
/// var app = Application(router: router, server: .http1SocketIO(sockets))
/// app.addServices(sockets)
/// try await app.runService()
/// ```
public final class SocketIOServer: Service {
    /// How the server listens and what it lets a peer do.
    public let configuration: SocketIOConfiguration

    let delegate: any SocketIODelegate
    let logger: Logger

    private struct State {
        var connections: [String: Connection] = [:]
        var isShuttingDown = false
        /// How many WebSockets are open, and who waits for the last one to close.
        var webSockets = 0
        var lastWebSocketWaiter: CheckedContinuation<Void, Never>?
        /// The event loop of the connection that came last, one of the server's at random so to speak.
        var eventLoop: (any EventLoop)?
    }

    private let state = Mutex(State())
    private let deliveries: AsyncStream<Connection>
    private let deliveryQueue: AsyncStream<Connection>.Continuation

    /// Makes a server, which delivers nothing until ``run()`` is running.
    ///
    /// - Parameters:
    ///   - configuration: How the server listens and what it lets a peer do.
    ///   - delegate: What the application does when clients come, send and go.
    ///   - logger: Where the server logs, at debug and below in normal running.
    public init(
        configuration: SocketIOConfiguration = SocketIOConfiguration(),
        delegate: any SocketIODelegate,
        logger: Logger = Logger(label: "martlet.socketio")
    ) {
        self.configuration = configuration
        self.delegate = delegate
        self.logger = logger
        // Unbounded, yet never longer than there are connections: each stands in it once at most.
        (self.deliveries, self.deliveryQueue) = AsyncStream.makeStream(of: Connection.self)
    }

    /// The clients that are connected now.
    public var sockets: [Socket] {
        self.snapshot().compactMap(\.connectedSocket)
    }

    /// How many Engine.IO sessions there are, those not connected to the namespace included.
    public var sessionCount: Int {
        self.state.withLock { $0.connections.count }
    }

    /// Sends a frame to every connected client, encoded once for all.
    ///
    /// - Parameter frame: What to send.
    public func broadcast(_ frame: SocketFrame) {
        for connection in self.snapshot() { connection.broadcast(frame) }
    }

    /// Delivers events and looks after heartbeats until the service group shuts down; run it once.
    ///
    /// A graceful shutdown ends every session, tells the delegate, and returns when the delegate has been told and the
    /// WebSockets are closed.
    public func run() async {
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await withDiscardingTaskGroup { timers in
                    timers.addTask { await self.sweep() }
                    await withDiscardingTaskGroup { group in
                        for await connection in self.deliveries {
                            group.addTask { await connection.deliver() }
                        }
                    }
                    await self.lastWebSocketClosed()
                    timers.cancelAll()
                }
            } onGracefulShutdown: {
                self.finish()
            }
        } onCancel: {
            self.finish()
        }
    }

    /// Ends every session and lets no new one in; ``run()`` goes on, to tell the delegate.
    ///
    /// A graceful shutdown calls it, and so does a connection that hears of the server's own shutdown first: hanging polls
    /// would hold that up. Calling it again does nothing.
    func shutdown() {
        let connections = self.state.withLock { state -> [Connection] in
            guard !state.isShuttingDown else { return [] }
            state.isShuttingDown = true
            return Array(state.connections.values)
        }
        for connection in connections { connection.shutdown() }
    }

    /// Ends every session, and ``run()`` once the delegate has been told.
    ///
    /// Called at the service's own turn only: a service group takes one that returns before its turn for a failed one.
    private func finish() {
        self.shutdown()
        self.deliveryQueue.finish()
    }

    // MARK: Sessions

    func open(_ request: HandshakeRequest, link: WebSocketLink?) -> Connection? {
        let connection = Connection(id: Self.makeID(), request: request, server: self, link: link)
        let isOpen = self.state.withLock { state in
            guard !state.isShuttingDown else { return false }
            state.connections[connection.id] = connection
            return true
        }
        return isOpen ? connection : nil
    }

    var isShuttingDown: Bool {
        self.state.withLock { $0.isShuttingDown }
    }

    func webSocketOpened() {
        self.state.withLock { $0.webSockets += 1 }
    }

    func webSocketClosed() {
        let waiter = self.state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.webSockets -= 1
            guard state.webSockets == 0 else { return nil }
            defer { state.lastWebSocketWaiter = nil }
            return state.lastWebSocketWaiter
        }
        waiter?.resume()
    }

    /// Waits until all WebSockets are closed, which takes a moment at most: each closes by itself when its peer does not.
    private func lastWebSocketClosed() async {
        await withCheckedContinuation { continuation in
            let isOver = self.state.withLock { state in
                if state.webSockets > 0 { state.lastWebSocketWaiter = continuation }
                return state.webSockets == 0
            }
            if isOver { continuation.resume() }
        }
    }

    func noteEventLoop(_ eventLoop: any EventLoop) {
        self.state.withLock { $0.eventLoop = eventLoop }
    }

    var anyEventLoop: (any EventLoop)? {
        self.state.withLock { $0.eventLoop }
    }

    func connection(_ id: String) throws(EngineRequestError) -> Connection {
        guard let connection = self.state.withLock({ $0.connections[id] }) else { throw .unknownSession(id) }
        return connection
    }

    func forget(_ connection: Connection) {
        _ = self.state.withLock { $0.connections.removeValue(forKey: connection.id) }
    }

    /// Asks for a task that hands the connection's events to the delegate.
    func scheduleDelivery(_ connection: Connection) {
        self.deliveryQueue.yield(connection)
    }

    /// Returns 20 characters of URL-safe base64 that hold 120 random bits of the system's generator.
    static func makeID() -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        var generator = SystemRandomNumberGenerator()
        return String(unsafeUninitializedCapacity: 20) { buffer in
            for group in 0..<2 {
                var bits: UInt64 = generator.next()
                for index in 0..<10 {
                    buffer[group * 10 + index] = alphabet[Int(bits & 63)]
                    bits >>= 6
                }
            }
            return 20
        }
    }

    private func snapshot() -> [Connection] {
        self.state.withLock { Array($0.connections.values) }
    }

    /// Looks at every session's deadlines from time to time: one task for all, however many there are.
    private func sweep() async {
        let engine = self.configuration.engine
        let shortest = min(
            engine.pingInterval,
            engine.pingTimeout,
            engine.upgradeTimeout,
            self.configuration.connectTimeout
        )
        let period = max(.milliseconds(10), min(.seconds(1), shortest / 10))
        let clock = ContinuousClock()
        var watch = StandstillWatch(period: period, now: clock.now)
        while !Task.isCancelled {
            do {
                try await clock.sleep(for: period)
            } catch {
                return
            }
            let now = clock.now
            self.look(at: now, afterStandstill: watch.look(at: now))
        }
    }

    /// Looks at every session's deadlines once.
    ///
    /// - Parameters:
    ///   - now: The time.
    ///   - standstill: For how long the server has just stood still. The clients get that time back: the pongs that they
    ///     sent meanwhile lie unread.
    func look(at now: ContinuousClock.Instant, afterStandstill standstill: Duration = .zero) {
        if standstill > .zero {
            self.logger.debug("The server stood still", metadata: ["socketio.standstill": "\(standstill)"])
            for connection in self.snapshot() { connection.postponeDeadlines(by: standstill) }
        }
        // Under one lock, so that those with nothing to do, nearly all of them, cost next to nothing.
        let due = self.state.withLock { $0.connections.values.filter { $0.isTickDue(now) } }
        for connection in due { connection.tick(now: now) }
    }
}
