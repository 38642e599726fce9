public import MartletCore
import Foundation
import Martlet
import Logging
import Synchronization

/// A chat under test, from the side of the person: what is shown, and what can be done.
///
/// Everything that is done waits until the app is idle again, or waits itself for the person: for the answer to a
/// question, or for a function of the page. What is shown is what the page would show, so it stands still while the
/// person is disconnected.
public final class TestChat: Sendable {
    private struct State {
        /// What the page shows while it has no connection, and since when it has none.
        var frozen: (shown: ChatSnapshot, since: ManualClock.Instant)?
        var isEnded = false
    }

    /// Who chats.
    public let identity: ChatIdentity
    let session: ChatSession
    let book: EventBook
    let app: TestApp
    private let state = Mutex(State())

    init(identity: ChatIdentity, configuration: ChatConfiguration, folder: URL, app: TestApp) {
        let book = EventBook(clock: app.clock)
        self.identity = identity
        self.book = book
        self.app = app
        self.session = ChatSession(
            id: Identifier.random(),
            identity: identity,
            configuration: configuration,
            hooks: book.watching(app.app.hooks),
            filesFolder: folder,
            clock: app.clock,
            logger: Logger(label: "martlet.test")
        )
        _ = self.session.attach(book) { _ in }
    }

    deinit {
        self.session.files.close()
    }

    /// The session's identifier.
    public var id: String { self.session.id }

    /// What the app remembers for this chat.
    public var store: SessionStore { self.session.store }

    /// What is shown: as it stands, or as it stood when the connection was lost.
    var shown: ChatSnapshot {
        self.state.withLock { $0.frozen?.shown } ?? self.session.snapshot
    }

    /// Whether the person's page is connected.
    public var isConnected: Bool { self.state.withLock { $0.frozen == nil } }

    /// Whether the chat is over.
    public var isEnded: Bool { self.state.withLock { $0.isEnded } }

    /// The person's connection is lost; what runs goes on.
    public func disconnect() {
        let snapshot = self.session.snapshot
        let now = self.app.clock.now
        self.state.withLock { state in
            guard state.frozen == nil else { return }
            state.frozen = (snapshot, now)
        }
    }

    /// The person's page comes back, to the chat as it is by now.
    ///
    /// - Throws: A ``TestFailure`` when the chat is over: a page that comes back too late gets a new one.
    public func reconnect() throws {
        guard !self.isEnded else {
            throw TestFailure("The chat is over, so nobody can come back to it; open a new one.")
        }
        self.state.withLock { $0.frozen = nil }
    }

    /// Ends the chat, as when the person begins a new one, and waits for the app's `onChatEnd`.
    public func end() async {
        self.state.withLock { $0.isEnded = true }
        await self.session.end()
    }

    /// Moves the app's clock: questions time out, and chats that nobody has watched for too long end.
    ///
    /// - Parameter duration: How far.
    /// - Throws: A ``TestFailure`` when what timed out does not come to rest.
    public func advance(by duration: Duration) async throws {
        try await self.app.advance(by: duration)
    }

    /// Waits until the app is idle, or waits itself for the person.
    ///
    /// - Throws: A ``TestFailure`` that tells what had happened, when the time limit is over.
    public func waitUntilIdle() async throws {
        try await self.settle("the app to be idle")
    }

    /// Waits until something that is shown holds, while the app is still at work.
    ///
    /// - Parameters:
    ///   - what: What is awaited, for the person who reads of the failure.
    ///   - condition: What must hold; it is looked at after each event.
    /// - Throws: A ``TestFailure`` that tells what had happened, when the time limit is over.
    public func wait(for what: String, until condition: (TestChat) throws -> Bool) async throws {
        let end = ContinuousClock.now + self.app.limit
        while true {
            // Counted before looking, or an event in between would go unseen.
            let count = self.book.page.events.count
            if try condition(self) { return }
            let rest = max(.zero, end - .now)
            try await self.book.wait(for: what, limit: self.app.limit, within: rest) { $0.events.count > count }
        }
    }

    func settle(_ what: String) async throws {
        try await self.book.wait(for: what, limit: self.app.limit) { $0.isIdle }
    }

    /// Waits for everything whose time is over to have ended.
    func settleTimeouts(at now: ManualClock.Instant) async throws {
        let due = self.book.page.deadlines.filter { $0.value <= now }.keys
        guard !due.isEmpty else { return }
        try await self.book.wait(for: "what timed out to end", limit: self.app.limit) { page in
            due.allSatisfy { page.deadlines[$0] == nil }
        }
        try await self.settle("the app to be idle after a time-out")
    }

    /// Ends the chat when nobody has watched it for as long as the app is configured to wait.
    func endIfForgotten(at now: ManualClock.Instant) async {
        guard let since = self.state.withLock({ $0.frozen?.since }),
            since.duration(to: now) >= self.session.configuration.project.sessionTimeout
        else { return }
        await self.end()
    }
}
