import HTTPTypes
import Hummingbird
import HummingbirdTesting
import MartletCore
import Synchronization
import Testing

@testable import MartletServer

struct ActionRouteTests {
    private static var hooks: ChatHooks {
        var hooks = ChatHooks()
        hooks.onAction["echo"] = { action, chat in
            ["payload": .object(action.payload), "label": .string(action.label), "chat": .string(chat.id)]
        }
        hooks.onAction["fail"] = { _, _ in throw MartletError(.internalError, "secret detail") }
        hooks.onChatStart = { chat in
            try await chat.send(
                "Press",
                elements: [.custom(name: "Box", props: ["n": 1]), .text("plain", name: "note")],
                actions: [Action(name: "echo", payload: ["from": "app"], id: "button-\(chat.id)")]
            )
        }
        return hooks
    }

    /// Opens a chat and waits until its first message is there.
    private static func begin(_ id: String, _ chats: Chats, user: String? = nil) async throws -> ChatSession {
        let session = try chats.open(id, user: user)
        session.start()
        while session.snapshot.elements.count < 2 || !session.hasAction("button-\(id)") { await Task.yield() }
        return session
    }

    @Test func `a button's handler answers, with what the app sent`() async throws {
        try await withChats(hooks: Self.hooks) { client, chats in
            _ = try await Self.begin("one", chats)
            let own = try await client.send(
                .post,
                "/project/action",
                #"{"sessionId":"one","action":{"name":"echo","id":"button-one","forId":"m","payload":{"from":"client"}}}"#
            )
            #expect(own.status == .ok && own.json["success"] == true)
            #expect(own.json["response"]?["payload"] == ["from": "app"])
            let script = try await client.send(
                .post,
                "/project/action",
                #"{"sessionId":"one","action":{"name":"echo","payload":{"from":"script"}}}"#
            )
            #expect(script.json["response"]?["payload"] == ["from": "script"])
        }
    }

    @Test func `buttons of nobody and of others are refused`() async throws {
        try await withChats(hooks: Self.hooks) { client, chats in
            _ = try await Self.begin("one", chats)
            _ = try await Self.begin("two", chats)
            _ = try await Self.begin("hers", chats, user: "her")
            let cases: [(String, HTTPResponse.Status, String)] = [
                (#"{"sessionId":"one","action":{"name":"x"}}"#, .notFound, "No callback found for action x"),
                (
                    #"{"sessionId":"one","action":{"name":"echo","id":"button-two","forId":"m"}}"#, .notFound,
                    "Action not found"
                ),
                (#"{"sessionId":"three","action":{"name":"echo"}}"#, .notFound, "Session not found"),
                (
                    #"{"sessionId":"hers","action":{"name":"echo","id":"button-hers"}}"#, .unauthorized,
                    "You are not authorized to upload files for this session"
                ),
                (#"{"sessionId":"one","action":{"name":"fail"}}"#, .internalServerError, "The action fail failed."),
            ]
            for (json, status, detail) in cases {
                let response = try await client.send(.post, "/project/action", json)
                #expect(response.status == status && response.detail == detail)
            }
        }
    }

    @Test(arguments: [
        ("", "json_invalid", ["body"]), ("[]", "model_attributes_type", ["body"]),
        (#"{"action":{"name":"a"}}"#, "missing", ["body", "sessionId"]),
        (#"{"sessionId":1,"action":{"name":"a"}}"#, "string_type", ["body", "sessionId"]),
        (#"{"sessionId":"one","action":"a"}"#, "dict_type", ["body", "action"]),
        (#"{"sessionId":"one","action":{}}"#, "missing", ["body", "action", "name"]),
    ])
    func `bodies that cannot be read are told part by part`(json: String, type: String, location: [String]) async throws
    {
        try await withChats { client, _ in
            let response = try await client.send(.post, "/project/action", json)
            #expect(response.status == .unprocessableContent)
            guard case .array(let details) = response.json["detail"] else {
                Issue.record("no details in \(response.text)")
                return
            }
            #expect(details.count == 1 && details.first?["type"] == .string(type))
            #expect(details.first?["loc"]?.strings == location)
        }
    }

    @Test func `bodies that are too large or too deep are refused`() async throws {
        try await withChats { client, _ in
            let large = try await client.send(.post, "/project/action", String(repeating: " ", count: 5 << 20))
            #expect(large.status == .contentTooLarge)
            let deep = String(repeating: #"{"action":"#, count: 100_000)
            #expect(try await client.send(.post, "/project/action", deep).status == .unprocessableContent)
        }
    }

    @Test func `a custom element is changed and taken away by its script`() async throws {
        try await withChats(hooks: Self.hooks) { client, chats in
            let session = try await Self.begin("one", chats)
            let before = try #require(session.snapshot.elements.first { $0.type == .custom })
            let json = """
                {"sessionId":"one","element":{"id":"\(before.id)","type":"custom","name":"Other","props":{"n":2},\
                "display":"side","url":"http://evil","path":"/etc/passwd"}}
                """
            let changed = try await client.send(.put, "/project/element", json)
            #expect(changed.status == .ok && changed.json == ["success": true])
            let after = try #require(session.snapshot.elements.first { $0.id == before.id })
            #expect(after.props == ["n": 2] && after.display == .side && after.url == nil)
            #expect(after.fileID != before.fileID)
            let removed = try await client.send(.delete, "/project/element", json)
            #expect(removed.json == ["success": true])
            #expect(!session.snapshot.elements.contains { $0.id == before.id })
        }
    }

    @Test(arguments: [HTTPRequest.Method.put, .delete])
    func `elements of others, and others than custom ones, stay as they are`(method: HTTPRequest.Method) async throws {
        try await withChats(hooks: Self.hooks) { client, chats in
            let session = try await Self.begin("one", chats)
            _ = try await Self.begin("two", chats)
            _ = try await Self.begin("hers", chats, user: "her")
            let custom = try #require(session.snapshot.elements.first { $0.type == .custom })
            let text = try #require(session.snapshot.elements.first { $0.type == .text })
            func send(_ session: String, _ id: String, _ type: String) async throws -> TestResponse {
                let json = #"{"sessionId":"\#(session)","element":{"id":"\#(id)","type":"\#(type)","props":{}}}"#
                return try await client.send(method, "/project/element", json)
            }
            #expect(try await send("one", text.id, "text").json == ["success": false])
            #expect(try await send("one", text.id, "custom").detail == "Element not found")
            let foreign = try await send("two", custom.id, "custom")
            #expect(foreign.status == .notFound && foreign.detail == "Element not found")
            #expect(try await send("three", custom.id, "custom").detail == "Session not found")
            let hers = try await send("hers", custom.id, "custom")
            #expect(hers.status == .unauthorized && hers.detail?.hasSuffix("elements for this session") == true)
            #expect(session.snapshot.elements.contains(custom) && session.snapshot.elements.contains(text))
        }
    }

    @Test func `a chat that is over answers nothing more`() async throws {
        try await withChats(hooks: Self.hooks) { client, chats in
            let session = try await Self.begin("one", chats)
            await session.end()
            let json = #"{"sessionId":"one","action":{"name":"echo"}}"#
            #expect(try await client.send(.post, "/project/action", json).detail == "Session not found")
        }
    }
}
