import Logging
import MartletCore
import ServiceLifecycle
import Synchronization

/// All live chats, by the session identifiers that clients choose; forgets those nobody came back to.
final class SessionRegistry: Service {
    private struct Entry {
        let session: ChatSession
        /// How many clients are connected, whether they watch or have yet to begin.
        var connections = 1
        /// Since when none is.
        var released: ContinuousClock.Instant?
    }

    /// How long a chat that nobody watches lives on when nobody ever did anything in it.
    ///
    /// Chainlit keeps such chats as long as others.
    static let untouchedTimeout = Duration.seconds(60)
    /// The most chats at once; each begins with a run of the app's `onChatStart`.
    static let mostSessions = 100_000

    private let entries = Mutex<[String: Entry]>([:])
    private let timeout: Duration
    private let mostSessions: Int
    private let makeSession: @Sendable (ConnectRequest) throws(MartletError) -> ChatSession
    private let logger: Logger

    /// Creates an empty registry.
    ///
    /// - Parameters:
    ///   - timeout: How long a chat that nobody watches lives on.
    ///   - mostSessions: The most chats at once.
    ///   - logger: Where to log.
    ///   - makeSession: Makes a chat for a new session identifier.
    init(
        timeout: Duration,
        mostSessions: Int = SessionRegistry.mostSessions,
        logger: Logger,
        makeSession: @escaping @Sendable (ConnectRequest) throws(MartletError) -> ChatSession
    ) {
        self.timeout = timeout
        self.mostSessions = mostSessions
        self.logger = logger
        self.makeSession = makeSession
    }

    /// The chat of an identifier, made when there is none, for one more client; ``release(_:endsChat:)`` takes it back.
    ///
    /// - Parameter request: What the client wants.
    /// - Returns: The chat, and whether it was there already.
    /// - Throws: A ``MartletError`` when the chat is someone else's, there are too many, or the app cannot be used so.
    func openSession(_ request: ConnectRequest) throws(MartletError) -> (session: ChatSession, isRestored: Bool) {
        try self.entries.withLock { entries throws(MartletError) in
            if let entry = entries[request.sessionID] {
                // Both nobody counts as the same: without accounts, who knows the identifier owns the chat.
                guard entry.session.identity.user?.identifier == request.user?.identifier else {
                    throw MartletError(.invalidMessage, "Connection refused by server")
                }
                entries[request.sessionID]?.connections += 1
                entries[request.sessionID]?.released = nil
                return (entry.session, true)
            }
            guard entries.count < self.mostSessions else {
                throw MartletError(.tooBusy, "The server has as many chats as it can hold; try again later.")
            }
            let session = try self.makeSession(request)
            entries[request.sessionID] = Entry(session: session)
            return (session, false)
        }
    }

    /// The chat of an identifier, if it lives.
    func session(id: String) -> ChatSession? {
        self.entries.withLock { $0[id]?.session }
    }

    /// How many chats live, how many a client has open, and in how many something runs.
    var counts: (all: Int, open: Int, running: Int) {
        let (sessions, open) = self.entries.withLock { entries in
            (entries.values.map(\.session), entries.values.count { $0.connections > 0 })
        }
        return (sessions.count, open, sessions.count(where: \.isRunning))
    }

    /// Says that a client of a chat is gone: after the last one the chat ends, now or when its time is over.
    ///
    /// - Parameters:
    ///   - session: The chat.
    ///   - endsChat: Whether the client wants a new chat.
    func release(_ session: ChatSession, endsChat: Bool) async {
        let isOver = self.entries.withLock { entries in
            guard var entry = entries[session.id], entry.session === session else { return false }
            entry.connections -= 1
            if entry.connections == 0 { entry.released = .now }
            let isOver = endsChat && entry.connections == 0
            entries[session.id] = isOver ? nil : entry
            return isOver
        }
        if isOver { await session.end() }
    }

    /// Ends chats whose time is over, until shutdown, and then all of them.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            // Each ends by itself, or one whose end takes long would keep all others.
            await withDiscardingTaskGroup { group in
                while !Task.isCancelled {
                    try? await Task.sleep(for: .seconds(1))
                    for session in self.takeOverdue() {
                        self.logger.debug(
                            "Session expired",
                            metadata: ["martlet.session.id": .string(String(session.id.prefix(8)))]
                        )
                        group.addTask { await session.end() }
                    }
                }
            }
        }
        let rest = self.entries.withLock { entries in
            defer { entries.removeAll() }
            return entries.values.map(\.session)
        }
        await withDiscardingTaskGroup { group in
            for session in rest {
                group.addTask { await session.end() }
            }
        }
    }

    /// Takes away the chats whose time is over.
    func takeOverdue(at now: ContinuousClock.Instant = .now) -> [ChatSession] {
        self.entries.withLock { entries in
            let overdue = entries.filter { self.isOverdue($0.value, at: now) }
            for id in overdue.keys {
                entries[id] = nil
            }
            return overdue.values.map(\.session)
        }
    }

    private func isOverdue(_ entry: Entry, at now: ContinuousClock.Instant) -> Bool {
        guard let released = entry.released else { return false }
        let age = released.duration(to: now)
        if age >= self.timeout { return true }
        return age >= Self.untouchedTimeout && entry.session.isUntouched && !entry.session.isRunning
    }
}
