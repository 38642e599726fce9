public import Martlet
public import MartletCore
import Foundation
import Logging
import Synchronization

/// An app under test, in memory: no socket, no browser, no model.
///
/// ```swift
/// @Test func `it greets`() async throws {
///     let chat = try await TestApp(makeApp()).openChat(as: .user("ada"))
///     try await chat.send("hello")
///     #expect(chat.messages.last?.content == "You said: hello")
/// }
/// ```
///
/// Time stands still: what the app awaits for a limited time is awaited until ``TestChat/advance(by:)``. Real time has
/// one limit, after which a test fails and says what it waited for.
public final class TestApp: Sendable {
    private struct State {
        var hasStarted = false
        var chats: [OpenChat] = []

        var living: [TestChat] { self.chats.compactMap(\.chat) }
    }

    /// A chat holds its app, not the other way round.
    private struct OpenChat {
        weak var chat: TestChat?
    }

    /// The clock by which the app measures how long answers are awaited and how long a chat lives that nobody watches.
    public let clock: ManualClock
    /// How the app is configured.
    public let configuration: ChatConfiguration
    let app: ChatApp
    let limit: Duration
    private let folder: URL
    private let state = Mutex(State())

    /// Prepares an app for tests.
    ///
    /// - Parameters:
    ///   - app: The app; it must not be running.
    ///   - clock: The clock, where the test shares it with a model; by default one of its own.
    ///   - limit: How long the test waits for anything, in real time.
    ///   - configure: What is configured otherwise than by default.
    public init(
        _ app: ChatApp,
        clock: ManualClock = ManualClock(),
        limit: Duration = .seconds(10),
        configure: (inout ChatConfiguration) -> Void = { _ in }
    ) {
        var configuration = ChatConfiguration()
        configure(&configuration)
        self.configuration = configuration
        self.clock = clock
        self.app = app
        self.limit = limit
        self.folder = FileManager.default.temporaryDirectory.appending(path: "martlet-test-\(Identifier.random())")
    }

    deinit {
        try? FileManager.default.removeItem(at: self.folder)
    }

    /// Opens a chat as a person who comes to the page, and waits until the app has begun it.
    ///
    /// - Parameters:
    ///   - user: Who comes; nil where the app knows no accounts.
    ///   - profile: The profile that the person chooses; by default the one that the page chooses: the app's default, else
    ///     its first.
    ///   - environment: What the person enters for the app, such as keys of services.
    ///   - language: The person's language.
    ///   - clientType: What kind of client the person uses.
    ///   - waits: Whether to wait until the app is idle.
    /// - Returns: The chat.
    /// - Throws: A ``TestFailure`` when there is no such profile, something is missing, or the app does not come to rest;
    ///   what the app's `onAppStartup` throws.
    public func openChat(
        as user: User? = nil,
        profile: String? = nil,
        environment: [String: String] = [:],
        language: String = "en-US",
        clientType: ClientType = .webapp,
        waits: Bool = true
    ) async throws -> TestChat {
        if self.state.withLock({ state in
            defer { state.hasStarted = true }
            return !state.hasStarted
        }) {
            try await self.app.startUp()
        }
        let chosen = try await self.profile(profile, user: user, language: language)
        let configuration = chosen?.configuration(from: self.configuration) ?? self.configuration
        let missing = configuration.project.userEnv.filter { environment[$0] == nil }
        guard missing.isEmpty else {
            throw TestFailure("The app asks for \(missing.joined(separator: ", ")); give them as `environment`.")
        }
        let identity = ChatIdentity(
            user: user,
            profile: chosen?.name,
            environment: environment,
            clientType: clientType,
            language: language
        )
        let chat = TestChat(identity: identity, configuration: configuration, folder: self.folder, app: self)
        self.state.withLock { $0.chats.append(OpenChat(chat: chat)) }
        chat.session.start()
        if waits { try await chat.settle("the chat to begin") }
        return chat
    }

    /// The profiles that the app offers.
    ///
    /// - Parameters:
    ///   - user: Who asks.
    ///   - language: The person's language.
    /// - Throws: What the app throws.
    public func profiles(for user: User? = nil, language: String = "en-US") async throws -> [ChatProfile] {
        try await self.app.hooks.chatProfiles?(user, language) ?? []
    }

    /// What the app offers to begin a chat with: the profile's starters, else its own.
    ///
    /// - Parameters:
    ///   - user: Who asks.
    ///   - profile: The profile that was chosen.
    ///   - language: The person's language.
    /// - Throws: What the app throws.
    public func starters(
        for user: User? = nil,
        profile: String? = nil,
        language: String = "en-US"
    ) async throws -> [Starter] {
        let chosen = try await self.profiles(for: user, language: language).first { $0.name == profile }
        if let starters = chosen?.starters { return starters }
        return try await self.app.hooks.starters?(user, language) ?? []
    }

    /// What the app offers to begin a chat with, under headings.
    ///
    /// - Parameters:
    ///   - user: Who asks.
    ///   - language: The person's language.
    /// - Throws: What the app throws.
    public func starterCategories(for user: User? = nil, language: String = "en-US") async throws -> [StarterCategory] {
        try await self.app.hooks.starterCategories?(user, language) ?? []
    }

    /// A person signs out, and the app's `onLogout` runs.
    ///
    /// - Parameter user: Who; nil where that is not known.
    /// - Throws: What the app throws.
    public func signOut(_ user: User?) async throws {
        try await self.app.hooks.onLogout?(user)
    }

    /// Ends all chats, as when the app is shut down, and runs its `onAppShutdown`.
    ///
    /// - Throws: What the app throws.
    public func shutDown() async throws {
        for chat in self.state.withLock({ $0.living }) { await chat.end() }
        if self.state.withLock({ $0.hasStarted }) { try await self.app.shutDown() }
    }

    /// Moves the clock, and ends the chats that nobody has watched for too long.
    ///
    /// What waits for an answer must have begun to sleep first, or the time would pass without it.
    func advance(by duration: Duration) async throws {
        let chats = self.state.withLock { $0.living }
        let deadlines = chats.flatMap { $0.book.page.deadlines.values }
        try await self.clock.waitForSleepers(until: deadlines, limit: self.limit)
        self.clock.advance(by: duration)
        let now = self.clock.now
        for chat in chats {
            try await chat.settleTimeouts(at: now)
            await chat.endIfForgotten(at: now)
        }
    }

    /// The profile that a person chooses, or that the page chooses where the person does not.
    private func profile(_ name: String?, user: User?, language: String) async throws -> ChatProfile? {
        let profiles = try await self.profiles(for: user, language: language)
        guard let name else { return profiles.first(where: \.isDefault) ?? profiles.first }
        if let chosen = profiles.first(where: { $0.name == name }) { return chosen }
        let names = profiles.map { "\"\($0.name)\"" }.joined(separator: ", ")
        throw TestFailure(
            "The app has no profile \"\(name)\"; " + (names.isEmpty ? "it has none." : "there are \(names).")
        )
    }
}

extension User {
    /// A person for tests.
    ///
    /// - Parameters:
    ///   - identifier: What the person is known by.
    ///   - displayName: What others read.
    ///   - metadata: Free additional values.
    public static func user(
        _ identifier: String,
        displayName: String? = nil,
        metadata: [String: JSONValue] = [:]
    ) -> User {
        User(identifier: identifier, displayName: displayName, metadata: metadata)
    }
}
