import HTTPTypes
import Hummingbird
import Logging
import MartletCore

/// Finds the chat that a request names, and refuses chats of other people.
struct SessionAccess: Sendable {
    let registry: SessionRegistry
    let logger: Logger
    /// Who sends a request; nobody, as long as the app knows no accounts.
    var user: @Sendable (Request) async throws -> User? = { _ in nil }

    /// The chat of a session identifier.
    ///
    /// - Parameters:
    ///   - id: The identifier that the client sent.
    ///   - request: The request.
    ///   - missing: The answer when there is no such chat. Chainlit breaks down over most of them, and 401 makes its page
    ///     ask for a login, so it is 404 unless Chainlit says otherwise.
    ///   - foreign: The text of the answer, a 401, when the chat is someone else's.
    /// - Returns: The chat.
    /// - Throws: `HTTPError`.
    func session(
        _ id: String,
        for request: Request,
        missing: HTTPError = HTTPError(.notFound, message: "Session not found"),
        foreign: String = "Unauthorized"
    ) async throws -> ChatSession {
        let user = try await self.user(request)
        guard let session = self.registry.session(id: id) else {
            self.note(request, "no such session")
            throw missing
        }
        guard session.identity.user?.identifier == user?.identifier else {
            self.note(request, "a session of someone else", session)
            throw HTTPError(.unauthorized, message: foreign)
        }
        return session
    }

    /// Logs that a request was refused.
    ///
    /// Who knows a session's identifier owns the chat, so the log has only its beginning.
    func note(_ request: Request, _ reason: String, _ session: ChatSession? = nil) {
        self.logger.notice(
            "Request refused",
            metadata: [
                "http.method": .string(request.method.rawValue),
                "http.path": .string(String(request.uri.path.prefix(200))),
                "martlet.reason": .string(reason), "martlet.session": .string(String(session?.id.prefix(8) ?? "")),
            ]
        )
    }
}
