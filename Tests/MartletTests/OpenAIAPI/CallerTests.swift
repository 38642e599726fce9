import LanguageModels
import MartletCore
import Synchronization
import Testing

@testable import Martlet

/// Whom requests over the API count for, where a busy model is shared among users.
struct CallerTests {
    private let body = #"{"messages":[{"role":"user","content":"a"}]}"#

    @Test func `requests that name no user count for the holder of their key`() async throws {
        let app = ChatApp()
        let model = UserModel()
        app.serve(model, as: "m")
        _ = try await APIClient(app: app, caller: "API key 2").post("/v1/chat/completions", self.body)
        #expect(model.users == ["API key 2"])
    }

    @Test(arguments: [
        ("", "API key 2"), (#","user":"ada""#, "API key 2/ada"),
    ])
    func `an app's own requests for a caller count for the same`(member: String, user: String) async throws {
        let app = ChatApp()
        let model = UserModel()
        app.onChatStart { _ in for try await _ in model.stream(.text("a"), options: GenerationOptions()) {} }
        app.onMessage { _, chat in
            for try await _ in model.stream(.text("b"), options: GenerationOptions()) {}
            try await chat.send("done")
        }
        app.serveChat(as: "app")
        let body = String(self.body.dropLast()) + member + "}"
        _ = try await APIClient(app: app, caller: "API key 2").post("/v1/chat/completions", body)
        #expect(model.users == [user, user])
    }
}

/// A model that remembers whom it was asked for.
private final class UserModel: LanguageModel {
    let identity = ModelIdentity(type: "test", name: "UserModel")
    private let log = Mutex<[String?]>([])

    var users: [String?] { self.log.withLock { $0 } }

    func stream(_ prompt: ModelPrompt, options: GenerationOptions) -> GenerationStream {
        self.log.withLock { $0.append(options.user ?? RequestUser.current) }
        return GenerationStream(
            AsyncThrowingStream { continuation in
                continuation.yield(.end(.endOfText))
                continuation.finish()
            }
        )
    }
}
