import Logging
import MartletCore
import ServiceLifecycle
import Synchronization

/// All live chats, by the session identifiers that clients choose; forgets those nobody came back to.
final class SessionRegistry: Service {
    private struct Entry {
        let session: ChatSession
        var deadline: ContinuousClock.Instant?
    }

    private let entries = Mutex<[String: Entry]>([:])
    private let timeout: Duration
    private let makeSession: @Sendable (ConnectRequest) throws(MartletError) -> ChatSession
    private let logger: Logger

    /// Creates an empty registry.
    ///
    /// - Parameters:
    ///   - timeout: How long a chat that nobody watches lives on.
    ///   - logger: Where to log.
    ///   - makeSession: Makes a chat for a new session identifier.
    init(
        timeout: Duration,
        logger: Logger,
        makeSession: @escaping @Sendable (ConnectRequest) throws(MartletError) -> ChatSession
    ) {
        self.timeout = timeout
        self.logger = logger
        self.makeSession = makeSession
    }

    /// The chat of an identifier, made when there is none.
    ///
    /// - Parameter request: What the client wants.
    /// - Returns: The chat, and whether it was there already.
    /// - Throws: A ``MartletError`` when the chat is someone else's, or the app cannot be used so.
    func openSession(_ request: ConnectRequest) throws(MartletError) -> (session: ChatSession, isRestored: Bool) {
        try self.entries.withLock { entries throws(MartletError) in
            if let entry = entries[request.sessionID] {
                // Both nobody counts as the same: without accounts, who knows the identifier owns the chat.
                guard entry.session.identity.user?.identifier == request.user?.identifier else {
                    throw MartletError(.invalidMessage, "Connection refused by server")
                }
                entries[request.sessionID]?.deadline = nil
                return (entry.session, true)
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

    /// Starts the time after which a chat that nobody watches is forgotten.
    func release(_ session: ChatSession) {
        self.entries.withLock { entries in
            guard entries[session.id]?.session === session else { return }
            entries[session.id]?.deadline = .now + self.timeout
        }
    }

    /// Ends a chat now.
    func end(_ session: ChatSession) async {
        self.entries.withLock { entries in
            guard entries[session.id]?.session === session else { return }
            entries[session.id] = nil
        }
        await session.end()
    }

    /// Ends chats whose time is over, until shutdown, and then all of them.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(1))
                for session in self.takeOverdue() {
                    self.logger.debug("Session expired", metadata: ["martlet.session.id": .string(session.id)])
                    await session.end()
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

    private func takeOverdue() -> [ChatSession] {
        self.entries.withLock { entries in
            let now = ContinuousClock.now
            // A client may have come back while its old connection was still being closed.
            let overdue = entries.filter { entry in
                entry.value.deadline.map { $0 <= now } ?? false && !entry.value.session.isWatched
            }
            for id in overdue.keys {
                entries[id] = nil
            }
            return overdue.values.map(\.session)
        }
    }
}
