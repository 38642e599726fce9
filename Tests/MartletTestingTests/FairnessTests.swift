import Foundation
import LanguageModels
import Martlet
import MartletTesting
import Testing

/// Whom a chat's requests count for, where a busy model is shared among people.
struct FairnessTests {
    @Test(arguments: [nil, "ada"])
    func `whatever a chat's handlers ask models for counts for its person`(identifier: String?) async throws {
        let app = ChatApp()
        let users = Mailbox<String?>()
        let note: @Sendable () -> Void = { users.put(RequestUser.current) }
        app.onChatStart { chat in
            note()
            try await chat.send(ChatSettings { Switch(id: "on", label: "On", initial: true) })
        }
        app.onMessage { _, chat in
            note()
            try await chat.send("a", actions: [Action(name: "b")])
        }
        app.onSettingsUpdate { _, _ in note() }
        app.onSettingsEdit { _, _ in note() }
        app.onWindowMessage { _, _ in note() }
        app.onAction("b") { _, _ in note() }
        app.onStop { _ in note() }
        app.onChatEnd { _ in note() }
        let chat = try await TestApp(app).openChat(as: identifier.map { User(identifier: $0) })
        try await chat.send("hi")
        try await chat.changeSettings(["on": false])
        try await chat.editSettings(["on": true])
        try await chat.postFromWindow("hello")
        _ = try await chat.click("b")
        await chat.end()
        let found = users.all
        #expect(found.count >= 7 && Set(found).count == 1)
        let expected = identifier.map { "user \($0)" }
        #expect(found.first.flatMap { $0 }?.hasPrefix(expected ?? "chat ") == true, "\(found)")
    }
}
